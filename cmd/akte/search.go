package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"aktenkundig/index"

	"github.com/spf13/cobra"
)

func newSearch(e *env) *cobra.Command {
	var (
		req   index.Request
		how   answering
		order string
	)
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find pages, best first, with the passage",
		Long: `search finds the pages that hold all words of QUERY. A word is found in its exact form, in any inflection of
German or English, as a part of a compound, misread as engines do (rn for m, 1 for l), and if little is found, a few
letters off; in this order, and every hit says which. ü, ue and u, ß and ss, upper and lower case are the same.

  budget strasse          all words; where no page has all, those that have most
  '"budget plan"'         a phrase; the outer quotes are for the shell
  '"plan budget"~5'       near each other, in any order and inflection
  budget OR haushalt      one of them
  'budget -entwurf'       without a word; the quotes keep it from being a flag
  '(a OR b) c'            brackets
  verkehrs* ver*plan      words that begin so, and end so
  A0293/21                a reference, in any spelling, never another
  ref: type: date: deadline: from: to: subject: file-number: lang: verdict: batch: name:
                          what the document says or is: ref:A0293/21 date:2021..2024-06 from:umwelt
  in:aside in:decision in:noise
                          among the hidden words, in what was resolved, on pages that are no text

The whole language: docs/query.md

Exit codes: 0 hits, 1 no hits, 2 an error.`,
		Example: `  akte search interkommunale Zusammenarbeit
  akte search A0293/21 --from 2021 --to 2024-06
  akte search --ref A0293/21 --json Deadline
  akte search --order newest --facets 5 haushalt
  akte search --like 3fa9b2c1
  akte search --suggest haushaltss`,
		Args: usageArgs(func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && req.Ref == "" && req.Like == "" {
				return errors.New("say what to search for")
			}
			return readOrder(order, &req.Order)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			req.Query = strings.Join(args, " ")
			return errorIsTwo(search(cmd, e, req, how))
		},
	}
	f := cmd.Flags()
	f.IntVarP(&req.Limit, "limit", "n", 20, "most hits to print")
	f.IntVar(&req.Offset, "offset", 0, "hits to pass over first")
	f.StringVar(&req.From, "from", "", "only documents dated on or after, as 2021, 2021-03 or 2021-03-31")
	f.StringVar(&req.To, "to", "", "only documents dated on or before")
	f.StringVar(&req.Ref, "ref", "", "only documents that name this reference, for example A0293/21")
	f.StringVar(&order, "order", "best", "what comes first: best, newest, oldest or reference")
	f.IntVar(&req.Facets, "facets", 0, "also count this many values of each: year, type, ref, person, lang, batch, verdict")
	f.StringVar(&req.Like, "like", "", "documents like the one with this `ID`")
	f.DurationVar(&req.Timeout, "timeout", 0, "longest time to look, then what was found so far (default 5s)")
	f.BoolVar(&how.suggest, "suggest", false, "complete the last word of QUERY instead of searching")
	f.BoolVar(&how.asJSON, "json", false, "print one hit a line as JSON")
	return cmd
}

// answering says how an answer is given.
type answering struct {
	asJSON  bool
	suggest bool
}

func readOrder(s string, o *index.Order) error {
	orders := map[string]index.Order{"best": index.Best, "newest": index.Newest, "oldest": index.Oldest, "reference": index.ByReference}
	var ok bool
	if *o, ok = orders[s]; !ok {
		return fmt.Errorf("--order %s: want best, newest, oldest or reference", s)
	}
	return nil
}

// errorIsTwo gives every error of search grep's exit code 2.
func errorIsTwo(err error) error {
	var e *exitError
	if err == nil || errors.As(err, &e) || errors.Is(err, context.Canceled) {
		return err
	}
	return &exitError{code: exitUsage, err: err}
}

