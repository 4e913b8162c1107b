package eval

import (
	"fmt"
	"slices"
	"strings"
)

// Comparison sets our scores beside another engine's on the same files.
type Comparison struct {
	Name  string // of the other engine, as tables show it
	Sets  []Beside
	Alone []string // paths that only one side has; they are not compared
}

// Beside is one set in both. A rate is worse if it is so in the tenth of a percent; LeakedPerPage in the hundredth.
// Leaks are counted without looking at boxes unless both sides have them, so that nobody gains by giving none.
type Beside struct {
	Set           string     `json:"set"`
	Files         int        `json:"files"`
	CER           [2]float64 `json:"cer"` // ours, theirs
	WER           [2]float64 `json:"wer"`
	Recall        [2]float64 `json:"recall"`
	Precision     [2]float64 `json:"precision"`
	BareRecall    [2]float64 `json:"bareRecall"`
	BarePrecision [2]float64 `json:"barePrecision"`
	Leaked        [2]float64 `json:"leakedPerPage"`

	LostToThem int      `json:"lostToThem"` // typed words they have as they stand and our body has not
	Gone       int      `json:"gone"`       // of these, the words that our aside has not either
	Void       int      `json:"void"`       // of these, the words at whose place we read nothing; the rest is misread
	Words      int      `json:"words"`
	Worse      []string `json:"worse"` // names of the rates above in which we are worse
}

// Compare pairs the scores of both sides by path and sums them up by set and class, "all" last.
func Compare(ours, base []FileScore) Comparison {
	theirs := make(map[string]FileScore, len(base))
	for _, s := range base {
		theirs[s.Path] = s
	}
	var (
		c    Comparison
		a, b []FileScore
		lost = map[string]int{}
		gone = map[string]int{}
		void = map[string]int{}
	)
	for _, s := range ours {
		o, ok := theirs[s.Path]
		if !ok {
			c.Alone = append(c.Alone, s.Path)
			continue
		}
		delete(theirs, s.Path)
		if !s.boxed || !o.boxed {
			s.Leaked, o.Leaked = s.LeakedByText, o.LeakedByText
		}
		// Both sides belong to the sets that ours names.
		o.Set, o.Classes = s.Set, s.Classes
		a, b = append(a, s), append(b, o)
		for _, g := range append(s.groups(), All) {
			lost[g] += excess(s.missing, o.missing)
			gone[g] += excess(s.gone, o.missing)
			void[g] += excess(s.void, o.missing)
		}
	}
	for path := range theirs {
		c.Alone = append(c.Alone, path)
	}
	slices.Sort(c.Alone)
	sumA, sumB := Sum(a), Sum(b)
	for i := range sumA {
		row := beside(sumA[i], sumB[i])
		row.LostToThem, row.Gone, row.Void = lost[row.Set], gone[row.Set], void[row.Set]
		c.Sets = append(c.Sets, row)
	}
	return c
}

// beside compares one set; losses are added by the caller.
func beside(ours, theirs SetScore) Beside {
	both := func(rate func(Counts) float64) [2]float64 {
		return [2]float64{round(rate(ours.Counts)), round(rate(theirs.Counts))}
	}
	b := Beside{
		Set: ours.Set, Files: ours.Files, Words: ours.Words, Worse: []string{},
		CER:           both(Counts.CER),
		WER:           both(Counts.WER),
		Recall:        both(func(c Counts) float64 { return c.Bag().Recall() }),
		Precision:     both(func(c Counts) float64 { return c.Bag().Precision() }),
		BareRecall:    both(func(c Counts) float64 { return c.Bare().Recall() }),
		BarePrecision: both(func(c Counts) float64 { return c.Bare().Precision() }),
		Leaked:        both(Counts.LeakedPerPage),
	}
	worse := func(name string, loss, unit float64) {
		if loss >= unit-1e-9 {
			b.Worse = append(b.Worse, name)
		}
	}
	worse("cer", b.CER[0]-b.CER[1], 1e-3)
	worse("wer", b.WER[0]-b.WER[1], 1e-3)
	worse("recall", b.Recall[1]-b.Recall[0], 1e-3)
	worse("precision", b.Precision[1]-b.Precision[0], 1e-3)
	worse("bareRecall", b.BareRecall[1]-b.BareRecall[0], 1e-3)
	worse("barePrecision", b.BarePrecision[1]-b.BarePrecision[0], 1e-3)
	worse("leakedPerPage", b.Leaked[0]-b.Leaked[1], 1e-2)
	return b
}

// excess counts the words of a beyond those of b, as multisets.
func excess(a, b map[string]int) int {
	n := 0
	for w, k := range a {
		n += max(0, k-b[w])
	}
	return n
}

func (t *tables) compared(c Comparison) {
	if len(c.Sets) == 0 {
		return
	}
	name := padding(c.Sets, func(b Beside) string { return b.Set })
	t.title("beside %s: ours and theirs", c.Name)
	t.row(name("set"), "files", "CER", "", "recall", "", "precision", "", "bare recall", "", "bare precision", "")
	for _, b := range c.Sets {
		cells := []any{name(b.Set), b.Files}
		for _, pair := range [][2]float64{b.CER, b.Recall, b.Precision, b.BareRecall, b.BarePrecision} {
			cells = append(cells, percent(pair[0], b.Words), percent(pair[1], b.Words))
		}
		t.row(cells...)
	}
	t.title("beside %s: leaked a page; typed words they have and our body has not (gone: nor our aside; void: we read nothing there)", c.Name)
	worse := func(b Beside) string { return strings.Join(b.Worse, ", ") }
	flags := padding(c.Sets, worse)
	t.row(name("set"), "leaked", "", "lost to them", "gone", "void", flags("worse in"))
	for _, b := range c.Sets {
		t.row(name(b.Set), fmt.Sprintf("%.2f", b.Leaked[0]), fmt.Sprintf("%.2f", b.Leaked[1]), b.LostToThem, b.Gone, b.Void, flags(worse(b)))
	}
	if len(c.Alone) > 0 {
		t.title("not compared, since only one side has them: %s", strings.Join(c.Alone, ", "))
	}
}
