package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/internal/drawtext"
)

// pagesEach is how many pages a document of the drawn archive has.
const pagesEach = 4

// drawn is an archive of drawn documents, made anew whenever one is read.
type drawn struct {
	*drawtext.Writer
	docs int
}

func (d drawn) Changes(since string) ([]string, string, error) {
	var ids []string
	n, _ := strconv.Atoi(since)
	for i := n; i < d.docs; i++ {
		ids = append(ids, fmt.Sprintf("%08d", i))
	}
	return ids, strconv.Itoa(d.docs), nil
}

func (d drawn) text(i int) Text {
	t := Text{ID: fmt.Sprintf("%08d", i)}
	for p := range pagesEach {
		t.Pages = append(t.Pages, d.Page(uint64(i*pagesEach+p)))
	}
	return t
}

func (d drawn) Get(id string) (document.Document, error) {
	i, err := strconv.Atoi(id)
	if err != nil || i >= d.docs {
		return document.Document{}, fs.ErrNotExist
	}
	r := Record(d.text(i))
	n := uint64(i * pagesEach)
	day, err := time.Parse("02.01.2006", d.Day(n))
	r.Fields = []document.Field{
		{Name: "date", Value: day.Format(time.DateOnly), Page: 1},
		{Name: "reference", Type: "motion", Value: d.Reference(n), Page: 1},
		{Name: "kind", Value: []string{"Vorlage", "Antrag", "Anfrage", "Brief"}[i%4], Page: 1},
		{Name: "from", Value: "Amt " + strconv.Itoa(i%37), Page: 1},
	}
	r.Source.Added = "2026-11-" + fmt.Sprintf("%02d", 1+i%28) + "T08:00:00Z"
	return r, err
}

// scale measures our index, and SQLite's beside it, at one number of pages.
func scale(pages int, seed uint64, garbage float64, beside bool, dir string, w io.Writer) error {
	d := drawn{drawtext.New(seed, garbage), pages / pagesEach}
	size := 0
	for i := range 1000 {
		size += len(d.Page(uint64(i)))
	}
	size = size / 1000 * pages
	fmt.Fprintf(w, "%d pages, %d MB of text, %.0f %% garbage, seed %d\n", pages, size>>20, 100*garbage, seed)
	var src index.Source = d
	if pages <= archivedUpTo {
		var err error
		if src, err = archived(d, dir+".archive"); err != nil {
			return err
		}
	}
	ix, err := index.Open(dir)
	if err != nil {
		return err
	}
	begin, told, used := time.Now(), time.Now(), processor()
	_, err = ix.Sync(context.Background(), src, func(done, total int) {
		if time.Since(told) > time.Minute {
			told = time.Now()
			log.Printf("%d of %d documents, %.0f s, %d MB", done, total, time.Since(begin).Seconds(), peak()>>20)
		}
	})
	if err != nil {
		return err
	}
	took := time.Since(begin)
	if err := ix.Close(); err != nil {
		return err
	}
	fmt.Fprintf(w, "  built in %.0f s, %.0f s of CPU (drawing the text included), %.0f pages/s; %.2f of the text; peak memory %d MB\n",
		took.Seconds(), (processor() - used).Seconds(), float64(pages)/took.Seconds(), float64(folder(dir))/float64(size), peak()>>20)
	begin = time.Now()
	if ix, err = index.Open(dir); err != nil {
		return err
	}
	defer ix.Close()
	fmt.Fprintf(w, "  opened in %.0f ms\n", 1000*time.Since(begin).Seconds())
	for _, c := range questions(d.Writer, seed) {
		if err := ask(c.name, c.requests, func(r index.Request) (int, error) {
			res, err := ix.Search(context.Background(), src, r)
			return res.Total, err
		}, w); err != nil {
			return err
		}
	}
	if pages > archivedUpTo {
		begin = time.Now()
		more := d
		more.docs += 100
		if _, err := ix.Sync(context.Background(), more, nil); err != nil {
			return err
		}
		fmt.Fprintf(w, "  100 more documents in %.2f s\n", time.Since(begin).Seconds())
	}
	if beside {
		return besideFTS(d, size, dir+".fts", w)
	}
	return nil
}

