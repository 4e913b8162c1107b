// Package extract finds what a memo says about itself: its kind, its references, its dates and their roles, its subject,
// sender and signatories, what was resolved, what is due, and whether it is confidential; and it puts together the words
// that line ends part. Every field names the words it rests on and how sure it is; what is in doubt is a candidate with a
// low score, never a silent guess.
package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/document"
)

// The names of fields.
const (
	ReferenceField = "reference"      // number of a paper or session; Type says of what
	DateField      = "date"           // of the memo itself; at most one
	StampDate      = "stamp-date"     // stamped, or said to be the day of receipt
	SessionDate    = "session-date"   // when a council or committee met or meets
	DecisionDate   = "decision-date"  // when something was resolved
	Deadline       = "deadline"       // by when something is due; Type is the reference it belongs to
	DateConflict   = "date-conflict"  // two days that contradict each other
	OwnReference   = "own-reference"  // of the paper itself, or of the one it reports on; at most one
	MentionedDate  = "mentioned-date" // any other
	Subject        = "subject"        // at most one
	FileNumber     = "file-number"    // after GZ:, Az.:, Ref. and the like
	Kind           = "kind"           // of paper; at most one
	From           = "from"           // sender; at most one
	To             = "to"             // addressee; at most one
	City           = "city"           // at most one
	Office         = "office"         // at most one
	// Confidentiality is open, confidential or unclear; at most one. Only open may be shown to everybody.
	Confidentiality = "confidentiality"
	Decision        = "decision"  // the resolution itself; once a page
	Signatory       = "signatory" // printed below a signature
)

// Fields finds the fields of a document with the built-in profiles, in the visible words of all pages that are not noise
// or show-through, and in the text of stamps. The same value of the same name is given once a page, where it stands first, with the best score
// it has there. Fields are sorted by page, then place; same document, same fields. The document is not changed.
func Fields(d *document.Document) []document.Field {
	return builtIn().fields(d)
}

// Options say how a Reader reads.
type Options struct {
	Profiles []Profile  // earlier ones win where two read the same; Profiles() are the built-in ones
	Register []string   // references that are known to exist: they are believed also where they are badly read
	Words    Vocabulary // words that people corrected or stated
}

// Reader finds fields as Options say. A Reader is not changed by use and may be shared; a nil Reader has the built-in
// profiles and nothing else.
type Reader struct{ grammar grammar }

// NewReader makes a Reader.
func NewReader(o Options) (*Reader, error) {
	g, err := compile(o.Profiles)
	if err != nil {
		return nil, err
	}
	g.words = o.Words
	if len(o.Register) > 0 {
		g.register = map[string]bool{}
	}
	for _, ref := range o.Register {
		g.register[ref] = true
	}
	return &Reader{g}, nil
}

func (r *Reader) rules() grammar {
	if r == nil {
		return builtIn()
	}
	return r.grammar
}

// Fields is like the function Fields.
func (r *Reader) Fields(d *document.Document) []document.Field { return r.rules().fields(d) }

// Derive sets what a record says beyond its reading: the roles of lines, the joins of pages, the fields. It depends on
// words, findings and ticks alone, so that it can be done again when people have corrected them.
func (r *Reader) Derive(d *document.Document) {
	own := r.rules().vocabulary(d)
	for i := range d.Pages {
		d.Pages[i].Joins = nil
		if d.Pages[i].Verdict == document.Text {
			d.Pages[i].Joins = Joins(&d.Pages[i], own)
		}
	}
	markLines(d)
	d.Fields = r.Fields(d)
}

func (g grammar) fields(d *document.Document) []document.Field {
	var pages []sheet
	near := 0
	own := g.vocabulary(d)
	for i := range d.Pages {
		if v := d.Pages[i].Verdict; v == document.Noise || v == document.ShowThrough {
			continue // what was read there says nothing
		}
		s := newSheet(&d.Pages[i])
		s.known = newEvidence(s.page, own)
		s.known.dotless = s.known.german && s.known.losesDots(s.page)
		s.refs = g.references(s.text)
		if s.joins = s.page.Joins; len(s.joins) == 0 {
			s.joins = Joins(s.page, own)
		}
		if near == 0 {
			near = usualYear(s.text)
		}
		pages = append(pages, s)
	}
	var all []document.Field
	number, numbered := ownNumber(pages)
	for _, s := range pages {
		fields := s.fields(g.sheetHits(s, near))
		fields = append(fields, stampFields(s.page, near)...)
		all = append(all, once(due(s, fields, number.Value))...)
	}
	if numbered {
		all = append(all, number)
	}
	for _, name := range []string{Subject, Kind, From, To, City, Office} {
		all = only(all, name)
	}
	all = append(all, contradictions(all)...)
	early(all)
	all = stampedDate(oneDate(closed(all)))
	younger(all)
	slices.SortStableFunc(all, func(a, b document.Field) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), slices.Compare(a.Words, b.Words), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
	})
	return all
}

