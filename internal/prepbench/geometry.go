package main

import (
	"context"
	"fmt"
	"image"
	"math"
	"slices"

	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen"
	"aktenkundig/prep"
)

// geometry tells how well pages are turned and straightened: of o.geometry drawn memos of any class every page, laid in
// all four ways.
func (r *reader) geometry(ctx context.Context, o options) (string, error) {
	stood := map[string]*stands{}
	var found []eval.FileScore
	for i := range uint64(o.geometry) {
		opts := memogen.Options{}
		if i%2 == 1 {
			opts.Classes = []string{[]string{memogen.Scan, memogen.Bilevel, memogen.Fax, memogen.BadLight}[i/2%4], memogen.Skew}
		}
		m := memogen.Draw(o.seed+i, opts)
		if err := count(&found, m); err != nil {
			return "", err
		}
		for n, page := range m.Pages {
			for lay := range 4 {
				if err := r.stand(ctx, stood, m.Truth.Pages[n], page, lay, fmt.Sprint(o.seed+i, " page ", n+1, " laid ", 90*lay), o.verbose); err != nil {
					return "", err
				}
			}
		}
	}
	rows := ""
	for _, v := range document.Verdicts() {
		if s := stood[string(v)]; s != nil {
			rows += s.row(string(v))
		}
	}
	rows += "\n| artefact | true | found | right place | same extent |\n|---|---|---|---|---|\n"
	sums := eval.Sum(found)
	for _, k := range sums[len(sums)-1].Artefacts {
		if slices.Contains(ours(), document.Kind(k.Kind)) {
			rows += fmt.Sprintf("| %s | %d | %d | %d | %d |\n", k.Kind, k.Near.Want, k.Near.Got, k.Near.Right, k.Overlap.Right)
		}
	}
	return rows, nil
}

// ours are the kinds of artefact that preparing finds.
func ours() []document.Kind {
	return []document.Kind{document.Border, document.Hole, document.Staple, document.Streak, document.PictureKind}
}

// count adds what preparing finds on a memo's pages.
func count(found *[]eval.FileScore, m memogen.Memo) error {
	var d document.Document
	for n, page := range m.Pages {
		v, err := prep.Look(page, 1, m.Truth.Pages[n].DPI)
		if err != nil {
			return err
		}
		d.Pages = append(d.Pages, document.Page{Number: n + 1, Verdict: document.Text, ToView: v.ToView, Artefacts: prep.Ready(v).Artefacts})
	}
	*found = append(*found, eval.Score(eval.Item{Truth: m.Truth}, d))
	return nil
}

// stands counts how pages stood in their views.
type stands struct {
	pages, right, asked int
	skew                []float64
}

func (s stands) row(name string) string {
	slices.Sort(s.skew)
	at := func(q float64) float64 {
		if len(s.skew) == 0 {
			return 0
		}
		return s.skew[int(q*float64(len(s.skew)-1))]
	}
	return fmt.Sprintf("%s: %d pages, %d right (%.2f %%), %d wrong, engine asked for %d; skew left: median %.3f°, p95 %.3f°, p99 %.3f°\n", name, s.pages, s.right,
		100*float64(s.right)/float64(max(1, s.pages)), s.pages-s.right, s.asked, at(0.5), at(0.95), at(0.99))
}

// stand looks at a page laid in one of four ways.
func (r *reader) stand(ctx context.Context, stood map[string]*stands, truth eval.TruthPage, page image.Image, lay int, name string, verbose bool) error {
	exif := [4]int{1, 6, 3, 8}[lay]
	v, err := prep.Look(page, exif, truth.DPI)
	if err != nil {
		return err
	}
	asked := len(v.Doubt) > 0
	if v, err = ingest.Upright(ctx, r.engine, v); err != nil {
		return err
	}
	s := stood[truth.Verdict]
	if s == nil {
		s = &stands{}
		stood[truth.Verdict] = s
	}
	tilt, _ := eval.Tilt(truth, v.ToView)
	text := truth.Verdict == string(document.Text)
	if !text { // right is what was not turned
		laid := [4]document.Affine{{1, 0, 0, 1}, {0, 1, -1, 0}, {-1, 0, 0, -1}, {0, -1, 1, 0}}[lay]
		back, _ := laid.Inverse()
		turned := back.Then(v.ToView)
		tilt = math.Atan2(turned[1], turned[0]) * 180 / math.Pi
	}
	s.pages++
	if asked {
		s.asked++
	}
	if math.Abs(tilt) > 45 {
		if verbose {
			fmt.Printf("wrong: %s (%s) tilt %.1f: %v\n", name, truth.Verdict, tilt, v.Steps)
		}
		return nil
	}
	if verbose && (asked || math.Abs(tilt) > 0.1 && text) {
		fmt.Printf("%s (%s) tilt %.2f: %v\n", name, truth.Verdict, tilt, v.Steps)
	}
	s.right++
	s.skew = append(s.skew, math.Abs(tilt))
	return nil
}
