package eval

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"
)

// Report is what a run of the evaluation has to say.
type Report struct {
	Files    []FileScore
	Sets     []SetScore // as Sum gives them
	Elapsed  time.Duration
	Compared Comparison // zero if there is nothing to compare with
}

// NewReport sums up scores, sorted by path. Elapsed is the time it took to read the files; 0 leaves out the speed.
func NewReport(scores []FileScore, elapsed time.Duration) Report {
	files := slices.Clone(scores)
	slices.SortStableFunc(files, func(a, b FileScore) int { return cmp.Compare(a.Path, b.Path) })
	return Report{Files: files, Sets: Sum(files), Elapsed: elapsed}
}

// PagesPerMinute is the speed of the run, 0 if no time is known.
func (r Report) PagesPerMinute() float64 {
	if r.Elapsed <= 0 {
		return 0
	}
	return float64(r.total().PagesOut) / r.Elapsed.Minutes()
}

func (r Report) total() Counts {
	if len(r.Sets) == 0 {
		return Counts{}
	}
	return r.Sets[len(r.Sets)-1].Counts
}

// JSON writes one object a line: a "file" for each file, a "set" for each set, "all" for the total among them, a
// "beside" for each set compared, and the "run" last. Every number is finite.
func (r Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, f := range r.Files {
		if err := e.Encode(fileLine{"file", f, rates(f.Counts)}); err != nil {
			return err
		}
	}
	for _, s := range r.Sets {
		if err := e.Encode(setLine{"set", s, rates(s.Counts)}); err != nil {
			return err
		}
	}
	for _, b := range r.Compared.Sets {
		if err := e.Encode(besideLine{"beside", r.Compared.Name, b}); err != nil {
			return err
		}
	}
	return e.Encode(runLine{"run", len(r.Files), r.total().PagesOut, r.Elapsed.Seconds(), r.PagesPerMinute()})
}

type fileLine struct {
	Type string `json:"type"`
	FileScore
	Rates map[string]float64 `json:"rates"`
}

type setLine struct {
	Type string `json:"type"`
	SetScore
	Rates map[string]float64 `json:"rates"`
}

type besideLine struct {
	Type   string `json:"type"`
	Engine string `json:"engine"` // the one beside us
	Beside
}

type runLine struct {
	Type           string  `json:"type"`
	Files          int     `json:"files"`
	Pages          int     `json:"pages"`
	Seconds        float64 `json:"seconds"`
	PagesPerMinute float64 `json:"pagesPerMinute"`
}

