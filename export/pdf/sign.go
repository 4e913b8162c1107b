package pdf

import (
	"maps"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// signatures gives the signature fields that are signed (ISO 32000-2, 12.7.5.5), wherever they stand in the form.
func (f *file) signatures() []types.IndirectRef {
	var signed []types.IndirectRef
	form := f.dict(entry(f.catalog, "AcroForm"))
	f.fields(entry(form, "Fields"), "", map[types.IndirectRef]bool{}, 0, &signed)
	return signed
}

func (f *file) fields(list types.Object, kind string, seen map[types.IndirectRef]bool, depth int, signed *[]types.IndirectRef) {
	all, _ := f.deref(list).(types.Array)
	for _, o := range all {
		ref, ok := o.(types.IndirectRef)
		if !ok || seen[ref] || depth > maxTreeDepth {
			continue
		}
		seen[ref] = true
		d := f.dict(ref)
		kind := kind
		if k := f.name(entry(d, "FT")); k != "" {
			kind = k
		}
		if kind == "Sig" && f.dict(entry(d, "V")) != nil {
			*signed = append(*signed, ref)
		}
		f.fields(entry(d, "Kids"), kind, seen, depth+1, signed)
	}
}

// dropSignatures takes the signatures out of their fields, and what they forbid out of the catalogue: a changed copy that still
// bore them would look forged. What they look like on the page stays.
func (f *file) dropSignatures(signed []types.IndirectRef) {
	for _, ref := range signed {
		d := maps.Clone(f.dict(ref))
		delete(d, "V")
		delete(d, "Lock")
		f.changed[int(ref.ObjectNumber)] = d
	}
	form := maps.Clone(f.dict(entry(f.catalog, "AcroForm")))
	delete(form, "SigFlags")
	if ref, ok := entry(f.catalog, "AcroForm").(types.IndirectRef); ok {
		f.changed[int(ref.ObjectNumber)] = form
	} else {
		f.catalog["AcroForm"] = form
	}
	delete(f.catalog, "Perms")
	delete(f.catalog, "DSS")
}
