package export

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"aktenkundig/document"
)

// oparlSchema is the beginning of OParl's type names (OParl 1.1, 3.1).
const oparlSchema = "https://schema.oparl.org/1.1/"

// oparlPaper is a Paper of OParl 1.1, 3.10. What the text names and the archive does not hold stands in a member with our prefix,
// as 2.5 of the specification wants it.
type oparlPaper struct {
	ID        string      `json:"id"`
	Type      string      `json:"type"`
	Name      string      `json:"name,omitempty"`
	Reference string      `json:"reference,omitempty"`
	Date      string      `json:"date,omitempty"`
	PaperType string      `json:"paperType,omitempty"`
	Related   []string    `json:"relatedPaper,omitempty"`
	MainFile  *oparlFile  `json:"mainFile,omitempty"`
	Keyword   []string    `json:"keyword,omitempty"`
	Created   string      `json:"created,omitempty"`
	Modified  string      `json:"modified,omitempty"`
	Deleted   bool        `json:"deleted"`
	Named     []oparlName `json:"akte:references,omitempty"`
	Due       []string    `json:"akte:deadlines,omitempty"`
}

// oparlName is a reference that the text names.
type oparlName struct {
	Reference string `json:"reference"`
	Type      string `json:"type,omitempty"`
	Page      int    `json:"page"`
}

// oparlFile is a File of OParl 1.1, 3.11.
type oparlFile struct {
	ID        string `json:"id"`
	Type      string `json:"type"`
	Name      string `json:"name,omitempty"`
	FileName  string `json:"fileName,omitempty"`
	MIME      string `json:"mimeType,omitempty"`
	Size      int64  `json:"size,omitempty"`
	Text      string `json:"text,omitempty"`
	AccessURL string `json:"accessUrl"`
}

// OParl writes documents as a list of Paper objects of OParl 1.1. base is the URL under which they will stand. docs is gone
// through twice: papers that others name are known only at the end. Only documents that may be shown to everybody are written:
// of others nothing leaves but their number in skipped.
func OParl(w io.Writer, docs iter.Seq2[document.Document, error], base string) (skipped int, err error) {
	base = strings.TrimSuffix(base, "/")
	known := map[string][]string{}
	for d, err := range docs {
		if err != nil {
			return 0, err
		}
		if ref := first(d, "own-reference"); ref != "" && public(d) {
			known[ref] = append(known[ref], paperURL(base, d))
		}
	}
	if _, err := io.WriteString(w, "{\"data\":["); err != nil {
		return 0, err
	}
	n := 0
	for d, err := range docs {
		if err != nil {
			return 0, err
		}
		if !public(d) {
			skipped++
			continue
		}
		data, err := marshal(paper(d, base, known))
		if err != nil {
			return 0, err
		}
		sep := ",\n"
		if n == 0 {
			sep = "\n"
		}
		if _, err := io.WriteString(w, sep+string(data)); err != nil {
			return 0, err
		}
		n++
	}
	_, err = fmt.Fprintf(w, "\n],\"pagination\":{\"totalElements\":%d,\"elementsPerPage\":%d,\"currentPage\":1,\"totalPages\":1},\"links\":{\"first\":%q}}\n", n, max(n, 1), base+"/papers")
	return skipped, err
}

func marshal(v any) ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}

// public tells whether a document may be shown to everybody. What says nothing of it may; what is unclear, or only perhaps
// confidential, may not.
func public(d document.Document) bool {
	for _, f := range d.Fields {
		if f.Name == "confidentiality" && f.Value != "open" {
			return false
		}
	}
	return true
}

func paperURL(base string, d document.Document) string { return base + "/papers/" + d.ID }

// paper gives a document as a Paper. It relates to the papers whose own reference it names.
func paper(d document.Document, base string, known map[string][]string) oparlPaper {
	url := paperURL(base, d)
	own := first(d, "own-reference")
	p := oparlPaper{
		ID: url, Type: oparlSchema + "Paper", Name: first(d, "subject"), Reference: own, Date: first(d, "date"),
		PaperType: first(d, "kind"), Created: d.Source.Added, Modified: d.Source.Added,
		MainFile: &oparlFile{
			ID: base + "/files/" + d.ID, Type: oparlSchema + "File", Name: first(d, "subject"), FileName: d.Source.Name,
			MIME: d.Source.MediaType, Size: d.Source.Size, AccessURL: base + "/files/" + d.ID + "/original", Text: body(d),
		},
	}
	related, named := map[string]bool{url: true}, map[string]bool{own: true}
	for _, f := range d.Fields {
		switch {
		case f.Score < sure:
		case f.Name == "deadline":
			p.Due = append(p.Due, f.Value)
		case f.Name == "reference" && !named[f.Value]:
			named[f.Value] = true
			p.Keyword = append(p.Keyword, f.Value)
			p.Named = append(p.Named, oparlName{f.Value, f.Type, f.Page})
			for _, other := range known[f.Value] {
				if !related[other] {
					related[other] = true
					p.Related = append(p.Related, other)
				}
			}
		}
	}
	return p
}

// body is the text of all pages.
func body(d document.Document) string {
	var b strings.Builder
	for i := range d.Pages {
		if i > 0 {
			b.WriteByte('\f')
		}
		b.WriteString(d.Pages[i].Body().String)
	}
	return b.String()
}
