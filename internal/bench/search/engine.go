package main

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	_ "github.com/mattn/go-sqlite3" // with FTS5: build with -tags sqlite_fts5

	"aktenkundig/document"
	"aktenkundig/index"
)

// Text is a document as the engines are given it.
type Text struct {
	ID    string
	Pages []string
}

// Engine is a search engine under measurement.
type Engine interface {
	// Add takes in all texts and makes them searchable.
	Add(texts []Text) error
	// Search gives the ids of the n best texts for a query as a person types it.
	Search(query string, n int) ([]string, error)
	Close() error
}

// engines opens every engine in a folder of its own below dir.
func engines(dir string) ([]string, map[string]Engine, error) {
	ours, err := openAkte(filepath.Join(dir, "akte"))
	if err != nil {
		return nil, nil, err
	}
	theirs, err := openBleve(filepath.Join(dir, "bleve"))
	if err != nil {
		return nil, nil, err
	}
	fts, err := openFTS(filepath.Join(dir, "fts.db"))
	if err != nil {
		return nil, nil, err
	}
	return []string{"akte", "bleve de", "sqlite fts5"}, map[string]Engine{"akte": ours, "bleve de": theirs, "sqlite fts5": fts}, nil
}

// akte is our index over records made of plain text.
type akte struct {
	*index.Index
	texts map[string]Text
	ids   []string
}

func openAkte(dir string) (*akte, error) {
	ix, err := index.Open(dir)
	return &akte{Index: ix, texts: map[string]Text{}}, err
}

func (a *akte) Add(texts []Text) error {
	for _, t := range texts {
		a.texts[t.ID] = t
		a.ids = append(a.ids, t.ID)
	}
	_, err := a.Sync(context.Background(), a, nil)
	return err
}

// Changes implements index.Source.
func (a *akte) Changes(since string) ([]string, string, error) {
	n, _ := strconv.Atoi(since)
	return a.ids[n:], strconv.Itoa(len(a.ids)), nil
}

// Get implements index.Records.
func (a *akte) Get(id string) (document.Document, error) {
	t, ok := a.texts[id]
	if !ok {
		return document.Document{}, fs.ErrNotExist
	}
	return Record(t), nil
}

func (a *akte) Search(query string, n int) ([]string, error) {
	found, _, err := a.Documents(context.Background(), index.Request{Query: query}, n)
	ids := make([]string, len(found))
	for i, f := range found {
		ids[i] = f.ID
	}
	return ids, err
}

// Record lays a text out as a page of a typewriter.
func Record(t Text) document.Document {
	d := document.Document{ID: t.ID, Source: document.Source{Name: t.ID + ".txt"}}
	for i, text := range t.Pages {
		p := document.Page{Number: i + 1, Verdict: document.Text, View: document.Size{1000, 1400}}
		region := 0
		for _, l := range strings.Split(text, "\n") {
			if strings.TrimSpace(l) == "" {
				region = len(p.Regions)
				continue
			}
			n := len(p.Lines)
			if region == len(p.Regions) {
				p.Regions = append(p.Regions, document.Region{Kind: document.Paragraph})
			}
			p.Lines = append(p.Lines, document.Line{Region: region})
			x, y := 10, 20*n
			for _, w := range strings.Fields(l) {
				p.Words = append(p.Words, document.Word{Text: w, Box: document.Box{x, y, x + 10*len(w), y + 18}, Conf: 0.9, Line: n})
				x += 10*len(w) + 10
			}
		}
		d.Pages = append(d.Pages, p)
	}
	return d
}

// plainBleve is Bleve with its own German analyser and the options it has by default but for storing the text.
type plainBleve struct{ bleve.Index }

func openBleve(dir string) (plainBleve, error) {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = de.AnalyzerName
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.DocValues = de.AnalyzerName, false, false
	m.DefaultMapping.Dynamic = false
	m.DefaultMapping.AddFieldMappingsAt("text", text)
	ix, err := bleve.New(dir, m)
	return plainBleve{ix}, err
}

func (b plainBleve) Add(texts []Text) error {
	batch := b.NewBatch()
	for _, t := range texts {
		if err := batch.Index(t.ID, map[string]any{"text": strings.Join(t.Pages, "\n\n")}); err != nil {
			return err
		}
		if batch.Size() >= 500 {
			if err := b.Batch(batch); err != nil {
				return err
			}
			batch.Reset()
		}
	}
	return b.Batch(batch)
}

func (b plainBleve) Search(query string, n int) ([]string, error) {
	q := bleve.NewMatchQuery(query)
	q.SetField("text")
	res, err := b.Index.Search(bleve.NewSearchRequestOptions(q, n, 0, false))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	return ids, nil
}

// fts is SQLite's full text search with its own tokeniser, accents removed.
type fts struct{ *sql.DB }

func openFTS(path string) (fts, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fts{}, err
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		return fts{}, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`pragma journal_mode=wal; pragma synchronous=normal; create table if not exists ids(n integer primary key, id text);
		create virtual table if not exists t using fts5(text, content='', tokenize='unicode61 remove_diacritics 2')`)
	return fts{db}, err
}

// count is how many texts it holds.
func (f fts) count() (n int, err error) {
	err = f.QueryRow(`select count(*) from ids`).Scan(&n)
	return n, err
}

func (f fts) Add(texts []Text) error {
	for len(texts) > 0 {
		n := min(len(texts), 1000)
		tx, err := f.Begin()
		if err != nil {
			return err
		}
		for _, t := range texts[:n] {
			r, err := tx.Exec(`insert into ids(id) values (?)`, t.ID)
			if err != nil {
				return err
			}
			row, err := r.LastInsertId()
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`insert into t(rowid, text) values (?, ?)`, row, strings.Join(t.Pages, "\n\n")); err != nil {
				return err
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		texts = texts[n:]
	}
	return nil
}

func (f fts) Search(query string, n int) ([]string, error) {
	var words []string
	for _, w := range strings.FieldsFunc(query, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		words = append(words, `"`+w+`"`)
	}
	if len(words) == 0 {
		return nil, nil
	}
	rows, err := f.Query(`select ids.id from t join ids on ids.n = t.rowid where t match ? order by rank limit ?`, strings.Join(words, " OR "), n)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", query, err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
