package archive

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"aktenkundig/document"
)

// page400 is a page of 400 words in 40 lines, as a full memo has.
func page400(n int) document.Page {
	p := memo("").Pages[0]
	p.Number, p.Lines, p.Words, p.Artefacts = n, nil, nil, nil
	for l := range 40 {
		p.Lines = append(p.Lines, document.Line{Box: document.Box{200, 80 * l, 2200, 80*l + 60}, Height: 52.25, XHeight: 24.5})
		for w := range 10 {
			text := fmt.Sprintf("%x", (n*400+l*10+w)*2654435761)
			p.Words = append(p.Words, document.Word{Text: text, Box: document.Box{200 * w, 80 * l, 200*w + 180, 80*l + 60}, Conf: 0.9 + float64(w)/1000, Line: l})
		}
	}
	return p
}

func BenchmarkPut(b *testing.B) {
	a, id := benchArchive(b)
	d := memo(id)
	d.Pages, d.Fields = []document.Page{page400(1)}, nil
	for b.Loop() {
		if err := a.Put(d); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(a.file(recordsDir, id, recordExt))
	if err != nil {
		b.Fatal(err)
	}
	data, err := plain(record{Pages: d.Pages})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size()), "bytes/record")
	b.ReportMetric(float64(len(data)), "bytes/json")
}

func BenchmarkGet(b *testing.B) {
	a, id := benchArchive(b)
	d := memo(id)
	d.Pages, d.Fields = []document.Page{page400(1)}, nil
	if err := a.Put(d); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := a.Get(id); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMade must not take longer for a book than for a memo.
func BenchmarkMade(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a, id := benchArchive(b)
			d := memo(id)
			d.Pages, d.Fields = nil, nil
			for i := range n {
				d.Pages = append(d.Pages, page400(i+1))
			}
			if err := a.Put(d); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, ok := a.Made(id); !ok {
					b.Fatal("no record")
				}
			}
		})
	}
}

func benchArchive(b *testing.B) (*Archive, string) {
	b.Helper()
	a, err := Create(b.TempDir(), Settings{})
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "x")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		b.Fatal(err)
	}
	id, err := a.AddOriginal(context.Background(), path, sourceOf("x"))
	if err != nil {
		b.Fatal(err)
	}
	return a, id
}
