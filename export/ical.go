package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"aktenkundig/document"
)

// Calendar writes the deadlines of documents as iCalendar (RFC 5545): a day-long event each, which takes up no time. The same
// deadline keeps its UID, so importing the file again changes entries instead of doubling them. Uncertain deadlines are left out.
func Calendar(w io.Writer, docs iter.Seq2[document.Document, error]) error {
	c := calendar{w: bufio.NewWriter(w)}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//aktenkundig//akte//DE")
	c.line("CALSCALE:GREGORIAN")
	for d, err := range docs {
		if err != nil {
			return err
		}
		c.document(d)
	}
	c.line("END:VCALENDAR")
	return c.w.Flush()
}

type calendar struct{ w *bufio.Writer }

func (c calendar) document(d document.Document) {
	seen := map[string]bool{}
	for _, f := range d.Fields {
		day, err := time.Parse(time.DateOnly, f.Value)
		uid := strings.Join([]string{d.ID, f.Value, f.Type}, "-")
		if f.Name != "deadline" || f.Score < sure || err != nil || seen[uid] {
			continue
		}
		seen[uid] = true
		c.line("BEGIN:VEVENT")
		c.line("UID:" + escapeCalendar(uid) + "@aktenkundig")
		c.line("DTSTAMP:" + stamp(d.Source.Added))
		c.line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
		c.line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
		about := cmp.Or(first(d, "subject"), d.Source.Name)
		c.line("SUMMARY:" + escapeCalendar(strings.TrimPrefix(cmp.Or(f.Type, first(d, "own-reference"))+": "+about, ": ")))
		c.line("DESCRIPTION:" + escapeCalendar(fmt.Sprintf("%s, page %d\n%s\n%s", d.Source.Name, f.Page, around(d, f), d.ID)))
		c.line("TRANSP:TRANSPARENT")
		c.line("END:VEVENT")
	}
}

// around is the line of text that holds a field's words.
func around(d document.Document, f document.Field) string {
	if f.Page < 1 || f.Page > len(d.Pages) || len(f.Words) == 0 {
		return ""
	}
	p := &d.Pages[f.Page-1]
	var words []string
	for _, w := range p.Words {
		if f.Words[0] < len(p.Words) && w.Line == p.Words[f.Words[0]].Line {
			words = append(words, w.Text)
		}
	}
	return strings.Join(words, " ")
}

// stamp writes a time of the archive as UTC in the form of iCalendar.
func stamp(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format("20060102T150405Z")
}

func escapeCalendar(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// line writes a line, folded so that none has more than 75 octets (RFC 5545, 3.1). No character is torn.
func (c calendar) line(s string) {
	limit := 75
	for len(s) > limit {
		cut := limit
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		fmt.Fprintf(c.w, "%s\r\n ", s[:cut])
		s, limit = s[cut:], 74
	}
	fmt.Fprintf(c.w, "%s\r\n", s)
}
