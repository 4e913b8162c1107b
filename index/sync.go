package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2"
	bdoc "github.com/blevesearch/bleve/v2/document"
)

// Bounds of one Bleve batch: what is in it is held in memory.
const (
	batchDocs  = 1000
	batchPages = 1000
	aheadDocs  = 64 // documents that are read and analysed at the same time
)

// Sync brings the index up to its source: it takes in the documents that changed since the last Sync and drops those
// that have no record any more. It returns how many documents it dealt with; report, if not nil, is told after each
// batch.
//
// The source's position is written in the same batch as the last documents. Whatever interrupts Sync, the next one
// goes on from the last position and ends with the same index. A record that cannot be read is remembered, and every
// Sync tries it again, first, until it can be read or is gone; the others are taken in, and the error names it.
//
// An index of an older version is made anew, and answers until that is done.
func (ix *Index) Sync(ctx context.Context, src Source, report func(done, total int)) (int, error) {
	if ix.stale {
		return ix.Rebuild(ctx, src, report)
	}
	since, err := ix.bleve.GetInternal(positionKey)
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	unread, err := ix.unread()
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	ids, now, err := src.Changes(string(since))
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	ids = unreadFirst(unread, ids)
	if len(ids) == 0 && now == string(since) {
		return 0, nil
	}
	s := syncer{ix: ix, src: src, batch: ix.bleve.NewBatch()}
	if s.lengths, err = ix.lengths(); err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	for i := 0; i < len(ids); i += aheadDocs {
		for k, m := range s.ahead(ids[i:min(i+aheadDocs, len(ids))]) {
			if err := ctx.Err(); err != nil {
				return s.done, err
			}
			s.take(m)
			if s.batch.Size() < batchDocs && s.pages < batchPages {
				continue
			}
			if err := s.commit(i + k + 1); err != nil {
				return s.done, err
			}
			if report != nil {
				report(s.done, len(ids))
			}
		}
	}
	s.batch.SetInternal(positionKey, []byte(now))
	if err := s.remember(); err != nil {
		return s.done, err
	}
	if err := s.commit(len(ids)); err != nil {
		return s.done, err
	}
	if report != nil {
		report(s.done, len(ids))
	}
	return s.done, errors.Join(s.bad...)
}

// unread gives the ids of the records that the last Sync could not read.
func (ix *Index) unread() (ids []string, err error) {
	data, err := ix.bleve.GetInternal(unreadKey)
	if err == nil && data != nil {
		err = json.Unmarshal(data, &ids)
	}
	return ids, err
}

// unreadFirst gives unread and then the other ids.
func unreadFirst(unread, ids []string) []string {
	if len(unread) == 0 {
		return ids
	}
	all, tried := slices.Clone(unread), make(map[string]bool, len(unread))
	for _, id := range unread {
		tried[id] = true
	}
	for _, id := range ids {
		if !tried[id] {
			all = append(all, id)
		}
	}
	return all
}

type syncer struct {
	ix      *Index
	src     Source
	batch   *bleve.Batch
	pages   int // in the batch
	done    int // documents committed
	lengths lengths
	unread  []string // ids of records that cannot be read
	bad     []error  // why, at most maxBad
}

const maxBad = 20

// made is a document made ready for the index.
type made struct {
	id           string
	doc          *bdoc.Document
	pages, words int
	err          error
}

// ahead makes documents ready, on all cores.
func (s *syncer) ahead(ids []string) []made {
	all := make([]made, len(ids))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(ids)) {
		workers.Go(func() {
			for i := range next {
				all[i] = s.make(ids[i])
			}
		})
	}
	for i := range ids {
		next <- i
	}
	close(next)
	workers.Wait()
	return all
}

func (s *syncer) make(id string) made {
	d, err := s.src.Get(id)
	if err == nil && d.ID != id {
		err = fmt.Errorf("the record says it is %q", d.ID)
	}
	m := made{id: id, err: err, pages: len(d.Pages)}
	if err == nil {
		m.doc, m.words = memo(s.ix.vocabulary, &d)
	}
	return m
}

func (s *syncer) take(m made) {
	if errors.Is(m.err, fs.ErrNotExist) {
		s.batch.Delete(m.id)
		return
	}
	if m.err == nil {
		m.err = s.batch.IndexAdvanced(m.doc)
		s.lengths.Docs, s.lengths.Words = s.lengths.Docs+1, s.lengths.Words+m.words
	}
	if m.err != nil {
		s.unread = append(s.unread, m.id)
		if len(s.bad) < maxBad {
			s.bad = append(s.bad, fmt.Errorf("index document %.12s: %w", m.id, m.err))
		}
	}
	s.pages += m.pages
}

// remember puts into the batch what the next Sync has to try again.
func (s *syncer) remember() error {
	if len(s.unread) == 0 {
		s.batch.DeleteInternal(unreadKey)
		return nil
	}
	data, err := json.Marshal(s.unread)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.batch.SetInternal(unreadKey, data)
	return nil
}

func (s *syncer) commit(done int) error {
	data, err := json.Marshal(s.lengths)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.batch.SetInternal(lengthsKey, data)
	if err := s.ix.bleve.Batch(s.batch); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.batch = s.ix.bleve.NewBatch() // scorch may still read the last one: it does not wait for the goroutine that hands out its documents
	s.pages, s.done = 0, done
	return nil
}
