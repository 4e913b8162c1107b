package index

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"aktenkundig/document"
)

// reads counts the records that a search reads.
type reads struct {
	Records
	mu  sync.Mutex
	ids []string
}

func (r *reads) Get(id string) (document.Document, error) {
	r.mu.Lock()
	r.ids = append(r.ids, id)
	r.mu.Unlock()
	return r.Records.Get(id)
}

func TestALatePageReadsOnlyItsOwnDocuments(t *testing.T) {
	var memos []document.Document
	for i := range 30 {
		memos = append(memos, memoOf(fmt.Sprintf("m%02d", i), "Haushalt der Stadt", "Haushalt der Stadt"))
	}
	l := newLibrary(t, memos...)
	var all []string
	for offset := 0; offset < 30; offset += 10 {
		src := &reads{Records: l.archive}
		res, err := l.Search(t.Context(), src, Request{Query: "Haushalt", Limit: 10, Offset: offset, ByDocument: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(src.ids) != 10 {
			t.Errorf("offset %d: %d records read, want 10", offset, len(src.ids))
		}
		if len(res.Hits) != 20 || res.Total != 30 {
			t.Errorf("offset %d: %d hits of %d documents, want 20 of 30", offset, len(res.Hits), res.Total)
		}
		all = append(all, src.ids...)
	}
	slices.Sort(all)
	if n := len(slices.Compact(all)); n != 30 {
		t.Errorf("%d different documents on three pages, want 30", n)
	}
}
