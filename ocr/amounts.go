package ocr

import (
	"regexp"
	"unicode/utf8"

	"aktenkundig/document"
)

// amount is a sum of money whose sign grew together with it: at 200 dpi the narrow gap before it closes.
var amount = regexp.MustCompile(`^([(+-]?\d[\d.,]*[\d-])(€\S*)$`)

// PartAmounts gives r with a sum and the sign of its currency as two words, as they are printed (DIN 5008, "Zahlengliederung":
// a unit is parted from its number). The box is cut where the characters say. r is not changed.
func (r Reading) PartAmounts() Reading {
	var words []document.Word
	for i, w := range r.Words {
		m := amount.FindStringSubmatch(w.Text)
		if m == nil || w.Box.Width() < 2 {
			if words != nil {
				words = append(words, w)
			}
			continue
		}
		if words == nil {
			words = append(make([]document.Word, 0, len(r.Words)+8), r.Words[:i]...)
		}
		n := utf8.RuneCountInString(m[1])
		cut := w.Box[0] + max(1, min(w.Box.Width()-1, w.Box.Width()*n/(n+utf8.RuneCountInString(m[2]))))
		number, sign := w, w
		number.Text, number.Box[2] = m[1], cut
		sign.Text, sign.Box[0] = m[2], cut
		words = append(words, number, sign)
	}
	if words != nil {
		r.Words = words
	}
	return r
}
