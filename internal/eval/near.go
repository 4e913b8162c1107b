package eval

import "slices"

// A single word counts as misread up to this share of wrong characters, measured against the longer of the two;
// words run together or torn apart have to agree better, lest speckles are excused as parts of words.
const (
	nearWord = 0.5
	nearJoin = 0.25
	maxJoin  = 3
)

// gaps looks for misread words between each two anchors.
func (a *aligner) gaps() {
	from := [2]int{}
	for _, m := range append(slices.Clone(a.anchors), [2]int{len(a.truth), len(a.got)}) {
		t := open(a.whatTruth, from[0], m[0])
		g := open(a.whatGot, from[1], m[1])
		a.gap(t, g)
		from = [2]int{m[0] + 1, m[1] + 1}
	}
}

// open gives the places from from to to that are not known yet.
func open(what []What, from, to int) []int {
	var places []int
	for i := from; i < to; i++ {
		if what[i] < 0 {
			places = append(places, i)
		}
	}
	return places
}

// gap links the words at t and g. A link covers neighbours only, so that ranges never enclose another's word.
func (a *aligner) gap(t, g []int) {
	if len(t) == 0 || len(g) == 0 {
		return
	}
	if len(t)*len(g) > 1<<20 {
		a.gap(t[:len(t)/2], g[:len(g)/2])
		a.gap(t[len(t)/2:], g[len(g)/2:])
		return
	}
	for _, s := range a.near(t, g) {
		a.mark(Link{Misread, [2]int{t[s[0]], t[s[0]+s[2]-1] + 1}, [2]int{g[s[1]], g[s[1]+s[3]-1] + 1}})
	}
}

// near finds the way through the gap that explains most characters; a step is the first truth word, the first got
// word, and how many of each.
func (a *aligner) near(t, g []int) [][4]int {
	var (
		tw, gw = letters(a.truth, t), letters(a.got, g)
		wide   = len(g) + 1
		best   = make([]int, (len(t)+1)*wide) // characters explained from here to the end
		step   = make([][2]int8, len(best))
	)
	for i := len(t); i >= 0; i-- {
		for j := len(g); j >= 0; j-- {
			at := i*wide + j
			if i < len(t) {
				best[at], step[at] = best[at+wide], [2]int8{1, 0}
			}
			if j < len(g) && (i == len(t) || best[at+1] > best[at]) {
				best[at], step[at] = best[at+1], [2]int8{0, 1}
			}
			for _, s := range joins {
				n, m := int(s[0]), int(s[1])
				if i+n > len(t) || j+m > len(g) || !together(t[i:i+n]) || !together(g[j:j+m]) {
					continue
				}
				if v := explained(tw[i:i+n], gw[j:j+m]); v > 0 && v+best[at+n*wide+m] > best[at] {
					best[at], step[at] = v+best[at+n*wide+m], s
				}
			}
		}
	}
	var way [][4]int
	for i, j := 0, 0; i < len(t) && j < len(g); {
		s := step[i*wide+j]
		if s[0] > 0 && s[1] > 0 {
			way = append(way, [4]int{i, j, int(s[0]), int(s[1])})
		}
		i, j = i+int(s[0]), j+int(s[1])
	}
	return way
}

var joins = [...][2]int8{{1, 1}, {1, 2}, {2, 1}, {1, maxJoin}, {maxJoin, 1}}

// together tells whether places follow each other without a hole.
func together(places []int) bool { return places[len(places)-1]-places[0] == len(places)-1 }

func letters(words []string, places []int) [][]rune {
	r := make([][]rune, len(places))
	for i, p := range places {
		r[i] = []rune(words[p])
	}
	return r
}

// explained is the number of characters that agree, 0 if too few do.
func explained(truth, got [][]rune) int {
	limit := nearWord
	if len(truth) > 1 || len(got) > 1 {
		limit = nearJoin
	}
	lt, lg := count(truth), count(got)
	long := max(lt, lg)
	allowed := int(limit * float64(long))
	if long-min(lt, lg) > allowed {
		return 0
	}
	d := Distance(joined(truth), joined(got))
	if d > allowed {
		return 0
	}
	return long - d
}

func joined(words [][]rune) []rune {
	if len(words) == 1 {
		return words[0]
	}
	return slices.Concat(words...)
}

func count(words [][]rune) int {
	n := 0
	for _, w := range words {
		n += len(w)
	}
	return n
}
