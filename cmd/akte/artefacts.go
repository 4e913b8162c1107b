package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"

	"github.com/spf13/cobra"
)

// newArtefacts is the ledger of what was found beside the text.
func newArtefacts(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "artefacts",
		Short: "See and rule what is text and what is not",
		Long: `artefacts lists what was found on pages beside their text — stamps, signatures, handwriting, logos, dirt, words that are
none — tells why, and takes your word where you know better. A ruling is kept beside the original, outlives every new
reading, and is undone by another.

A finding is named by its page and its number on that page, as list shows it: 2.3 is the third finding of page 2.
` + exitHelp,
		Example: `  akte artefacts list 3fa9
  akte artefacts explain 3fa9 1.2
  akte artefacts keep 3fa9 1.2
  akte artefacts hide 3fa9 2 --box 1500,200,1900,400 --kind stamp
  akte artefacts stats`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newArtefactsList(e, "list", "List the findings of a document"),
		newArtefactsList(e, "explain", "List findings with what was measured on each"),
		newArtefactsRule(e, document.Hide, "Hide findings, or a place that no detector found"),
		newArtefactsRule(e, document.Keep, "Bring findings, or a place, back into the text"),
		newArtefactsRule(e, document.Withdraw, "Take rulings back: what the policy proposes holds again"),
		newArtefactsStats(e))
	return cmd
}

// listedFinding is one finding of `akte artefacts list --json`.
type listedFinding struct {
	ID   string `json:"id"`
	Page int    `json:"page"`
	N    int    `json:"n"` // on the page, from 1
	document.Artefact
	Says []string `json:"says,omitempty"` // the words it covers
}

func newArtefactsList(e *env, verb, short string) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   verb + " ID|PATH [PAGE[.N]]",
		Short: short,
		Args:  usageArgs(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, d, err := e.document(cmd, args[0])
			if err != nil {
				return err
			}
			found, err := chosen(d, args[1:])
			if err != nil {
				return err
			}
			for _, f := range found {
				f.print(cmd.OutOrStdout(), asJSON, verb == "explain")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one finding a line as JSON")
	return cmd
}

// chosen gives the findings of d that PAGE or PAGE.N names; all without one.
func chosen(d document.Document, place []string) ([]listedFinding, error) {
	page, n, err := parsePlace(place)
	if err != nil {
		return nil, usage(err)
	}
	if page > len(d.Pages) {
		return nil, fmt.Errorf("the document has %s, no page %d", plural(len(d.Pages), "page"), page)
	}
	var out []listedFinding
	for i := range d.Pages {
		p := &d.Pages[i]
		for k, a := range p.Artefacts {
			if page > 0 && p.Number != page || n > 0 && k+1 != n {
				continue
			}
			f := listedFinding{ID: d.ID, Page: p.Number, N: k + 1, Artefact: a}
			for _, w := range a.Words {
				f.Says = append(f.Says, p.Words[w].Text)
			}
			out = append(out, f)
		}
	}
	if n > 0 && len(out) == 0 {
		return nil, fmt.Errorf("page %d has no finding %d; `akte artefacts list %s %d` lists them", page, n, short(d.ID), page)
	}
	return out, nil
}

// parsePlace reads PAGE or PAGE.N; 0 stands for what is not said.
func parsePlace(place []string) (page, n int, err error) {
	if len(place) == 0 {
		return 0, 0, nil
	}
	first, second, both := strings.Cut(place[0], ".")
	page, err = strconv.Atoi(first)
	if both && err == nil {
		n, err = strconv.Atoi(second)
	}
	if err != nil || page < 1 || both && n < 1 {
		return 0, 0, fmt.Errorf("%q names no place: say PAGE or PAGE.N, as 2 or 2.3", place[0])
	}
	return page, n, nil
}

func (f listedFinding) print(w io.Writer, asJSON, reasons bool) {
	if asJSON {
		json.NewEncoder(w).Encode(f)
		return
	}
	state := "shown"
	if f.Hidden {
		state = "hidden"
	}
	says := cmp.Or(f.Text, strings.Join(f.Says, " "))
	fmt.Fprintf(w, "%-6s %-12s %.2f  %-6s  at %v  %s\n", fmt.Sprintf("%d.%d", f.Page, f.N), f.Kind, f.Score, state, f.Box, printable(says))
	if !reasons {
		return
	}
	for _, r := range f.Reasons {
		fmt.Fprintf(w, "         %s: %.2f (limit %.2f)\n", r.Text, r.Value, r.Limit)
	}
}

// said holds the flags of the commands that rule.
type said struct {
	box, kind, note string
}

func newArtefactsRule(e *env, verb document.Verb, short string) *cobra.Command {
	var s said
	cmd := &cobra.Command{
		Use:   string(verb) + " ID|PATH PAGE[.N]",
		Short: short,
		Args:  usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, d, err := e.document(cmd, args[0])
			if err != nil {
				return err
			}
			return s.rule(cmd, a, d, verb, args[1])
		},
	}
	cmd.Flags().StringVar(&s.box, "box", "", "a place on the page instead of findings: `x0,y0,x1,y1` in pixels of the view")
	cmd.Flags().StringVar(&s.note, "note", "", "why, in your words")
	if verb == document.Hide {
		cmd.Flags().StringVar(&s.kind, "kind", "", "what no detector found there: stamp, signature, …")
	}
	return cmd
}

