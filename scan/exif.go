package scan

import "bytes"

// facts is what a picture file says about itself beside its pixels. The zero value says nothing.
type facts struct {
	dpi         float64
	orientation int // 1 to 8, 0 if not said
	stored      Stored
}

// orDefault gives the orientation, 1 if the file says none.
func (f facts) turn() int {
	if f.orientation < 1 || f.orientation > 8 {
		return 1
	}
	return f.orientation
}

// exif reads orientation and resolution from the first directory of an EXIF block (CIPA DC-008), which is a small
// TIFF. Whatever is broken in it counts as not said.
func exif(block []byte) facts {
	d := tiffReader{at: bytes.NewReader(block), size: int64(len(block))}
	first, err := d.header()
	if err != nil {
		return facts{}
	}
	dir, _, err := d.directory(first)
	if err != nil {
		return facts{}
	}
	f := facts{orientation: dir.int(tagOrientation, 0)}
	f.dpi, _ = dir.resolution()
	return f
}
