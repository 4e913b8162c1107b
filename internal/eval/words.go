package eval

import (
	"slices"
	"strings"

	"aktenkundig/document"
)

// text measures the words of p.
func (s *FileScore) text(p pages) {
	var (
		got, aside []token
		truth      = Tokens(p.truth.Text)
		boxes      = boxesOf(p.truth, len(truth))
	)
	for _, page := range p.got {
		got = append(got, bodyOf(page)...)
		aside = append(aside, asideOf(page)...)
	}
	read, hidden := texts(got), texts(aside)
	if p.fold {
		lowerAll(truth, read, hidden)
	}
	letters := []rune(strings.Join(truth, " "))
	s.Chars += len(letters)
	s.CharEdits += Distance(letters, []rune(strings.Join(read, " ")))
	s.Words += len(truth)
	s.GotWords += len(read)
	s.WordEdits += Distance(truth, read)
	s.bare(p.truth.Text, strings.Join(read, " "))
	links := Align(truth, read)
	s.fates(links)
	s.lost(links, truth, hidden)
	s.voids(links, truth, boxes, append(aside, got...))
	s.boxed = s.boxed || len(boxes) > 0 && anyBox(got)
	s.Leaked += leaks(links, boxes, got)
	s.BoxErrors = append(s.BoxErrors, boxErrors(links, boxes, got)...)
}

// bare counts the bare words.
func (s *FileScore) bare(truth, got string) {
	t, g := bareWords(truth), bareWords(got)
	s.BareWords += len(t)
	s.BareGot += len(g)
	s.BareOrdered += len(anchors(t, g))
	left := make(map[string]int)
	for _, w := range t {
		left[w]++
	}
	for _, w := range g {
		if left[w] > 0 {
			left[w]--
			s.BareCommon++
		}
	}
}

// fates counts what became of the words, by text alone.
func (s *FileScore) fates(links []Link) {
	for _, l := range links {
		typed := l.Truth[1] - l.Truth[0]
		switch l.What {
		case Same:
			s.Same++
		case Moved:
			s.Moved += typed
		case Misread:
			s.Misread += typed
		case Lost:
			s.Lost++
		case Leaked:
			s.LeakedByText++
		}
	}
}

// lost notes the words that are not in the body as they stand, and counts those of the lost ones that the aside has,
// exactly or nearly.
func (s *FileScore) lost(links []Link, truth, aside []string) {
	kept := make(map[string]int)
	for _, w := range aside {
		kept[w]++
	}
	var lost []string
	for _, l := range links {
		if l.What == Lost {
			lost = append(lost, truth[l.Truth[0]])
		}
		if l.What != Lost && l.What != Misread {
			continue
		}
		for _, w := range truth[l.Truth[0]:l.Truth[1]] {
			s.missing[w]++
			if kept[w] == 0 {
				s.gone[w]++
			} else {
				kept[w]--
			}
		}
	}
	for _, l := range Align(lost, aside) {
		if l.What == Same || l.What == Moved || l.What == Misread {
			s.LostAside += l.Truth[1] - l.Truth[0]
		}
	}
}

// voids notes the missing words at whose place nothing was read, neither in the body nor in the aside: they were taken off or
// passed over, not misread. A word was read there if it shares a third of the smaller one's area.
func (s *FileScore) voids(links []Link, truth []string, boxes []document.Box, read []token) {
	if len(boxes) == 0 {
		return
	}
	for _, l := range links {
		if l.What != Lost && l.What != Misread {
			continue
		}
		for i := l.Truth[0]; i < l.Truth[1]; i++ {
			on := func(t token) bool { return 3*boxes[i].Intersect(t.box).Area() >= min(boxes[i].Area(), t.box.Area()) }
			if !slices.ContainsFunc(read, func(t token) bool { return !t.box.Empty() && on(t) }) {
				s.void[truth[i]]++
			}
		}
	}
}

// leaks counts the words that align to nothing typed. Where both boxes are known, such a word is pardoned if it
// lies on a typed word that was not read as it stands: then it is a bad reading of that word. Lying on it means that
// they share half the area of the smaller one.
func leaks(links []Link, boxes []document.Box, got []token) int {
	var unread []document.Box
	for _, l := range links {
		if len(boxes) > 0 && (l.What == Lost || l.What == Misread) {
			unread = append(unread, boxes[l.Truth[0]:l.Truth[1]]...)
		}
	}
	n := 0
	for _, l := range links {
		if l.What == Leaked && !onOne(got[l.Got[0]].box, unread) {
			n++
		}
	}
	return n
}

func onOne(b document.Box, others []document.Box) bool {
	for _, o := range others {
		if shared := b.Intersect(o).Area(); shared > 0 && 2*shared >= min(b.Area(), o.Area()) {
			return true
		}
	}
	return false
}

// boxesOf gives one box for each typed token, none if they are not known.
func boxesOf(p TruthPage, tokens int) []document.Box {
	if len(p.Words) != tokens {
		return nil
	}
	boxes := make([]document.Box, tokens)
	for i, w := range p.Words {
		boxes[i] = w.Box
	}
	return boxes
}

func anyBox(tokens []token) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return !t.box.Empty() })
}

func texts(tokens []token) []string {
	s := make([]string, len(tokens))
	for i, t := range tokens {
		s[i] = t.text
	}
	return s
}

func lowerAll(lists ...[]string) {
	for _, l := range lists {
		for i, w := range l {
			l[i] = lower(w)
		}
	}
}
