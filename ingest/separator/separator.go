// Package separator knows the sheets that are laid between the documents of a stack before it is scanned: it tells them from
// other pages, and draws those that are printed. Nothing else of ours knows bar codes.
package separator

import (
	"image"
	"strings"
)

// Kind is what a stack is cut at.
type Kind string

// The kinds of separator.
const (
	Blank   Kind = "blank"   // a sheet with nothing on it; Find does not know it, since cleaning the page comes first
	Barcode Kind = "barcode" // a QR or Code 128 symbol that says so
	Patch   Kind = "patch"   // patch T, 2 or 3
)

// Kinds lists every kind, in the order in which help texts show them.
func Kinds() []Kind { return []Kind{Blank, Barcode, Patch} }

// Mark is what made a page known for a separator.
type Mark struct {
	How  string // "QR", "Code 128", "patch T", "patch 2" or "patch 3"
	Text string // the title of the document that follows; "" if the sheet gives none
}

// Find looks for a mark of the kind on a page, whichever way up it lies and a little askew. The picture is one of scan's; dpi is
// its resolution, 0 if it is not known. It is safe for concurrent use and never keeps the picture.
func Find(kind Kind, img image.Image, dpi float64) (Mark, bool) {
	g, shrunk := small(img)
	switch kind {
	case Barcode:
		return barcode(g)
	case Patch:
		if how := patch(g, dpi/float64(shrunk)); how != "" {
			return Mark{How: "patch " + how}, true
		}
	}
	return Mark{}, false
}

// What a symbol says that makes a sheet a separator. A memo may bear symbols of its own: they part nothing.
const (
	// word is what our QR symbols say; a title follows in the next line.
	word = "akte:separator"
	// patchT is what the Code 128 symbol says on separator sheets that several programs for archiving know.
	patchT = "PATCHT"
)

// says tells whether a symbol is one of a separator, and the title in it.
func says(text string) (title string, ok bool) {
	text = strings.TrimSpace(text)
	if text == patchT || text == word {
		return "", true
	}
	title, ok = strings.CutPrefix(text, word+"\n")
	letters := []rune(strings.ToValidUTF8(title, "?"))
	return strings.Join(strings.Fields(string(letters[:min(len(letters), MaxTitle)])), " "), ok
}
