package scan

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// entry gives a dictionary's entry, nil if it is absent.
func entry(d types.Dict, key string) types.Object {
	o, _ := d.Find(key)
	return o
}

// deref follows a reference; what cannot be had is nil.
func (f *pdfFile) deref(o types.Object) types.Object {
	for range 8 {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		next, err := f.structure.Dereference(ref)
		if err != nil {
			return nil
		}
		o = next
	}
	return nil
}

func (f *pdfFile) dict(o types.Object) types.Dict {
	switch d := f.deref(o).(type) {
	case types.Dict:
		return d
	case types.StreamDict:
		return d.Dict
	}
	return nil
}

func (f *pdfFile) real(o types.Object) (float64, bool) {
	switch v := f.deref(o).(type) {
	case types.Integer:
		return float64(v), true
	case types.Float:
		return float64(v), true
	}
	return 0, false
}

func (f *pdfFile) int(o types.Object, missing int) int {
	if v, ok := f.real(o); ok && v > -1<<31 && v < 1<<31 {
		return int(v)
	}
	return missing
}

func (f *pdfFile) bool(o types.Object) bool {
	v, ok := f.deref(o).(types.Boolean)
	return ok && bool(v)
}

func (f *pdfFile) name(o types.Object) string {
	if n, ok := f.deref(o).(types.Name); ok {
		return string(n)
	}
	return ""
}

// numbers gives an array of numbers, nil if it is none or holds anything else.
func (f *pdfFile) numbers(o types.Object) []float64 {
	array, ok := f.deref(o).(types.Array)
	if !ok || len(array) > 64 {
		return nil
	}
	out := make([]float64, len(array))
	for i, v := range array {
		if out[i], ok = f.real(v); !ok {
			return nil
		}
	}
	return out
}

func (f *pdfFile) rect(o types.Object) (rect, bool) {
	v := f.numbers(o)
	if len(v) != 4 {
		return rect{}, false
	}
	r := rect{min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3])}
	return r, !r.empty()
}

func (f *pdfFile) matrix(o types.Object) document.Affine {
	v := f.numbers(o)
	if len(v) != 6 {
		return document.Identity()
	}
	return document.Affine(v)
}