// Table writes the report for people.
func (r Report) Table(w io.Writer) error {
	var out bytes.Buffer
	t := &tables{out: &out, w: tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)}
	total := r.total()
	t.text(r.Sets)
	t.words(r.Sets)
	t.verdicts(total)
	t.kinds(total.Artefacts)
	t.scores(total.Scores)
	t.fields(total.Fields)
	t.geometry(r.Sets)
	t.compared(r.Compared)
	t.speed(r)
	for line := range strings.Lines(out.String()) {
		if _, err := io.WriteString(w, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// tables writes tables one after the other into memory, where nothing fails.
type tables struct {
	out *bytes.Buffer
	w   *tabwriter.Writer
}

// title ends the table before and begins another.
func (t *tables) title(format string, args ...any) {
	_ = t.w.Flush() // memory does not fail
	if t.out.Len() > 0 {
		t.out.WriteString("\n")
	}
	fmt.Fprintf(t.out, format+"\n", args...)
}

// row writes cells, flush right.
func (t *tables) row(cells ...any) {
	for _, c := range cells {
		fmt.Fprintf(t.w, "%v\t", c)
	}
	fmt.Fprintln(t.w)
}

func (t *tables) text(sets []SetScore) {
	name := padding(sets, func(s SetScore) string { return s.Set })
	t.title("text: rates in percent")
	t.row(name("set"), "files", "pages in", "out", "CER", "WER", "recall", "precision", "ordered", "bare recall", "bare precision")
	for _, s := range sets {
		bag, bare := s.Bag(), s.Bare()
		t.row(name(s.Set), s.Files, s.PagesIn, s.PagesOut, percent(s.CER(), s.Chars), percent(s.WER(), s.Words),
			percent(bag.Recall(), bag.Want), percent(bag.Precision(), bag.Got), percent(s.Ordered().Recall(), s.Words),
			percent(bare.Recall(), bare.Want), percent(bare.Precision(), bare.Got))
	}
}

func (t *tables) words(sets []SetScore) {
	name := padding(sets, func(s SetScore) string { return s.Set })
	t.title("words: what became of the typed ones, and read where none is typed")
	t.row(name("set"), "typed", "same", "moved", "misread", "lost", "in aside", "leaked", "a page")
	for _, s := range sets {
		t.row(name(s.Set), s.Words, s.Same, s.Moved, s.Misread, s.Lost, s.LostAside, s.Leaked, fmt.Sprintf("%.2f", s.LeakedPerPage()))
	}
}

func (t *tables) verdicts(total Counts) {
	if len(total.Verdicts) == 0 {
		return
	}
	t.title("verdicts: %.2f %% right", 100*total.VerdictAccuracy())
	name := padding(total.Verdicts, func(v Confusion) string { return v.Want })
	t.row(name("is"), "called", "pages")
	for _, v := range total.Verdicts {
		t.row(name(v.Want), v.Got, v.Pages)
	}
}

func (t *tables) kinds(kinds []KindCounts) {
	if len(kinds) == 0 {
		return
	}
	t.title("artefacts: near (centre inside, area within a factor 6), then overlap (half of the union); texts and dates read right")
	name := padding(kinds, func(k KindCounts) string { return k.Kind })
	t.row(name("kind"), "true", "found", "precision", "recall", "F1", "precision", "recall", "F1", "texts", "right", "dates", "right")
	for _, k := range kinds {
		n, o := k.Near, k.Overlap
		t.row(name(k.Kind), n.Want, n.Got, percent(n.Precision(), n.Got), percent(n.Recall(), n.Want), percent(n.F1(), n.Want+n.Got),
			percent(o.Precision(), o.Got), percent(o.Recall(), o.Want), percent(o.F1(), o.Want+o.Got), k.Texts.Want, k.Texts.Right, k.Dates.Want, k.Dates.Right)
	}
}

func (t *tables) scores(bins []Bin) {
	if len(bins) == 0 {
		return
	}
	t.title("scores of findings: how many are right")
	t.row("score", "found", "right", "percent")
	for _, b := range bins {
		t.row(fmt.Sprintf("%.1f to %.1f", b.From, b.From+0.1), b.Found, b.Right, percent(share(b.Right, b.Found), b.Found))
	}
}

func (t *tables) fields(fields []FieldCounts) {
	if len(fields) == 0 {
		return
	}
	t.title("fields")
	name := padding(fields, func(f FieldCounts) string { return f.Name })
	t.row(name("name"), "true", "found", "right", "precision", "recall")
	for _, f := range fields {
		t.row(name(f.Name), f.Want, f.Got, f.Right, percent(f.Precision(), f.Got), percent(f.Recall(), f.Want))
	}
}

func (t *tables) geometry(sets []SetScore) {
	if len(sets) == 0 || sets[len(sets)-1].Turns == 0 {
		return
	}
	name := padding(sets, func(s SetScore) string { return s.Set })
	t.title("geometry: skew left in degrees, word boxes off in scan pixels")
	t.row(name("set"), "pages", "upright", "skew median", "95 %", "most", "boxes median")
	for _, s := range sets {
		if s.Turns > 0 {
			t.row(name(s.Set), s.Turns, percent(s.TurnAccuracy(), s.Turns), fmt.Sprintf("%.2f", s.Skew(0.5)),
				fmt.Sprintf("%.2f", s.Skew(0.95)), fmt.Sprintf("%.2f", s.Skew(1)), fmt.Sprintf("%.1f", s.BoxError()))
		}
	}
}

func (t *tables) speed(r Report) {
	if r.PagesPerMinute() > 0 {
		t.title("speed")
		t.row("pages", "seconds", "pages/min")
		t.row(r.total().PagesOut, fmt.Sprintf("%.1f", r.Elapsed.Seconds()), fmt.Sprintf("%.1f", r.PagesPerMinute()))
	}
	_ = t.w.Flush() // memory does not fail
}

// percent shows a rate with two places, or a dash where there was nothing to measure.
func percent(rate float64, of int) string {
	if of == 0 {
		return "–"
	}
	return strconv.FormatFloat(100*rate, 'f', 2, 64)
}

// padding gives a function that pads names to the longest of rows, so that they stand flush left.
func padding[T any](rows []T, name func(T) string) func(string) string {
	width := len("kind")
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(name(r)))
	}
	return func(name string) string { return fmt.Sprintf("%-*s", width, name) }
}
