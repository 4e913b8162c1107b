package scan

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// pdfResources is a resource dictionary as the walker sees it.
type pdfResources struct {
	f     *pdfFile
	dict  types.Dict
	outer []types.Object // the forms on the way here
}

func (r pdfResources) lookup(category, name string) types.Object {
	d := r.f.dict(entry(r.dict, category))
	if d == nil {
		return nil
	}
	return entry(d, name)
}

func (r pdfResources) xobject(name, subtype string) (types.StreamDict, types.Object, bool) {
	ref := r.lookup("XObject", name)
	s, ok := r.f.deref(ref).(types.StreamDict)
	if !ok || r.f.name(entry(s.Dict, "Subtype")) != subtype {
		return s, ref, false
	}
	return s, ref, true
}

func (r pdfResources) picture(name string) (p any, opaque, mask, ok bool) {
	s, _, ok := r.xobject(name, "Image")
	if !ok {
		return nil, false, false, false
	}
	opaque = true
	for _, key := range []string{"SMask", "Mask", "OC", "SMaskInData"} {
		if v := r.f.deref(entry(s.Dict, key)); v != nil && v != types.Integer(0) {
			opaque = false
		}
	}
	return s, opaque, r.f.bool(entry(s.Dict, "ImageMask")), true
}

func (r pdfResources) form(name string) (content []byte, inner resources, matrix document.Affine, box rect, ok bool) {
	s, ref, ok := r.xobject(name, "Form")
	if !ok {
		return nil, nil, matrix, box, false
	}
	for _, o := range r.outer {
		if o == ref {
			return nil, nil, matrix, box, false
		}
	}
	content, err := r.f.decoded(s, maxContent)
	if err != nil {
		return nil, nil, matrix, box, false
	}
	next := pdfResources{r.f, r.dict, append(r.outer[:len(r.outer):len(r.outer)], ref)}
	if d := r.f.dict(entry(s.Dict, "Resources")); d != nil {
		next.dict = d
	}
	box, _ = r.f.rect(entry(s.Dict, "BBox"))
	return content, next, r.f.matrix(entry(s.Dict, "Matrix")), box, true
}

func (r pdfResources) odd(state string) bool {
	d := r.f.dict(r.lookup("ExtGState", state))
	for _, key := range []string{"ca", "CA"} {
		if v, ok := r.f.number(entry(d, key)); ok && v < 1 {
			return true
		}
	}
	if m := entry(d, "SMask"); m != nil && r.f.name(m) != "None" {
		return true
	}
	if b := entry(d, "BM"); b != nil && r.f.name(b) != "Normal" && r.f.name(b) != "Compatible" {
		return true
	}
	return false
}
