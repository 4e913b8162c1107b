package cleanup

import (
	"strings"
	"unicode/utf8"

	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

// sunken lifts the estimates of words that stand in a stretch of lines without one word that is surely text: a page of
// dirt read as words has some that by chance look like a capital, a number or a unit, and hardly anybody writes eight
// lines on end without a word. What a form surely protects, as a date, ends a stretch like any word.
func sunken(p *document.Page, estimates []wordnoise.Estimate) {
	const lines, least = 8, 0.9
	for start := 0; start < len(p.Words); {
		end, noise, words := start, 0.0, 0
		for end < len(p.Words) && !surelyText(p.Words[end], estimates[end]) {
			if !estimates[end].Protected {
				noise += estimates[end].Noise
				words++
			}
			end++
		}
		first, last := wholeLines(p, start, end)
		if first < last && p.Words[last-1].Line-p.Words[first].Line+1 >= lines && noise >= least*float64(words) {
			for i := first; i < last; i++ {
				estimates[i].Noise, estimates[i].Protected = max(estimates[i].Noise, sure), false
			}
		}
		start = end + 1
	}
}

// surelyText tells whether a word is text wherever it stands.
func surelyText(w document.Word, e wordnoise.Estimate) bool {
	const clear = 0.15
	if wordnoise.Protect(w.Text) == wordnoise.Certain {
		return true
	}
	return e.Noise < clear && utf8.RuneCountInString(wordnoise.Core(w.Text)) >= 3
}

// wholeLines narrows a stretch of words down to lines that lie in it from end to end.
func wholeLines(p *document.Page, start, end int) (first, last int) {
	for start < end && start > 0 && p.Words[start-1].Line == p.Words[start].Line {
		start++
	}
	for end > start && end < len(p.Words) && p.Words[end].Line == p.Words[end-1].Line {
		end--
	}
	return start, end
}

// lone lifts the estimates of punctuation marks that stand alone on a page that was read from a picture: print sets them at
// words, and specks are read as them. Dashes, bullets and colons do stand alone. A lone bar of which the engine is not sure is a
// piece of a table's rule.
func lone(p *document.Page, estimates []wordnoise.Estimate) {
	const likely, clear = 0.93, 0.9
	if !wordnoise.Informative(p) {
		return
	}
	for i, w := range p.Words {
		mark := strings.Trim(w.Text, ".,;'`\"´~^°\\_") == "" && utf8.RuneCountInString(w.Text) <= 2
		bar := strings.Trim(w.Text, "|¦") == "" && w.Conf < clear
		if mark || bar {
			estimates[i].Noise, estimates[i].Protected = max(estimates[i].Noise, likely), false
		}
	}
}
