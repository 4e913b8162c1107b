// Search measures how well and how fast akte's index finds, beside Bleve's own German analyser and SQLite's full text
// search, over the same texts in the same run. It is a module of its own, so that SQLite is no part of the product. Run
// it by `make bench-search` and `make bench-rank`.
package main

import (
	"flag"
	"log"
	"os"
	"runtime/pprof"
)

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "../../../../shared/corpus/council", "folder with judged queries on council papers")
	only := flag.String("set", "", "only the sets whose name holds this")
	profile := flag.String("profile", "", "file for a profile of the processor")
	verbose := flag.Bool("v", false, "print the queries that find badly, of those to develop with")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			log.Fatal(err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			log.Fatal(err)
		}
		defer pprof.StopCPUProfile()
	}
	dir, err := os.MkdirTemp("", "akte-search-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := rank(*corpus, *only, dir, *verbose, os.Stdout); err != nil {
		log.Print(err)
	}
}
