package export

import (
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"

	"aktenkundig/document"
)

// CSV writes the fields of documents, references and deadlines among them, as comma-separated values (RFC 4180): UTF-8, CRLF,
// one row a field under a row of names. With bom a byte order mark stands first. A cell that a spreadsheet would take for a formula
// gets an apostrophe in front.
func CSV(w io.Writer, docs iter.Seq2[document.Document, error], bom bool) error {
	if bom {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write([]string{"id", "file", "page", "field", "type", "value", "printed", "score"}); err != nil {
		return err
	}
	for d, err := range docs {
		if err != nil {
			return err
		}
		for _, f := range d.Fields {
			row := []string{d.ID, d.Source.Name, strconv.Itoa(f.Page), f.Name, f.Type, f.Value, f.Raw, strconv.FormatFloat(f.Score, 'g', 4, 64)}
			for i := range row {
				row[i] = harmless(row[i])
			}
			if err := c.Write(row); err != nil {
				return err
			}
		}
		c.Flush() // a row a field is little, but a document is finished
	}
	c.Flush()
	return c.Error()
}

// harmless keeps a spreadsheet from computing a cell.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}
