package index

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// progress is how far a Sync came that was interrupted: of the documents that changed since Since it has taken in those up to
// the id Last, as they were at the position Goal or later; Docs of them.
type progress struct {
	Since, Goal, Last string
	Docs              int
}

// work is what a Sync has to do.
type work struct {
	again    []string // documents to take in first: those that could not be read, and those that changed behind progress
	ids      []string // then these, ascending
	progress progress // before ids
}

func (w *work) nothing() bool {
	return len(w.again) == 0 && len(w.ids) == 0 && w.progress.Goal == w.progress.Since
}

// work asks the source what changed, and takes up what was interrupted.
func (ix *Index) work(src Source) (w work, err error) {
	since, err := ix.bleve.GetInternal(positionKey)
	if err != nil {
		return w, err
	}
	if w.again, err = ix.unread(); err != nil {
		return w, err
	}
	before, err := ix.interrupted(string(since))
	if err != nil {
		return w, err
	}
	w.progress.Since = string(since)
	var changed []string
	if before != nil {
		// First what changed since: whatever changes between the two questions is named again next time.
		if changed, w.progress.Goal, err = src.Changes(before.Goal); err != nil {
			return w, err
		}
		w.progress.Last, w.progress.Docs = before.Last, before.Docs
	}
	ids, now, err := src.Changes(string(since))
	if err != nil {
		return w, err
	}
	if before == nil {
		w.progress.Goal = now
	}
	w.plan(ids, changed)
	return w, nil
}

// plan parts documents into those to take in first and the others.
func (w *work) plan(ids, changed []string) {
	tried := make(map[string]bool, len(w.again))
	for _, id := range w.again {
		tried[id] = true
	}
	add := func(id string, late bool) {
		switch {
		case tried[id]:
		case id > w.progress.Last:
			w.ids = append(w.ids, id)
		case late:
			w.again = append(w.again, id)
		}
	}
	for _, id := range ids {
		add(id, false)
	}
	for _, id := range changed {
		add(id, true)
	}
	slices.Sort(w.ids)
	w.ids = slices.Compact(w.ids)
}

// unread gives the ids of the records that the last Sync could not read.
func (ix *Index) unread() (ids []string, err error) {
	data, err := ix.bleve.GetInternal(unreadKey)
	if err == nil && data != nil {
		err = json.Unmarshal(data, &ids)
	}
	return ids, err
}

// interrupted gives how far a Sync from a position came; nil if none was interrupted.
func (ix *Index) interrupted(since string) (*progress, error) {
	data, err := ix.bleve.GetInternal(progressKey)
	if err != nil || data == nil {
		return nil, err
	}
	var p progress
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, err
	}
	if p.Since != since || p.Goal == "" || p.Last == "" { // a source without a log has no place to go on from
		return nil, nil
	}
	return &p, nil
}

// bulk is from how many documents at once the index may be packed.
const bulk = 1000

// pack makes one file of the index if a good part of it, taken documents, came in at once: that takes a third less room, and words are looked up
// in one dictionary instead of a dozen. It changes nothing else; interrupted, it leaves the index as it was.
func (ix *Index) pack(ctx context.Context, taken int) error {
	advanced, err := ix.bleve.Advanced()
	if err != nil {
		return err
	}
	s, ok := advanced.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("the index is no scorch index but %T", advanced)
	}
	docs, err := ix.bleve.DocCount()
	if err != nil || taken < bulk || uint64(4*taken) < docs {
		return err
	}
	if err := s.ForceMerge(ctx, nil); err != nil {
		return err
	}
	// A write waits until what was merged is on the disk, the next one until the files that it replaces are gone.
	for range 2 {
		if err := ix.bleve.SetInternal(schemaKey, []byte(schema)); err != nil {
			return err
		}
	}
	return nil
}
