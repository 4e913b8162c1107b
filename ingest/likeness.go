package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"aktenkundig/document"
)

// likeness is what two documents are compared by.
type likeness struct {
	pixels   string   // hash of the pixels of all pages, "" if a page has none
	shingles []uint64 // hashes of every three words that follow each other in the body, ascending, each once
}

const (
	shingleWords = 3
	// minShingles is how much text it takes to say that two texts are nearly the same.
	minShingles = 20
	// nearSame is the share of common shingles (Jaccard) from which two texts are nearly the same. Two readings of
	// one paper that each get one word in twenty wrong have 0.58 in common.
	nearSame = 0.5
	// bands of bandRows minima: texts with half their shingles in common share a band with 0.99 probability, texts
	// with a fifth with 0.23. (MinHash: Broder 1997; banding: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.)
	bands, bandRows = 32, 3
	// maxCompared bounds how many documents one is compared with, those first that share most bands: of a form
	// that came in ten thousand times it is enough to name some.
	maxCompared = 20
)

func likenessOf(d *document.Document) likeness {
	var l likeness
	h := sha256.New()
	whole := len(d.Pages) > 0
	var words []string
	for i := range d.Pages {
		sum := pixelsOf(&d.Pages[i])
		whole = whole && sum != ""
		h.Write([]byte(sum + "\n"))
		words = append(words, plainWords(d.Pages[i].Body().String)...)
	}
	if whole {
		l.pixels = string(h.Sum(nil))
	}
	for i := 0; i+shingleWords <= len(words); i++ {
		s := fnv.New64a()
		s.Write([]byte(strings.Join(words[i:i+shingleWords], " ")))
		l.shingles = append(l.shingles, s.Sum64())
	}
	slices.Sort(l.shingles)
	l.shingles = slices.Compact(l.shingles)
	if len(l.shingles) < minShingles {
		l.shingles = nil
	}
	return l
}

func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// keys are what a document that is worth comparing shares at least one of.
func (l likeness) keys() []uint64 {
	var keys []uint64
	if l.pixels != "" {
		keys = append(keys, binary.BigEndian.Uint64([]byte(l.pixels)))
	}
	if len(l.shingles) == 0 {
		return keys
	}
	for band := range bands {
		h := fnv.New64a()
		h.Write([]byte{byte(band)})
		for row := range bandRows {
			least := ^uint64(0)
			for _, s := range l.shingles {
				least = min(least, scatter(s+uint64(band*bandRows+row+1)*0x9e3779b97f4a7c15))
			}
			h.Write(binary.BigEndian.AppendUint64(nil, least))
		}
		keys = append(keys, h.Sum64())
	}
	return keys
}

// scatter spreads the bits of x (the finaliser of splitmix64).
func scatter(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (l likeness) samePixels(o likeness) bool { return l.pixels != "" && l.pixels == o.pixels }

func (l likeness) nearText(o likeness) bool {
	if len(l.shingles) == 0 || len(o.shingles) == 0 {
		return false
	}
	common, j := 0, 0
	for _, s := range l.shingles {
		for j < len(o.shingles) && o.shingles[j] < s {
			j++
		}
		if j < len(o.shingles) && o.shingles[j] == s {
			common++
		}
	}
	return float64(common) >= nearSame*float64(len(l.shingles)+len(o.shingles)-common)
}

// twins finds the documents of the archive that a document has its pixels in common with, and those that say nearly
// the same. The document is known to later calls at once; forget it when it is put.
func (r *run) twins(d *document.Document) (same, near []string, err error) {
	mine := likenessOf(d)
	keys := mine.keys()
	if len(keys) == 0 {
		return nil, nil, nil
	}
	r.mu.Lock()
	others, err := r.Archive.Twins(d.ID, keys)
	r.alike[d.ID] = mine
	r.mu.Unlock()
	if err != nil {
		return nil, nil, err
	}
	for _, id := range others[:min(len(others), maxCompared)] {
		other, ok := r.likeness(id)
		switch {
		case !ok:
		case mine.samePixels(other):
			same = append(same, id)
		case mine.nearText(other):
			near = append(near, id)
		}
	}
	slices.Sort(same)
	slices.Sort(near)
	return same, near, nil
}

// likeness is that of a document that is there or being put.
func (r *run) likeness(id string) (likeness, bool) {
	r.mu.Lock()
	l, ok := r.alike[id]
	r.mu.Unlock()
	if ok {
		return l, true
	}
	d, err := r.Archive.Get(id)
	if err != nil {
		return likeness{}, false
	}
	return likenessOf(&d), true
}

func (r *run) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.alike, id)
}

// fillTwins makes the archive's folder of twins where there is none, for example after a restore.
func (r *run) fillTwins(ctx, drain context.Context) error {
	if r.Archive.TwinsComplete() {
		return nil
	}
	if err := r.Archive.DropTwins(); err != nil {
		return err
	}
	for id, err := range r.Archive.IDs() {
		if ctx.Err() != nil || drain.Err() != nil {
			return stopped(ctx, drain).Err()
		}
		if err != nil {
			return err
		}
		d, err := r.Archive.Get(id)
		if err != nil {
			continue // Verify tells it
		}
		l := likenessOf(&d)
		if _, err := r.Archive.Twins(id, l.keys()); err != nil {
			return err
		}
	}
	return r.Archive.KeepTwins()
}
