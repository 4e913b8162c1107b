package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klauspost/compress/zstd"

	"aktenkundig/document"
)

func TestEqualDocumentsGiveEqualBytes(t *testing.T) {
	id := string(digest(nil))
	a, b := newArchive(t), newArchive(t)
	first, err := a.encode(memo(id))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		d := memo(id)
		d.Pages[1].Words = []document.Word{} // an empty list is the same as none
		again, err := b.encode(d)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("differ: %v", err)
		}
	}
}

func TestARecordHasNoNullLists(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "x", "abc")
	put(t, a, document.Document{ID: id, Pages: []document.Page{{Number: 1, Verdict: document.Blank}}})
	data := unpacked(t, a, id)
	want := `{"id":"` + id + `","made":{"program":"","engine":"","languages":[],"policy":""},"fields":[],"pages":[{"number":1,` +
		`"verdict":"blank","scan":[0,0],"view":[0,0],"dpi":0,"toView":[0,0,0,0,0,0],"regions":[],"lines":[],"words":[],"artefacts":[]}]}` + "\n"
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}
}

// unpacked is the JSON of a record as any other program would read it.
func unpacked(t *testing.T, a *Archive, id string) []byte {
	t.Helper()
	f, err := os.Open(a.file(recordsDir, id, recordExt))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPutDoesNotTouchTheDocumentItIsGiven(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "x", "abc")
	d := memo(id)
	put(t, a, d)
	if diff := cmp.Diff(memo(id), d); diff != "" {
		t.Error(diff)
	}
}

func TestADocumentThatContradictsItselfIsRefused(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "x", "abc")
	for name, spoil := range map[string]func(*document.Document){
		"page numbers":      func(d *document.Document) { d.Pages[1].Number = 3 },
		"verdict":           func(d *document.Document) { d.Pages[0].Verdict = "nice" },
		"no verdict":        func(d *document.Document) { d.Pages[0].Verdict = "" },
		"line of a word":    func(d *document.Document) { d.Pages[0].Words[0].Line = 2 },
		"negative line":     func(d *document.Document) { d.Pages[0].Words[0].Line = -1 },
		"region of a line":  func(d *document.Document) { d.Pages[0].Lines[0].Region = 1 },
		"empty word":        func(d *document.Document) { d.Pages[0].Words[0].Text = "" },
		"confidence":        func(d *document.Document) { d.Pages[0].Words[0].Conf = 90 },
		"no number":         func(d *document.Document) { d.Pages[0].Words[0].Conf = math.NaN() },
		"words of artefact": func(d *document.Document) { d.Pages[0].Artefacts[0].Words = []int{3} },
		"word order":        func(d *document.Document) { d.Pages[0].Artefacts[0].Words = []int{2, 1} },
		"no reason":         func(d *document.Document) { d.Pages[0].Artefacts[0].Reasons = nil },
		"page of a field":   func(d *document.Document) { d.Fields[0].Page = 3 },
		"page 0":            func(d *document.Document) { d.Fields[0].Page = 0 },
		"words of a field":  func(d *document.Document) { d.Fields[0].Words = []int{-1} },
		"score of a field":  func(d *document.Document) { d.Fields[0].Score = 1.5 },
		"endless":           func(d *document.Document) { d.Pages[0].DPI = math.Inf(1) },
		"unknown original":  func(d *document.Document) { d.ID = string(digest(nil)) },
	} {
		d := memo(id)
		spoil(&d)
		if err := a.Put(d); err == nil {
			t.Errorf("%s: was taken", name)
		}
	}
	if a.Has(id) {
		t.Error("something was put")
	}
}

func TestAnotherReadingReplacesTheRecord(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "x", "abc")
	put(t, a, memo(id))
	d := memo(id)
	d.Made.Policy = "bold"
	put(t, a, d)
	if m, ok := a.Made(id); !ok || m.Policy != "bold" {
		t.Errorf("Made = %+v, %t", m, ok)
	}
}

func TestMadeReadsRecordsOfOtherWriters(t *testing.T) {
	var m document.Made
	if err := decodeMade(bytes.NewReader([]byte(`{"pages":[{"number":1}],"new":{"a":[1]},"made":{"policy":"x"}}`)), &m); err != nil || m.Policy != "x" {
		t.Errorf("%+v, %v", m, err)
	}
	for _, bad := range []string{``, `[]`, `null`, `{}`, `{"made":1}`, `{"pages":[`, `"made"`} {
		if err := decodeMade(bytes.NewReader([]byte(bad)), &m); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestAThousandPagesGoInAndOut(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "book.pdf", "%PDF")
	d := memo(id)
	for n := 3; n <= 1000; n++ {
		p := memo(id).Pages[0]
		p.Number = n
		for i := range 300 {
			p.Words = append(p.Words, document.Word{Text: fmt.Sprint("Wort", n*i), Box: document.Box{i, n, i + 9, n + 9}, Conf: 0.5, Line: 1})
		}
		d.Pages = append(d.Pages, p)
	}
	put(t, a, d)
	got, err := a.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d.Pages[999], got.Pages[999], cmpopts.EquateEmpty()); diff != "" || len(got.Pages) != 1000 {
		t.Errorf("%d pages; page 1000: %s", len(got.Pages), diff)
	}
}

