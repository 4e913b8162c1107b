package index

import (
	"sync"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
	"aktenkundig/internal/lru"
)

// pageText is what is made of a page's text when words are sought in it. It is not changed once made.
type pageText struct {
	flow   document.Flow
	parted []terms.Join
	gist   func() string
	tokens func() []terms.Token
}

func newPageText(p *document.Page, hidden bool) *pageText {
	t := &pageText{}
	if hidden {
		t.flow = p.Aside()
	} else {
		t.flow = p.Body()
		t.parted = joins(p, t.flow)
	}
	t.gist = sync.OnceValue(func() string {
		gist := terms.Gist(t.flow.String)
		for _, j := range t.parted {
			gist += " " + terms.Gist(j.Text)
		}
		return gist
	})
	t.tokens = sync.OnceValue(func() []terms.Token { return terms.Tokens(t.flow.String, t.parted...) })
	return t
}

// textKey names a page's text by where its words lie in memory. The cache keeps them there, so that no others can come to
// lie in the same place.
type textKey struct {
	words  *document.Word
	hidden bool
}

// texts keeps the texts of pages.
type texts = lru.Cache[textKey, *pageText]

// KeepTexts has searches keep what they make of the texts of pages, up to so many bytes, and use it again as long as the
// source of records gives the same words, lying in the same memory. It pays where that source keeps documents, and asks
// that nobody changes them.
func (ix *Index) KeepTexts(bytes int64) {
	ix.texts.Store(lru.New[textKey, *pageText](bytes))
}

// textOf gives the text of a page, from the cache if it is there.
func textOf(kept *texts, p *document.Page, hidden bool) *pageText {
	if kept == nil || len(p.Words) == 0 {
		return newPageText(p, hidden)
	}
	key := textKey{&p.Words[0], hidden}
	if t, ok := kept.Get(key); ok {
		return t
	}
	t := newPageText(p, hidden)
	const word = 130 // bytes that a word takes as word, span, gist and token
	kept.Put(key, t, int64(len(p.Words)*word+len(t.flow.String)))
	return t
}
