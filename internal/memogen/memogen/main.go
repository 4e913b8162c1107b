// Memogen draws office memos with known truth into a folder.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"aktenkundig/document"
	"aktenkundig/internal/memogen"
)

func main() {
	seed := flag.Uint64("seed", 1, "seed of the first memo; the others follow it one by one")
	n := flag.Int("n", 1, "how many memos")
	out := flag.String("out", ".", "folder to write to")
	language := flag.String("language", "", "deu or eng; empty leaves it to the seed")
	kind := flag.String("kind", "", "kind of memo; needs -language")
	class := flag.String("class", "", "classes, comma-separated: "+strings.Join(memogen.Classes(), " "))
	artefacts := flag.String("artefacts", "", "kinds of artefact, comma-separated, or none")
	pages := flag.Int("pages", 0, "text pages; 0 leaves it to the seed")
	extra := flag.String("extra", "", "verdicts of pages that are no text, comma-separated, or none")
	paper := flag.String("paper", "", "a4 or letter")
	format := flag.String("format", "", strings.Join(memogen.Formats(), ", "))
	flag.Parse()
	o := memogen.Options{Language: *language, Kind: *kind, Classes: list(*class), Pages: *pages, Paper: *paper, Format: *format,
		Artefacts: kinds[document.Kind](*artefacts), Extra: kinds[document.Verdict](*extra)}
	if err := run(*seed, *n, *out, o); err != nil {
		fmt.Fprintln(os.Stderr, "memogen:", err)
		os.Exit(2)
	}
}

func run(seed uint64, n int, dir string, o memogen.Options) error {
	if err := o.Check(); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i := range uint64(n) {
		m := memogen.Draw(seed+i, o)
		name, err := memogen.Write(dir, fmt.Sprintf("memo-%06d", seed+i), m)
		if err != nil {
			return err
		}
		fmt.Println(name, m.Truth.Language, strings.Join(m.Truth.Classes, ","), len(m.Pages))
	}
	return nil
}

// list splits at commas; nothing gives nil, "none" an empty list.
func list(s string) []string {
	switch s {
	case "":
		return nil
	case "none":
		return []string{}
	}
	return strings.Split(s, ",")
}

func kinds[T ~string](s string) []T {
	names := list(s)
	if names == nil {
		return nil
	}
	out := make([]T, len(names))
	for i, n := range names {
		out[i] = T(n)
	}
	return out
}
