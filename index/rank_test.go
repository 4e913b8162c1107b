package index

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"strings"
	"testing"

	"aktenkundig/document"
)

const council = "../../shared/corpus/council/"

// TestRankHolds asks the judged queries on the papers of one council again; `make bench-rank` asks all, beside other engines,
// and writes testdata/rank.golden.
func TestRankHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	golden, err := os.ReadFile("testdata/rank.golden")
	if err != nil {
		t.Fatal(err)
	}
	var docs []document.Document
	each(t, "nordstemmen/docs-dev.jsonl.gz", func(line []byte) {
		var d struct{ ID, Text string }
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, memoOf(d.ID, strings.Split(strings.NewReplacer("[", "", "]", "").Replace(d.Text), "\f")...))
	})
	l := newLibrary(t, docs...)
	right := map[string]string{} // each query has one paper
	each(t, "ir/nordstemmen-titles/qrels-dev.tsv", func(line []byte) {
		if f := strings.Split(string(line), "\t"); f[0] != "query-id" {
			right[f[0]] = f[1]
		}
	})
	sum, n := 0.0, 0
	each(t, "ir/nordstemmen-titles/queries-dev.jsonl", func(line []byte) {
		var q struct {
			ID   string `json:"_id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(line, &q); err != nil {
			t.Fatal(err)
		}
		if h := fnv.New32a(); true { // the half that is not developed with
			h.Write([]byte(q.ID))
			if h.Sum32()%2 == 0 {
				return
			}
		}
		n++
		found, _, err := l.Documents(context.Background(), Request{Query: q.Text}, 10)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range found {
			if d.ID == right[q.ID] {
				sum += 1 / math.Log2(float64(i+2))
			}
		}
	})
	var want float64
	for _, row := range strings.Split(string(golden), "\n") {
		if rest, ok := strings.CutPrefix(row, "nordstemmen-titles   test akte         nDCG@10 "); ok {
			if _, err := fmt.Sscan(rest, &want); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := sum / float64(n); got < want-0.015 || want == 0 {
		t.Errorf("nDCG@10 is %.3f, was %.3f", got, want)
	}
}

// each calls f with every line of a file of the corpus.
func each(t *testing.T, name string, f func(line []byte)) {
	t.Helper()
	file, err := os.Open(council + name)
	if err != nil {
		t.Skip("the corpus is not here:", err)
	}
	defer file.Close()
	s := bufio.NewScanner(file)
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		s = bufio.NewScanner(z)
	}
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		f(s.Bytes())
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
}
