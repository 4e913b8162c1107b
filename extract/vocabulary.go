package extract

import (
	"strings"
	"unicode"

	"aktenkundig/document"
	"aktenkundig/internal/lexicon"
)

// Vocabulary counts how often words stand in texts that are at hand: in the document, in the archive, in what people
// corrected. Keys are as lexicon.Key has them. A nil Vocabulary is empty.
type Vocabulary map[string]int

// Count is how often a word is there.
func (v Vocabulary) Count(word string) int {
	if len(v) == 0 {
		return 0
	}
	return v[lexicon.Key(word)]
}

// Words counts the words of a document that stand whole: not the first and last of a line, which may be
// pieces.
func Words(d *document.Document) Vocabulary {
	v := Vocabulary{}
	for i := range d.Pages {
		words := d.Pages[i].Words
		for k, w := range words {
			if k == 0 || k+1 == len(words) || words[k-1].Line != w.Line || words[k+1].Line != w.Line || w.Hidden {
				continue
			}
			if core := strings.TrimFunc(w.Text, notLetter); len(core) >= 4 {
				v[lexicon.Key(core)]++
			}
		}
	}
	return v
}

// taught is how often a word that a person wrote counts: as if the document had it so often.
const taught = 3

// Learn adds the words of what a person wrote.
func (v Vocabulary) Learn(text string) {
	for _, w := range strings.Fields(text) {
		core := strings.TrimFunc(w, notLetter)
		if len(core) >= 3 && strings.IndexFunc(core, notWordLetter) < 0 {
			v[lexicon.Key(core)] += taught
		}
	}
}

func notWordLetter(r rune) bool { return !unicode.IsLetter(r) && r != '-' }

// vocabulary is the words of a document and those that people taught.
func (g grammar) vocabulary(d *document.Document) Vocabulary {
	v := Words(d)
	for w, n := range g.words {
		v[w] += n
	}
	return v
}
