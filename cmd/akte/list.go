package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"aktenkundig/document"

	"github.com/spf13/cobra"
)

// listed is one document of `akte list --json`.
type listed struct {
	ID       string                   `json:"id"`
	Name     string                   `json:"name"`
	Date     string                   `json:"date,omitempty"`
	Pages    int                      `json:"pages"`
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
			for id, err := range a.IDs() {
				if err != nil {
					return err
				}
				d, err := a.Get(id)
				if err != nil {
					return err
				}
				if l := summarise(d); !problems || l.Problems != nil {
					if err := l.print(cmd.OutOrStdout(), asJSON); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one document a line as JSON")
	cmd.Flags().BoolVar(&problems, "problems", false, "only documents with pages that could not be read")
	return cmd
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

func (l listed) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(l)
	}
	fmt.Fprintf(w, "%s  %-10s  %4d  %s\n", short(l.ID), cmp.Or(l.Date, "—"), l.Pages, l.Name)
	for _, p := range l.Problems {
		fmt.Fprintf(w, "              %s\n", p)
	}
	return nil
}
