package separator

import (
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// least is the side in pixels under which a picture holds no symbol.
const least = 40

// barcode looks for a symbol that says it is a separator's. The QR symbol comes first: it can hold a title.
func barcode(g *image.Gray) (m Mark, ok bool) {
	defer func() {
		if recover() != nil { // a defect of the reader makes a page a page
			m, ok = Mark{}, false
		}
	}()
	var sources []gozxing.LuminanceSource
	for _, factor := range scales() {
		if s := shrunk(g, factor); min(s.Rect.Dx(), s.Rect.Dy()) >= least {
			sources = append(sources, gozxing.NewLuminanceSourceFromImage(s))
		}
	}
	for _, symbology := range []struct {
		name   string
		reader gozxing.Reader
	}{
		{"QR", qrcode.NewQRCodeReader()},
		{"Code 128", oned.NewCode128Reader()},
	} {
		for _, s := range sources {
			for _, b := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(s), gozxing.NewGlobalHistgramBinarizer(s)} {
				if title, ok := said(symbology.reader, b); ok {
					return Mark{How: symbology.name, Text: title}, true
				}
			}
		}
	}
	return Mark{}, false
}

// scales are the factors by which a picture is shrunk before symbols are looked for, in order. The reader does best with modules
// of three to six pixels, whose specks are averaged away; sheets come with modules of any size. (Of 30 scans of our sheet
// at 100 to 200 dpi, turned and dirty, it reads 10 as they are and all in three of these.)
func scales() []int { return []int{3, 2, 4, 1} }

// said reads one symbol and tells whether it is a separator's.
func said(r gozxing.Reader, b gozxing.Binarizer) (title string, ok bool) {
	bitmap, err := gozxing.NewBinaryBitmap(b)
	if err != nil {
		return "", false
	}
	found, err := r.Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", false
	}
	return says(found.GetText())
}