// rule writes the rulings and brings the index up to date.
func (s *said) rule(cmd *cobra.Command, a *archive.Archive, d document.Document, verb document.Verb, place string) error {
	rulings, err := s.rulings(d, verb, place)
	if err != nil {
		return err
	}
	who, when := person(), time.Now().UTC().Format(time.RFC3339)
	for _, r := range rulings {
		r.Who, r.When, r.Note = who, when, s.note
		if err := a.Rule(d.ID, r); err != nil {
			return err
		}
	}
	return sync(cmd.Context(), a, newProgress(cmd.ErrOrStderr()))
}

func (s *said) rulings(d document.Document, verb document.Verb, place string) ([]document.Ruling, error) {
	if s.kind != "" && s.box == "" {
		return nil, usage(errors.New("--kind needs --box: a finding has its kind"))
	}
	if s.box == "" {
		found, err := chosen(d, []string{place})
		if err != nil {
			return nil, err
		}
		var out []document.Ruling
		for _, f := range found {
			out = append(out, d.Pages[f.Page-1].On(f.N-1, verb)...)
		}
		return out, nil
	}
	page, n, err := parsePlace([]string{place})
	if err != nil || n > 0 {
		return nil, usage(errors.New("with --box, say the page alone"))
	}
	if page > len(d.Pages) {
		return nil, fmt.Errorf("the document has %s, no page %d", plural(len(d.Pages), "page"), page)
	}
	box, err := parseBox(s.box)
	if err != nil {
		return nil, usage(err)
	}
	return []document.Ruling{{Page: page, Box: box, Verb: verb, Kind: document.Kind(s.kind)}}, nil
}

func parseBox(text string) (b document.Box, err error) {
	parts := strings.Split(text, ",")
	for i := 0; i < 4 && len(parts) == 4 && err == nil; i++ {
		b[i], err = strconv.Atoi(strings.TrimSpace(parts[i]))
	}
	if err != nil || len(parts) != 4 || b.Empty() {
		return b, fmt.Errorf("--box %q: want four numbers x0,y0,x1,y1 with x0 < x1 and y0 < y1", text)
	}
	return b, nil
}

// person is who rules.
func person() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return cmp.Or(os.Getenv("USER"), "unknown")
}

// tally counts the findings of one kind.
type tally struct {
	Kind   document.Kind `json:"kind"`
	Found  int           `json:"found"`
	Hidden int           `json:"hidden"`
	Ruled  int           `json:"ruled"`  // findings on whose centre somebody ruled
	Words  int           `json:"words"`  // that they cover
	Scores [10]int       `json:"scores"` // findings by score: under 0.1, under 0.2, …
}

func newArtefactsStats(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Count the findings of the archive by kind",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			all, err := count(a)
			if err != nil {
				return err
			}
			for _, t := range all {
				t.print(cmd.OutOrStdout(), asJSON)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one kind a line as JSON")
	return cmd
}

// count goes through all records.
func count(a *archive.Archive) ([]tally, error) {
	kinds := map[document.Kind]*tally{}
	for id, err := range a.IDs() {
		if err != nil {
			return nil, err
		}
		d, err := a.Get(id)
		if err != nil {
			return nil, err
		}
		rulings, err := a.Rulings(id)
		if err != nil {
			return nil, err
		}
		for _, p := range d.Pages {
			for _, f := range p.Artefacts {
				if kinds[f.Kind] == nil {
					kinds[f.Kind] = &tally{Kind: f.Kind}
				}
				kinds[f.Kind].add(f, p.Number, rulings)
			}
		}
	}
	var out []tally
	for _, t := range kinds {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b tally) int { return cmp.Compare(a.Kind, b.Kind) })
	return out, nil
}

func (t *tally) add(f document.Artefact, page int, rulings []document.Ruling) {
	t.Found++
	if f.Hidden {
		t.Hidden++
	}
	if slices.ContainsFunc(rulings, func(r document.Ruling) bool { return r.Page == page && r.Box.ContainsCentre(f.Box) }) {
		t.Ruled++
	}
	t.Words += len(f.Words)
	t.Scores[max(0, min(9, int(f.Score*10)))]++
}

func (t tally) print(w io.Writer, asJSON bool) {
	if asJSON {
		json.NewEncoder(w).Encode(t)
		return
	}
	fmt.Fprintf(w, "%-12s %6d found  %6d hidden  %4d ruled  %6d words  by score %v\n", t.Kind, t.Found, t.Hidden, t.Ruled, t.Words, t.Scores)
}
