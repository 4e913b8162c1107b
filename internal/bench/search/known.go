package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen"
)

// knownItems says what is measured by known-item search over noise: memos are drawn in all degradations and read by
// program; questions are made from what they truly say, among distractors that are drawn, too, but need not be read.
type knownItems struct {
	program            string // "" asks over the true text alone
	memos, distractors int
	seed               uint64
	verbose            bool // tell each question that fails
}

func (k knownItems) options(i uint64) memogen.Options {
	classes := memogen.Classes()
	return memogen.Options{Language: "deu", Classes: []string{classes[int(i)%len(classes)]}}
}

// unread gives the items without drawing them.
func (k knownItems) unread() (ours, clean *records, texts []Text, items []eval.Item) {
	clean = &records{by: map[string]document.Document{}}
	for i := range uint64(k.memos) {
		it := eval.Item{Path: fmt.Sprintf("memo-%06d", i), Truth: memogen.Compose(k.seed+i, k.options(i))}
		items = append(items, it)
		texts = append(texts, truthOf(int(i), it))
		clean.put(Record(texts[i]))
	}
	return &records{by: maps.Clone(clean.by), ids: slices.Clone(clean.ids)}, clean, texts, items
}

// read draws the items below dir and has the program read them; what is there already it takes as it is.
func (k knownItems) read(dir string) (ours, clean *records, texts []Text, items []eval.Item, err error) {
	drawn, store := filepath.Join(dir, "memos"), filepath.Join(dir, "archive")
	if _, err := os.Stat(drawn); err != nil {
		if err := os.MkdirAll(drawn, 0o755); err != nil {
			return nil, nil, nil, nil, err
		}
		for i := range uint64(k.memos) {
			if _, err := memogen.Write(drawn, fmt.Sprintf("memo-%06d", i), memogen.Draw(k.seed+i, k.options(i))); err != nil {
				return nil, nil, nil, nil, err
			}
		}
	}
	if items, err = eval.LoadTruth(drawn); err != nil {
		return nil, nil, nil, nil, err
	}
	log.Printf("%d memos drawn from seed %d; reading them", len(items), k.seed)
	cmd := exec.Command(k.program, "-A", store, "import", "--lang", "deu", drawn)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		log.Printf("import: %v", err) // single pages may be unreadable
	}
	a, err := archive.Open(store)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	ours, clean, texts, err = sides(a, items)
	return ours, clean, texts, items, err
}

// measure asks the questions below dir.
func (k knownItems) measure(dir, engineDir string, w io.Writer) error {
	ours, clean, texts, items, err := k.sides(dir)
	if err != nil {
		return err
	}
	for i := range k.distractors {
		t := Text{ID: fmt.Sprintf("distractor-%06d", i)}
		for _, p := range memogen.Compose(k.seed+1_000_000+uint64(i), memogen.Options{Language: "deu"}).Pages {
			t.Pages = append(t.Pages, p.Text)
		}
		ours.put(Record(t))
		clean.put(Record(t))
		texts = append(texts, t)
	}
	names, open, err := engines(engineDir)
	if err != nil {
		return err
	}
	defer func() {
		for _, e := range open {
			e.Close()
		}
	}()
	open["akte"].Close()
	for name, r := range map[string]*records{"akte": ours, "akte, true text": clean} {
		ix, err := index.Open(filepath.Join(engineDir, strings.ReplaceAll(name, " ", "-")))
		if err != nil {
			return err
		}
		if _, err := ix.Sync(context.Background(), r, nil); err != nil {
			return err
		}
		open[name] = asked{ix}
	}
	for _, name := range []string{"bleve de", "sqlite fts5"} {
		if err := open[name].Add(texts); err != nil {
			return err
		}
	}
	names = append([]string{"akte, true text"}, names...)
	found := map[string]eval.Found{}
	questions := eval.Questions(items, k.seed, 4)
	for _, name := range names {
		found[name] = eval.Found{}
		for _, q := range questions {
			ids, err := open[name].Search(q.Text, 50)
			if err != nil {
				return err
			}
			rank := slices.Index(ids, fmt.Sprintf("item-%06d", q.Item)) + 1
			found[name].Add(q.Class, rank)
			if k.verbose && name == "akte" && (rank == 0 || rank > 10) {
				log.Printf("%s %q: rank %d", filepath.Base(items[q.Item].Path), q.Text, rank)
			}
		}
	}
	fmt.Fprintf(w, "known items: %d memos among %d, seed %d\n", k.memos, k.memos+k.distractors, k.seed)
	return eval.WriteFound(w, names, found)
}

func (k knownItems) sides(dir string) (ours, clean *records, texts []Text, items []eval.Item, err error) {
	if k.program == "" {
		ours, clean, texts, items = k.unread()
		return ours, clean, texts, items, nil
	}
	return k.read(dir)
}

// truthOf is what an item truly says.
func truthOf(i int, it eval.Item) Text {
	t := Text{ID: fmt.Sprintf("item-%06d", i)}
	for _, p := range it.Truth.Pages {
		t.Pages = append(t.Pages, p.Text)
	}
	return t
}

// sides gives the items as akte read them, as they truly are, and as read but text alone.
func sides(a *archive.Archive, items []eval.Item) (ours, clean *records, texts []Text, err error) {
	ours, clean = &records{by: map[string]document.Document{}}, &records{by: map[string]document.Document{}}
	for i, it := range items {
		truth := truthOf(i, it)
		name := truth.ID
		clean.put(Record(truth))
		id, _, err := archive.Hash(context.Background(), it.Path)
		if err != nil {
			return nil, nil, nil, err
		}
		d, err := a.Get(id)
		if err != nil {
			log.Printf("%s: %v", it.Path, err)
			continue
		}
		d.ID = name
		ours.put(d)
		read := Text{ID: name}
		for k := range d.Pages {
			read.Pages = append(read.Pages, d.Pages[k].Body().String)
		}
		texts = append(texts, read)
	}
	return ours, clean, texts, nil
}

// records is a source in memory.
type records struct {
	by  map[string]document.Document
	ids []string
}

func (r *records) put(d document.Document) { r.by[d.ID], r.ids = d, append(r.ids, d.ID) }

// Changes implements index.Source.
func (r *records) Changes(string) ([]string, string, error) { return r.ids, "all", nil }

// Get implements index.Records.
func (r *records) Get(id string) (document.Document, error) {
	d, ok := r.by[id]
	if !ok {
		return d, fs.ErrNotExist
	}
	return d, nil
}

// asked is an index that is filled.
type asked struct{ *index.Index }

func (a asked) Add([]Text) error { return nil }

func (a asked) Search(query string, n int) ([]string, error) {
	return (&akte{Index: a.Index}).Search(query, n)
}
