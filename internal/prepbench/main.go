// Prepbench measures what preparing pages is worth: error rates by class and CPU, beside plain `tesseract --psm 3` on
// the same files in the same run. It draws new memos for each class and reads typed truth of real scans, if there is
// any. What cleanup hides is not looked at: every word read counts. Run it by `make bench-prep`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"aktenkundig/internal/eval"
	"aktenkundig/internal/figures"
)

// options are the flags.
type options struct {
	seed      uint64
	pages     int
	classes   string
	corpus    string
	dir       string
	languages string
	variables string
	out       string
	geometry  int
	verbose   bool
}

func main() {
	var o options
	flag.Uint64Var(&o.seed, "seed", rand.Uint64()>>1, "what the pages are drawn from")
	flag.IntVar(&o.pages, "pages", 8, "pages to draw of each class")
	flag.StringVar(&o.classes, "classes", "", "classes to draw, comma-separated; empty: all; none: only -corpus")
	flag.StringVar(&o.corpus, "corpus", "", "folder of scans with typed truth; each folder in it is a class")
	flag.StringVar(&o.dir, "dir", "", "folder to draw into and to keep; what an earlier run left there is used again")
	flag.StringVar(&o.languages, "lang", "deu+eng", "languages, for both")
	flag.StringVar(&o.variables, "set", "", "settings of our engine, name=value, comma-separated")
	flag.StringVar(&o.out, "out", "", "file whose section on preparing is written anew")
	flag.IntVar(&o.geometry, "geometry", 0, "memos of any class whose pages are turned and straightened only, in all four ways")
	flag.BoolVar(&o.verbose, "v", false, "print a line for each file")
	flag.Parse()
	log.SetFlags(0)
	if err := run(context.Background(), o); err != nil {
		log.Fatal("prepbench: ", err)
	}
}

func run(ctx context.Context, o options) error {
	if os.Getenv("OMP_THREAD_LIMIT") != "1" {
		return errors.New("the engine needs OMP_THREAD_LIMIT=1 in the environment before the program starts; make bench-prep sets it")
	}
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "akte-prepbench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.dir = dir
	}
	ours, err := newReader(o)
	if err != nil {
		return err
	}
	defer ours.close()
	text, err := measure(ctx, o, ours)
	if err != nil {
		return err
	}
	if o.geometry > 0 {
		more, err := ours.geometry(ctx, o)
		if err != nil {
			return err
		}
		text += "\n" + more
	}
	fmt.Print(text)
	if o.out == "" {
		return nil
	}
	return figures.Replace(o.out, begin, end, text)
}

// measure reads every file with both sides and gives the table.
func measure(ctx context.Context, o options, ours *reader) (string, error) {
	items, err := gather(o)
	if err != nil {
		return "", err
	}
	sums := map[string]*row{}
	for _, it := range items {
		p, err := plain(ctx, o, it)
		if err != nil {
			return "", err
		}
		r, err := ours.read(ctx, it)
		if err != nil {
			return "", fmt.Errorf("%s: %w", it.Path, err)
		}
		if o.verbose {
			fmt.Printf("%-44s %s  %s  %5.2f s %5.2f s  prep %3.0f ms  %s\n", shorten(it.Path), percent(eval.Score(it, p.record).CER()),
				percent(eval.Score(it, r.record).CER()), p.cpu.Seconds(), r.cpu.Seconds(), 1000*r.prep.Seconds(), r.note())
		}
		for _, class := range []string{it.Set, group(it), all} {
			if sums[class] == nil {
				sums[class] = &row{}
			}
			sums[class].add(it, p, r)
		}
	}
	return table(items, sums, o), nil
}

// shorten gives the last two elements of a path.
func shorten(path string) string {
	return filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path))
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
