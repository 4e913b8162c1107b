package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// layers gives every page its text.
func (f *file) layers(d document.Document, places []Place, o Options, r *Result) error {
	if len(f.pages) < len(d.Pages) {
		return fmt.Errorf("the PDF has %d pages, the record %d", len(f.pages), len(d.Pages))
	}
	blocks := usedBlocks(d)
	var open types.Object
	for i := range d.Pages {
		place := places[i]
		if place.Keep || d.Pages[i].Verdict == document.Unreadable {
			continue
		}
		s := newSetter(place.Unit)
		for _, l := range lines(&d.Pages[i], place, o.Aside) {
			s.line(l)
		}
		stripped, was, err := f.strip(f.pages[i], place.Scan)
		if err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
		if s.text.Len() == 0 && !was.found {
			continue
		}
		if was.found {
			r.noteOnce("the text layer of another program was replaced")
		}
		if f.pages[i].ref.ObjectNumber == 0 {
			return fmt.Errorf("page %d is no object of its own", i+1)
		}
		if open == nil {
			open = f.add(plainStream(types.Dict{}, []byte("q\n")))
		}
		f.setPage(f.pages[i], stripped, was, open, s, blocks)
	}
	return nil
}

func (r *Result) noteOnce(text string) {
	if !slices.Contains(r.Notes, text) {
		r.note(text)
	}
}

// usedBlocks gives the high bytes of the characters in a document, ascending.
func usedBlocks(d document.Document) []byte {
	seen := map[int]bool{0: true}
	for i := range d.Pages {
		for _, w := range d.Pages[i].Words {
			for _, u := range utf16.Encode([]rune(w.Text)) {
				seen[int(u>>8)] = true
			}
		}
	}
	var out []byte
	for _, b := range sortedKeys(seen) {
		out = append(out, byte(b))
	}
	return out
}

// setPage lays the text over a page. Its own content is fenced in by q and Q; where text was taken out of it, it is a
// new stream. Nothing that other pages may share is changed.
func (f *file) setPage(p page, stripped []byte, was balance, open types.Object, s *setter, blocks []byte) {
	dict := maps.Clone(p.dict)
	var own types.Array
	switch o := entry(dict, "Contents"); v := f.deref(o).(type) {
	case types.StreamDict:
		own = types.Array{o}
	case types.Array:
		own = slices.DeleteFunc(slices.Clone(v), func(o types.Object) bool { return f.dict(o) == nil })
	}
	if was.found {
		own = types.Array{f.stream(nil, stripped)}
	}
	contents := types.Array{}
	for range 1 + was.missing {
		contents = append(contents, open)
	}
	contents = append(contents, own...)
	closing := append(bytes.Repeat([]byte("Q "), 1+was.open), '\n')
	if s.text.Len() > 0 {
		dict["Resources"] = f.withFonts(p.resources, s.used(), blocks)
		closing = append(closing, s.content()...)
	}
	dict["Contents"] = append(contents, f.stream(nil, closing))
	f.changed[int(p.ref.ObjectNumber)] = dict
}

// withFonts gives a page's resources with the layer's fonts among them.
func (f *file) withFonts(old types.Object, used []int, blocks []byte) types.Object {
	resources := maps.Clone(f.dict(old))
	if resources == nil {
		resources = types.Dict{}
	}
	fonts := maps.Clone(f.dict(entry(resources, "Font")))
	if fonts == nil {
		fonts = types.Dict{}
	}
	for _, level := range used {
		fonts[fontName(level)] = f.font(level, blocks)
	}
	resources["Font"] = fonts
	return resources
}

// fontName names the font of a level in the resources. No other program names its fonts so, except an earlier copy of
// ours, whose fonts are gone with their text.
func fontName(level int) string { return "akte" + strconv.Itoa(level) }
