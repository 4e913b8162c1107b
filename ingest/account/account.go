// Package account makes up the account of one import, the sheet an archivist signs: what was delivered, what became
// of each file and page, how well it was read, and what should be looked at. It reads the batch's ledger and the
// records and changes nothing.
package account

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"aktenkundig/archive"
	"aktenkundig/document"

	"github.com/maruel/natural"
)

// Worst is how many of the pages with the lowest confidence an Account names.
const Worst = 20

// Account is what became of one import. Lists stand in the natural order of paths and, within a file, of pages.
type Account struct {
	archive.Head
	Files      map[string]int           `json:"files"`      // by outcome
	Bound      []Document               `json:"documents"`  // that were bound from pages of files
	Bytes      int64                    `json:"bytes"`      // of all files with an outcome
	PagesIn    int                      `json:"pagesIn"`    // pages of the new documents when they were read, and separators
	PagesOut   int                      `json:"pagesOut"`   // pages of their records now, and separators that bindings account for
	Verdicts   map[document.Verdict]int `json:"verdicts"`   // of PagesOut
	Confidence [10]int                  `json:"confidence"` // text pages by mean confidence of their words: under 0.1, 0.2, … 1
	Worst      []Page                   `json:"worst"`      // text pages, lowest confidence first
	Problems   []Page                   `json:"problems"`   // pages with a problem
	Gaps       []Gap                    `json:"gaps"`
	Twins      []Twin                   `json:"duplicates"`
	NotTaken   []archive.Entry          `json:"notTaken"`   // files that are no document: quarantined, skipped, failed
	Unbalanced []string                 `json:"unbalanced"` // where ledger and archive do not agree, in words
	Sums       []Sum                    `json:"checksums"`
	Digest     string                   `json:"digest"` // SHA-256 of the lines "SHA-256, two blanks, path" of Sums
}

// Page is one page that somebody should look at.
type Page struct {
	Path       string           `json:"path"`
	ID         string           `json:"id"`
	Number     int              `json:"page"`
	Verdict    document.Verdict `json:"verdict"`
	Confidence float64          `json:"confidence"` // mean of its words, 0 to 1
	Words      int              `json:"words"`
	Problem    string           `json:"problem,omitempty"`
}

// Document is a document that was bound.
type Document struct {
	Path  string `json:"path"` // of the folder or file its pages are from
	ID    string `json:"id"`
	Name  string `json:"name"`
	Pages int    `json:"pages"`
}

// Twin is a file that says what another one says.
type Twin struct {
	Path string `json:"path"`
	ID   string `json:"id"`
	Of   string `json:"of"`   // id of the other document; the same as ID for the same bytes
	Name string `json:"name"` // of the other document's file
	Kind string `json:"kind"` // "same bytes", "same pixels" or "near-same text"
}

// SameBytes is the Kind of a file that was delivered more than once.
const SameBytes = "same bytes"

// Sum is the checksum of a delivered file, "" if it could not be read.
type Sum struct {
	SHA256  string `json:"sha256,omitempty"`
	Path    string `json:"path"`
	Bytes   int64  `json:"bytes"`
	Outcome string `json:"outcome"`
}

// Of makes up the account of a batch.
func Of(ctx context.Context, a *archive.Archive, batch string) (*Account, error) {
	head, err := a.Head(batch)
	if err != nil {
		return nil, err
	}
	acc := &Account{
		Head: head, Files: map[string]int{}, Verdicts: map[document.Verdict]int{},
		Bound: []Document{}, Worst: []Page{}, Problems: []Page{}, Gaps: []Gap{}, Twins: []Twin{}, NotTaken: []archive.Entry{}, Unbalanced: []string{}, Sums: []Sum{},
	}
	entries, err := acc.entries(a, batch)
	if err != nil {
		return nil, err
	}
	m := &maker{Account: acc, archive: a}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := m.add(e); err != nil {
			return nil, err
		}
	}
	m.end()
	return acc, nil
}

