package eval

import (
	"cmp"
	"slices"
)

// Counts is what is counted on files; counts of several files add up, so that rates over many files weigh every
// character and word alike (micro-average).
//
//	Words    = Same + Moved + Misread (typed words in misread links) + Lost
//	GotWords = Same + Moved + the got words of misread links + LeakedByText
type Counts struct {
	Files    int  `json:"files"`
	Boxes    bool `json:"boxes"` // the truth of all files knows boxes, verdicts and artefacts
	PagesIn  int  `json:"pagesIn"`
	PagesOut int  `json:"pagesOut"` // of items with text only, PagesIn is PagesOut, but at least 1

	Chars     int `json:"chars"`     // code points of the folded truth
	CharEdits int `json:"charEdits"` // Levenshtein distance in code points
	Words     int `json:"words"`
	WordEdits int `json:"wordEdits"` // Levenshtein distance in tokens
	GotWords  int `json:"gotWords"`  // tokens of the body

	// Bare words are maximal runs of letters, marks and digits, case folded: what a search compares.
	BareWords   int `json:"bareWords"`
	BareGot     int `json:"bareGot"`
	BareCommon  int `json:"bareCommon"`  // as multisets
	BareOrdered int `json:"bareOrdered"` // longest common subsequence

	Same         int `json:"same"`
	Moved        int `json:"moved"`
	Misread      int `json:"misread"`
	Lost         int `json:"lost"`
	LostAside    int `json:"lostAside"`    // of the lost, those in the aside, exactly or nearly
	Leaked       int `json:"leaked"`       // body words that align to nothing typed and lie on no unread typed word
	LeakedByText int `json:"leakedByText"` // the same without looking at boxes

	Verdicts  []Confusion   `json:"verdicts,omitempty"`
	Artefacts []KindCounts  `json:"artefacts,omitempty"`
	Scores    []Bin         `json:"scores,omitempty"` // how often findings are right, by their score
	Fields    []FieldCounts `json:"fields,omitempty"`

	Turns      int       `json:"turns"`      // text pages whose direction was judged
	TurnsRight int       `json:"turnsRight"` // of these upright in the view, within 45°
	SkewErrors []float64 `json:"-"`          // degrees, absolute, of upright pages
	BoxErrors  []float64 `json:"-"`          // scan pixels: mean of the four edges' errors, of words read as they stand
}

// Confusion counts pages by true verdict and verdict; Got is "missing" where the page is missing.
type Confusion struct {
	Want  string `json:"want"`
	Got   string `json:"got"`
	Pages int    `json:"pages"`
}

// Hits counts true things, found things, and those that match one to one.
type Hits struct {
	Want  int `json:"want"`
	Got   int `json:"got"`
	Right int `json:"right"`
}

// Recall is the share of true things that were found; 1 where there is none.
func (h Hits) Recall() float64 { return share(h.Right, h.Want) }

// Precision is the share of found things that are true; 1 where nothing was found.
func (h Hits) Precision() float64 { return share(h.Right, h.Got) }

// F1 is the harmonic mean of Recall and Precision; 1 where there is nothing and nothing was found.
func (h Hits) F1() float64 { return share(2*h.Right, h.Want+h.Got) }

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// CER is the character error rate over all files, as the function CER.
func (c Counts) CER() float64 { return errorRate(c.CharEdits, c.Chars) }

// WER is the word error rate over all files, as the function WER.
func (c Counts) WER() float64 { return errorRate(c.WordEdits, c.Words) }

// Bag is the overlap of typed and read words as multisets, wherever they stand.
func (c Counts) Bag() Hits { return Hits{c.Words, c.GotWords, c.Same + c.Moved} }

// Ordered is the overlap of typed and read words in the same order (longest common subsequence).
func (c Counts) Ordered() Hits { return Hits{c.Words, c.GotWords, c.Same} }

// Bare is the overlap of bare words as multisets.
func (c Counts) Bare() Hits { return Hits{c.BareWords, c.BareGot, c.BareCommon} }

// LeakedPerPage is Leaked by pages that went in.
func (c Counts) LeakedPerPage() float64 { return float64(c.Leaked) / float64(max(1, c.PagesIn)) }