func besideFTS(d drawn, size int, path string, w io.Writer) error {
	f, err := openFTS(path)
	if err != nil {
		return err
	}
	defer f.Close()
	have, err := f.count()
	if err != nil {
		return err
	}
	begin := time.Now()
	for i := have; i < d.docs; i += 1000 {
		var texts []Text
		for k := i; k < min(i+1000, d.docs); k++ {
			texts = append(texts, d.text(k))
		}
		if err := f.Add(texts); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "  sqlite fts5: built in %.0f s, %.2f of the text\n", time.Since(begin).Seconds(), float64(folder(path))/float64(size))
	for _, c := range questions(d.Writer, d.Seed) {
		if c.name != "term" && c.name != "three words" {
			continue
		}
		if err := ask("sqlite fts5 "+c.name, c.requests[:20], func(r index.Request) (int, error) {
			ids, err := f.Search(r.Query, 10)
			return len(ids), err
		}, w); err != nil {
			return err
		}
	}
	return nil
}

type kind struct {
	name     string
	requests []index.Request
}

// questions draws a hundred questions of every kind.
func questions(w *drawtext.Writer, seed uint64) []kind {
	r := rand.New(rand.NewPCG(seed, 1<<40))
	words := func(n int) string {
		var all []string
		for range n {
			all = append(all, w.Content(r))
		}
		return strings.Join(all, " ")
	}
	draw := func(name string, f func() index.Request) kind {
		k := kind{name: name}
		for range 100 {
			k.requests = append(k.requests, f())
		}
		return k
	}
	return []kind{
		draw("term", func() index.Request { return index.Request{Query: words(1)} }),
		draw("three words", func() index.Request { return index.Request{Query: words(3)} }),
		draw("phrase", func() index.Request {
			all := strings.Fields(w.Page(r.Uint64N(1000)))
			i := 5 + r.IntN(len(all)-10)
			return index.Request{Query: `"` + strings.Join(all[i:i+2], " ") + `"`}
		}),
		draw("misread", func() index.Request {
			return index.Request{Query: strings.Replace(strings.Replace(w.Content(r), "n", "u", 1), "e", "c", 1)}
		}),
		draw("prefix", func() index.Request { return index.Request{Query: string([]rune(w.Content(r))[:5]) + "*"} }),
		draw("reference", func() index.Request { return index.Request{Query: w.Reference(r.Uint64N(4000))} }),
		draw("boolean, dates, facets", func() index.Request {
			return index.Request{Query: fmt.Sprintf("(%s OR %s) -%s", w.Content(r), w.Content(r), w.Content(r)), From: "2010", To: "2012-06", Facets: 10}
		}),
		draw("newest first", func() index.Request { return index.Request{Query: words(1), Order: index.Newest} }),
	}
}

// ask answers requests and writes how long the answers, each with its first page of passages, took.
func ask(name string, requests []index.Request, answer func(index.Request) (int, error), w io.Writer) error {
	var times []time.Duration
	hits, used := 0, processor()
	for _, r := range requests {
		begin := time.Now()
		n, err := answer(r)
		if err != nil {
			return fmt.Errorf("%q: %w", r.Query, err)
		}
		times = append(times, time.Since(begin))
		hits += n
	}
	slices.Sort(times)
	ms := func(share float64) float64 {
		return 1000 * times[min(int(share*float64(len(times))), len(times)-1)].Seconds()
	}
	cpu := 1000 * (processor() - used).Seconds() / float64(len(requests))
	_, err := fmt.Fprintf(w, "  %-32s p50 %7.1f ms  p99 %7.1f ms  mean CPU %6.1f ms  (%d hits on average)\n", name, ms(0.5), ms(0.99), cpu, hits/len(requests))
	return err
}

// processor is the time that the process has spent on the processor: unlike the time on the clock it does not tell what
// else the machine did.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// folder is the size of a file or folder on disk.
func folder(dir string) (n int64) {
	filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if info, err := e.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}

// peak is the most memory that the process has held, in bytes, as Linux tells it.
func peak() int64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	kb, _, _ := strings.Cut(rest, "kB")
	n, _ := strconv.ParseInt(strings.TrimSpace(kb), 10, 64)
	return n << 10
}
