package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"aktenkundig/document"
)

// record is a document as it lies in records/. Made stands before the pages so that Made(id) need not read them.
type record struct {
	ID     string           `json:"id"`
	Made   document.Made    `json:"made"`
	Fields []document.Field `json:"fields"`
	Pages  []document.Page  `json:"pages"`
}

// Put stores a document as the policy proposes it, without rulings: Get applies those. d.Source is not stored
// here, see AddOriginal; the original has to be in the archive. An earlier record is replaced, a quarantine entry
// released, the document's journal removed, and the change logged. A document that contradicts itself, for example
// by a word on a line that is not there, is refused.
//
// After an error, as after a crash, either the old record holds or the new one; Heal sees to the rest.
func (a *Archive) Put(d document.Document) error {
	if err := a.put(d, nil); err != nil {
		return fmt.Errorf("put %s: %w", short(d.ID), err)
	}
	return nil
}

// Put is Archive.Put together with the entry of the delivered file: after a crash either both are there or Heal
// writes the entry, so that a document that was put is told as new in exactly one ledger.
func (b *Batch) Put(d document.Document, e Entry) error {
	line, err := e.line()
	if err == nil {
		err = b.archive.put(d, &promise{Batch: b.name, Entry: line, add: func() error { return b.add(e, line) }})
	}
	if err != nil {
		return fmt.Errorf("put %s: %w", short(d.ID), err)
	}
	return nil
}

// promise is what is to follow a record or a binding in a ledger; the marker of the change holds it.
type promise struct {
	Batch string            `json:"batch"`
	Entry json.RawMessage   `json:"entry,omitempty"`
	More  []json.RawMessage `json:"more,omitempty"`
	add   func() error
}

// after is the content of a marker: the digest of the new file, and the promise, if there is one.
func (p *promise) after(data []byte) ([]byte, error) {
	content := digest(data)
	if p == nil {
		return content, nil
	}
	promised, err := json.Marshal(p)
	return append(append(content, '\n'), promised...), err
}

func (a *Archive) put(d document.Document, p *promise) error {
	if bad := check(d); len(bad) > 0 {
		return errors.New(bad[0])
	}
	if _, _, err := a.Original(d.ID); err != nil {
		return err
	}
	data, err := a.encode(d)
	if err != nil {
		return err
	}
	content, err := p.after(data)
	if err != nil {
		return err
	}
	m, err := a.begin(d.ID, markPut, content)
	if err != nil {
		return err
	}
	defer m.abandon()
	if err := a.write(a.file(recordsDir, d.ID, recordExt), data); err != nil {
		return err
	}
	if err := a.follow(d.ID, true); err != nil {
		return err
	}
	if p != nil {
		if err := p.add(); err != nil {
			return err
		}
	}
	return m.done()
}

// follow does what has to follow a written record or ruling; the journal goes if the document is finished. Doing it
// twice does no harm.
func (a *Archive) follow(id string, finished bool) error {
	if err := a.log(id); err != nil {
		return err
	}
	if err := a.disk.removeDurably(a.file(quarantineDir, id, jsonExt)); err != nil || !finished {
		return err
	}
	return a.disk.removeAll(a.path(journalDir, id))
}

// Get reads a document: its record, its source, and its rulings applied. It never gives a document whose indices
// lead outside: a damaged record is an error. ErrNotFound if there is no record.
func (a *Archive) Get(id string) (document.Document, error) {
	d, err := a.get(id)
	if err != nil {
		return document.Document{}, fmt.Errorf("document %s: %w", short(id), err)
	}
	return d, nil
}

func (a *Archive) get(id string) (document.Document, error) {
	d, err := a.record(id)
	if err != nil {
		return d, err
	}
	switch d.Source, err = a.source(id); {
	case errors.Is(err, ErrNotFound): // the document is there: whoever follows the archive must not drop it
		return d, errors.New("its source is missing")
	case err != nil:
		return d, fmt.Errorf("source: %w", err)
	}
	rulings, err := a.Rulings(id)
	if err != nil {
		return d, err
	}
	d.Apply(rulings, a.Derive)
	return d, nil
}

// record reads and checks what lies in records/.
func (a *Archive) record(id string) (document.Document, error) {
	var d document.Document
	err := a.openRecord(id, func(r io.Reader) error {
		var err error
		d, err = decode(r)
		return err
	})
	if err != nil {
		return d, err
	}
	if d.ID != id {
		return d, fmt.Errorf("the record is of %q", d.ID)
	}
	return d, nil
}

func (a *Archive) openRecord(id string, use func(io.Reader) error) error {
	if !validID(id) {
		return ErrNotFound
	}
	f, err := os.Open(a.file(recordsDir, id, recordExt))
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return a.press.unpack(f, use)
}

// Has tells whether the document has a record.
func (a *Archive) Has(id string) bool {
	if !validID(id) {
		return false
	}
	info, err := os.Lstat(a.file(recordsDir, id, recordExt))
	return err == nil && info.Mode().IsRegular()
}

// Made tells how the record of a document was made, without reading its pages; false if there is none that can be
// read.
func (a *Archive) Made(id string) (document.Made, bool) {
	var m document.Made
	err := a.openRecord(id, func(r io.Reader) error { return decodeMade(r, &m) })
	return m, err == nil
}

// decodeMade reads members of the object in r until it has seen "made".
func decodeMade(r io.Reader, m *document.Made) error {
	dec := json.NewDecoder(r)
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("no object: %w", err)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == "made" {
			return dec.Decode(m)
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	return errors.New("does not tell how it was made")
}

// encode gives the bytes of a record, the same for equal documents.
func (a *Archive) encode(d document.Document) ([]byte, error) {
	data, err := plain(record{ID: d.ID, Made: made(d.Made), Fields: fields(d.Fields), Pages: pages(d.Pages)})
	if err != nil {
		return nil, err
	}
	if len(data) > maxRecord {
		return nil, errTooBig
	}
	return a.press.pack(data)
}

// plain is JSON with "<" and "&" left as they are, and a line feed at the end.
func plain(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// decode reads the JSON of a record and checks it. It accepts members it does not know.
func decode(r io.Reader) (document.Document, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return document.Document{}, err
	}
	rec, ok := quickRecord(data)
	if !ok {
		rec = record{}
		if err := json.Unmarshal(data, &rec); err != nil {
			return document.Document{}, err
		}
	}
	d := document.Document{ID: rec.ID, Made: rec.Made, Fields: rec.Fields, Pages: rec.Pages}
	if bad := check(d); len(bad) > 0 {
		return d, errors.New(bad[0])
	}
	return d, nil
}

// made, fields and pages give copies without nil lists, for a list in a record is never null.
func made(m document.Made) document.Made {
	m.Languages = list(m.Languages)
	return m
}

func fields(fields []document.Field) []document.Field {
	fields = slices.Clone(list(fields))
	for i := range fields {
		fields[i].Words = list(fields[i].Words)
	}
	return fields
}

func pages(pages []document.Page) []document.Page {
	pages = slices.Clone(list(pages))
	for i := range pages {
		p := &pages[i]
		p.Regions, p.Lines, p.Words = list(p.Regions), list(p.Lines), list(p.Words)
		p.Artefacts = slices.Clone(list(p.Artefacts))
		for j := range p.Artefacts {
			p.Artefacts[j].Reasons = list(p.Artefacts[j].Reasons)
		}
	}
	return pages
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// short is how errors name a document: enough of its id to find it by.
func short(id string) string {
	if validID(id) {
		return id[:12]
	}
	return fmt.Sprintf("%.80q", id)
}
