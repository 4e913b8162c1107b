package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
)

// councilDoc is one text of a council with what its record says.
type councilDoc struct {
	ID, Title, Paper, Reference, Group, Text string
	PaperName                                string `json:"paper_name"`
	PaperType                                string `json:"paper_type"`
	Date                                     string
	source                                   string
}

// readCouncil reads at most n documents of the wanted half of each file.
func readCouncil(dir, half string, n int) ([]councilDoc, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "docs-*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no docs-*.jsonl.gz below %s", dir)
	}
	var out []councilDoc
	for _, f := range files {
		docs, err := readFile(f, half, n)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		out = append(out, docs...)
	}
	return out, nil
}

func readFile(path, half string, n int) ([]councilDoc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []councilDoc
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() && len(out) < n {
		var d councilDoc
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, err
		}
		h := fnv.New32a()
		h.Write([]byte(d.ID))
		if (h.Sum32()%2 == 0) != (half == "tune") {
			continue
		}
		d.source = filepath.Base(filepath.Dir(path))
		out = append(out, d)
	}
	return out, lines.Err()
}
