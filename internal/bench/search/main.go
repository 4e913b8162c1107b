// Search measures how well and how fast akte's index finds, beside Bleve's own German analyser and SQLite's full text
// search, over the same texts in the same run. It is a module of its own, so that SQLite is no part of the product. Run
// it by `make bench-search` and `make bench-rank`.
package main

import (
	"flag"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/pprof"
)

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "../../../../shared/corpus/council", "folder with judged queries on council papers")
	only := flag.String("set", "", "only the sets whose name holds this")
	pages := flag.Int("pages", 0, "measure the speed at this number of drawn pages, in place of the rank")
	garbage := flag.Float64("garbage", 0.02, "share of the drawn words that are noise")
	seed := flag.Uint64("seed", rand.Uint64(), "what the pages are drawn from")
	beside := flag.Bool("beside", true, "measure SQLite beside")
	keep := flag.String("keep", "", "folder for the index of drawn pages or the archive of drawn memos, which is kept: a run that was cut off goes on there, the next one only asks")
	memos := flag.Int("known", 0, "measure known-item search over this number of drawn memos, in place of the rank")
	distractors := flag.Int("distractors", 3000, "memos that are in the way")
	program := flag.String("akte", "../../../bin/akte", "the program, for known-item search")
	unread := flag.Bool("unread", false, "known-item search over the true text alone, which takes no reading")
	profile := flag.String("profile", "", "file for a profile of the processor")
	verbose := flag.Bool("v", false, "print the queries that find badly, of the judged ones only those to develop with")
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
	if *pages > 0 {
		if *keep != "" {
			dir = *keep
		}
		if err := scale(*pages, *seed, *garbage, *beside, filepath.Join(dir, "index"), os.Stdout); err != nil {
			log.Print(err)
		}
		return
	}
	if *memos > 0 {
		k := knownItems{*program, *memos, *distractors, *seed, *verbose}
		if *unread {
			k.program = ""
		}
		store := dir
		if *keep != "" {
			store = *keep
		}
		if err := k.measure(store, filepath.Join(dir, "engines"), os.Stdout); err != nil {
			log.Print(err)
		}
		return
	}
	if err := rank(*corpus, *only, dir, *verbose, os.Stdout); err != nil {
		log.Print(err)
	}
}
