package index

import (
	"testing"

	terms "aktenkundig/index/analysis"
	"aktenkundig/internal/drawtext"
)

func BenchmarkMemo(b *testing.B) {
	v, w := terms.NewVocabulary(), drawtext.New(1, 0.02)
	n := uint64(0)
	for b.Loop() {
		b.StopTimer()
		d := memoOf("a", w.Page(n), w.Page(n+1), w.Page(n+2), w.Page(n+3))
		n += 4
		b.StartTimer()
		memo(v, &d, nil)
	}
}
