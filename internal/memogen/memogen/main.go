// Memogen draws office memos with known truth into a folder.
//
//	go run ./internal/memogen/memogen -seed 7 -n 20 -class fax,skew -out /tmp/memos
//	go run ./internal/memogen/memogen -list testdata/MEMOS -out testdata/memos
//
// Each line of a list is a name and flags; empty lines and lines that begin with # are passed over.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"aktenkundig/document"
	"aktenkundig/internal/memogen"
)

func main() {
	j, err := parse(os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err == nil:
		err = j.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "memogen:", err)
		os.Exit(2)
	}
}

// job is what one command line asks for.
type job struct {
	seed    uint64
	n       int
	out     string
	list    string
	name    string // of the files; empty: memo-SEED
	options memogen.Options
}

func parse(args []string) (job, error) {
	var j job
	var class, artefacts, extra string
	f := flag.NewFlagSet("memogen", flag.ContinueOnError)
	f.Uint64Var(&j.seed, "seed", 1, "seed of the first memo; the others follow it one by one")
	f.IntVar(&j.n, "n", 1, "how many memos")
	f.StringVar(&j.out, "out", ".", "folder to write to")
	f.StringVar(&j.list, "list", "", "file with a name and flags a line, instead of a seed")
	f.StringVar(&j.options.Language, "language", "", "deu or eng; empty leaves it to the seed")
	f.StringVar(&j.options.Kind, "kind", "", "kind of memo; needs -language")
	f.StringVar(&class, "class", "", "classes, comma-separated: "+strings.Join(memogen.Classes(), " "))
	f.StringVar(&artefacts, "artefacts", "", "kinds of artefact, comma-separated, or none")
	f.IntVar(&j.options.Pages, "pages", 0, "text pages; 0 leaves it to the seed")
	f.StringVar(&extra, "extra", "", "verdicts of pages that are no text, comma-separated, or none")
	f.StringVar(&j.options.Paper, "paper", "", "a4 or letter")
	f.StringVar(&j.options.Format, "format", "", strings.Join(memogen.Formats(), ", "))
	if err := f.Parse(args); err != nil {
		return j, err
	}
	j.options.Classes = split[string](class)
	j.options.Artefacts = split[document.Kind](artefacts)
	j.options.Extra = split[document.Verdict](extra)
	return j, j.options.Check()
}

func (j job) run() error {
	if err := os.MkdirAll(j.out, 0o755); err != nil {
		return err
	}
	if j.list == "" {
		return j.draw()
	}
	jobs, err := readList(j.list, j.out)
	if err != nil {
		return err
	}
	for _, one := range jobs {
		if err := one.draw(); err != nil {
			return err
		}
	}
	return nil
}

func (j job) draw() error {
	for i := range uint64(j.n) {
		m := memogen.Draw(j.seed+i, j.options)
		name := j.name
		if name == "" {
			name = fmt.Sprintf("memo-%06d", j.seed+i)
		}
		file, err := memogen.Write(j.out, name, m)
		if err != nil {
			return err
		}
		fmt.Println(file, m.Truth.Language, strings.Join(m.Truth.Classes, ","), len(m.Pages))
	}
	return nil
}

func readList(path, out string) ([]job, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var jobs []job
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		j, err := parse(words[1:])
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		j.name, j.out = words[0], out
		jobs = append(jobs, j)
	}
	return jobs, lines.Err()
}

// split splits at commas; nothing gives nil, "none" an empty list.
func split[T ~string](s string) []T {
	switch s {
	case "":
		return nil
	case "none":
		return []T{}
	}
	var out []T
	for _, word := range strings.Split(s, ",") {
		out = append(out, T(word))
	}
	return out
}
