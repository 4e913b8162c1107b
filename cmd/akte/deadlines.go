package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"aktenkundig/graph"
	"aktenkundig/internal/table"

	"github.com/spf13/cobra"
)

func newDeadlines(e *env) *cobra.Command {
	var (
		form    showing
		overdue bool
		on      string
	)
	cmd := &cobra.Command{
		Use:   "deadlines",
		Short: "List what is due, what was answered and what is overdue",
		Long: `deadlines lists the days by which something is due, as the documents say ("Nächste Beschlusskontrolle: 31. März 2025").
A deadline is answered if a later document names the paper; otherwise it is open, and overdue once its day has passed.
` + exitHelp,
		Example: `  akte deadlines --overdue
  akte deadlines --ics > deadlines.ics
  akte deadlines --csv`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			day := cmp.Or(on, time.Now().Format(time.DateOnly))
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				return usage(fmt.Errorf("--on %s is no day; write it as 2025-03-31", on))
			}
			g, err := e.graph(cmd)
			if err != nil {
				return err
			}
			list, err := g.Deadlines(day, nil)
			if err != nil {
				return err
			}
			if overdue {
				list = only(list, graph.Overdue)
			}
			return printDeadlines(cmd.OutOrStdout(), list, day, form)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&overdue, "overdue", false, "only those whose day has passed without an answer")
	f.StringVar(&on, "on", "", "the `day` on which it is looked, instead of today")
	f.BoolVar(&form.json, "json", false, "print one object a line as JSON")
	f.BoolVar(&form.csv, "csv", false, "print CSV with a head")
	f.BoolVar(&form.ics, "ics", false, "print a calendar (iCalendar)")
	cmd.MarkFlagsMutuallyExclusive("json", "csv", "ics")
	return cmd
}

func only(list []graph.Deadline, state graph.State) []graph.Deadline {
	var out []graph.Deadline
	for _, d := range list {
		if d.State == state {
			out = append(out, d)
		}
	}
	return out
}

func printDeadlines(w io.Writer, list []graph.Deadline, day string, form showing) error {
	switch {
	case form.json:
		return eachJSON(w, list)
	case form.csv:
		return table.CSV(w, graph.Rows(list))
	case form.ics:
		return graph.Calendar(w, list, day)
	}
	for _, d := range list {
		state := string(d.State)
		if d.AnsweredOn != "" {
			state += " " + d.AnsweredOn
		}
		fmt.Fprintf(w, "%s  %-19s  %-12s  %s  p. %-3d %s\n", d.Day, state, cmp.Or(d.Ref, "—"), short(d.ID), d.Page, printable(strings.TrimSpace(d.Name+"  "+d.Subject)))
	}
	return nil
}
