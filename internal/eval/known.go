package eval

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/internal/lexicon"
)

// Question asks for one item by what it truly says, as a person would who remembers it: known-item search (Azzopardi, de
// Rijke and Balog 2007, "Building Simulated Queries for Known-Item Topics").
type Question struct {
	Class string // one of QuestionClasses
	Text  string
	Item  int // the item that is sought
}

// QuestionClasses lists the kinds of questions in the order of reports.
func QuestionClasses() []string {
	return []string{"words", "compound part", "phrase", "reference", "name"}
}

// Questions draws questions from the truth of items, at most each of every class and item:
// two to four content words, inflected otherwise than in the text where the word lists hold such a form; a part of a
// compound and another word; two or three words in a row, in quotes; a reference; the name under a signature.
func Questions(items []Item, seed uint64, each int) []Question {
	var all []Question
	for i, it := range items {
		q := questioner{rand.New(rand.NewPCG(seed, uint64(i))), lexicon.German(), strings.Fields(trueText(it))}
		for range each {
			for _, c := range QuestionClasses() {
				if text := q.ask(c, it); text != "" {
					all = append(all, Question{c, text, i})
				}
			}
		}
	}
	return all
}

func trueText(it Item) string {
	var b strings.Builder
	for _, p := range it.Truth.Pages {
		if p.Verdict == "" || p.Verdict == "text" {
			b.WriteString(p.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

type questioner struct {
	*rand.Rand
	german *lexicon.Lexicon
	words  []string
}

func (q *questioner) ask(class string, it Item) string {
	switch class {
	case "words":
		var words []string
		for range 2 + q.IntN(3) {
			words = append(words, q.inflected(q.content(5)))
		}
		slices.Sort(words)
		return strings.Join(slices.Compact(words), " ")
	case "compound part":
		return q.part()
	case "phrase":
		return q.phrase()
	case "reference":
		return q.field(it, "reference")
	case "name":
		return q.field(it, "signatory")
	}
	return ""
}

func (q *questioner) field(it Item, name string) string {
	var values []string
	for _, f := range it.Truth.Fields {
		if f.Name == name {
			values = append(values, f.Value)
		}
	}
	if len(values) == 0 {
		return ""
	}
	return values[q.IntN(len(values))]
}

// content draws a word that says something: letters only, not common, of a number of letters and more; "" if there is
// hardly any.
func (q *questioner) content(least int) string {
	for range 200 {
		if len(q.words) == 0 {
			return ""
		}
		w := strings.Trim(q.words[q.IntN(len(q.words))], ".,;:()„“\"!?")
		if allLetters(w) && utf8.RuneCountInString(w) >= least && q.german.Zipf(w) < 5.2 {
			return w
		}
	}
	return ""
}

func allLetters(w string) bool {
	return w != "" && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

var endings = []string{"", "e", "en", "er", "es", "n", "s"}

// inflected gives another form of a word, if the list holds one.
func (q *questioner) inflected(w string) string {
	if w == "" {
		return w
	}
	var forms []string
	for _, off := range endings {
		stem, ok := strings.CutSuffix(w, off)
		if !ok || utf8.RuneCountInString(stem) < 4 {
			continue
		}
		for _, on := range endings {
			if f := stem + on; f != w && q.german.Zipf(f) >= 2 {
				forms = append(forms, f)
			}
		}
	}
	if len(forms) == 0 {
		return w
	}
	return forms[q.IntN(len(forms))]
}

// part draws a part of a compound and another word.
func (q *questioner) part() string {
	for range 100 {
		w := q.content(9)
		parts := q.german.Split(w)
		if len(parts) == 0 {
			continue
		}
		p := parts[q.IntN(len(parts))].Word
		if other := q.content(6); utf8.RuneCountInString(p) >= 4 && other != "" {
			return p + " " + other
		}
	}
	return ""
}

// phrase draws words that stand in a row, one of them with something to say.
func (q *questioner) phrase() string {
	n := 2 + q.IntN(2)
	for range 100 {
		if len(q.words) < n {
			return ""
		}
		i := q.IntN(len(q.words) - n + 1)
		row := slices.Clone(q.words[i : i+n])
		row[n-1] = strings.TrimRight(row[n-1], ".,;:")
		said := false
		for _, w := range row {
			if !allLetters(w) {
				said = false
				break
			}
			said = said || utf8.RuneCountInString(w) >= 6 && q.german.Zipf(w) < 5.2
		}
		if said {
			return `"` + strings.Join(row, " ") + `"`
		}
	}
	return ""
}

// Found tells how well items were found, by class of question.
type Found map[string]*FoundClass

// FoundClass sums up the questions of one class.
type FoundClass struct {
	Questions  int
	First, Ten int     // questions whose item came first, and among the first ten
	Reciprocal float64 // sum of 1/rank
}

// Add counts an answer: rank from 1, 0 if the item is not among the answers.
func (f Found) Add(class string, rank int) {
	for _, c := range []string{class, "all"} {
		if f[c] == nil {
			f[c] = &FoundClass{}
		}
		f[c].Questions++
		if rank == 1 {
			f[c].First++
		}
		if rank >= 1 && rank <= 10 {
			f[c].Ten++
		}
		if rank > 0 {
			f[c].Reciprocal += 1 / float64(rank)
		}
	}
}

// WriteFound writes a table of several engines, in the order of names.
func WriteFound(w io.Writer, names []string, by map[string]Found) error {
	if _, err := fmt.Fprintf(w, "%-14s %-16s %9s %9s %9s %7s\n", "class", "engine", "questions", "success@1", "@10", "MRR"); err != nil {
		return err
	}
	for _, class := range append(QuestionClasses(), "all") {
		for _, name := range names {
			c := by[name][class]
			if c == nil {
				continue
			}
			n := float64(c.Questions)
			if _, err := fmt.Fprintf(w, "%-14s %-16s %9d %9.3f %9.3f %7.3f\n", class, name, c.Questions, float64(c.First)/n, float64(c.Ten)/n, c.Reciprocal/n); err != nil {
				return err
			}
		}
	}
	return nil
}
