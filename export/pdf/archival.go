package pdf

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// ClauseError says which clause of ISO 19005-2 keeps a PDF from becoming PDF/A-2b.
type ClauseError struct{ Clause, Why string }

func (e *ClauseError) Error() string {
	return "cannot be made PDF/A-2b: ISO 19005-2, " + e.Clause + ": " + e.Why
}

func against(clause, format string, args ...any) error {
	return &ClauseError{clause, fmt.Sprintf(format, args...)}
}

var errColour = against("6.2.4.3", "it has CMYK colours without a profile that says what they look like")

// archival makes the file conform to PDF/A-2b. What can be put right without changing what pages show is put right: missing
// print flags, interpolation, metadata of single objects, LZW coding; anything else is a ClauseError.
func (f *file) archival() error {
	f.catalog = deepCopy(f.catalog).(types.Dict)
	if err := f.conformCatalog(); err != nil {
		return err
	}
	f.addIntent()
	if err := f.conform(f.catalog); err != nil {
		return err
	}
	todo := inside(f.catalog)
	if f.info != nil {
		todo = append(todo, f.info)
	}
	seen := map[int]bool{int(f.root.ObjectNumber): true}
	for len(todo) > 0 {
		o := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		ref, ok := o.(types.IndirectRef)
		if !ok {
			todo = append(todo, inside(o)...)
			continue
		}
		n := int(ref.ObjectNumber)
		if seen[n] {
			continue
		}
		seen[n] = true
		v := deepCopy(f.current(ref))
		if err := f.conform(v); err != nil {
			return err
		}
		if s, ok := v.(types.StreamDict); ok {
			var err error
			if v, err = f.conformStream(s); err != nil {
				return err
			}
		}
		f.changed[n] = v
		todo = append(todo, inside(v)...)
	}
	return f.conformPages()
}

// conformCatalog sees to what only the catalogue may say.
func (f *file) conformCatalog() error {
	c := f.catalog
	names, form := f.dict(entry(c, "Names")), f.dict(entry(c, "AcroForm"))
	switch {
	case entry(names, "JavaScript") != nil:
		return against("6.5.1", "it runs scripts")
	case entry(names, "EmbeddedFiles") != nil:
		return against("6.8", "it has files attached")
	case entry(names, "AlternatePresentations") != nil:
		return against("6.10", "it has alternate presentations")
	case entry(form, "XFA") != nil || entry(c, "NeedsRendering") == types.Boolean(true):
		return against("6.4.2", "it is an XFA form")
	case entry(c, "Requirements") != nil:
		return against("6.11", "it makes requirements of the reader")
	case entry(c, "OCProperties") != nil:
		return against("6.9", "it has layers that can be switched")
	}
	delete(c, "AA")
	delete(c, "Metadata")
	if form != nil {
		own := deepCopy(form).(types.Dict)
		delete(own, "NeedAppearances")
		c["AcroForm"] = own
	}
	return nil
}

