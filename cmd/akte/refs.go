package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"aktenkundig/extract"
	"aktenkundig/graph"
	"aktenkundig/internal/table"

	"github.com/spf13/cobra"
)

// showing holds the flags that say in which form a list is printed.
type showing struct{ json, csv, dot, ics bool }

func newRefs(e *env) *cobra.Command {
	var (
		form    showing
		missing bool
	)
	cmd := &cobra.Command{
		Use:   "refs [REFERENCE]",
		Short: "Tell the life of a paper: who names its number, when, in which role",
		Long: `refs prints every document that names REFERENCE, by date: the paper itself, the minutes, the follow-ups, those
that mention it. Without REFERENCE it prints all references of the archive. With --missing it lists the numbers that
are cited though their paper is not in the archive.

REFERENCE may be written as a person would: a293/21 is A0293/21.
` + exitHelp,
		Example: `  akte refs A0293/21
  akte refs --missing
  akte refs --dot A0293/21 | dot -Tsvg > life.svg
  akte refs --csv > graph.csv`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			g, err := e.graph(cmd)
			if err != nil {
				return err
			}
			if missing {
				return printMissing(cmd.OutOrStdout(), g, form)
			}
			return printRefs(cmd.OutOrStdout(), g, args, form)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&missing, "missing", false, "numbers that are cited but not in the archive")
	f.BoolVar(&form.json, "json", false, "print one object a line as JSON")
	f.BoolVar(&form.csv, "csv", false, "print CSV with a head")
	f.BoolVar(&form.dot, "dot", false, "print a graph in the DOT language of Graphviz")
	cmd.MarkFlagsMutuallyExclusive("json", "csv", "dot")
	cmd.MarkFlagsMutuallyExclusive("missing", "dot")
	return cmd
}

// graph opens the archive's graph and brings it up to date.
func (e *env) graph(cmd *cobra.Command) (*graph.Store, error) {
	a, err := e.archive()
	if err != nil {
		return nil, err
	}
	g := graph.New(a.GraphDir())
	damaged, err := g.Sync(cmd.Context(), source(a))
	if err != nil {
		return nil, err
	}
	for _, d := range damaged {
		fmt.Fprintf(cmd.ErrOrStderr(), "akte: %v\n", d)
	}
	return g, nil
}

func printRefs(w io.Writer, g *graph.Store, args []string, form showing) error {
	var (
		events []graph.Event
		err    error
	)
	if len(args) == 0 {
		events, err = g.All(nil)
	} else {
		ref := canonical(args[0])
		if events, err = g.Life(ref, nil); err == nil && len(events) == 0 {
			return &hinted{fmt.Errorf("no document names %s", ref), "see what there is with `akte refs` or `akte refs --missing`"}
		}
	}
	if err != nil {
		return err
	}
	switch {
	case form.json:
		return eachJSON(w, events)
	case form.csv:
		rows := [][]string{{"reference", "type", "date", "role", "kind", "document", "page", "name", "subject", "score"}}
		for _, e := range events {
			rows = append(rows, []string{e.Ref, e.Type, e.Date, string(e.Role), e.Kind, e.ID, strconv.Itoa(e.Page), e.Name, e.Subject, fmt.Sprint(e.Score)})
		}
		return table.CSV(w, rows)
	case form.dot:
		return writeDOT(w, events)
	}
	last := ""
	for _, e := range events {
		if len(args) == 0 && e.Ref != last {
			fmt.Fprintf(w, "%s  %s\n", e.Ref, e.Type)
		}
		last = e.Ref
		fmt.Fprintf(w, "%-10s  %-8s  %s  p. %-3d %s\n", cmp.Or(e.Date, "—"), e.Role, short(e.ID), e.Page, printable(strings.TrimSpace(e.Name+"  "+e.Subject)))
	}
	return nil
}

// canonical is a reference as records have it; what no profile knows is taken as it was typed.
func canonical(s string) string {
	if r, ok := extract.ParseReference(s); ok {
		return r.Value
	}
	return strings.ToUpper(strings.TrimSpace(s))
}

func printMissing(w io.Writer, g *graph.Store, form showing) error {
	missing, err := g.Missing(nil)
	if err != nil {
		return err
	}
	switch {
	case form.json:
		return eachJSON(w, missing)
	case form.csv:
		rows := [][]string{{"reference", "type", "cited", "first", "last"}}
		for _, m := range missing {
			rows = append(rows, []string{m.Ref, m.Type, strconv.Itoa(m.Cited), m.First, m.Last})
		}
		return table.CSV(w, rows)
	}
	for _, m := range missing {
		fmt.Fprintf(w, "%-14s  %-10s  cited by %s, %s to %s\n", m.Ref, m.Type, plural(m.Cited, "document"), cmp.Or(m.First, "—"), cmp.Or(m.Last, "—"))
	}
	return nil
}

func eachJSON[T any](w io.Writer, list []T) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, x := range list {
		if err := enc.Encode(x); err != nil {
			return err
		}
	}
	return nil
}

// writeDOT writes documents as boxes and references as ellipses, the role on each edge.
func writeDOT(w io.Writer, events []graph.Event) error {
	var b strings.Builder
	b.WriteString("digraph references {\n\trankdir=LR;\n")
	seen := map[string]bool{}
	node := func(id, label, shape string) {
		if !seen[id] {
			seen[id] = true
			fmt.Fprintf(&b, "\t%s [label=%s, shape=%s];\n", quoteDOT(id), quoteDOT(label), shape)
		}
	}
	for _, e := range events {
		node(e.Ref, e.Ref, "ellipse")
		node(e.ID, strings.TrimSpace(e.Date+"\n"+e.Name), "box")
		fmt.Fprintf(&b, "\t%s -> %s [label=%s];\n", quoteDOT(e.ID), quoteDOT(e.Ref), quoteDOT(string(e.Role)))
	}
	b.WriteString("}\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return errors.Join(errors.New("write the graph"), err)
	}
	return nil
}

func quoteDOT(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", "").Replace(s) + `"`
}
