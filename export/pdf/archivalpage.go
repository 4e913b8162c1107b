package pdf

import (
	"maps"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// conformPages looks at what pages, forms and patterns draw, and gives every page resources of its own (6.2.2).
func (f *file) conformPages() error {
	for _, p := range f.pages {
		n := int(p.ref.ObjectNumber)
		dict, ok := f.changed[n].(types.Dict)
		if !ok {
			return against("6.1.9", "a page that is no object of its own")
		}
		dict = maps.Clone(dict)
		if entry(dict, "Resources") == nil {
			dict["Resources"] = f.dict(p.resources)
			if p.resources == nil {
				dict["Resources"] = types.Dict{}
			}
		}
		f.changed[n] = dict
		content, err := f.contentNow(dict)
		if err != nil {
			return err
		}
		if err := f.conformContent(content, f.now(dict["Resources"])); err != nil {
			return err
		}
	}
	for _, n := range sortedKeys(f.changed) {
		s, ok := f.changed[n].(types.StreamDict)
		if !ok || f.name(entry(s.Dict, "Subtype")) != "Form" && entry(s.Dict, "PatternType") == nil {
			continue
		}
		content, err := f.decoded(s)
		if err != nil {
			return against("6.2.2", "a form that cannot be decoded: %v", err)
		}
		resources := f.now(entry(s.Dict, "Resources"))
		if resources == nil && refersByName(content) {
			return against("6.2.2", "a form without resources of its own")
		}
		if err := f.conformContent(content, resources); err != nil {
			return err
		}
	}
	return nil
}

// refersByName tells whether a content stream uses what only resources can name.
func refersByName(content []byte) bool {
	lex := lexer{src: content}
	for {
		t, ok := lex.next()
		if !ok {
			return false
		}
		if t.operator && (t.text == "Do" || t.text == "Tf" || t.text == "gs" || t.text == "sh") {
			return true
		}
	}
}

// now gives a dictionary as it will be written.
func (f *file) now(o types.Object) types.Dict {
	if ref, ok := o.(types.IndirectRef); ok {
		o = f.current(ref)
	}
	switch v := o.(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	}
	return nil
}

// contentNow joins the content of a page as it will be written.
func (f *file) contentNow(page types.Dict) (all []byte, err error) {
	o := entry(page, "Contents")
	if ref, ok := o.(types.IndirectRef); ok {
		o = f.current(ref)
	}
	list, ok := o.(types.Array)
	if !ok {
		list = types.Array{o}
	}
	for _, e := range list {
		if ref, ok := e.(types.IndirectRef); ok {
			e = f.current(ref)
		}
		s, ok := e.(types.StreamDict)
		if !ok {
			continue
		}
		b, err := f.decoded(s)
		if err != nil {
			return nil, against("6.2.2", "content that cannot be decoded: %v", err)
		}
		all = append(append(all, b...), '\n')
	}
	return all, nil
}

// operators are those of ISO 32000-1, annex A.
var operators = func() map[string]bool {
	all := map[string]bool{}
	for _, op := range strings.Fields(`b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n
		q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`) {
		all[op] = true
	}
	return all
}()

// maxNesting is how deep q may go (6.1.13).
const maxNesting = 28

// conformContent looks at a content stream: operators, colours, depth, and the fonts that it shows text in.
func (f *file) conformContent(content []byte, resources types.Dict) error {
	lex := lexer{src: content}
	depth, mode := 0, ""
	var names []string
	font := ""
	for {
		t, ok := lex.next()
		if !ok {
			return nil
		}
		if !t.operator {
			names = append(names, t.text)
			continue
		}
		last := ""
		if len(names) > 0 {
			last = names[len(names)-1]
		}
		switch t.text {
		case "q":
			if depth++; depth > maxNesting {
				return against("6.1.13", "graphics states nested deeper than %d", maxNesting)
			}
		case "Q":
			depth--
		case "k", "K":
			return errColour
		case "cs", "CS":
			if last == "DeviceCMYK" {
				return errColour
			}
		case "ri":
			if !intents[last] {
				return against("6.2.6", "a rendering intent %s", last)
			}
		case "Tr":
			mode = last
		case "Tf":
			if font = ""; len(names) >= 2 {
				font = names[len(names)-2]
			}
		case "Tj", "TJ", "'", "\"":
			if err := f.conformShown(font, mode, resources); err != nil {
				return err
			}
		case "ID":
			if err := conformInline(names); err != nil {
				return err
			}
		default:
			if !operators[t.text] {
				return against("6.2.2", "an operator that PDF does not know: %.20q", t.text)
			}
		}
		names = names[:0]
	}
}

var intents = map[string]bool{"RelativeColorimetric": true, "AbsoluteColorimetric": true, "Perceptual": true, "Saturation": true}

// conformInline looks at the dictionary of an inline image (6.1.10, 6.2.8).
func conformInline(words []string) error {
	for i, w := range words {
		switch w {
		case "LZW", "LZWDecode":
			return against("6.1.10", "an inline image in LZW coding")
		case "CMYK", "DeviceCMYK":
			return errColour
		case "I", "Interpolate":
			if i+1 < len(words) && words[i+1] == "true" {
				return against("6.2.8.1", "an inline image that is interpolated")
			}
		}
	}
	return nil
}

// conformShown looks at a font in which text is shown. Text in rendering mode 3 needs no embedded font (6.2.11.4.1).
func (f *file) conformShown(name, mode string, resources types.Dict) error {
	if mode == "3" {
		return nil
	}
	font := f.now(entry(f.now(entry(resources, "Font")), name))
	if font == nil {
		return against("6.2.2", "text in a font %q that is nowhere defined", name)
	}
	if f.name(entry(font, "Subtype")) == "Type3" {
		return nil
	}
	if list, ok := f.deref(entry(font, "DescendantFonts")).(types.Array); ok && len(list) > 0 {
		font = f.now(list[0])
	}
	descriptor := f.now(entry(font, "FontDescriptor"))
	for _, key := range []string{"FontFile", "FontFile2", "FontFile3"} {
		if entry(descriptor, key) != nil {
			return nil
		}
	}
	return against("6.2.11.4.1", "text is shown in the font %s, which is not embedded", f.name(entry(font, "BaseFont")))
}

// conformFont looks at what a font says of its encoding (6.2.11.3, 6.2.11.6).
func (f *file) conformFont(d types.Dict, subtype string) error {
	descriptor := f.dict(entry(d, "FontDescriptor"))
	embedded := entry(descriptor, "FontFile2") != nil
	switch {
	case subtype == "CIDFontType2" && embedded && entry(d, "CIDToGIDMap") == nil:
		return against("6.2.11.3.2", "a CID font without a map to its glyphs")
	case subtype == "TrueType" && embedded:
		const symbolic = 4
		_, named := f.deref(entry(d, "Encoding")).(types.Name)
		if f.int(entry(descriptor, "Flags"))&symbolic != 0 {
			if entry(d, "Encoding") != nil {
				return against("6.2.11.6", "a symbolic TrueType font with an encoding")
			}
			return nil
		}
		if !named && f.dict(entry(d, "Encoding")) == nil {
			return against("6.2.11.6", "a TrueType font without an encoding")
		}
	}
	return nil
}
