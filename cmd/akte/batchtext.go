package main

import (
	"fmt"
	"io"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/ingest/account"
)

// oneOf finds the one name that is prefix or begins with it.
func oneOf(names []string, prefix string) (string, error) {
	var found []string
	for _, n := range names {
		if n == prefix {
			return n, nil
		}
		if strings.HasPrefix(n, prefix) {
			found = append(found, n)
		}
	}
	hint := "`akte batch list` names them"
	switch len(found) {
	case 0:
		return "", &hinted{fmt.Errorf("batch %q: %w", prefix, archive.ErrNotFound), hint}
	case 1:
		return found[0], nil
	}
	return "", &hinted{fmt.Errorf("batch %q: %d begin like that", prefix, len(found)), hint}
}

// printAccount writes the account for a terminal or a plain printer.
func printAccount(w io.Writer, acc *account.Account) {
	fmt.Fprintf(w, "import %s: %s\n", acc.Name, printable(acc.State()))
	if acc.Begun != "" {
		fmt.Fprintf(w, "begun %s, ended %s; %s, %s, policy %s\n", acc.Begun, first(acc.Ended, "-"), acc.Made.Program, acc.Made.Engine, acc.Made.Policy)
		fmt.Fprintf(w, "delivered: %s\n", printable(strings.Join(acc.Paths, ", ")))
	}
	for _, u := range acc.Unbalanced {
		fmt.Fprintf(w, "DOES NOT AGREE: %s\n", printable(u))
	}
	fmt.Fprintf(w, "\nfiles in   %d, %d bytes: %s\n", acc.FileTotal(), acc.Bytes, named(acc.Outcomes()))
	if n := len(acc.Bound); n > 0 {
		fmt.Fprintf(w, "bound      %s from pages of them\n", plural(n, "document"))
	}
	fmt.Fprintf(w, "pages in   %d\n", acc.PagesIn)
	fmt.Fprintf(w, "pages out  %d: %s\n", acc.PagesOut, named(acc.VerdictCounts()))
	printConfidence(w, acc)
	section(w, "documents that were bound", acc.Bound, func(d account.Document) string {
		return fmt.Sprintf("%s: %s (%s), %s", d.Path, d.Name, short(d.ID), plural(d.Pages, "page"))
	})
	section(w, "files that are no document", acc.NotTaken, func(e archive.Entry) string {
		return e.Path + ": " + e.Outcome + ": " + e.Reason
	})
	section(w, "pages with a problem", acc.Problems, func(p account.Page) string {
		return fmt.Sprintf("%s: page %d: %s", p.Path, p.Number, p.Problem)
	})
	section(w, "gaps in printed page numbers", acc.Gaps, func(g account.Gap) string {
		return fmt.Sprintf("%s: page %d: %s", g.Path, g.Page, g.Text)
	})
	section(w, "text pages read with the lowest confidence", acc.Worst, func(p account.Page) string {
		return fmt.Sprintf("%3.0f %%  %s: page %d, %s", 100*p.Confidence, p.Path, p.Number, plural(p.Words, "word"))
	})
	section(w, "duplicates", acc.Twins, func(t account.Twin) string {
		return fmt.Sprintf("%s: %s as %s (%s)", t.Path, t.Kind, t.Name, short(t.Of))
	})
	section(w, "checksums (SHA-256), digest of this list "+acc.Digest, acc.Sums, func(s account.Sum) string {
		return first(s.SHA256, strings.Repeat("-", 64)) + "  " + s.Path
	})
}

func printConfidence(w io.Writer, acc *account.Account) {
	n := acc.TextPages()
	if n == 0 {
		return
	}
	fmt.Fprintf(w, "\nconfidence of %s\n", plural(n, "text page"))
	for i, k := range acc.Confidence {
		if k > 0 {
			fmt.Fprintf(w, "  %-9s %6d  %s\n", acc.Tenth(i), k, strings.Repeat("#", (50*k+n-1)/n))
		}
	}
}

func named(all []account.Count) string {
	n, order := map[string]int{}, []string{}
	for _, c := range all {
		n[c.Name] = c.N
		order = append(order, c.Name)
	}
	return counts(n, order)
}

// section writes a heading and a line for each thing, or nothing if there is none.
func section[T any](w io.Writer, heading string, all []T, line func(T) string) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", heading)
	for _, v := range all {
		fmt.Fprintf(w, "  %s\n", printable(line(v)))
	}
}
