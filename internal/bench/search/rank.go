package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// set is a collection of texts with queries that people or programs judged.
type set struct {
	name    string
	texts   string // file of the texts, below the corpus
	also    string // further texts, as distractors
	queries string // folder of queries and judgements
}

var sets = []set{
	{"xquad-de", "ir/xquad-de/corpus-dev.jsonl", "nordstemmen/docs-dev.jsonl.gz", "ir/xquad-de"},
	{"nordstemmen-titles", "nordstemmen/docs-dev.jsonl.gz", "", "ir/nordstemmen-titles"},
	{"karlsruhe-titles", "karlsruhe/docs-dev.jsonl.gz", "", "ir/karlsruhe-titles"},
	{"karlsruhe-summaries", "karlsruhe/docs-dev.jsonl.gz", "", "ir/karlsruhe-summaries"},
}

// score is how well an engine ranks: means over queries.
type score struct {
	queries      int
	ndcg, recall float64
	seconds      float64
}

// half tells in which half of the queries one is: "tune" to develop with, "test" to measure.
func half(id string) string {
	h := fnv.New32a()
	h.Write([]byte(id))
	if h.Sum32()%2 == 0 {
		return "tune"
	}
	return "test"
}

// rank measures all engines on the sets whose name holds only.
func rank(corpus, only, dir string, verbose bool, w io.Writer) error {
	var names []string
	var open map[string]Engine
	loaded := ""
	for _, s := range sets {
		if !strings.Contains(s.name, only) {
			continue
		}
		if loaded != s.texts {
			for _, e := range open {
				e.Close()
			}
			texts, err := load(filepath.Join(corpus, s.texts), filepath.Join(corpus, s.also))
			if err != nil {
				return err
			}
			sub := filepath.Join(dir, s.name)
			if names, open, err = engines(sub); err != nil {
				return err
			}
			for _, n := range names {
				begin := time.Now()
				if err := open[n].Add(texts); err != nil {
					return err
				}
				log.Printf("%s: %s took in %d texts in %.1f s", s.name, n, len(texts), time.Since(begin).Seconds())
			}
			loaded = s.texts
		}
		queries, judged, err := judgements(filepath.Join(corpus, s.queries))
		if err != nil {
			return err
		}
		for _, n := range names {
			scores, err := run(open[n], queries, judged, verbose && n == "akte")
			if err != nil {
				return err
			}
			for _, h := range []string{"tune", "test"} {
				c := scores[h]
				fmt.Fprintf(w, "%-20s %s %-12s nDCG@10 %.3f  recall@100 %.3f  (%d queries)\n", s.name, h, n, c.ndcg/float64(c.queries), c.recall/float64(c.queries), c.queries)
			}
			log.Printf("%s: %s answered in %.1f ms on average", s.name, n, 1000*(scores["tune"].seconds+scores["test"].seconds)/float64(len(queries)))
		}
	}
	for _, e := range open {
		e.Close()
	}
	return nil
}

type judgedQuery struct{ ID, Text string }

func run(e Engine, queries []judgedQuery, judged map[string]map[string]bool, verbose bool) (map[string]*score, error) {
	scores := map[string]*score{"tune": {}, "test": {}}
	for _, q := range queries {
		begin := time.Now()
		found, err := e.Search(q.Text, 100)
		if err != nil {
			return nil, err
		}
		c := scores[half(q.ID)]
		c.seconds += time.Since(begin).Seconds()
		c.queries++
		n := ndcg(found, judged[q.ID])
		c.ndcg += n
		c.recall += recall(found, judged[q.ID])
		if verbose && n < 0.4 && half(q.ID) == "tune" {
			log.Printf("%.2f %s", n, q.Text)
		}
	}
	return scores, nil
}

// ndcg is the normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002).
func ndcg(found []string, right map[string]bool) float64 {
	gain, ideal := 0.0, 0.0
	for i := range 10 {
		d := 1 / math.Log2(float64(i+2))
		if i < len(found) && right[found[i]] {
			gain += d
		}
		if i < len(right) {
			ideal += d
		}
	}
	return gain / ideal
}

func recall(found []string, right map[string]bool) float64 {
	n := 0
	for _, id := range found {
		if right[id] {
			n++
		}
	}
	return float64(n) / float64(len(right))
}

func judgements(dir string) ([]judgedQuery, map[string]map[string]bool, error) {
	var queries []judgedQuery
	err := lines(filepath.Join(dir, "queries-dev.jsonl"), func(line []byte) error {
		var q struct {
			ID   string `json:"_id"`
			Text string `json:"text"`
		}
		err := json.Unmarshal(line, &q)
		queries = append(queries, judgedQuery{q.ID, q.Text})
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	judged := map[string]map[string]bool{}
	err = lines(filepath.Join(dir, "qrels-dev.tsv"), func(line []byte) error {
		f := strings.Split(string(line), "\t")
		if len(f) == 3 && f[2] != "0" && f[0] != "query-id" {
			if judged[f[0]] == nil {
				judged[f[0]] = map[string]bool{}
			}
			judged[f[0]][f[1]] = true
		}
		return nil
	})
	return queries, judged, err
}

func load(paths ...string) ([]Text, error) {
	var all []Text
	for _, p := range paths {
		if !strings.Contains(filepath.Base(p), ".jsonl") {
			continue
		}
		err := lines(p, func(line []byte) error {
			var t struct {
				ID   string `json:"id"`
				ID2  string `json:"_id"`
				Text string `json:"text"`
			}
			err := json.Unmarshal(line, &t)
			all = append(all, Text{t.ID + t.ID2, paginate(t.Text)})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// paginate parts a text at its form feeds, and what is left after sixty lines.
func paginate(text string) []string {
	var pages []string
	for _, p := range strings.Split(text, "\f") {
		rows := strings.Split(p, "\n")
		for len(rows) > 60 {
			pages = append(pages, strings.Join(rows[:60], "\n"))
			rows = rows[60:]
		}
		pages = append(pages, strings.Join(rows, "\n"))
	}
	return pages
}

func lines(path string, f func([]byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			return err
		}
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		if err := f(s.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return s.Err()
}
