package pdf

import (
	"fmt"
	"maps"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// inherited are the attributes that a page may have from its tree (ISO 32000-2, 7.7.3.4).
func inherited() []string { return []string{"Resources", "MediaBox", "CropBox", "Rotate"} }

// kept are the entries of the catalogue that mean the same where pages are missing. Outlines, destinations, forms, labels and
// the logical structure do not.
func kept() []string {
	return []string{"Type", "Version", "Extensions", "ViewerPreferences", "PageLayout", "Metadata", "Lang", "OCProperties", "OutputIntents"}
}

// extract leaves only the pages of those numbers, from 1, in a flat tree of their own; what refers to the others then refers to
// nothing.
func (f *file) extract(numbers []int) error {
	tree := f.add(nil)
	var kids types.Array
	var pages []page
	in := map[int]bool{}
	for _, n := range numbers {
		if n < 1 || n > len(f.pages) || in[n] {
			return fmt.Errorf("page %d is not there, or wanted twice; the PDF has %d", n, len(f.pages))
		}
		in[n] = true
		p := f.pages[n-1]
		p.dict = f.alone(p.dict)
		p.dict["Parent"] = tree
		p.resources = entry(p.dict, "Resources")
		if p.ref.ObjectNumber == 0 {
			p.ref = f.add(p.dict)
		}
		f.changed[int(p.ref.ObjectNumber)] = p.dict
		kids = append(kids, p.ref)
		pages = append(pages, p)
	}
	for i, p := range f.pages {
		if !in[i+1] && p.ref.ObjectNumber != 0 {
			f.changed[int(p.ref.ObjectNumber)] = nil
		}
	}
	f.pages = pages
	f.changed[int(tree.ObjectNumber)] = types.Dict{"Type": types.Name("Pages"), "Kids": kids, "Count": types.Integer(len(kids))}
	catalog := types.Dict{"Pages": tree}
	for _, key := range kept() {
		if v := entry(f.catalog, key); v != nil {
			catalog[key] = v
		}
	}
	f.catalog = catalog
	return nil
}

// alone is a page with what it has from its tree, and without what ties it to other pages.
func (f *file) alone(p types.Dict) types.Dict {
	out := maps.Clone(p)
	for node, depth := p, 0; node != nil && depth < maxTreeDepth; depth++ {
		for _, key := range inherited() {
			if v := entry(node, key); v != nil && entry(out, key) == nil {
				out[key] = v
			}
		}
		node = f.dict(entry(node, "Parent"))
	}
	for _, key := range []string{"StructParents", "B", "AA"} {
		delete(out, key)
	}
	return out
}
