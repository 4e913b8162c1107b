package memogen

import "testing"

func BenchmarkDrawScan(b *testing.B) {
	benchmarkDraw(b, Options{Language: "deu", Classes: []string{Scan}, Pages: 1, Format: JPEG})
}

func BenchmarkDrawFax(b *testing.B) {
	benchmarkDraw(b, Options{Language: "deu", Classes: []string{Fax}, Pages: 1, Format: PDFG4})
}

func benchmarkDraw(b *testing.B, o Options) {
	o.Extra = nil
	seed := uint64(0)
	for b.Loop() {
		seed++
		m := Draw(seed, o)
		if _, err := Encode(m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	seed := uint64(0)
	for b.Loop() {
		seed++
		Compose(seed, Options{})
	}
}
