package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"aktenkundig/document"
	"aktenkundig/internal/lexicon"
)

// Task is a page whose correction would gain something for search.
type Task struct {
	ID, Name, Subject string
	Page              int
	Gain              float64  // words, or what is worth as much, that would be found afterwards and are not now
	Doubtful          int      // words that were read badly
	Hidden            int      // words that are hidden and may be text
	Fields            []string // that the document should have and has not
	Problem           bool     // the page could not be read
}

// What a correction is worth, in words.
const (
	fieldGain   = 3.0  // a field narrows a search as some words do
	problemGain = 20.0 // a page that was not read has some
	leastGain   = 0.5
	knownShare  = 0.3 // of the doubt that is left about a word that the lists know
)

// doubt tells how likely it is that a word was misread, 0 where there is no reason to look: signs, numbers of one
// digit, and what the engine was sure of.
func doubt(w document.Word) float64 {
	if w.Hidden || w.Conf >= 0.9 {
		return 0
	}
	letters, digits := 0, 0
	for _, r := range w.Text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	if letters < 3 && digits < 2 {
		return 0
	}
	d := 1 - w.Conf
	if digits == 0 && known(w.Text) {
		d *= knownShare
	}
	if d < 0.1 {
		return 0
	}
	return d
}

// known tells whether a German or English list has the word.
func known(text string) bool {
	key := lexicon.Key(strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }))
	return lexicon.German().Has(key) || lexicon.English().Has(key)
}

// Tasks gives the pages of a document that are worth looking at, in their order. Rulings are those on the document:
// findings that somebody ruled on are settled.
func Tasks(d *document.Document, rulings []document.Ruling) []Task {
	var all []Task
	subject := ""
	for _, f := range d.Fields {
		if f.Name == "subject" {
			subject = f.Value
		}
	}
	for i := range d.Pages {
		p := &d.Pages[i]
		t := Task{ID: d.ID, Name: d.Source.Name, Subject: subject, Page: p.Number, Problem: p.Problem != ""}
		if t.Problem {
			t.Gain = problemGain
		}
		for _, w := range p.Words {
			if x := doubt(w); x > 0 && p.Verdict == document.Text {
				t.Doubtful++
				t.Gain += x
			}
		}
		t.hidden(p, rulings)
		if i == 0 {
			t.Fields = failed(d)
			t.Gain += fieldGain * float64(len(t.Fields))
		}
		if t.Gain >= leastGain {
			all = append(all, t)
		}
	}
	return all
}

// hidden adds the words that are hidden though they may be text: of findings with a score of 0.9 one in ten is wrong.
func (t *Task) hidden(p *document.Page, rulings []document.Ruling) {
	seen := map[int]bool{}
	for _, a := range p.Artefacts {
		settled := slices.ContainsFunc(rulings, func(r document.Ruling) bool {
			return r.Page == p.Number && r.Field == "" && r.Box.ContainsCentre(a.Box)
		})
		if !a.Hidden || settled {
			continue
		}
		for _, i := range a.Words {
			if w := p.Words[i]; w.Hidden && !seen[i] && len([]rune(w.Text)) > 3 && known(w.Text) {
				seen[i] = true
				t.Hidden++
				t.Gain += 1 - a.Score
			}
		}
	}
}

// believed is the least score of a field that counts.
const believed = 0.5

// failed lists fields of which the document has candidates only, and the date, which every paper has.
func failed(d *document.Document) []string {
	best := map[string]float64{}
	text := false
	for _, f := range d.Fields {
		best[f.Name] = max(best[f.Name], f.Score)
	}
	for i := range d.Pages {
		text = text || d.Pages[i].Verdict == document.Text
	}
	var all []string
	for name, score := range best {
		if score < believed && slices.Contains(correctable(), name) {
			all = append(all, name)
		}
	}
	if _, ok := best["date"]; !ok && text {
		all = append(all, "date")
	}
	slices.Sort(all)
	return all
}

// correctable are the fields that the page offers to correct, in its order.
func correctable() []string {
	return []string{"date", "kind", "subject", "own-reference", "reference", "deadline", "from", "to", "file-number", "signatory", "confidentiality"}
}

// inOrder sorts tasks: those that gain most first.
func inOrder(all []Task) {
	slices.SortFunc(all, func(a, b Task) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), strings.Compare(a.ID, b.ID), cmp.Compare(a.Page, b.Page))
	})
}
