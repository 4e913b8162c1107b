package account

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
)

//go:embed account.html
var sheet string

// HTML writes the account as one page to print and sign. It needs no other file and no network.
func (acc *Account) HTML(w io.Writer) error {
	t, err := template.New("account").Funcs(template.FuncMap{
		"percent": func(v float64) string { return fmt.Sprintf("%.0f %%", 100*v) },
		"share":   func(n, of int) int { return 100 * n / max(of, 1) },
		"count":   thousands,
		"when":    readable,
		"path":    breakable,
	}).Parse(sheet)
	if err != nil {
		return err
	}
	return t.Execute(w, acc)
}

// thousands writes a number with its digits in groups of three.
func thousands(n any) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "\u202f" + digits[i:]
	}
	return digits
}

// readable writes a time of the ledger for people.
func readable(when string) string {
	t, err := time.Parse(time.RFC3339, when)
	if err != nil {
		return when
	}
	return t.UTC().Format("2 January 2006, 15:04:05") + " UTC"
}

// breakable lets a long path break behind its folders.
func breakable(path string) template.HTML {
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(path), "/", "/<wbr>"))
}

// Attention says in words what a person should look at before signing; nothing, as a rule.
func (acc *Account) Attention() (all []string) {
	for _, c := range []struct {
		n    int
		what string
	}{
		{acc.Files[archive.QuarantinedFile], "kept in quarantine, cannot be read"},
		{acc.Files[archive.FailedFile], "not taken, could not be read"},
	} {
		if c.n > 0 {
			all = append(all, thousands(c.n)+" of the files: "+c.what)
		}
	}
	if n := len(acc.Problems); n > 0 {
		all = append(all, thousands(n)+" of the pages: with a problem")
	}
	if n := len(acc.Gaps); n > 0 {
		all = append(all, "printed page numbers with "+thousands(n)+" gaps or doubles")
	}
	return all
}

// Count is a number with its name.
type Count struct {
	Name string
	N    int
}

// Outcomes are the files by outcome, in the order of reports.
func (acc *Account) Outcomes() []Count {
	var all []Count
	for _, o := range []string{archive.NewFile, archive.BoundFile, archive.KnownFile, archive.QuarantinedFile, archive.SkippedFile, archive.FailedFile} {
		all = append(all, Count{o, acc.Files[o]})
	}
	return all
}

// VerdictCounts are the pages by verdict, in the order of reports.
func (acc *Account) VerdictCounts() []Count {
	var all []Count
	for _, v := range append(document.Verdicts(), document.Separator) {
		all = append(all, Count{string(v), acc.Verdicts[v]})
	}
	return all
}

// FileTotal is the number of files with an outcome.
func (acc *Account) FileTotal() int { return len(acc.Sums) }

// TextPages is the number of pages in Confidence.
func (acc *Account) TextPages() (n int) {
	for _, k := range acc.Confidence {
		n += k
	}
	return n
}

// Tenth names a class of Confidence, from 0 to 9.
func (acc *Account) Tenth(i int) string { return fmt.Sprintf("%d–%d %%", 10*i, 10*i+10) }

// State says in words how the import ended.
func (acc *Account) State() string {
	switch {
	case acc.Ended == "":
		return "broken off (killed), or still at work"
	case acc.Error != "":
		return "ended early: " + acc.Error
	}
	return "went through"
}
