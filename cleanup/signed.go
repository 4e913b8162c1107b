package cleanup

import (
	"regexp"
	"strings"

	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

// Signed finds signatures that were read as letters, in the text alone: a short line soon after the closing formula of a
// letter, in which a word that begins like a name goes on as none does — with a sign inside, or a capital in the middle.
// The score stays under what policies hide: half of such a line is often the printed name.
type Signed struct{}

// closing are the formulas after which a letter is signed, in German and English.
var closing = regexp.MustCompile(`(?i)^(?:mit (?:freundlichen?|besten|herzlichen)|freundliche gr|hochachtungsvoll|im auftrag|in vertretung|i\. ?[av]\.|gez\.|yours (?:sincerely|faithfully|truly)|kind regards|sincerely|signed)`)

// Detect implements Detector.
func (Signed) Detect(p *document.Page) []document.Artefact {
	const near, longest = 6, 4 // lines after the formula; words in the line
	lines := linesOf(p)
	var out []document.Artefact
	left := 0
	for _, words := range lines {
		if closing.MatchString(lineText(p, words)) {
			left = near
			continue
		}
		left--
		if left < 0 || len(words) > longest {
			continue
		}
		if odd, ok := garbledName(p, words); ok {
			out = append(out, signed(p, words, odd, near-left))
		}
	}
	return out
}

// linesOf gives the words of each line, in reading order.
func linesOf(p *document.Page) [][]int {
	var lines [][]int
	for i := range p.Words {
		if i == 0 || p.Words[i].Line != p.Words[i-1].Line {
			lines = append(lines, nil)
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], i)
	}
	return lines
}

func lineText(p *document.Page, words []int) string {
	var parts []string
	for _, i := range words {
		parts = append(parts, p.Words[i].Text)
	}
	return strings.Join(parts, " ")
}

// name is a word that begins as names do.
var name = regexp.MustCompile(`^\p{Lu}`)

// garbled is a word with a small letter before a capital or with a sign between letters that no name has.
var garbled = regexp.MustCompile(`\p{Ll}\p{Lu}|\pL[\^*~|\\/§$%&<>=_{}\[\]°#€]+\pL`)

// garbledName tells whether all words of a line begin like names and how many of them go on as none does.
func garbledName(p *document.Page, words []int) (odd int, ok bool) {
	for _, i := range words {
		w := p.Words[i].Text
		if !name.MatchString(w) {
			return 0, false
		}
		if garbled.MatchString(wordnoise.Core(w)) && wordnoise.Protect(w) == wordnoise.None {
			odd++
		}
	}
	return odd, odd > 0
}

func signed(p *document.Page, words []int, odd, after int) document.Artefact {
	const score = 0.5
	a := document.Artefact{Kind: document.Signature, Score: score, Words: words, Reasons: []document.Reason{
		{Text: "words that begin like a name and go on as none", Value: float64(odd), Limit: 0},
		{Text: "lines after the closing formula", Value: float64(after), Limit: 6},
	}}
	for _, i := range words {
		a.Box = a.Box.Union(p.Words[i].Box)
	}
	return a
}
