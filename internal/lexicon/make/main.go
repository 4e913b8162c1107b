// Command make makes the lists of package lexicon from the frequency lists of wordfreq 3.1.1, unpacked into a folder:
//
//	go run ./internal/lexicon/make -from wordfreq/data -out internal/lexicon
//
// A list of wordfreq is gzipped MessagePack: an array whose first element is a header and whose element i holds the
// words of frequency 10^(−i/100). What is not all letters of the language is left out, and so is what is rarer than
// the language's limit: below it, misspellings outnumber words.
package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/internal/lexicon"
)

func main() {
	log.SetFlags(0)
	from := flag.String("from", "", "folder with large_de.msgpack.gz and large_en.msgpack.gz")
	out := flag.String("out", "internal/lexicon", "folder for the lists")
	flag.Parse()
	for _, l := range []struct {
		source, target, letters string
		limit                   int // centibels
	}{
		{"large_de.msgpack.gz", "deu.bin", "abcdefghijklmnopqrstuvwxyzäöü", 750},
		{"large_en.msgpack.gz", "eng.bin", "abcdefghijklmnopqrstuvwxyz", 700},
	} {
		entries, err := load(filepath.Join(*from, l.source), l.letters, l.limit)
		if err != nil {
			log.Fatalf("%s: %v", l.source, err)
		}
		packed, err := lexicon.Pack(entries)
		if err != nil {
			log.Fatalf("%s: %v", l.target, err)
		}
		if err := os.WriteFile(filepath.Join(*out, l.target), packed, 0o644); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %d words, %d bytes\n", l.target, len(entries), len(packed))
	}
}

// load reads the words of one list that are all letters, not longer than 40 bytes and not rarer than limit.
func load(path, letters string, limit int) ([]lexicon.Entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	r := unpacker{bufio.NewReader(z)}
	buckets, err := r.array()
	if err != nil {
		return nil, err
	}
	if err := r.header(); err != nil {
		return nil, err
	}
	var entries []lexicon.Entry
	for i := 1; i < buckets; i++ {
		words, err := r.array()
		if err != nil {
			return nil, fmt.Errorf("bucket %d: %w", i, err)
		}
		for range words {
			w, err := r.text()
			if err != nil {
				return nil, fmt.Errorf("bucket %d: %w", i, err)
			}
			if i <= limit && len(w) <= 40 && strings.Trim(w, letters) == "" && w != "" {
				entries = append(entries, lexicon.Entry{Word: w, Centibels: i})
			}
		}
	}
	slices.SortFunc(entries, func(a, b lexicon.Entry) int { return cmp.Compare(a.Word, b.Word) })
	return entries, nil
}

// unpacker reads the parts of MessagePack that these lists use (specification, section "Formats").
type unpacker struct{ *bufio.Reader }

func (r unpacker) number(bytes int) (int, error) {
	b := make([]byte, 8)
	_, err := io.ReadFull(r, b[8-bytes:])
	return int(binary.BigEndian.Uint64(b)), err
}

func (r unpacker) array() (int, error) {
	switch b, err := r.ReadByte(); {
	case err != nil:
		return 0, err
	case b>>4 == 9:
		return int(b & 15), nil
	case b == 0xdc:
		return r.number(2)
	case b == 0xdd:
		return r.number(4)
	default:
		return 0, fmt.Errorf("no array: %#x", b)
	}
}

func (r unpacker) text() (string, error) {
	var n int
	switch b, err := r.ReadByte(); {
	case err != nil:
		return "", err
	case b>>5 == 5:
		n = int(b & 31)
	case b == 0xd9:
		if n, err = r.number(1); err != nil {
			return "", err
		}
	default:
		return "", fmt.Errorf("no short string: %#x", b)
	}
	b := make([]byte, n)
	_, err := io.ReadFull(r, b)
	return string(b), err
}

// header reads {"format": "cB", "version": 1} in any order.
func (r unpacker) header() error {
	b, err := r.ReadByte()
	if err != nil || b>>4 != 8 {
		return fmt.Errorf("no header: %#x, %w", b, err)
	}
	for range b & 15 {
		key, err := r.text()
		if err != nil {
			return err
		}
		if key == "format" {
			if v, err := r.text(); err != nil || v != "cB" {
				return fmt.Errorf("format %q, not cB: %w", v, err)
			}
			continue
		}
		if _, err := r.ReadByte(); err != nil { // version, a small number
			return err
		}
	}
	return nil
}
