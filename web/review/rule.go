package review

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/ui"

	"golang.org/x/text/unicode/norm"
)

// Bounds of what is sent.
const (
	maxForm = 64 << 10 // bytes
	maxText = 2000     // characters of a text
	maxNote = 500
)

// errStale says that the page is not as the asker saw it.
var errStale = errors.New("somebody else changed this page meanwhile; nothing was saved, look again")

// rule takes what is said about a page.
func (d *desk) rule(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		ui.Problem(w, r, http.StatusRequestEntityTooLarge, "")
		return
	}
	doc, p, err := d.sheet(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	rulings, err := d.rulings(&doc, p, r.PostForm)
	switch {
	case errors.Is(err, errStale):
		d.show(w, r, http.StatusConflict, &doc, p, err.Error(), "")
		return
	case errors.As(err, new(wrongForm)):
		d.show(w, r, http.StatusBadRequest, &doc, p, err.Error(), "")
		return
	case err != nil:
		ui.Fail(w, r, err)
		return
	}
	when, who := d.Now().UTC().Format(time.RFC3339), access.Of(r.Context()).Name
	for _, said := range rulings {
		said.Who, said.When = who, when
		if said.Note == "" {
			said.Note = r.PostForm.Get("note")
		}
		if err := d.Archive.Rule(doc.ID, said); err != nil {
			ui.Fail(w, r, err)
			return
		}
	}
	if d.Note != nil {
		d.Note(r, "rule", doc.ID, fmt.Sprintf("page %d: %s", p.Number, r.PostForm.Get("do")))
	}
	http.Redirect(w, r, fmt.Sprintf("/review/%s/%d?said=%s", doc.ID, p.Number, url.QueryEscape(r.PostForm.Get("do"))), http.StatusSeeOther)
}

// wrongForm is an error of the asker.
type wrongForm struct{ error }

func wrong(format string, args ...any) error { return wrongForm{fmt.Errorf(format, args...)} }

// rulings makes of a form what it says, all of it or nothing.
func (d *desk) rulings(doc *document.Document, p *document.Page, f url.Values) ([]document.Ruling, error) {
	if len(f.Get("note")) > maxNote || !utf8.ValidString(f.Get("note")) {
		return nil, wrong("the note has more than %d bytes", maxNote)
	}
	switch do := f.Get("do"); do {
	case "keep", "hide":
		if f.Has("finding") {
			return onFinding(p, document.Verb(do), f)
		}
		return onPlace(p, document.Verb(do), f)
	case "read":
		return reads(p, f)
	case "confirm":
		return confirms(p), nil
	case "state", "deny":
		return says(doc, p, document.Verb(do), f)
	case "undo":
		return d.undo(doc, f.Get("ruling"))
	default:
		return nil, wrong("%q cannot be done here", do)
	}
}

// onFinding rules on a finding, which the form names by its number and, so that it is the one that was seen, its box.
func onFinding(p *document.Page, verb document.Verb, f url.Values) ([]document.Ruling, error) {
	n, err := strconv.Atoi(f.Get("finding"))
	if err != nil || n < 0 || n >= len(p.Artefacts) || boxText(p.Artefacts[n].Box) != f.Get("box") {
		return nil, errStale
	}
	return p.On(n, verb), nil
}

func onPlace(p *document.Page, verb document.Verb, f url.Values) ([]document.Ruling, error) {
	box, err := parseBox(p, f.Get("box"))
	if err != nil {
		return nil, err
	}
	r := document.Ruling{Page: p.Number, Box: box, Verb: verb}
	if kind := f.Get("kind"); verb == document.Hide && kind != "" {
		if len(kind) > 40 || strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz-") != "" {
			return nil, wrong("%q is no kind of finding", kind)
		}
		r.Kind = document.Kind(kind)
	}
	return []document.Ruling{r}, nil
}

