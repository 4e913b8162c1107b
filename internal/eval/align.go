package eval

import (
	"cmp"
	"slices"
)

// Link joins neighbouring words of the truth to the words that were read for them. Both are half-open index
// ranges; Lost has an empty Got, Leaked an empty Truth. Moved comes in pairs: one link with an empty Got where the
// word belongs, one with an empty Truth where it was read.
type Link struct {
	What       What
	Truth, Got [2]int
}

// What says what became of a word.
type What int

// A word was read as it stands and in its place; as it stands, elsewhere; wrongly; not at all; or it was read
// where no such word is.
const (
	Same What = iota
	Moved
	Misread
	Lost
	Leaked
)

// Align tells what became of every word, in order of the text; a got word without a truth word stands right
// before the next truth word that was read behind it. Three steps, each on what the one before leaves:
//
//  1. Same: a longest common subsequence (Hirschberg 1975).
//  2. Moved: words left on both sides that are equal, wherever they stand, first to first.
//  3. Misread: within a gap between two Same words, in order, one word for one whose edit distance is at most half
//     the longer word's length, or one word for two or three run together, at most a quarter; of all ways the one
//     that explains most characters.
//
// What is left is Lost or Leaked. Every word is in exactly one link that is not empty on its side. Gaps of more than a
// million pairs of words are cut in proportion before step 3.
func Align(truth, got []string) []Link {
	a := &aligner{truth: truth, got: got, whatTruth: unknown(len(truth)), whatGot: unknown(len(got))}
	a.anchors = anchors(truth, got)
	for _, m := range a.anchors {
		a.mark(Link{Same, [2]int{m[0], m[0] + 1}, [2]int{m[1], m[1] + 1}})
	}
	a.move()
	a.gaps()
	a.rest()
	return ordered(a.links)
}

type aligner struct {
	truth, got         []string
	anchors            [][2]int
	whatTruth, whatGot []What // -1: not known yet
	links              []Link
}

func unknown(n int) []What {
	w := make([]What, n)
	for i := range w {
		w[i] = -1
	}
	return w
}

func (a *aligner) mark(l Link) {
	for i := l.Truth[0]; i < l.Truth[1]; i++ {
		a.whatTruth[i] = l.What
	}
	for i := l.Got[0]; i < l.Got[1]; i++ {
		a.whatGot[i] = l.What
	}
	a.links = append(a.links, l)
}

// move pairs equal words that are left over, first to first.
func (a *aligner) move() {
	places := make(map[string][]int)
	for j, w := range a.got {
		if a.whatGot[j] < 0 {
			places[w] = append(places[w], j)
		}
	}
	for i, w := range a.truth {
		if a.whatTruth[i] >= 0 || len(places[w]) == 0 {
			continue
		}
		j := places[w][0]
		places[w] = places[w][1:]
		a.mark(Link{What: Moved, Truth: [2]int{i, i + 1}})
		a.mark(Link{What: Moved, Got: [2]int{j, j + 1}})
	}
}

func (a *aligner) rest() {
	for i, w := range a.whatTruth {
		if w < 0 {
			a.mark(Link{What: Lost, Truth: [2]int{i, i + 1}})
		}
	}
	for j, w := range a.whatGot {
		if w < 0 {
			a.mark(Link{What: Leaked, Got: [2]int{j, j + 1}})
		}
	}
}

// ordered sorts links as Align promises: by truth word, and each got word without one right before the next truth
// word that was read behind it.
func ordered(links []Link) []Link {
	var typed, extra []Link
	for _, l := range links {
		if l.Truth[0] < l.Truth[1] {
			typed = append(typed, l)
		} else {
			extra = append(extra, l)
		}
	}
	slices.SortFunc(typed, func(x, y Link) int { return cmp.Compare(x.Truth[0], y.Truth[0]) })
	slices.SortFunc(extra, func(x, y Link) int { return cmp.Compare(x.Got[0], y.Got[0]) })
	sorted := make([]Link, 0, len(links))
	for _, l := range typed {
		for l.Got[0] < l.Got[1] && len(extra) > 0 && extra[0].Got[0] < l.Got[0] {
			sorted, extra = append(sorted, extra[0]), extra[1:]
		}
		sorted = append(sorted, l)
	}
	return append(sorted, extra...)
}
