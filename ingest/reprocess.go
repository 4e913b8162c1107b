package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"sync"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/internal/lexicon"
	"aktenkundig/scan"
)

// Difference is what another reading of a document changes.
type Difference struct {
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	Pages            int      `json:"pages"`
	Changed          []int    `json:"changed"` // numbers of pages with another verdict, other words or other hidden words
	Gained           Words    `json:"gained"`
	Lost             Words    `json:"lost"`
	ReferencesGained []string `json:"referencesGained"`
	ReferencesLost   []string `json:"referencesLost"`
	Problem          string   `json:"problem,omitempty"` // why it could not be read again; the old record stays
}

// Words counts words by whether a German or English word list has them.
type Words struct {
	Known int `json:"dictionary"`
	Other int `json:"other"`
}

// Same tells whether the readings do not differ in anything that Difference tells.
func (d *Difference) Same() bool {
	return len(d.Changed) == 0 && len(d.ReferencesGained) == 0 && len(d.ReferencesLost) == 0 && d.Problem == ""
}

// Reprocess reads the documents again with today's settings and tells of each how the reading differs; unless dry, the
// new record then takes the place of the old one. Rulings hold for the new as for the old. Documents whose record was made with
// the very settings are passed over, unless all is set. tell is called for one document at a time.
//
// Pages read are kept until the document is put: after a dry run, or one that was broken off, they are not read again.
func (p *Pipeline) Reprocess(ctx, drain context.Context, ids iter.Seq2[string, error], dry, all bool, tell func(Difference)) error {
	unlock, err := p.Archive.Lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if err := p.Archive.Heal(); err != nil {
		return fmt.Errorf("heal the archive: %w", err)
	}
	quiet := *p
	quiet.Report = nil
	r := newRun(&quiet, nil)
	again := &again{run: r, dry: dry, tell: tell}
	var reading sync.WaitGroup
	for id, err := range ids {
		if err != nil {
			r.fail(err)
		}
		if made, ok := p.Archive.Made(id); ok && !all && reflect.DeepEqual(made, p.Made) {
			continue
		}
		select {
		case r.open <- struct{}{}:
		case <-drain.Done():
		}
		if drain.Err() != nil || ctx.Err() != nil || r.failure() != nil {
			break
		}
		reading.Go(func() {
			defer func() { <-r.open }()
			if err := again.document(ctx, drain, id); err != nil && ctx.Err() == nil && drain.Err() == nil {
				r.fail(err)
			}
		})
	}
	reading.Wait()
	if err := r.failure(); err != nil {
		return err
	}
	return stopped(ctx, drain).Err()
}

// again is one Reprocess.
type again struct {
	*run
	dry     bool
	telling sync.Mutex
	tell    func(Difference)
}

func (a *again) document(ctx, drain context.Context, id string) error {
	_, src, err := a.Archive.Original(id)
	if err != nil {
		return err
	}
	s, err := Open(ctx, a.Archive, id, a.Scan)
	if e, ok := errors.AsType[*scan.Error](err); ok {
		a.say(Difference{ID: id, Name: src.Name, Problem: e.Error()})
		return nil
	}
	if err != nil {
		return err
	}
	f := &file{path: src.Name, id: id, size: src.Size, scan: s}
	defer s.Close()
	pages, err := a.pages(ctx, drain, f)
	if err != nil {
		return fmt.Errorf("%s: %w", src.Name, err)
	}
	d := document.Document{ID: id, Pages: pages, Made: a.Made}
	a.derive(&d)
	diff, err := a.compare(d)
	if err != nil {
		return err
	}
	diff.Name = src.Name
	if !a.dry {
		if err := a.Archive.Put(d); err != nil {
			return err
		}
	}
	a.say(diff)
	return nil
}

func (a *again) say(d Difference) {
	a.telling.Lock()
	defer a.telling.Unlock()
	a.tell(d)
}

// compare tells how a new reading differs from the record, both with the rulings applied. A record that cannot be
// read counts as empty.
func (a *again) compare(d document.Document) (Difference, error) {
	rulings, err := a.Archive.Rulings(d.ID)
	if err != nil {
		return Difference{}, err
	}
	old, err := a.Archive.Get(d.ID)
	if errors.Is(err, archive.ErrNotFound) {
		return Difference{}, err
	}
	diff := Difference{ID: d.ID, Pages: len(d.Pages), Changed: []int{}}
	for i := range d.Pages {
		now, was := ruled(d.Pages[i], rulings), document.Page{}
		if i < len(old.Pages) {
			was = old.Pages[i]
		}
		if !samePage(now, was) {
			diff.Changed = append(diff.Changed, now.Number)
		}
		diff.Gained.add(surplus(now.Words, was.Words))
		diff.Lost.add(surplus(was.Words, now.Words))
	}
	diff.ReferencesGained = missingIn(references(d), references(old))
	diff.ReferencesLost = missingIn(references(old), references(d))
	return diff, nil
}

// ruled is a page with rulings applied to a copy of its words and artefacts.
func ruled(p document.Page, rulings []document.Ruling) document.Page {
	p.Words, p.Artefacts = slices.Clone(p.Words), slices.Clone(p.Artefacts)
	p.Apply(rulings)
	return p
}

func samePage(a, b document.Page) bool {
	return a.Verdict == b.Verdict && a.Problem == b.Problem && slices.EqualFunc(a.Words, b.Words, func(v, w document.Word) bool {
		return v.Text == w.Text && v.Hidden == w.Hidden
	})
}

// surplus gives the words of a that b has not, or has less often.
func surplus(a, b []document.Word) (more []string) {
	have := map[string]int{}
	for _, w := range b {
		have[w.Text]++
	}
	for _, w := range a {
		if have[w.Text]--; have[w.Text] < 0 {
			more = append(more, w.Text)
		}
	}
	return more
}

func (w *Words) add(words []string) {
	german, english := lexicon.German(), lexicon.English()
	for _, text := range words {
		for _, part := range plainWords(text) {
			if german.Has(part) || english.Has(part) {
				w.Known++
			} else {
				w.Other++
			}
		}
	}
}

func references(d document.Document) (all []string) {
	for _, f := range d.Fields {
		if f.Name == "reference" {
			all = append(all, f.Value)
		}
	}
	return all
}

// missingIn gives the values of a that b has not, ascending, each once.
func missingIn(a, b []string) []string {
	missing := []string{}
	for _, v := range a {
		if !slices.Contains(b, v) {
			missing = append(missing, v)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}
