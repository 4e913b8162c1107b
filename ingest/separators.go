package ingest

import (
	"context"
	"sync"

	"aktenkundig/ingest/separator"
	"aktenkundig/prep"
	"aktenkundig/scan"
)

// separators looks at every page of a stack, each in a slot, and gives the marks of those that are separator sheets. The error is
// that of the context that ended.
func (r *run) separators(ctx, drain context.Context, paper Paper) ([]separator.Mark, error) {
	marks := make([]separator.Mark, paper.Len())
	all := func(int) bool { return true }
	if err := r.eachSheet(ctx, drain, paper, all, func(i int, s scan.Sheet) { marks[i] = r.mark(s) }); err != nil {
		return nil, err
	}
	if !r.Duplex {
		return marks, nil
	}
	// Of a separator sheet that was scanned on both sides, the other side must be empty, or bear a mark, too, to belong to it.
	empty := make([]bool, len(marks))
	want := func(i int) bool { return marks[i].How == "" && i^1 < len(marks) && marks[i^1].How != "" }
	if r.Split != separator.Blank {
		if err := r.eachSheet(ctx, drain, paper, want, func(i int, s scan.Sheet) { empty[i] = blank(s) }); err != nil {
			return nil, err
		}
	}
	for i := range marks {
		switch {
		case r.Split == separator.Blank && i^1 < len(marks) && marks[i^1].How == "":
			marks[i] = separator.Mark{} // an empty back of a page with text
		case empty[i]:
			marks[i].How = "back of a separator"
		}
	}
	return marks, nil
}

// eachSheet calls use for the sheets that are wanted and can be decoded, several at once.
func (r *run) eachSheet(ctx, drain context.Context, paper Paper, want func(i int) bool, use func(i int, s scan.Sheet)) error {
	var looking sync.WaitGroup
	for i := range paper.Len() {
		if !want(i) {
			continue
		}
		if !r.slot(ctx, drain) {
			break
		}
		looking.Go(func() {
			defer func() { <-r.slots }()
			defer func() { _ = recover() }() // what costs a page its reading makes no separator of it; the reading will tell
			if s, err := paper.Sheet(ctx, i+1); err == nil && s.Problem == "" {
				use(i, s)
			}
		})
	}
	looking.Wait()
	return stopped(ctx, drain).Err()
}

// mark tells whether a sheet is a separator of the kind that is asked for.
func (r *run) mark(s scan.Sheet) separator.Mark {
	if r.Split == separator.Blank {
		if blank(s) {
			return separator.Mark{How: string(separator.Blank)}
		}
		return separator.Mark{}
	}
	if s.Image == nil {
		return separator.Mark{}
	}
	m, _ := separator.Find(r.Split, s.Image, s.DPI)
	return m
}

// blank tells whether there is nothing on a sheet, as the verdict would.
func blank(s scan.Sheet) bool {
	if s.Layer != nil && len(s.Layer.Words) > 0 {
		return false
	}
	if s.Image == nil {
		return true
	}
	view, err := prep.Look(s.Image, s.Orientation, s.DPI)
	return err == nil && prep.Ready(view).Blank
}
