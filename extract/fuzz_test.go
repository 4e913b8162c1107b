package extract

import (
	"bytes"
	"image"
	"reflect"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"aktenkundig/document"
)

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"25. APR. 2024", "31.3.25", "31. März 2025", "March 31, 2025", "2024-04-25", "Jl. April", "1/2/2003", "ı. Mai 20O4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		date, ok := ParseDate(s)
		if !ok {
			if date != "" {
				t.Fatalf("%q: no date, but %q", s, date)
			}
			return
		}
		if _, err := time.Parse("2006-01-02", date); err != nil {
			t.Fatalf("%q gives %q: %v", s, date, err)
		}
		if again, ok := ParseDate(date); !ok || again != date {
			t.Fatalf("%q gives %q, and that %q", s, date, again)
		}
	})
}

func FuzzParseReference(f *testing.F) {
	for _, s := range []string{"A0293/21", "ao293/21", "SR/043/2022", "2014/0123", "A 0293 / 2l", "A029321", "mAF0012/15", "2019-45"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := ParseReference(s)
		if !ok {
			return
		}
		if r.Score <= 0 || r.Score > 1 || r.Value == "" || r.Type == "" {
			t.Fatalf("%q gives %+v", s, r)
		}
		if again, ok := ParseReference(r.Value); !ok || again.Value != r.Value {
			t.Fatalf("%q gives %q, and that %+v", s, r.Value, again)
		}
	})
}

func FuzzFields(f *testing.F) {
	f.Add("Datum:\n25. APR. 2024\nzu A0293/\n21\n\nSehr geehrte Damen")
	f.Add("GZ:\n\n(DGB) 15.1\fBetreff:\n\nDear X")
	f.Add("Sitzung am 1.\n2. 2024 Az. 1")
	f.Add("Betreff: Bescha\xffung\n\nSehr geehrte")
	f.Fuzz(func(t *testing.T, s string) {
		d := memo(s)
		fields := Fields(d)
		if !reflect.DeepEqual(fields, Fields(d)) {
			t.Fatal("the same document gave different fields")
		}
		for _, x := range fields {
			if x.Page < 1 || x.Page > len(d.Pages) || len(x.Words) == 0 || x.Score <= 0 || x.Score > 1 || x.Value == "" || utf8.ValidString(s) && !utf8.ValidString(x.Value) {
				t.Fatalf("bad field %+v", x)
			}
			for _, w := range x.Words {
				if w < 0 || w >= len(d.Pages[x.Page-1].Words) {
					t.Fatalf("field %+v rests on a word that is not there", x)
				}
			}
		}
	})
}

func FuzzJoins(f *testing.F) {
	f.Add("die Zusammen-\narbeit er\ngänzt Ost-\nWest 20-\njährig")
	f.Add("x-\n-y\n\u00ad\n\u00ad a\u00ad\nb")
	f.Fuzz(func(t *testing.T, s string) {
		d := memo(s)
		for i := range d.Pages {
			last := -1
			for _, j := range Joins(&d.Pages[i], Words(d)) {
				if j.First <= last || j.Last <= j.First || j.Last >= len(d.Pages[i].Words) || j.Text == "" || j.Score < 0 || j.Score > 1 {
					t.Fatalf("bad join %+v", j)
				}
				last = j.Last
			}
		}
	})
}

func FuzzParseProfile(f *testing.F) {
	for _, p := range []string{"dresden", "german", "english"} {
		data, err := profileFiles.ReadFile("profiles/" + p + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"references":[{"type":"x","form":"A#1-9/Y2","least":9}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ParseProfile(data)
		if err != nil {
			return
		}
		r, err := NewReader(Options{Profiles: []Profile{p}})
		if err != nil {
			t.Fatalf("a checked profile was refused: %v", err)
		}
		r.Fields(memo("Antrag Nr. 12/2020 A0293/21 am 1.2.2020 bis zum 3. Mai 2021"))
	})
}

func FuzzReadRegister(f *testing.F) {
	f.Add([]byte("nummer;titel\nA0293/21;x\n"))
	f.Add([]byte("\ufeffA0293/21,\"x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		known, _, err := ReadRegister(bytes.NewReader(data))
		if err == nil && !slices.IsSorted(known) {
			t.Fatalf("not sorted: %q", known)
		}
	})
}

func FuzzTicks(f *testing.F) {
	f.Add([]byte{0, 255, 0, 255}, 3, 3, 20, 10)
	f.Fuzz(func(t *testing.T, pix []byte, x, y, w, h int) {
		img := image.NewGray(image.Rect(0, 0, 64, 48))
		copy(img.Pix, pix)
		p := &document.Page{Number: 1, View: document.Size{64, 48}, Lines: []document.Line{{}}, Regions: []document.Region{{}},
			Words: []document.Word{{Text: "vertraulich", Box: document.Box{x, y, x + w, y + h}}}}
		for _, tick := range Ticks(img, p) {
			if tick.Ink < 0 || tick.Ink > 1 || tick.Frame < 0 || tick.Frame > 1 {
				t.Fatalf("%+v", tick)
			}
		}
	})
}
