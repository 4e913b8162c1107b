package scan

import (
	"fmt"
	"strings"
	"unicode"

	"aktenkundig/document"
	"aktenkundig/internal/lexicon"
)

// What is asked of a text layer before its words stand for the page. Text that is drawn on the page needs only be text:
// what the author wrote is better than any reading of it. Text that nobody sees was read off the picture by another
// program, as a rule worse than by ours, and must show that it is not.
const (
	maxUnmapped     = 0.05 // share of characters without a meaning
	minJudged       = 10   // words below which language is not judged
	minLanguage     = 0.15 // share of words known, of drawn text: French has 0.4 by its names and short words
	minLanguageRead = 0.95 // of text read by another program: half of clean pages reach it; at 0.91 every tenth word was wrong
	minOnInk        = 0.7  // share of words that stand where something is printed
	minCovered      = 0.5  // share of what is printed like text that words stand on, of drawn text
	minCoveredRead  = 0.8
)

// layerStep is the name of the step that tells of a text layer.
const layerStep = "text layer"

// How its note begins, where the text that a page shows stands for it.
const (
	drawnText = "drawn text"
	keptLayer = "kept"
)

// layer makes a text layer of glyphs, and adds it to the sheet if it is to stand for it. What was decided is recorded.
func (o Options) layer(s *Sheet, glyphs []glyph, toScan document.Affine, hidden bool) {
	l := layerOf(glyphs, toScan, s.Size)
	if len(glyphs) == 0 {
		return
	}
	e := evidence{kind: drawnText, unmapped: unmapped(glyphs)}
	if hidden {
		e.kind, e.byOthers = "invisible text", true
	}
	e.measure(l, s)
	if o.decide(s, l, e); hidden {
		l.setConfidence(e.language)
	}
}

// decide gives the sheet its layer, if the evidence is for it, and records what was decided.
func (o Options) decide(s *Sheet, l *Layer, e evidence) {
	why := e.refusal()
	kept := why == "" || o.TextLayer == KeepLayer && e.words > 0
	switch {
	case kept && why == "":
		why = "it agrees with what is printed"
	case kept:
		why = "as asked for, though " + why
	}
	if s.LayerStep = e.step(kept, why); kept {
		s.Layer = l
	}
}

// setConfidence gives every word the same one: how much of the layer is known to be language.
func (l *Layer) setConfidence(conf float64) {
	for i := range l.Words {
		l.Words[i].Conf = conf
	}
}

// evidence is what was measured of a text layer.
type evidence struct {
	kind     string // what it is, for people
	byOthers bool   // another program read it off the picture
	words    int
	unmapped float64 // share of characters
	judged   int     // words with letters
	language float64 // share of judged words that German or English knows
	onInk    float64 // share of words
	covered  float64 // share of printed cells
}

// unmapped gives the share of characters that the file gives no meaning.
func unmapped(glyphs []glyph) float64 {
	all, bad := 0, 0
	for _, g := range glyphs {
		if unicode.IsSpace(g.char) && g.mapped {
			continue
		}
		all++
		if !g.mapped || g.char == 0 || g.char == unicode.ReplacementChar || unicode.Is(unicode.Co, g.char) {
			bad++
		}
	}
	return float64(bad) / float64(max(1, all))
}

// measure weighs a layer against the picture of its sheet.
func (e *evidence) measure(l *Layer, s *Sheet) {
	e.words = len(l.Words)
	e.judged, e.language = knownWords(l.Words)
	e.onInk, e.covered = newCells(s.Image, s.DPI).agreement(l.Words)
}

// refusal says why the layer is not to be trusted, "" if it is.
func (e evidence) refusal() string {
	language, covered := minLanguage, minCovered
	if e.byOthers {
		language, covered = minLanguageRead, minCoveredRead
	}
	switch {
	case e.words == 0:
		return "it has no words"
	case e.unmapped > maxUnmapped:
		return "its encoding is broken"
	case e.judged >= minJudged && e.language < language:
		return "its words are of no language we know"
	case e.byOthers && e.judged < minJudged:
		return "it has too few words to be judged"
	case e.onInk < minOnInk:
		return "its words stand where nothing is printed"
	case e.covered < covered:
		return "it leaves out much of what is printed"
	}
	return ""
}

// step records what was decided and why.
func (e evidence) step(kept bool, why string) document.Step {
	verb := keptLayer
	if !kept {
		verb = "passed over"
	}
	return document.Step{Name: layerStep, Note: fmt.Sprintf("%s, %s: %s", e.kind, verb, why), Values: map[string]float64{
		"words": float64(e.words), "unmapped": round3(e.unmapped), "known": round3(e.language), "on ink": round3(e.onInk), "covered": round3(e.covered),
	}}
}

func round3(v float64) float64 { return float64(int(v*1000+0.5)) / 1000 }

// knownWords gives how many words are made of letters, and the share of their letters that stand in words which the
// German or English list holds, alone or as a compound. Names and numbers in them are few on a page that is text.
func knownWords(words []document.Word) (judged int, share float64) {
	known, letters := 0, 0
	for _, w := range words {
		text := strings.TrimFunc(w.Text, func(r rune) bool { return !unicode.IsLetter(r) })
		n := len([]rune(text))
		if n < 2 {
			continue
		}
		judged++
		letters += n
		if isRead(text) {
			known += n
		}
	}
	return judged, float64(known) / float64(max(1, letters))
}

// isRead tells whether German or English has the word, or its parts joined by hyphens, or the parts of a compound.
func isRead(word string) bool {
	for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return r == '-' || r == '/' || r == '\'' || r == '’' }) {
		if !lexicon.German().Has(part) && !lexicon.English().Has(part) && lexicon.German().Split(part) == nil {
			return false
		}
	}
	return true
}