// dater is how date stamps print, on a line of their own: 25. APR. 2024. Typists do not write months so.
var dater = regexp.MustCompile(`^\d{1,2}\.? ?\p{Lu}{3,4}\.? ?\d{2,4}$`)

// sheetHits finds everything on one page.
func (g grammar) sheetHits(s sheet, near int) []hit {
	refs := s.refs
	numbers := make(taken, len(s.text))
	files := fileNumbers(s)
	for _, r := range slices.Concat(refs, files) {
		numbers.add(r)
	}
	days := slices.DeleteFunc(dates(s.text, near), numbers.overlaps)
	hits := slices.Clone(refs)
	for i, h := range days {
		hits = append(hits, g.role(s, i, days))
		if l := s.lines[s.lineAt(h.start)]; h.start == l.start && h.end == l.end && dater.MatchString(l.text) {
			hits = append(hits, fact(h.start, h.end, StampDate, "", h.value, h.score*0.6))
		}
	}
	hits = append(hits, files...)
	hits = append(hits, kinds(s)...)
	hits = append(hits, heads(s)...)
	hits = append(hits, secrecy(s)...)
	hits = append(hits, decisions(s)...)
	hits = append(hits, signatories(s)...)
	if h, ok := subject(s, refs); ok {
		hits = append(hits, h)
	}
	return hits
}

// stampFields reads the dates of a page's stamps, which lie beside the text: a stamp's words are often hidden.
func stampFields(p *document.Page, near int) []document.Field {
	const unsure = 0.9 // the stamp itself is a finding
	var out []document.Field
	for _, a := range p.Artefacts {
		if a.Kind != document.Stamp {
			continue
		}
		for _, h := range dates(a.Text, near) {
			if halfDay(a.Text, h) || worn(p, &a, a.Text[h.start:h.end]) {
				h.score *= doubted
			}
			f := document.Field{Name: StampDate, Type: stampType(a.Text, h), Value: h.value, Raw: raw(a.Text[h.start:h.end], h.value), Page: p.Number,
				Words: append([]int{}, a.Words...), Score: round(h.score * unsure)}
			out = append(out, f)
		}
	}
	return out
}

// worn tells whether a word of a stamped date was read with little confidence; cleanup lowers it where two renderings of a
// stamp say two dates.
func worn(p *document.Page, a *document.Artefact, date string) bool {
	const unsure = 0.41
	of := strings.Fields(date)
	for _, i := range a.Words {
		if i >= 0 && i < len(p.Words) && p.Words[i].Conf < unsure && slices.Contains(of, p.Words[i].Text) {
			return true
		}
	}
	return false
}

// halfDay tells whether the day of a stamped date may have lost a figure: stamps print two, and before the one there is
// what the engine made of the other.
func halfDay(text string, h hit) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:h.start])
	second, _ := utf8.DecodeRuneInString(text[min(h.start+1, h.end):h.end])
	return h.start > 0 && !unicode.IsSpace(before) && !unicode.IsDigit(second)
}

// stampType is "received" for a stamp of receipt, "" for a date by itself, "stamp" for any other.
func stampType(text string, date hit) string {
	for _, w := range tokens(text) {
		for _, r := range []string{"eingegangen", "eingang", "posteingang", "received"} {
			if alike(looks(w), looks(r)) {
				return "received"
			}
		}
	}
	if letters := len(strings.Join(tokens(text[:date.start]+" "+text[date.end:]), "")); letters > 4 {
		return "stamp"
	}
	return ""
}

// once keeps the first of the fields of a page that say the same, with the best score, and sorts by place.
func once(fields []document.Field) []document.Field {
	slices.SortStableFunc(fields, func(a, b document.Field) int {
		return cmp.Or(slices.Compare(a.Words, b.Words), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value))
	})
	var out []document.Field
	at := map[[3]string]int{}
	for _, f := range fields {
		says := [3]string{f.Name, f.Type, f.Value}
		i, seen := at[says]
		if !seen {
			at[says] = len(out)
			out = append(out, f)
			continue
		}
		out[i].Score = max(out[i].Score, f.Score)
	}
	return out
}

// oneDate leaves one date of the memo, the surest and of these the first; the others are mentioned.
func oneDate(fields []document.Field) []document.Field {
	best := surest(fields, DateField)
	for i := range fields {
		if fields[i].Name == DateField && i != best {
			fields[i].Name = MentionedDate
		}
	}
	return fields
}

// only leaves the surest field of a name, and of these the first.
func only(fields []document.Field, name string) []document.Field {
	best := surest(fields, name)
	var out []document.Field
	for i, f := range fields {
		if f.Name != name || i == best {
			out = append(out, f)
		}
	}
	return out
}

// surest is the place of the first field of a name that has the best score, -1 if there is none.
func surest(fields []document.Field, name string) int {
	best := -1
	for i, f := range fields {
		if f.Name == name && (best < 0 || f.Score > fields[best].Score) {
			best = i
		}
	}
	return best
}