// conform looks at every dictionary that an object holds by itself, and puts right what can be.
func (f *file) conform(o types.Object) error {
	switch v := o.(type) {
	case types.StreamDict:
		return f.conform(v.Dict)
	case types.Array:
		if len(v) > 0 && f.name(v[0]) == "DeviceN" && len(v) > 1 {
			if colorants, ok := f.deref(v[1]).(types.Array); ok && len(colorants) > 32 {
				return against("6.1.13", "a colour space of %d colorants", len(colorants))
			}
		}
		for _, e := range v {
			if err := f.conform(e); err != nil {
				return err
			}
		}
	case types.Name:
		if v == "DeviceCMYK" {
			return errColour
		}
		if len(v) > 127 {
			return against("6.1.13", "a name of %d bytes", len(v))
		}
	case types.StringLiteral:
		if len(v) > 32767 {
			return against("6.1.13", "a string of %d bytes", len(v))
		}
	case types.Dict:
		if err := f.conformDict(v); err != nil {
			return err
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if err := f.conform(v[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// forbiddenActions are those of 6.5.1.
var forbiddenActions = map[string]bool{
	"Launch": true, "Sound": true, "Movie": true, "ResetForm": true, "ImportData": true, "JavaScript": true, "Hide": true,
	"SetOCGState": true, "Rendition": true, "Trans": true, "GoTo3DView": true,
}

// conformDict looks at one dictionary.
func (f *file) conformDict(d types.Dict) error {
	kind, subtype := f.name(entry(d, "Type")), f.name(entry(d, "Subtype"))
	delete(d, "AA") // 6.5.2
	if kind != "Catalog" && f.dict(entry(d, "Metadata")) != nil {
		delete(d, "Metadata") // 6.6.2.3 asks of it what only its maker can know
	}
	if s := f.name(entry(d, "S")); forbiddenActions[s] && (kind == "Action" || kind == "") && entry(d, "K") == nil {
		return against("6.5.1", "an action %s", s)
	}
	switch {
	case subtype == "Image":
		return f.conformImage(d)
	case subtype == "PS" || f.name(entry(d, "Subtype2")) == "PS" || subtype == "Form" && entry(d, "PS") != nil:
		return against("6.2.9.1", "a PostScript object")
	case subtype == "Form" && entry(d, "Ref") != nil:
		return against("6.2.9.2", "a form that shows a page of another file")
	case entry(d, "OPI") != nil && subtype == "Form":
		return against("6.2.9.1", "a picture kept elsewhere (OPI)")
	case kind == "ExtGState" || entry(d, "BM") != nil || entry(d, "TR") != nil:
		return f.conformState(d)
	case kind == "Annot" || entry(d, "Rect") != nil && subtype != "":
		return f.conformAnnotation(d, subtype)
	case kind == "Font":
		return f.conformFont(d, subtype)
	}
	if box, ok := f.deref(entry(d, "MediaBox")).(types.Array); ok && len(box) == 4 {
		return f.conformBox(box)
	}
	return nil
}

func (f *file) conformImage(d types.Dict) error {
	delete(d, "Interpolate") // 6.2.8.1
	switch {
	case entry(d, "Alternates") != nil:
		return against("6.2.8.1", "a picture with alternates")
	case entry(d, "OPI") != nil:
		return against("6.2.8.1", "a picture kept elsewhere (OPI)")
	}
	return nil
}

// conformState looks at a graphics state (6.2.5, 6.2.10).
func (f *file) conformState(d types.Dict) error {
	if entry(d, "TR") != nil || entry(d, "HTP") != nil || entry(d, "TR2") != nil && f.name(entry(d, "TR2")) != "Default" {
		return against("6.2.5", "a transfer function or halftone origin")
	}
	modes := []types.Object{entry(d, "BM")}
	if list, ok := f.deref(modes[0]).(types.Array); ok {
		modes = list
	}
	for _, m := range modes {
		if n := f.name(m); n != "" && !slices.Contains(blendModes, n) {
			return against("6.2.10", "a blend mode %s", n)
		}
	}
	return nil
}

var blendModes = []string{
	"Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight", "SoftLight",
	"Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity",
}

// conformAnnotation looks at an annotation (6.3). Flags are set so that it is printed as it is shown.
func (f *file) conformAnnotation(d types.Dict, subtype string) error {
	const invisible, hidden, print, noView, toggle = 1, 2, 4, 32, 256
	switch subtype {
	case "3D", "Sound", "Screen", "Movie":
		return against("6.3.1", "an annotation %s", subtype)
	case "FileAttachment":
		return against("6.8", "a file attached to a page")
	case "Popup", "":
		return nil
	}
	flags := f.int(entry(d, "F"))
	if flags&(hidden|noView|invisible|toggle) != 0 {
		return against("6.3.2", "an annotation %s that is hidden", subtype)
	}
	d["F"] = types.Integer(flags | print)
	rect, _ := f.deref(entry(d, "Rect")).(types.Array)
	empty := len(rect) == 4 && f.float(rect[0]) == f.float(rect[2]) && f.float(rect[1]) == f.float(rect[3])
	if subtype != "Link" && !empty && f.dict(entry(f.dict(entry(d, "AP")), "N")) == nil {
		return against("6.3.3", "an annotation %s without an appearance", subtype)
	}
	if subtype == "Widget" && entry(d, "A") != nil {
		return against("6.4.1", "a form field with an action")
	}
	return nil
}

// conformBox bounds a page (6.1.13).
func (f *file) conformBox(box types.Array) error {
	w, h := f.float(box[2])-f.float(box[0]), f.float(box[3])-f.float(box[1])
	if w < 0 {
		w = -w
	}
	if h < 0 {
		h = -h
	}
	if min(w, h) < 3 || max(w, h) > 14400 {
		return against("6.1.13", "a page of %.0f × %.0f units", w, h)
	}
	return nil
}

func (f *file) float(o types.Object) float64 {
	switch v := f.deref(o).(type) {
	case types.Integer:
		return float64(v)
	case types.Float:
		return float64(v)
	}
	return 0
}

// conformStream looks at how a stream is coded (6.1.7). LZW is coded anew without loss.
func (f *file) conformStream(s types.StreamDict) (types.StreamDict, error) {
	if entry(s.Dict, "F") != nil || entry(s.Dict, "FFilter") != nil || entry(s.Dict, "FDecodeParms") != nil {
		return s, against("6.1.7.1", "a stream kept in another file")
	}
	filters, ok := f.deref(entry(s.Dict, "Filter")).(types.Array)
	if !ok {
		filters = types.Array{entry(s.Dict, "Filter")}
	}
	for _, o := range filters {
		switch f.name(o) {
		case "Crypt":
			return s, against("6.1.7.2", "a stream encrypted by itself")
		case "JPXDecode":
			return s, against("6.2.8.3", "a JPEG 2000 picture, whose inner rules are not examined here")
		case "LZWDecode", "LZW":
			if len(filters) > 1 {
				return s, against("6.1.7.2", "LZW coding under another")
			}
			content, err := f.decoded(s)
			if err != nil {
				return s, against("6.1.7.2", "LZW coding that cannot be decoded: %v", err)
			}
			return flate(s.Dict, content), nil
		}
	}
	return s, nil
}

// deepCopy copies an object with all that it holds by itself; references and the bytes of streams are shared.
func deepCopy(o types.Object) types.Object {
	switch v := o.(type) {
	case types.Dict:
		out := make(types.Dict, len(v))
		for k, e := range v {
			out[k] = deepCopy(e)
		}
		return out
	case types.Array:
		out := make(types.Array, len(v))
		for i, e := range v {
			out[i] = deepCopy(e)
		}
		return out
	case types.StreamDict:
		v.Dict = deepCopy(v.Dict).(types.Dict)
		return v
	case types.ObjectStreamDict, types.XRefStreamDict:
		return nil
	}
	return o
}

// inside gives the objects that one object holds, in an order that is always the same.
func inside(o types.Object) []types.Object {
	switch v := o.(type) {
	case types.StreamDict:
		return inside(v.Dict)
	case types.Array:
		return slices.Clone([]types.Object(v))
	case types.Dict:
		out := make([]types.Object, 0, len(v))
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if k != "Length" {
				out = append(out, v[k])
			}
		}
		return out
	}
	return nil
}
