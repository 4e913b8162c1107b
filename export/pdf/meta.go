package pdf

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// facts are what a document says about itself, as document information and XMP hold it.
type facts struct {
	title, subject string
	keywords       []string
	date           string // of the document, 2006-01-02
	changed        time.Time
	archival       bool
}

// factsOf takes from the fields that are sure. The copy is dated when the original came in: no clock enters it.
func factsOf(d document.Document, o Options, notes []string) facts {
	f := facts{archival: o.Archival}
	first := map[string]string{}
	for _, v := range d.Fields {
		if v.Score < 0.5 {
			continue
		}
		if first[v.Name] == "" {
			first[v.Name] = v.Value
		}
		if v.Name == "reference" || v.Name == "own-reference" || v.Name == "file-number" {
			f.keywords = appendNew(f.keywords, v.Value)
		}
	}
	about := strings.TrimSpace(first["kind"] + " " + first["own-reference"])
	f.title = cmp.Or(first["subject"], about, d.Source.Name)
	f.subject = strings.TrimPrefix(strings.Join(append([]string{about}, notes...), "; "), "; ")
	f.date = first["date"]
	f.changed, _ = time.Parse(time.RFC3339, d.Source.Added)
	return f
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// describe sets the document information (ISO 32000-2, 14.3.3) and lays the same facts into the XMP packet. Entries that
// say nothing of this stay.
func (f *file) describe(d document.Document, o Options, notes []string) {
	about := factsOf(d, o, notes)
	info := maps.Clone(f.dict(f.info))
	if info == nil {
		info = types.Dict{}
	}
	for k, v := range map[string]string{"Title": about.title, "Subject": about.subject, "Keywords": strings.Join(about.keywords, ", ")} {
		if v != "" {
			info[k] = textString(v)
		}
	}
	if !about.changed.IsZero() {
		info["ModDate"] = types.StringLiteral(about.changed.UTC().Format("D:20060102150405Z"))
	}
	if ref, ok := f.info.(types.IndirectRef); ok {
		f.changed[int(ref.ObjectNumber)] = info
	} else {
		f.info = f.add(info)
	}
	var old []byte
	if s, ok := f.deref(entry(f.catalog, "Metadata")).(types.StreamDict); ok && !o.Archival {
		old, _ = f.decoded(s)
	}
	packet := mergeXMP(old, about)
	f.catalog["Metadata"] = f.add(plainStream(types.Dict{"Type": types.Name("Metadata"), "Subtype": types.Name("XML")}, packet))
}

// textString writes a text string (ISO 32000-2, 7.9.2.2): ASCII as it is, anything else as UTF-16 with a mark.
func textString(s string) types.Object {
	for _, r := range s {
		if r < 0x20 || r > 0x7e {
			b := []byte{0xfe, 0xff}
			for _, u := range utf16.Encode([]rune(s)) {
				b = append(b, byte(u>>8), byte(u))
			}
			return types.HexLiteral(strings.ToUpper(hex.EncodeToString(b)))
		}
	}
	return types.StringLiteral(strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s))
}

// properties are the facts as XMP, in elements of an rdf:Description.
func (a facts) properties() string {
	var b strings.Builder
	alt := func(name, v string) {
		if v != "" {
			fmt.Fprintf(&b, "   <%s><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></%s>\n", name, escape(v), name)
		}
	}
	alt("dc:title", a.title)
	alt("dc:description", a.subject)
	if len(a.keywords) > 0 {
		b.WriteString("   <dc:subject><rdf:Bag>")
		for _, k := range a.keywords {
			fmt.Fprintf(&b, "<rdf:li>%s</rdf:li>", escape(k))
		}
		fmt.Fprintf(&b, "</rdf:Bag></dc:subject>\n   <pdf:Keywords>%s</pdf:Keywords>\n", escape(strings.Join(a.keywords, ", ")))
	}
	if a.date != "" {
		fmt.Fprintf(&b, "   <dc:date><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:date>\n", escape(a.date))
	}
	if !a.changed.IsZero() {
		t := a.changed.UTC().Format(time.RFC3339)
		fmt.Fprintf(&b, "   <xmp:ModifyDate>%s</xmp:ModifyDate>\n   <xmp:MetadataDate>%s</xmp:MetadataDate>\n", t, t)
	}
	if a.archival {
		b.WriteString("   <pdfaid:part>2</pdfaid:part>\n   <pdfaid:conformance>B</pdfaid:conformance>\n")
	}
	return b.String()
}

// escape writes text for XML; characters that XML has no place for are left out.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;").Replace(s)
}
