package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
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
// Whatever interrupts Sync, the next one goes on from the last batch that was written and ends with the same index. A
// record that cannot be read is remembered, and every Sync tries it again, first, until it can be read or is gone; the
// others are taken in, and the error names it. After much was taken in the index is packed, see pack.
//
// An index of an older version is made anew, and answers until that is done.
func (ix *Index) Sync(ctx context.Context, src Source, report func(done, total int)) (int, error) {
	if ix.stale {
		return ix.Rebuild(ctx, src, report)
	}
	w, err := ix.work(src)
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	if w.nothing() {
		return 0, nil
	}
	s := syncer{ix: ix, src: src, batch: ix.bleve.NewBatch(), report: report, total: len(w.again) + len(w.ids)}
	if s.lengths, err = ix.lengths(); err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	if err := s.all(ctx, w.again); err != nil {
		return s.done, err
	}
	s.progress = &w.progress
	if err := s.all(ctx, w.ids); err != nil {
		return s.done, err
	}
	s.batch.SetInternal(positionKey, []byte(w.progress.Goal))
	s.batch.DeleteInternal(progressKey)
	s.progress = nil
	if err := s.remember(); err != nil {
		return s.done, err
	}
	if err := s.commit(); err != nil {
		return s.done, err
	}
	if err := ix.pack(ctx, w.progress.Docs); err != nil {
		return s.done, fmt.Errorf("index: pack: %w", err)
	}
	if err := ix.learn(); err != nil {
		return s.done, fmt.Errorf("index: learn from corrections: %w", err)
	}
	return s.done, errors.Join(s.bad...)
}

type syncer struct {
	ix       *Index
	src      Source
	batch    *bleve.Batch
	docs     int       // in the batch
	pages    int       // in the batch
	done     int       // documents committed
	total    int       // documents to deal with
	progress *progress // written with each batch; nil: none
	lengths  lengths
	unread   []string // ids of records that cannot be read
	bad      []error  // why, at most maxBad
	report   func(done, total int)
}

const maxBad = 20

// made is a document made ready for the index.
type made struct {
	id           string
	doc          *bdoc.Document
	pages, words int
	err          error
}

// all takes in documents, batch by batch.
func (s *syncer) all(ctx context.Context, ids []string) error {
	for i := 0; i < len(ids); i += aheadDocs {
		for _, m := range s.ahead(ids[i:min(i+aheadDocs, len(ids))]) {
			if err := ctx.Err(); err != nil {
				return err
			}
			s.take(m)
			if s.progress != nil {
				s.progress.Last = m.id
				s.progress.Docs++
			}
			if s.docs < batchDocs && s.pages < batchPages {
				continue
			}
			if err := s.commit(); err != nil {
				return err
			}
		}
	}
	return nil
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
		var corrected [][2]string
		if c, ok := s.src.(Corrected); ok {
			corrected, m.err = c.Corrections(id)
		}
		m.doc, m.words = memo(s.ix.vocabulary, &d, corrected)
	}
	return m
}

func (s *syncer) take(m made) {
	s.docs++
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
	return s.set(unreadKey, s.unread)
}

// commit writes the batch. With progress, what could not be read so far is in it, too.
func (s *syncer) commit() error {
	if s.progress != nil {
		if err := errors.Join(s.set(progressKey, s.progress), s.remember()); err != nil {
			return err
		}
	}
	if err := s.set(lengthsKey, s.lengths); err != nil {
		return err
	}
	if err := s.ix.bleve.Batch(s.batch); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.batch = s.ix.bleve.NewBatch() // scorch may still read the last one: it does not wait for the goroutine that hands out its documents
	s.done += s.docs
	s.docs, s.pages = 0, 0
	if s.report != nil {
		s.report(s.done, s.total)
	}
	return nil
}

func (s *syncer) set(key []byte, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.batch.SetInternal(key, data)
	return nil
}
