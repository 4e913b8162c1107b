package index

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"aktenkundig/document"
)

// many are short memos with ids in order.
func many(n int) []document.Document {
	var docs []document.Document
	for i := range n {
		docs = append(docs, memoOf(fmt.Sprintf("m%05d", i), fmt.Sprintf("Verband Nummer%d", i)))
	}
	return docs
}

// counted counts the records that are read.
type counted struct {
	*archive
	n atomic.Int64
}

func (c *counted) Get(id string) (document.Document, error) {
	c.n.Add(1)
	return c.archive.Get(id)
}

// stopped runs f with a context that ends when f reports for the first time.
func stopped(t *testing.T, f func(context.Context, func(done, total int)) (int, error)) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if n, err := f(ctx, func(int, int) { stop() }); !errors.Is(err, context.Canceled) || n == 0 {
		t.Fatalf("dealt with %d, %v; want a part, and that it was stopped", n, err)
	}
}

func TestAnInterruptedSyncGoesOnWhereItWas(t *testing.T) {
	l := &library{archive: newArchive(many(2500)...), dir: filepath.Join(t.TempDir(), "index")}
	l.archive.broken["m00007"] = true
	l.open(t)
	stopped(t, func(ctx context.Context, report func(int, int)) (int, error) { return l.Sync(ctx, l.archive, report) })
	l.Close()
	l.open(t)
	t.Cleanup(func() { l.Close() })

	// Before it goes on: documents behind and ahead of it change, go and come.
	l.archive.broken["m00007"] = false
	l.archive.put(memoOf("m00003", "Satzung"), memoOf("m02400", "Satzung"), memoOf("a", "Satzung"), memoOf("z", "Satzung"))
	l.archive.drop("m00004")
	l.archive.drop("m02401")
	src := &counted{archive: l.archive}
	if _, err := l.Sync(context.Background(), src, nil); err != nil {
		t.Fatal(err)
	}
	if n := src.n.Load(); n > 1600 {
		t.Errorf("%d records were read again, want the 1,500 that were left and a few", n)
	}
	if got := l.found(t, "Satzung"); len(got) != 4 {
		t.Errorf("Satzung in %v, want four", got)
	}
	if got := l.search(t, Request{Query: "Verband"}).Total; got != 2500-4 {
		t.Errorf("Verband in %d documents, want %d", got, 2500-4)
	}
	if got := l.found(t, "Nummer7"); !slices.Equal(got, []string{"m00007/1"}) {
		t.Errorf("what could not be read at first: %v", got)
	}
	l.checks(t)
	if n := l.sync(t); n != 0 {
		t.Errorf("after that Sync dealt with %d documents", n)
	}
}

func TestAnInterruptedRebuildChangesNothingAndGoesOn(t *testing.T) {
	l := newLibrary(t, many(2500)...)
	stopped(t, func(ctx context.Context, report func(int, int)) (int, error) {
		return l.Rebuild(ctx, l.archive, report)
	})
	if got := l.search(t, Request{Query: "Verband"}).Total; got != 2500 {
		t.Errorf("the old index finds %d documents", got)
	}
	src := &counted{archive: l.archive}
	if _, err := l.Rebuild(context.Background(), src, nil); err != nil {
		t.Fatal(err)
	}
	if n := src.n.Load(); n > 1600 {
		t.Errorf("%d records were read again, want the 1,500 that were left", n)
	}
	if got := l.search(t, Request{Query: "Verband"}).Total; got != 2500 {
		t.Errorf("the new index finds %d documents", got)
	}
	l.checks(t)
}

func TestAnIndexIsPackedWhenMuchCameIn(t *testing.T) {
	l := newLibrary(t, many(3000)...)
	if n := segments(t, l.Index); n != 1 {
		t.Errorf("%d segments after 3,000 documents, want 1", n)
	}
	l.archive.put(memoOf("z", "Verband"))
	l.sync(t)
	l.Close()
	l.open(t)
	if n := segments(t, l.Index); n != 2 {
		t.Errorf("%d segments after one more, want 2: the large one is not written again for it", n)
	}
	l.checks(t)
}

func segments(t *testing.T, ix *Index) int {
	t.Helper()
	s, err := ix.session()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	return len(s.reader.(*scorch.IndexSnapshot).Segments())
}
