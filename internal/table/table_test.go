package table

import (
	"strings"
	"testing"
)

func TestNoCellIsAFormula(t *testing.T) {
	var b strings.Builder
	if err := CSV(&b, [][]string{{"=1+1", "＝x", "plain", "", `a "b", c`}}); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "'=1+1,'＝x,plain,,\"a \"\"b\"\", c\"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
