package index

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestKeptTextsAnswerAsFreshOnes asks the same of an index that keeps nothing, of one whose cache is cold, warm, and too
// small; and once more after a document changed.
func TestKeptTextsAnswerAsFreshOnes(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Der Haushalt der Stadt [Eingangsstempel]", "Grundstücksgeschäfte und Haushalte"), memoOf("b", "Haushaltssatzung der Stadt"))
	questions := []Request{{Query: "Haushalt"}, {Query: "haushalt stadt"}, {Query: `"der Stadt"`}, {Query: "in:aside Eingangsstempel"}, {Query: "Grundst*"}, {Query: "Satzung"}, {Query: "in:aside Haushalt"}}
	ask := func() (all []Result) {
		for _, q := range questions {
			all = append(all, l.search(t, q))
		}
		return all
	}
	same := cmpopts.IgnoreFields(Result{}, "Duration")
	fresh := ask()
	for _, bytes := range []int64{1 << 20, 1 << 20, 100} {
		l.KeepTexts(bytes)
		for range 2 {
			if diff := cmp.Diff(ask(), fresh, same); diff != "" {
				t.Fatalf("with %d bytes (-got +want)\n%s", bytes, diff)
			}
		}
	}
	l.KeepTexts(1 << 20)
	ask()
	l.archive.put(memoOf("b", "Friedhofssatzung der Stadt"))
	l.sync(t)
	if got := ids(l.search(t, Request{Query: "Haushaltssatzung"})); len(got) != 0 {
		t.Errorf("what the document no longer says is found: %v", got)
	}
	if got := l.search(t, Request{Query: "Friedhof"}); len(got.Hits) != 1 || got.Hits[0].Snippet != "Friedhofssatzung der Stadt" {
		t.Errorf("what it says now: %+v", got.Hits)
	}
}
