// Web measures the reading room under load: `make bench-web`. It draws German office papers, imports them with the program
// as anyone would, opens the reading room and has parallel clients search and open pages. No two searches are the same.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"aktenkundig/internal/drawtext"
	"aktenkundig/internal/figures"
)

// pagesEach is how many pages a drawn paper has.
const pagesEach = 4

// warmUp is how many requests of a kind go before those that are measured: a reading room is open for days.
const warmUp = 800

func main() {
	akte := flag.String("akte", "bin/akte", "the program")
	pages := flag.Int("pages", 5200, "pages of the archive")
	clients := flag.Int("clients", 32, "clients at once")
	each := flag.Duration("for", 20*time.Second, "time of each measurement")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of what is drawn and asked")
	out := flag.String("out", "", "file that takes the figures between its marks; else they are printed")
	flag.Parse()
	log.SetFlags(0)
	b := &bench{akte: *akte, papers: *pages / pagesEach, clients: *clients, each: *each, seed: *seed, text: drawtext.New(*seed, 0.02)}
	if err := b.run(*out); err != nil {
		log.Fatal("bench-web: ", err)
	}
}

type bench struct {
	akte    string
	papers  int
	clients int
	each    time.Duration
	seed    uint64
	text    *drawtext.Writer
	archive string
	pid     int // of the reading room
}

func (b *bench) run(out string) error {
	dir, err := os.MkdirTemp("", "bench-web")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b.archive = filepath.Join(dir, "archive")
	if err := b.fill(filepath.Join(dir, "papers")); err != nil {
		return err
	}
	base, stop, err := b.open()
	if err != nil {
		return err
	}
	defer stop()
	table, err := b.measure(base)
	if err != nil {
		return err
	}
	if out == "" {
		fmt.Print(table)
		return nil
	}
	return figures.Replace(out, "<!-- web: begin -->", "<!-- web: end -->", "\n"+table)
}

// fill draws papers and imports them.
func (b *bench) fill(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	for i := range b.papers {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.txt", i)), []byte(b.paper(i)), 0o640); err != nil {
			return err
		}
	}
	cmd := exec.Command(b.akte, "import", "--archive", b.archive, dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}

// paper is the text of a paper: a letterhead that names its kind, date and number, then pages of prose.
func (b *bench) paper(i int) string {
	n := uint64(i * pagesEach)
	kinds := []string{"Hausmitteilung", "Vorlage", "Antrag", "Anfrage"}
	pages := []string{fmt.Sprintf("%s Nr. %s\n\nDatum: %s\n\n%s", kinds[i%len(kinds)], b.text.Reference(n), b.text.Day(n), b.text.Page(n))}
	for p := range pagesEach - 1 {
		pages = append(pages, b.text.Page(n+uint64(p)+1))
	}
	return strings.Join(pages, "\f")
}

// open starts the reading room and waits until it has caught up.
func (b *bench) open() (base string, stop func(), err error) {
	cmd := exec.Command(b.akte, "serve", "--archive", b.archive, "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	b.pid = cmd.Process.Pid
	stop = func() {
		if err := errors.Join(cmd.Process.Signal(syscall.SIGTERM), cmd.Wait()); err != nil {
			log.Printf("bench-web: the reading room ended with %v", err)
		}
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		stop()
		return "", nil, fmt.Errorf("the reading room did not open: %w", err)
	}
	_, base, _ = strings.Cut(strings.TrimSpace(line), "open at ")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		if _, err := ask(newClient(), base+"/readyz"); err == nil {
			return base, stop, nil
		}
		select {
		case <-ctx.Done():
			stop()
			return "", nil, fmt.Errorf("the reading room is not ready after a minute")
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// measure runs each kind of request by itself and tells what came of it.
func (b *bench) measure(base string) (string, error) {
	docs, err := documents(base)
	if err != nil {
		return "", err
	}
	var t strings.Builder
	fmt.Fprintf(&t, "Load before it %s on %d cores. %d papers of %d pages, %d clients, %v each, seed %d.\n\n", loadAverage(), runtime.NumCPU(), b.papers, b.papers*pagesEach, b.clients, b.each, b.seed)
	t.WriteString("| asked | requests/s | p50 | p99 | processor a request | bytes, mean |\n|---|---|---|---|---|---|\n")
	for _, k := range []struct {
		name string
		url  func(r *rand.Rand) string
	}{
		{"nothing (`/healthz`), the yardstick", func(*rand.Rand) string { return "/healthz" }},
		{"search: one to three words, facets, passages", b.search},
		{"the same, page 2 to 100 of the answer", b.late},
		{"page of a document with the hits of a search", func(r *rand.Rand) string { return docs[r.IntN(len(docs))] + "?q=" + b.words(r, 1) }},
	} {
		load(base, b.clients, warmUp/b.clients, time.Minute, b.seed, k.url)
		before := busy(b.pid)
		m := load(base, b.clients, 0, b.each, b.seed+1, k.url)
		each := (busy(b.pid) - before) / time.Duration(max(1, len(m.took)))
		if m.failed > 0 {
			return "", fmt.Errorf("%s: %d of %d requests failed: %w", k.name, m.failed, len(m.took), m.err)
		}
		fmt.Fprintf(&t, "| %s | %.0f | %.1f ms | %.1f ms | %.2f ms | %d |\n", k.name, float64(len(m.took))/m.time.Seconds(), m.quantile(0.5), m.quantile(0.99),
			float64(each.Microseconds())/1000, m.bytes/int64(len(m.took)))
	}
	return t.String(), nil
}
