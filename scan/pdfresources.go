package scan

import (
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfResources is a resource dictionary as the walker sees it.
type pdfResources struct {
	f     *pdfFile
	dict  types.Dict
	outer []types.Object        // the forms on the way here
	forms map[types.Object]form // decoded in this walk, by reference; it ends when they are too long
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

func (r pdfResources) form(name string) (form, bool) {
	s, ref, ok := r.xobject(name, "Form")
	if !ok || slices.Contains(r.outer, ref) {
		return form{}, false
	}
	next := pdfResources{f: r.f, dict: r.dict, outer: append(slices.Clip(r.outer), ref), forms: r.forms}
	if d := r.f.dict(entry(s.Dict, "Resources")); d != nil {
		next.dict = d
	}
	out := form{inner: next, matrix: r.f.matrix(entry(s.Dict, "Matrix"))}
	out.apart = entry(s.Dict, "OC") != nil || entry(s.Dict, "Group") != nil
	out.box, _ = r.f.rect(entry(s.Dict, "BBox"))
	known, ok := r.forms[ref]
	if !ok {
		content, err := r.f.decoded(s, maxContent)
		known = form{content: content, broken: err != nil}
		r.forms[ref] = known
		out.cost = len(s.Raw)
	}
	out.content, out.broken = known.content, known.broken
	return out, true
}

func (r pdfResources) odd(state string) bool {
	d := r.f.dict(r.lookup("ExtGState", state))
	for _, key := range []string{"ca", "CA"} {
		if v, ok := r.f.real(entry(d, key)); ok && v < 1 {
			return true
		}
	}
	if m := entry(d, "SMask"); m != nil && r.f.name(m) != "None" {
		return true
	}
	if b := entry(d, "BM"); b != nil && r.f.name(b) != "Normal" && r.f.name(b) != "Compatible" {
		return true
	}
	for _, key := range []string{"TR", "TR2"} { // a curve that all colours go through
		if t := entry(d, key); t != nil && r.f.name(t) != "Identity" && r.f.name(t) != "Default" {
			return true
		}
	}
	return false
}
