package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"aktenkundig/archive"
	"aktenkundig/document"

	"github.com/spf13/cobra"
)

// listed is one document of `akte list --json`.
type listed struct {
	ID       string                   `json:"id"`
	Name     string                   `json:"name"`
	Date     string                   `json:"date,omitempty"`
	Pages    int                      `json:"pages"` // 0: in quarantine
	Verdicts map[document.Verdict]int `json:"verdicts"`
	Problems []string                 `json:"problems,omitempty"`
}

func newList(e *env) *cobra.Command {
	var asJSON, problems bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the documents of the archive",
		Long:    "list prints one line a document: ID, date, pages, name.\n" + exitHelp,
		Example: "  akte list\n  akte list --problems\n  akte list --json | jq -r .name",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			return list(cmd, a, asJSON, problems)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one document a line as JSON")
	cmd.Flags().BoolVar(&problems, "problems", false, "only documents with pages that could not be read, and what is in quarantine")
	return cmd
}

// list prints the documents; with problems those with unread pages, and what is in quarantine. A record that cannot
// be read is named, and the others follow.
func list(cmd *cobra.Command, a *archive.Archive, asJSON, problems bool) error {
	var unread error
	for id, err := range a.IDs() {
		if err != nil {
			return err
		}
		d, err := a.Get(id)
		if err != nil {
			fmt.Fprintf(cmd.ErrOrStderr(), "akte: %v\n", err)
			unread = &exitError{code: exitFailed, quiet: true}
			continue
		}
		if l := summarise(d); !problems || l.Problems != nil {
			l.print(cmd.OutOrStdout(), asJSON)
		}
	}
	if !problems {
		return unread
	}
	quarantined, err := a.Quarantines()
	if err != nil {
		return err
	}
	for _, q := range quarantined {
		l := listed{ID: q.ID, Name: q.Source.Name, Problems: []string{"quarantined: " + q.Reason + ": " + q.Detail}}
		l.print(cmd.OutOrStdout(), asJSON)
	}
	return unread
}

func summarise(d document.Document) listed {
	l := listed{ID: d.ID, Name: d.Source.Name, Pages: len(d.Pages), Verdicts: map[document.Verdict]int{}}
	for _, p := range d.Pages {
		l.Verdicts[p.Verdict]++
		if p.Problem != "" {
			l.Problems = append(l.Problems, fmt.Sprintf("page %d: %s", p.Number, p.Problem))
		}
	}
	for _, f := range d.Fields {
		if f.Name == "date" && l.Date == "" {
			l.Date = f.Value
		}
	}
	return l
}

func (l listed) print(w io.Writer, asJSON bool) {
	if asJSON {
		json.NewEncoder(w).Encode(l)
		return
	}
	fmt.Fprintf(w, "%s  %-10s  %4d  %s\n", short(l.ID), cmp.Or(l.Date, "—"), l.Pages, printable(l.Name))
	for _, p := range l.Problems {
		fmt.Fprintf(w, "              %s\n", printable(p))
	}
}
