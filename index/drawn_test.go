package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"aktenkundig/document"
	"aktenkundig/internal/memogen"
)

// drawnMemos lays the words of drawn memos out as pages.
func drawnMemos(n int, seed uint64) []document.Document {
	var docs []document.Document
	for i := range n {
		var pages []string
		for _, p := range memogen.Compose(seed+uint64(i), memogen.Options{}).Pages {
			pages = append(pages, strings.NewReplacer("[", "(", "]", ")").Replace(p.Text))
		}
		docs = append(docs, memoOf(fmt.Sprintf("%04d", i), pages...))
	}
	return docs
}

// TestAWordOutlinesItsBoxes searches random words of drawn memos, each by itself: the boxes outlined as its exact form
// are those of its printed places on the page, all of them and no others.
func TestAWordOutlinesItsBoxes(t *testing.T) {
	seed := rand.Uint64N(1 << 40)
	docs := drawnMemos(60, seed)
	l := newLibrary(t, docs...)
	r := rand.New(rand.NewPCG(seed, 1))
	words := 1000
	if testing.Short() {
		words = 100
	}
	for range words {
		d := docs[r.IntN(len(docs))]
		p := d.Pages[r.IntN(len(d.Pages))]
		w := p.Words[r.IntN(len(p.Words))]
		form := strings.TrimFunc(w.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
		if form == "" || strings.ContainsAny(form, `"*:()`) {
			continue
		}
		res := l.search(t, Request{Query: "name:" + d.ID + ` "` + form + `"`, Limit: 100})
		got := map[int][]document.Box{}
		for _, h := range res.Hits {
			if h.ID != d.ID {
				t.Errorf("seed %d: %q of %s found in %s", seed, form, d.ID, h.ID)
			}
			for _, term := range h.Terms {
				if term.Why == "exact" {
					got[h.Page] = append(got[h.Page], term.Box)
				}
			}
		}
		if page, shown := got[p.Number]; shown {
			if want := boxesOf(&p, form); !slices.Equal(page, want) {
				t.Errorf("seed %d: %q on page %d of %s is outlined at %v, want %v", seed, form, p.Number, d.ID, page, want)
			}
		} else if len(res.Hits) == 0 {
			t.Errorf("seed %d: %q of %s is not found", seed, form, d.ID)
		}
	}
}

// boxesOf gives the boxes of the words in which a row of printed runs stands, worked out from the letters alone. A single
// run may also be parted by a hyphen at the end of a line.
func boxesOf(p *document.Page, form string) []document.Box {
	type run struct {
		text string
		word int
	}
	split := func(s string) []string {
		return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	}
	var runs []run
	for i, w := range p.Words {
		for _, s := range split(w.Text) {
			runs = append(runs, run{s, i})
		}
	}
	want := split(form)
	marked := map[int]bool{}
	for i := 0; i+len(want) <= len(runs); i++ {
		same := true
		for k := range want {
			same = same && runs[i+k].text == want[k]
		}
		for k := range want {
			if same {
				marked[runs[i+k].word] = true
			}
		}
	}
	for i := 0; len(want) == 1 && i+1 < len(runs); i++ {
		head, tail := p.Words[runs[i].word], p.Words[runs[i+1].word]
		if strings.HasSuffix(head.Text, "-") && head.Line != tail.Line && runs[i].text+runs[i+1].text == want[0] {
			marked[runs[i].word], marked[runs[i+1].word] = true, true
		}
	}
	var boxes []document.Box
	for i, w := range p.Words {
		if marked[i] {
			boxes = append(boxes, w.Box)
		}
	}
	return boxes
}

// fold is a second opinion on which spellings are one, good for what memos hold.
func fold(s string) string {
	s = strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "ss", "é", "e").Replace(strings.ToLower(s))
	s = strings.NewReplacer("ae", "a", "oe", "o").Replace(s)
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteByte(s[i])
		if s[i] == 'u' && i+1 < len(s) && s[i+1] == 'e' && (i == 0 || !strings.ContainsRune("aeiouyq", rune(s[i-1]))) {
			i++
		}
	}
	return b.String()
}
