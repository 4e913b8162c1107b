// Extractbench measures extract on real council texts and on records of drawn memos.
//
//	go run ./internal/extractbench -council ../shared/corpus/council -half test
//	go run ./internal/extractbench -memos DIR -archive ARCHIVE
//	go run ./internal/extractbench -boxes 300 -seed 7
//	go run ./internal/extractbench -composed 300 -seed 7
//
// The council folder holds gzipped JSON lines, one document each with id, text and the record's own number. Its texts
// are parted by a hash of the id into a half to look at while building ("tune") and one to measure on ("test").
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	council := flag.String("council", "", "folder with */docs-*.jsonl.gz")
	half := flag.String("half", "tune", "tune or test")
	what := flag.String("what", "", "joins or references; empty: both")
	most := flag.Int("n", 2000, "most documents of each file")
	memos := flag.String("memos", "", "folder of drawn memos with their truth")
	archive := flag.String("archive", "", "archive into which they were imported")
	drawn := flag.Int("boxes", 0, "draw so many memos and look into their boxes")
	texts := flag.Int("composed", 0, "find the facts in the true texts of so many memos")
	seed := flag.Uint64("seed", 1, "first seed of drawn memos")
	verbose := flag.Bool("v", false, "print what is wrong")
	flag.Parse()
	if *texts > 0 {
		composed(*seed, *texts, *verbose)
		return
	}
	if *drawn > 0 {
		if err := boxes(*seed, *drawn, *verbose); err != nil {
			fmt.Fprintln(os.Stderr, "extractbench:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*council, *half, *what, *most, *memos, *archive, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "extractbench:", err)
		os.Exit(1)
	}
}

func run(council, half, what string, most int, memos, archive string, verbose bool) error {
	if council != "" {
		docs, err := readCouncil(council, half, most)
		if err != nil {
			return err
		}
		if what == "joins" || what == "" {
			joins(docs, verbose)
		}
		if what == "references" || what == "" {
			references(docs, verbose)
		}
	}
	if memos != "" {
		return memosIn(memos, archive, verbose)
	}
	return nil
}