func search(cmd *cobra.Command, e *env, req index.Request, how answering) error {
	a, err := e.archive()
	if err != nil {
		return err
	}
	ix, err := index.Open(a.IndexDir())
	if err != nil {
		return err
	}
	defer ix.Close()
	line := newProgress(cmd.ErrOrStderr())
	err = follow(cmd.Context(), ix, a, line)
	if errors.Is(err, context.Canceled) {
		return err
	}
	if err != nil { // one damaged record must not keep the others from being found
		line.say("not everything is in the index: %v; `akte verify` tells more", err)
	}
	if how.suggest {
		return suggest(cmd, ix, a, req, how)
	}
	if req.Like != "" {
		if req.Like, err = a.Find(req.Like); err != nil {
			return err
		}
	}
	res, err := ix.Search(cmd.Context(), a, req)
	if err != nil {
		return err
	}
	for _, n := range res.Notes {
		line.say("%s", n)
	}
	if res.Meant != "" {
		line.say("did you mean: %s", res.Meant)
	}
	if err := printHits(cmd.OutOrStdout(), res, req, how.asJSON); err != nil {
		return err
	}
	if len(res.Hits) == 0 {
		return &exitError{code: exitFailed, quiet: true}
	}
	return nil
}

func printHits(w io.Writer, res index.Result, req index.Request, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, h := range res.Hits {
			if err := enc.Encode(h); err != nil {
				return err
			}
		}
		if res.Facets != nil {
			return enc.Encode(map[string]any{"facets": res.Facets, "total": res.Total})
		}
		return nil
	}
	open, end := "»", "«"
	if isTerminal(w) {
		open, end = "\x1b[1;33m", "\x1b[0m"
	}
	for _, h := range res.Hits {
		fmt.Fprintf(w, "%s\n    %s\n", heading(h), marked(h, open, end))
	}
	printFacets(w, res.Facets)
	if len(res.Hits) == req.Limit {
		fmt.Fprintf(w, "%s; go on with --offset %d\n", counted(res), req.Offset+len(res.Hits))
	}
	return nil
}

// counted says how many documents there are: Total counts only those with all the words where others are shown after them.
func counted(res index.Result) string {
	documents := map[string]bool{}
	for _, h := range res.Hits {
		documents[h.ID] = true
	}
	if len(documents) > res.Total {
		return "there may be more"
	}
	return plural(res.Total, "document") + " in all"
}

func printFacets(w io.Writer, facets []index.Facet) {
	for _, f := range facets {
		fmt.Fprintf(w, "%s:", f.Name)
		for i, v := range f.Values {
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, " %s (%d)", printable(v.Value), v.Count)
		}
		fmt.Fprintln(w)
	}
}

// suggest prints what the last word may become, one suggestion a line.
func suggest(cmd *cobra.Command, ix *index.Index, a index.Records, req index.Request, how answering) error {
	all, err := ix.Suggest(cmd.Context(), a, req.Query, req.Limit, req.Visible)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(cmd.OutOrStdout())
	enc.SetEscapeHTML(false)
	for _, s := range all {
		if !how.asJSON {
			fmt.Fprintln(cmd.OutOrStdout(), printable(s.Text))
			continue
		}
		if err := enc.Encode(s); err != nil {
			return err
		}
	}
	if len(all) == 0 {
		return &exitError{code: exitFailed, quiet: true}
	}
	return nil
}

// heading is the line that names a hit: "memo.pdf, page 2 · 2024-04-25 · A0293/21, SR/043/2022 · 3fa9b2c1".
func heading(h index.Hit) string {
	parts := []string{fmt.Sprintf("%s, page %d", printable(h.Name), h.Page)}
	if d := h.Fields["date"]; len(d) > 0 {
		parts = append(parts, d[0])
	}
	if r := h.Fields["reference"]; len(r) > 0 {
		parts = append(parts, strings.Join(r[:min(4, len(r))], ", "))
	}
	return strings.Join(append(parts, short(h.ID)), " · ")
}

// short is as much of an ID as a person wants to see and type.
func short(id string) string { return id[:min(12, len(id))] }

// marked is the passage with its hits marked.
func marked(h index.Hit, open, end string) string {
	var b strings.Builder
	at := 0
	for _, m := range h.Marks {
		b.WriteString(h.Snippet[at:m[0]] + open + h.Snippet[m[0]:m[1]] + end)
		at = m[1]
	}
	b.WriteString(h.Snippet[at:])
	return cmp.Or(b.String(), "(no passage)")
}