func TestManyWorkAtOnce(t *testing.T) {
	a := newArchive(t)
	var reading, finishing sync.WaitGroup
	ids := make([]string, 16)
	for i := range ids {
		reading.Go(func() {
			ids[i] = deliver(t, a, "x", fmt.Sprint("memo ", i/2)) // every memo comes twice
			for _, p := range memo(ids[i]).Pages {
				if err := a.PutPage(ids[i], "key", p); err != nil {
					t.Error(err)
				}
			}
		})
	}
	reading.Wait()
	for _, id := range ids {
		finishing.Go(func() {
			if err := a.Put(memo(id)); err != nil {
				t.Error(err)
			}
			if err := a.Rule(id, keepStamp); err != nil {
				t.Error(err)
			}
			if _, err := a.Get(id); err != nil {
				t.Error(err)
			}
		})
	}
	finishing.Wait()
	if changed, _, err := a.Changes(""); err != nil || len(changed) != 8 {
		t.Errorf("%d documents, %v", len(changed), err)
	}
	if n, err := a.Verify(context.Background(), func(f Finding) { t.Errorf("%s: %s", f.Path, f.What) }); err != nil || n.Rulings != 16 {
		t.Errorf("%+v, %v", n, err)
	}
}

func TestADamagedRecordIsAnErrorAndVerifyTellsIt(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "x", "abc")
	put(t, a, memo(id))
	path := a.file(recordsDir, id, recordExt)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, err := a.encode(memo(string(digest([]byte("other")))))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(sound)
	flipped[len(flipped)/2] ^= 4
	for name, data := range map[string][]byte{
		"empty": nil, "cut": sound[:len(sound)-1], "one bit": flipped, "of another document": other, "no frame": []byte("{}"),
	} {
		if err := os.WriteFile(path, data, fileMode); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Get(id); err == nil || errors.Is(err, ErrNotFound) {
			t.Errorf("%s: Get: %v", name, err)
		}
		if found := verified(t, a); len(found) != 1 || found[0].ID != id {
			t.Errorf("%s: Verify: %v", name, found)
		}
	}
}

func TestADocumentWithoutItsSourceIsDamagedNotGone(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "x", "abc")
	put(t, a, memo(id))
	remove(t, a.file(originalsDir, id, jsonExt))
	if _, err := a.Get(id); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("Get: %v", err)
	}
}

// FuzzRecord feeds records nobody of us wrote.
func FuzzRecord(f *testing.F) {
	a := &Archive{}
	id := string(digest(nil))
	packed, err := a.encode(memo(id))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	sound, err := plain(record{ID: id, Pages: memo(id).Pages, Fields: memo(id).Fields})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sound)
	f.Add([]byte(`{"id":null,"pages":[null],"made":[]}`))
	f.Add([]byte(`{"id":"` + id + `","pages":[{"number":1,"verdict":"text","words":[{"text":"x","line":9}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		// Whether the bytes are JSON or what is to be unpacked first, a document that passes is safe to use.
		_ = a.press.unpack(bytes.NewReader(data), func(r io.Reader) error {
			useDocument(t, a, r)
			return nil
		})
		useDocument(t, a, bytes.NewReader(data))
		sameQuickly(t, data)
		_ = decodeMade(bytes.NewReader(data), &document.Made{})
	})
}

// sameQuickly holds quickRecord to what encoding/json reads.
func sameQuickly(t *testing.T, data []byte) {
	got, ok := quickRecord(data)
	if !ok {
		return
	}
	var want record
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatalf("read quickly, but is no record: %v", err)
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Fatalf("read quickly (-got +want)\n%s", diff)
	}
}

// fill gives every field of a value something, lists two things.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("ü\"%d\u2028", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.125)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]float64{"a": 1}))
	}
}

func TestRecordsAsWrittenAreReadQuickly(t *testing.T) {
	var full record
	fill(reflect.ValueOf(&full).Elem(), new(int))
	for name, r := range map[string]record{"everything": full, "a memo": {ID: "x", Made: made(document.Made{}), Fields: fields(memo("x").Fields), Pages: pages(memo("x").Pages)}} {
		data, err := plain(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := quickRecord(data); !ok {
			t.Errorf("%s: not read quickly; a member that document has and quick.go does not?\n%s", name, data)
		}
		sameQuickly(t, data)
	}
}

func useDocument(t *testing.T, a *Archive, r io.Reader) {
	d, err := decode(r)
	if err != nil {
		return
	}
	first, err := a.encode(d)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	for i := range d.Pages {
		p := &d.Pages[i]
		p.Propose()
		p.Apply([]document.Ruling{{Page: i + 1, Box: document.Box{0, 0, 9, 9}, Verb: document.Hide}})
		p.Body()
		p.Aside()
	}
	err = a.press.unpack(bytes.NewReader(first), func(r io.Reader) error {
		_, err := decode(r)
		return err
	})
	if err != nil {
		t.Fatalf("what was written cannot be read: %v", err)
	}
}
