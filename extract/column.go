package extract

import (
	"slices"
	"strings"
)

// columnLines is how far below its label a number may stand where labels and values are two columns that were read one
// after the other.
const columnLines = 14

// below finds references that stand alone on their line some lines below a label that has no value behind it: "Vorlage
// Nr.:" in the left column of a head, 2013/0041 in the right one. found marks what is a reference already.
func (g grammar) below(text string, found taken) []hit {
	var hits []hit
	var open []string // folded first words of labels without a value, and the line they are on
	var lines []int
	number, at := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		start := at
		at += len(line) + 1
		core := strings.TrimSpace(line)
		if core == "" {
			continue
		}
		number++
		if rest, ok := strings.CutSuffix(core, ":"); ok {
			if words := tokens(rest); len(words) > 0 && len(words) <= 2 {
				open, lines = append(open, words[0]), append(lines, number)
			}
			continue
		}
		start += strings.Index(line, core)
		if h, ok := g.alone(core, open, lines, number); ok {
			h.start, h.end = start, start+len(core)
			if !found.overlaps(h) {
				hits = append(hits, h)
			}
		}
	}
	return hits
}

// alone reads a line that is nothing but a number, where one of the open labels announces it.
func (g grammar) alone(core string, open []string, lines []int, number int) (hit, bool) {
	if len(open) == 0 || len(core) > longestReference || !strings.ContainsAny(core, "/-") {
		return hit{}, false
	}
	for _, f := range g.forms {
		if len(f.After) == 0 {
			continue
		}
		for i, label := range open {
			if number-lines[i] > columnLines || !slices.Contains(f.After, label) {
				continue
			}
			if m := f.whole.FindStringSubmatch(core); m != nil {
				if r, ok := f.read(m); ok {
					return fact(0, 0, ReferenceField, r.Type, r.Value, r.Score*needsWords), true
				}
			}
		}
	}
	return hit{}, false
}