// reads says what stands in a box. An empty text means that nothing does.
func reads(p *document.Page, f url.Values) ([]document.Ruling, error) {
	box, err := parseBox(p, f.Get("box"))
	if err != nil {
		return nil, err
	}
	text, err := clean(f.Get("text"))
	if err != nil {
		return nil, err
	}
	if text == "" {
		return []document.Ruling{{Page: p.Number, Box: box, Verb: document.Hide}}, nil
	}
	return []document.Ruling{{Page: p.Number, Box: box, Verb: document.Read, Text: text}}, nil
}

// confirms says of all doubtful words that they were read well.
func confirms(p *document.Page) []document.Ruling {
	var all []document.Ruling
	for i, w := range p.Words {
		if doubt(w) > 0 && holdsOnly(p, w.Box, map[int]bool{i: true}) {
			all = append(all, document.Ruling{Page: p.Number, Box: w.Box, Verb: document.Read, Text: w.Text})
		}
	}
	return all
}

// says rules on a field.
func says(doc *document.Document, p *document.Page, verb document.Verb, f url.Values) ([]document.Ruling, error) {
	field := f.Get("field")
	if !slices.Contains(correctable(), field) {
		return nil, wrong("%q is no field that can be corrected here", field)
	}
	value, err := clean(f.Get("value"))
	if err != nil {
		return nil, err
	}
	if verb == document.State {
		if value, err = checked(field, value); err != nil {
			return nil, err
		}
	}
	r := doc.Saying(verb, field, value, 0)
	if r.Page == 1 && !slices.ContainsFunc(doc.Fields, func(x document.Field) bool { return x.Name == field }) {
		r.Page = p.Number
	}
	return []document.Ruling{r}, nil
}

// checked gives the value of a field in its canonical form.
func checked(field, value string) (string, error) {
	switch field {
	case "date", "deadline":
		for _, form := range []string{time.DateOnly, "2.1.2006", "02.01.2006"} {
			if t, err := time.Parse(form, value); err == nil {
				return t.Format(time.DateOnly), nil
			}
		}
		return "", wrong("%q is no day; write it as 2024-04-25 or 25.4.2024", value)
	case "reference", "own-reference":
		value = strings.ToUpper(strings.Join(strings.Fields(value), ""))
	case "confidentiality":
		if !slices.Contains([]string{"open", "unclear", "confidential"}, value) {
			return "", wrong("confidentiality is open, unclear or confidential, not %q", value)
		}
	}
	if value == "" {
		return "", wrong("say what the document says")
	}
	return value, nil
}

// undo gives the rulings that take one back.
func (d *desk) undo(doc *document.Document, key string) ([]document.Ruling, error) {
	proposed, err := d.Archive.Proposed(doc.ID)
	if err != nil {
		return nil, err
	}
	all, err := d.Archive.Rulings(doc.ID)
	if err != nil {
		return nil, err
	}
	for _, act := range acts(&proposed, all) {
		if actKey(all, act) != key {
			continue
		}
		further, err := proposed.Undo(all, act)
		if err != nil {
			return nil, wrongForm{err}
		}
		r := all[act[0]]
		for i := range further {
			further[i].Note = fmt.Sprintf("takes back %q of %s, %s", r.Verb, r.Who, r.When)
		}
		return further, nil
	}
	return nil, errStale
}

// clean gives a text as words are written: NFC, with single blanks.
func clean(s string) (string, error) {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxText {
		return "", wrong("the text has more than %d characters", maxText)
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " ")), nil
}

// parseBox reads x0,y0,x1,y1, cut to the page.
func parseBox(p *document.Page, s string) (b document.Box, err error) {
	parts := strings.Split(s, ",")
	for i := 0; i < 4 && len(parts) == 4 && err == nil; i++ {
		b[i], err = strconv.Atoi(strings.TrimSpace(parts[i]))
	}
	b = b.Intersect(document.Box{0, 0, p.View[0], p.View[1]})
	if err != nil || len(parts) != 4 || b.Empty() {
		return b, wrong("%q is no place on the page: say x0,y0,x1,y1 in pixels", s)
	}
	return b, nil
}
