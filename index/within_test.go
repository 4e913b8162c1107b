package index

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

func TestWithinOneDocumentEveryPageAndWordIsFound(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Der Verband tagt. Verbandes", "nichts", "Planungsverband", "Verband", "Verband", "Verband in Pirna"),
		memoOf("b", "Dresden Verband"), memoOf("c", "Vebrand"))
	d, err := l.archive.Get("a")
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"Verband":            "1:Verband/exact 1:Verbandes/stem 3:Planungsverband/compound 4:Verband/exact 5:Verband/exact 6:Verband/exact",
		"Pirna Dresden":      "6:Pirna/exact",
		`"Verband in Pirna"`: "6:Verband/exact 6:in/exact 6:Pirna/exact",
		"Verbadn in Pirna":   "6:Pirna/exact",
		"Dresden":            "",
		"":                   "",
	} {
		res, err := l.Within(context.Background(), &d, query)
		got := ""
		for _, h := range res.Hits {
			for _, w := range h.Terms {
				got += fmt.Sprintf(" %d:%s/%s", h.Page, w.Text, w.Why)
			}
		}
		if got = strings.TrimSpace(got); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", query, got, err, want)
		}
	}
}
