package extract

import (
	"strings"

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
