package pdf

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
)

// The namespaces of what we say in XMP (ISO 16684-1; ISO 19005-2, 6.6.4).
const (
	nsRDF    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsDC     = "http://purl.org/dc/elements/1.1/"
	nsXMP    = "http://ns.adobe.com/xap/1.0/"
	nsPDF    = "http://ns.adobe.com/pdf/1.3/"
	nsPDFAID = "http://www.aiim.org/pdfa/ns/id/"
)

// ours are the properties that we say, by namespace.
var ours = map[string][]string{
	nsDC:  {"title", "description", "subject", "date"},
	nsXMP: {"ModifyDate", "MetadataDate"},
	nsPDF: {"Keywords"},
}

// mergeXMP lays the facts into a packet: what it said of them before is taken out, everything else stays as it was,
// byte for byte, but for the blanks at its end that keep room for changes. Without an old packet, or with one that is no RDF, a new one is made.
func mergeXMP(old []byte, a facts) []byte {
	own := "  <rdf:Description rdf:about=\"\" xmlns:dc=\"" + nsDC + "\" xmlns:xmp=\"" + nsXMP + "\" xmlns:pdf=\"" + nsPDF + "\""
	if a.archival {
		own += " xmlns:pdfaid=\"" + nsPDFAID + "\""
	}
	own += ">\n" + a.properties() + "  </rdf:Description>\n"
	if cuts, end, ok := scanXMP(old, a); ok {
		var b bytes.Buffer
		at := 0
		for _, c := range cuts {
			b.Write(old[at:c[0]])
			at = c[1]
		}
		b.Write(old[at:end])
		b.WriteString(own)
		b.Write(padding.ReplaceAll(old[end:], []byte("\n$1")))
		return b.Bytes()
	}
	return []byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n <rdf:RDF xmlns:rdf=\"" +
		nsRDF + "\">\n" + own + " </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>")
}

// padding is what stands before the end of a packet only to be written over.
var padding = regexp.MustCompile(`\s{100,}(<\?xpacket end)`)

// attribute finds our properties where they are written as attributes.
var attribute = regexp.MustCompile(`\s(?:pdf:Keywords|xmp:ModifyDate|xmp:MetadataDate)\s*=\s*(?:"[^"]*"|'[^']*')`)

// scanXMP finds the bytes of what the packet says of our facts, ascending, and where rdf:RDF ends.
func scanXMP(old []byte, a facts) (cuts [][2]int, end int, ok bool) {
	if len(old) == 0 || bytes.HasPrefix(old, []byte("\xfe\xff")) || bytes.HasPrefix(old, []byte("\xff\xfe")) {
		return nil, 0, false
	}
	says := a.properties()
	dec := xml.NewDecoder(bytes.NewReader(old))
	depth, inRDF := 0, 0
	for {
		before := int(dec.InputOffset())
		t, err := dec.Token()
		if err != nil {
			return cuts, end, ok && depth == 0
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			switch {
			case t.Name.Space == nsRDF && t.Name.Local == "RDF":
				inRDF = depth
			case inRDF > 0 && depth == inRDF+1:
				for _, m := range attribute.FindAllIndex(old[before:dec.InputOffset()], -1) {
					cuts = append(cuts, [2]int{before + m[0], before + m[1]})
				}
			case inRDF > 0 && depth == inRDF+2 && slices.Contains(ours[t.Name.Space], t.Name.Local) && strings.Contains(says, ":"+t.Name.Local+">"):
				if dec.Skip() != nil {
					return nil, 0, false
				}
				depth--
				cuts = append(cuts, [2]int{before, int(dec.InputOffset())})
			}
		case xml.EndElement:
			if depth == inRDF && t.Name.Local == "RDF" {
				end, ok = before, bytes.HasPrefix(old[before:], []byte("</")) // an empty element has no end to write before
			}
			depth--
		}
	}
}
