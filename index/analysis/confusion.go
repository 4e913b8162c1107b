package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Confusions says what engines take for what, and how easily. The zero value knows the usual ones; Learn adds those of
// an archive. It is not changed once made and may be shared by goroutines.
type Confusions struct {
	learned map[[2]string]float64 // by what is true and what was read, both folded
	reads   map[string][]string   // what a true stretch is read as, outside the usual
}

// Change is a stretch of a word, as it should read and as it was read, folded.
type Change struct{ True, Read string }

const (
	confused   = 0.3 // cost of a usual confusion; another letter, one too many or one missing costs 1
	learnedTop = 0.2 // of the commonest one learned
	maxStretch = 3   // letters that are taken for others at once
	leastTold  = 2   // documents in which a confusion must have been corrected
	maxTrials  = 24  // spellings of a word that are tried with learned confusions
)

// usual are stretches that are taken for each other, folded (so ß is ss, ü is u). Source: confusions of Tesseract on
// scans of office letters, and those named in the literature (Holley 2009, "How Good Can It Get?", and Piotrowski 2012,
// "Natural Language Processing for Historical Texts", 4.2).
var usual = confusions(`i l;i 1;l 1;i t;l t;i j;i r;r t;f t;f i;f l;f s;rn m;ni m;in m;iii m;nn m;rn nn;nn rm;ii n;ii u;ri n;li h;h b;n u;n r;n ii;u ll;
c e;e o;c o;o 0;c 0;a o;a e;b 8;b 6;b ss;8 ss;h n;s 5;s 8;v y;v u;w vv;w vy;w iv;g q;g 9;q 9;z 2;cl d;ci d;k lc;k ic;h ii;d ol;m nn;m ni;y g;li u;ti u;l f;tt ft;ff tf;fi n;ri u;a u;p b;7 t;7 1;l ll;t tt;i ii`)

func confusions(list string) map[[2]string]bool {
	m := map[[2]string]bool{}
	for _, pair := range strings.Split(list, ";") {
		a, b, _ := strings.Cut(strings.TrimSpace(pair), " ")
		m[[2]string{a, b}], m[[2]string{b, a}] = true, true
	}
	return m
}

// Learn gives the usual confusions and those that people corrected, each in a number of documents. What was corrected
// in one says nothing yet.
func Learn(counts map[Change]int) *Confusions {
	c := &Confusions{learned: map[[2]string]float64{}, reads: map[string][]string{}}
	for change, n := range counts {
		if n >= leastTold {
			c.learned[[2]string{change.True, change.Read}] = max(learnedTop, 0.6/float64(n))
		}
	}
	for _, change := range slices.SortedFunc(maps.Keys(c.learned), func(a, b [2]string) int {
		return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1]))
	}) {
		if change[0] != "" && Skeleton(change[0]) != Skeleton(change[1]) {
			c.reads[change[0]] = append(c.reads[change[0]], change[1])
		}
	}
	return c
}

// ChangeOf gives the stretch in which two words differ, at most three letters long, with what stands for it; false if they
// differ in more.
func ChangeOf(truth, read string) (Change, bool) {
	a, b := []rune(Fold(truth)), []rune(Fold(read))
	from := 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	if n := max(endA, endB) - from; n == 0 || n > maxStretch || len(a) == 0 || len(b) == 0 {
		return Change{}, false
	}
	return Change{string(a[from:endA]), string(b[from:endB])}, true
}

// Skeletons gives the skeletons under which misreadings of a folded word may be found: its own, and those of what
// learned confusions make of it.
func (c *Confusions) Skeletons(folded string) []string {
	all := []string{Skeleton(folded)}
	if c == nil {
		return all
	}
	for _, truth := range slices.Sorted(maps.Keys(c.reads)) {
		for i := 0; i+len(truth) <= len(folded) && len(all) < maxTrials; i++ {
			if !strings.HasPrefix(folded[i:], truth) {
				continue
			}
			for _, read := range c.reads[truth] {
				if s := Skeleton(folded[:i] + read + folded[i+len(truth):]); !slices.Contains(all, s) {
					all = append(all, s)
				}
			}
		}
	}
	return all
}

// Distance is what it costs to read one folded word as another: a letter for another, one too many or one missing costs
// 1, a confusion less. It is the edit distance with weighted stretches (Brill and Moore 2000, "An Improved Error Model
// for Noisy Channel Spelling Correction", section 3, without its probabilities).
func (c *Confusions) Distance(truth, read string) float64 {
	a, b := truth, read // bytes will do: folded words are nearly all ASCII
	if n := len(a) - len(b); n > 6 || n < -6 {
		return float64(max(n, -n))
	}
	cells := make([]float64, (len(a)+1)*(len(b)+1))
	d := make([][]float64, len(a)+1)
	for i := range d {
		d[i] = cells[i*(len(b)+1) : (i+1)*(len(b)+1)]
		for j := range d[i] {
			d[i][j] = c.cell(d, a, b, i, j)
		}
	}
	return d[len(a)][len(b)]
}

func (c *Confusions) cell(d [][]float64, a, b string, i, j int) float64 {
	if i == 0 && j == 0 {
		return 0
	}
	best := float64(len(a) + len(b))
	if i > 0 {
		best = min(best, d[i-1][j]+1)
	}
	if j > 0 {
		best = min(best, d[i][j-1]+1)
	}
	if i > 0 && j > 0 {
		if a[i-1] == b[j-1] {
			return min(best, d[i-1][j-1])
		}
		best = min(best, d[i-1][j-1]+1)
	}
	for m := 1; m <= min(maxStretch, i); m++ {
		for n := 1; n <= min(maxStretch, j); n++ {
			if m+n > maxStretch+2 || d[i-m][j-n]+learnedTop >= best {
				continue
			}
			if cost, ok := c.cost(a[i-m:i], b[j-n:j]); ok {
				best = min(best, d[i-m][j-n]+cost)
			}
		}
	}
	return best
}

func (c *Confusions) cost(truth, read string) (float64, bool) {
	change := [2]string{truth, read}
	if c != nil {
		if cost, ok := c.learned[change]; ok {
			return cost, true
		}
	}
	return confused, usual[change]
}
