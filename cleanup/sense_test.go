package cleanup

import (
	"strings"
	"testing"

	"aktenkundig/document"
)

func TestPageThatMakesSenseOnlyInTheMirrorIsTheOtherSide(t *testing.T) {
	soup := strings.Repeat("^^'■ |\\_ ;:' xS-AV,■■^ytuyy\n:'y^y ^iM mmi&myyy;yr\n", 4)
	for name, c := range map[string]struct {
		own, mirrored string
		want          document.Verdict
	}{
		"dirt, and a memo behind": {soup, memoText, document.ShowThrough},
		"dirt on both":            {soup, soup, document.Text},
		"a memo":                  {memoText, soup, document.Text},
		"dirt, and two words":     {soup, "der Rat", document.Text},
	} {
		p, m := read(c.own), read(c.mirrored)
		words := len(p.Words)
		behind := Behind(p, m)
		if p.Verdict != c.want || behind != (c.want == document.ShowThrough) {
			t.Errorf("%s: verdict %s", name, p.Verdict)
		}
		if len(p.Words) != words {
			t.Errorf("%s: words were lost", name)
		}
		for _, a := range p.Artefacts {
			if a.Kind != document.Through || len(a.Reasons) == 0 || len(a.Words) != words {
				t.Errorf("%s: finding %+v", name, a)
			}
		}
	}
}

func TestOnlyPagesWithLittleLanguageAreDoubted(t *testing.T) {
	if Doubtful(read(memoText)) || Doubtful(read("x |")) || Doubtful(read("")) {
		t.Error("a memo, two signs or nothing is doubted")
	}
	if !Doubtful(read(strings.Repeat("^^'■ |\\_ ;:' xS-AV,■■^ytuyy\n", 3))) {
		t.Error("dirt is not doubted")
	}
}