// VerdictAccuracy is the share of pages with the right verdict; 1 where none is known.
func (c Counts) VerdictAccuracy() float64 {
	var h Hits
	for _, v := range c.Verdicts {
		h.Want += v.Pages
		if v.Want == v.Got {
			h.Right += v.Pages
		}
	}
	return h.Recall()
}

// TurnAccuracy is the share of text pages that stand upright in the view; 1 where none was judged.
func (c Counts) TurnAccuracy() float64 { return share(c.TurnsRight, c.Turns) }

// Skew is the q-quantile of the skew left in upright views, in degrees; 0 where none was judged.
func (c Counts) Skew(q float64) float64 { return quantile(c.SkewErrors, q) }

// BoxError is the median of the word box errors in scan pixels; 0 where none is known.
func (c Counts) BoxError() float64 { return quantile(c.BoxErrors, 0.5) }

// quantile takes the value at the nearest rank; values need no order.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(values))
	return s[int(q*float64(len(s)-1)+0.5)]
}

func (c *Counts) add(o Counts) {
	c.Boxes = o.Boxes && (c.Boxes || c.Files == 0)
	c.Files += o.Files
	c.PagesIn += o.PagesIn
	c.PagesOut += o.PagesOut
	c.Chars += o.Chars
	c.CharEdits += o.CharEdits
	c.Words += o.Words
	c.WordEdits += o.WordEdits
	c.GotWords += o.GotWords
	c.BareWords += o.BareWords
	c.BareGot += o.BareGot
	c.BareCommon += o.BareCommon
	c.BareOrdered += o.BareOrdered
	c.Same += o.Same
	c.Moved += o.Moved
	c.Misread += o.Misread
	c.Lost += o.Lost
	c.LostAside += o.LostAside
	c.Leaked += o.Leaked
	c.LeakedByText += o.LeakedByText
	for _, v := range o.Verdicts {
		c.Verdicts = addConfusion(c.Verdicts, v)
	}
	c.Artefacts = addKinds(c.Artefacts, o.Artefacts)
	c.Scores = addBins(c.Scores, o.Scores)
	c.Fields = AddFields(c.Fields, o.Fields)
	c.Turns += o.Turns
	c.TurnsRight += o.TurnsRight
	c.SkewErrors = append(c.SkewErrors, o.SkewErrors...)
	c.BoxErrors = append(c.BoxErrors, o.BoxErrors...)
}

// SetScore is the sum over the files of one set or class, or over all.
type SetScore struct {
	Set string `json:"set"`
	Counts
}

// All is the name of the sum over all files; it stands last.
const All = "all"

// Sum adds up scores by set and class, sorted by name, and last over all files. A file counts once for its set and
// each of its classes; a set named "all" is that sum. Fields whose name no truth of the run knows are left out, since nothing tells if they are right.
func Sum(scores []FileScore) []SetScore {
	sums := map[string]*SetScore{}
	total := SetScore{Set: All}
	for _, s := range scores {
		for _, g := range s.groups() {
			if sums[g] == nil {
				sums[g] = &SetScore{Set: g}
			}
			sums[g].add(s.Counts)
		}
		total.add(s.Counts)
	}
	var sets []SetScore
	for _, s := range sums {
		sets = append(sets, *s)
	}
	slices.SortFunc(sets, func(a, b SetScore) int { return cmp.Compare(a.Set, b.Set) })
	sets = append(sets, total)
	for i := range sets {
		sets[i].Fields = known(sets[i].Fields, total.Fields)
	}
	return sets
}

// groups gives the sets that s counts for, but All, sorted.
func (s FileScore) groups() []string {
	g := append([]string{s.Set}, s.Classes...)
	slices.Sort(g)
	return slices.DeleteFunc(slices.Compact(g), func(name string) bool { return name == All })
}

func addConfusion(list []Confusion, c Confusion) []Confusion {
	for i := range list {
		if list[i].Want == c.Want && list[i].Got == c.Got {
			list[i].Pages += c.Pages
			return list
		}
	}
	list = append(list, c)
	slices.SortFunc(list, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(a.Want, b.Want), cmp.Compare(a.Got, b.Got))
	})
	return list
}