// entries are the lines of the ledger, one for each file, in natural order of the paths.
func (acc *Account) entries(a *archive.Archive, batch string) ([]archive.Entry, error) {
	var all []archive.Entry
	for e, err := range a.Entries(batch) {
		switch {
		case errors.Is(err, archive.ErrNotFound):
			return nil, err
		case err != nil:
			acc.Unbalanced = append(acc.Unbalanced, err.Error())
		default:
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(x, y archive.Entry) int {
		switch {
		case natural.Less(x.Path, y.Path):
			return -1
		case natural.Less(y.Path, x.Path):
			return 1
		}
		return cmp.Compare(x.Path, y.Path)
	})
	files := 0
	for _, e := range all {
		if e.IsFile() {
			files++
		}
	}
	if acc.Ended != "" && acc.Error == "" && acc.Found != files {
		acc.differ("%d files were seen, %d have an outcome", acc.Found, files)
	}
	return all, nil
}

func (acc *Account) differ(format string, args ...any) {
	acc.Unbalanced = append(acc.Unbalanced, fmt.Sprintf(format, args...))
}

// maker goes through the entries.
type maker struct {
	*Account
	archive *archive.Archive
	loose   loose // documents of one page, which may be pages of one paper
	stacks  stacks
}

func (m *maker) add(e archive.Entry) error {
	if !e.IsFile() {
		return m.bound(e)
	}
	m.Files[e.Outcome]++
	m.Bytes += e.Size
	m.Sums = append(m.Sums, Sum{SHA256: e.ID, Path: e.Path, Bytes: e.Size, Outcome: e.Outcome})
	switch e.Outcome {
	case archive.NewFile:
		m.twins(e, e.Same, "same pixels")
		m.twins(e, e.Near, "near-same text")
		return m.document(e)
	case archive.BoundFile:
		m.PagesIn += e.Pages[document.Separator]
		if m.stacks.add(e) {
			m.twins(e, []string{e.ID}, SameBytes)
		}
	case archive.KnownFile:
		m.twins(e, []string{e.ID}, SameBytes)
	default:
		m.NotTaken = append(m.NotTaken, e)
	}
	return nil
}

// twins notes that a file is like other documents.
func (m *maker) twins(e archive.Entry, of []string, kind string) {
	for _, id := range of {
		t := Twin{Path: e.Path, ID: e.ID, Of: id, Kind: kind}
		if _, s, err := m.archive.Original(id); err == nil {
			t.Name = s.Name
		}
		m.Twins = append(m.Twins, t)
	}
}

// bound takes in a document that was bound.
func (m *maker) bound(e archive.Entry) error {
	if e.Outcome != archive.NewFile {
		m.NotTaken = append(m.NotTaken, e)
		return nil
	}
	m.twins(e, e.Same, "same pixels")
	m.twins(e, e.Near, "near-same text")
	d := Document{Path: e.Path, ID: e.ID}
	for _, n := range e.Pages {
		d.Pages += n
	}
	if _, s, err := m.archive.Original(e.ID); err == nil {
		d.Name = s.Name
	}
	m.Bound = append(m.Bound, d)
	return m.document(e)
}

// document compares what the ledger says of a new document with its record, and takes in its pages.
func (m *maker) document(e archive.Entry) error {
	in := 0
	for _, n := range e.Pages {
		in += n
	}
	m.PagesIn += in
	d, err := m.archive.Get(e.ID)
	if err != nil {
		m.differ("%s: its record cannot be read: %v", e.Path, err)
		return nil
	}
	if len(d.Pages) != in {
		m.differ("%s: %d pages went in, its record has %d", e.Path, in, len(d.Pages))
	}
	m.PagesOut += len(d.Pages)
	for i := range d.Pages {
		m.page(e, &d.Pages[i])
	}
	numbers := printedNumbers(d.Pages)
	if len(d.Pages) == 1 {
		m.Gaps = append(m.Gaps, m.loose.add(e.Path, numbers[0])...)
		return nil
	}
	m.Gaps = append(m.Gaps, gaps(numbers, func(i int) (string, int) { return e.Path, i + 1 })...)
	return nil
}

func (m *maker) page(e archive.Entry, p *document.Page) {
	m.Verdicts[p.Verdict]++
	mark := Page{Path: e.Path, ID: e.ID, Number: p.Number, Verdict: p.Verdict, Problem: p.Problem}
	for _, w := range p.Words {
		if !w.Hidden {
			mark.Words++
			mark.Confidence += w.Conf
		}
	}
	if mark.Words > 0 {
		mark.Confidence /= float64(mark.Words)
	}
	if p.Problem != "" {
		m.Problems = append(m.Problems, mark)
	}
	if p.Verdict == document.Text {
		m.Confidence[min(9, int(mark.Confidence*10))]++
		m.keepWorst(mark)
	}
}

// keepWorst keeps Worst lowest, in order; of equals the one that came first.
func (m *maker) keepWorst(p Page) {
	at := len(m.Worst)
	for at > 0 && m.Worst[at-1].Confidence > p.Confidence {
		at--
	}
	m.Worst = slices.Insert(m.Worst, at, p)
	if len(m.Worst) > Worst {
		m.Worst = m.Worst[:Worst]
	}
}

func (m *maker) end() {
	order := []string{archive.FailedFile, archive.QuarantinedFile} // before what was passed over by choice
	slices.SortStableFunc(m.NotTaken, func(a, b archive.Entry) int {
		return slices.Index(order, b.Outcome) - slices.Index(order, a.Outcome)
	})
	m.Gaps = append(m.Gaps, m.loose.end()...)
	m.endStacks()
	h := sha256.New()
	for _, s := range m.Sums {
		if s.SHA256 != "" {
			fmt.Fprintf(h, "%s  %s\n", s.SHA256, s.Path)
		}
	}
	m.Digest = hex.EncodeToString(h.Sum(nil))
	if m.PagesIn != m.PagesOut {
		m.differ("%d pages went in, %d came out", m.PagesIn, m.PagesOut)
	}
}
