// Bench measures the speed of akte beside other programs, on the same freshly drawn pages and in the same run, and
// writes the figures into docs/benchmarks.md. Run it by `make bench`.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"aktenkundig/document"
	"aktenkundig/internal/figures"
	"aktenkundig/internal/memogen"
)

func main() {
	akte := flag.String("akte", "bin/akte", "the program")
	out := flag.String("out", "docs/benchmarks.md", "file whose speed section is written anew")
	pages := flag.Int("pages", 40, "pages to draw")
	rounds := flag.Int("rounds", 2, "runs of every program, in turn; the fastest counts")
	languages := flag.String("lang", "deu+eng", "languages, for all programs")
	seed := flag.Uint64("seed", rand.Uint64(), "what the pages are drawn from")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*akte, *out, *languages, *seed, *pages, *rounds); err != nil {
		log.Fatal("bench: ", err)
	}
}

func run(akte, out, languages string, seed uint64, pages, rounds int) error {
	dir, err := os.MkdirTemp("", "akte-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	log.Printf("drawing %d pages from seed %d", pages, seed)
	if err := draw(dir, seed, pages); err != nil {
		return err
	}
	if akte, err = filepath.Abs(akte); err != nil {
		return err
	}
	best := map[string]result{}
	for round := range rounds {
		for _, c := range contestants(akte, dir, languages) {
			if _, err := exec.LookPath(c.argv[0]); err != nil {
				log.Printf("%s: not installed, left out", c.name)
				continue
			}
			r, err := measure(c.name, c.env, c.argv...)
			if err != nil {
				return err
			}
			log.Printf("round %d: %-32s %6.1f s, %6.1f s CPU, %4d MB", round+1, r.name, r.wall.Seconds(), r.cpu.Seconds(), r.peak>>20)
			if b, ok := best[c.name]; !ok || r.wall < b.wall {
				best[c.name] = r
			}
			if err := c.reset(); err != nil {
				return err
			}
		}
	}
	return figures.Replace(out, begin, end, table(best, contestants(akte, dir, languages), pages, seed, languages))
}

// draw makes the same pages twice: as one JPEG each below dir/jpeg, and together in dir/all.pdf.
func draw(dir string, seed uint64, pages int) error {
	if err := os.Mkdir(filepath.Join(dir, "jpeg"), 0o755); err != nil {
		return err
	}
	looks := [][]string{{memogen.Scan}, {memogen.Clean}, {memogen.BadLight}, {memogen.Scan, memogen.Typewriter}}
	var all memogen.Memo
	var list bytes.Buffer
	for i := range pages {
		m := memogen.Draw(seed+uint64(i), memogen.Options{Classes: looks[i%len(looks)], Pages: 1, Extra: []document.Verdict{}, Format: memogen.JPEG})
		m.Pages, m.Truth.Pages = m.Pages[:1], m.Truth.Pages[:1]
		file, err := memogen.Write(filepath.Join(dir, "jpeg"), fmt.Sprintf("page-%03d", i), m)
		if err != nil {
			return err
		}
		fmt.Fprintln(&list, file)
		p := m.Truth.Pages[0]
		p.Number = i + 1
		all.Pages = append(all.Pages, m.Pages[0])
		all.Truth.Pages = append(all.Truth.Pages, p)
	}
	all.Truth.Language, all.Format, all.Quality = "deu", memogen.PDFJPEG, 75
	if _, err := memogen.Write(dir, "all", all); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "list"), list.Bytes(), 0o644)
}

// contestant is one program with its command.
type contestant struct {
	name string
	env  []string
	argv []string
	made []string // what a run leaves, removed before the next
}

func (c contestant) reset() error {
	for _, path := range c.made {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

func contestants(akte, dir, languages string) []contestant {
	pdf, made := filepath.Join(dir, "all.pdf"), filepath.Join(dir, "made")
	return []contestant{
		{
			name: "tesseract, two processes, hOCR",
			env:  []string{"OMP_THREAD_LIMIT=1"},
			argv: []string{
				"xargs", "-a", filepath.Join(dir, "list"), "-P", "2", "-I{}",
				"tesseract", filepath.Join(dir, "jpeg", "{}"), filepath.Join(dir, "hocr-{}"), "-l", languages, "--psm", "3", "hocr",
			},
		},
		{
			name: "akte import, JPEG files",
			argv: []string{akte, "import", "-j", "2", "-A", made, "-l", languages, filepath.Join(dir, "jpeg")},
			made: []string{made},
		},
		{
			name: "akte import, one PDF",
			argv: []string{akte, "import", "-j", "2", "-A", made, "-l", languages, pdf},
			made: []string{made},
		},
		{
			name: "ocrmypdf -j2, one PDF",
			argv: []string{"ocrmypdf", "-j2", "-l", languages, "--output-type", "pdf", pdf, made},
			made: []string{made},
		},
	}
}

// table writes the figures in Markdown, as ratios to the first contestant and absolute.
func table(best map[string]result, all []contestant, pages int, seed uint64, languages string) string {
	base := best[all[0].name]
	var b strings.Builder
	fmt.Fprintf(&b, "%d drawn A4 pages at 300 dpi (clean, scanned, badly lit, typewritten; seed %d), languages %s, %s.\n",
		pages, seed, languages, machine())
	fmt.Fprintf(&b, "Ratios are to plain Tesseract in the same run; the fastest of the runs counts.\n\n")
	fmt.Fprintf(&b, "| program | pages/min | speed, ratio | CPU s/page | CPU, ratio | peak memory, all processes |\n|---|---|---|---|---|---|\n")
	for _, c := range all {
		r, ok := best[c.name]
		if !ok {
			fmt.Fprintf(&b, "| %s | not installed | | | | |\n", c.name)
			continue
		}
		fmt.Fprintf(&b, "| %s | %.0f | %.2f | %.2f | %.2f | %d MB |\n", c.name, float64(pages)/r.wall.Minutes(),
			base.wall.Seconds()/r.wall.Seconds(), r.cpu.Seconds()/float64(pages), r.cpu.Seconds()/base.cpu.Seconds(), r.peak>>20)
	}
	return b.String()
}

func machine() string {
	return fmt.Sprintf("%s/%s, %d cores, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Now().Format("2006-01-02"))
}

const begin, end = "<!-- make bench writes from here -->\n", "<!-- to here -->\n"
