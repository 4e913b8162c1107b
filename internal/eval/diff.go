package eval

import (
	"fmt"
	"strings"
)

// Diff shows a person what became of the words: one line for each run of words that are not as typed, with up to
// three words of what stands around it in the truth:
//
//	misread  … Stadt [Dresden => Dresdcn] Der Oberbürgermeister …
//
// It is empty if every word is as typed and in its place.
func Diff(truth, got string) string {
	d := differ{truth: Tokens(truth), got: Tokens(got)}
	links := Align(d.truth, d.got)
	at := 0 // truth words passed
	for i := 0; i < len(links); {
		n := i + 1
		for n < len(links) && links[n].What == links[i].What {
			n++
		}
		end := at
		for _, l := range links[i:n] {
			end += l.Truth[1] - l.Truth[0]
		}
		if links[i].What != Same {
			d.run(links[i:n], at, end)
		}
		i, at = n, end
	}
	return d.out.String()
}

type differ struct {
	truth, got []string
	out        strings.Builder
}

// run writes the line of links, whose truth words are from at to end.
func (d *differ) run(links []Link, at, end int) {
	const around = 3
	var truth, got []string
	for _, l := range links {
		truth = append(truth, d.truth[l.Truth[0]:l.Truth[1]]...)
		got = append(got, d.got[l.Got[0]:l.Got[1]]...)
	}
	from, to := max(0, at-around), min(len(d.truth), end+around)
	line := []string{fmt.Sprintf("%-8s", links[0].What)}
	if from > 0 {
		line = append(line, "…")
	}
	line = append(line, d.truth[from:at]...)
	line = append(line, change(truth, got))
	line = append(line, d.truth[end:to]...)
	if to < len(d.truth) {
		line = append(line, "…")
	}
	d.out.WriteString(strings.Join(line, " ") + "\n")
}

// change writes what was typed and what was read for it, either of which may be nothing.
func change(truth, got []string) string {
	t, g := strings.Join(truth, " "), strings.Join(got, " ")
	switch {
	case g == "":
		return "[-" + t + "-]"
	case t == "":
		return "[+" + g + "+]"
	}
	return "[" + t + " => " + g + "]"
}

// String is the name of what became of a word, as Diff and tables write it.
func (w What) String() string {
	return [...]string{"same", "moved", "misread", "lost", "leaked"}[w]
}
