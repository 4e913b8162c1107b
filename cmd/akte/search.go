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
		req    index.Request
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find pages, best first, with the passage",
		Long: `search finds the pages that hold all words of QUERY, in any inflection of German or English;
ü, ue and u, ß and ss, upper and lower case are the same.

  budget strasse          all words
  '"budget plan"'         a phrase; the outer quotes are for the shell
  budget OR haushalt      one of them
  'budget -entwurf'       without a word; the quotes keep it from being a flag
  verkehrs*               words that begin so
  A0293/21                a reference, in any spelling
  ref:A0293/21            only where it was recognised as a reference
  in:aside eingegangen    among the hidden words: stamps, margins, noise

Exit codes: 0 hits, 1 no hits, 2 an error.`,
		Example: `  akte search interkommunale Zusammenarbeit
  akte search A0293/21 --from 2021 --to 2024-06
  akte search --ref A0293/21 --json Deadline`,
		Args: usageArgs(func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && req.Ref == "" {
				return errors.New("say what to search for")
			}
			return nil
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			req.Query = strings.Join(args, " ")
			return errorIsTwo(search(cmd, e, req, asJSON))
		},
	}
	f := cmd.Flags()
	f.IntVarP(&req.Limit, "limit", "n", 20, "most hits to print")
	f.IntVar(&req.Offset, "offset", 0, "hits to pass over first")
	f.StringVar(&req.From, "from", "", "only documents dated on or after, as 2021, 2021-03 or 2021-03-31")
	f.StringVar(&req.To, "to", "", "only documents dated on or before")
	f.StringVar(&req.Ref, "ref", "", "only documents that name this reference, for example A0293/21")
	f.BoolVar(&asJSON, "json", false, "print one hit a line as JSON")
	return cmd
}

// errorIsTwo gives every error of search grep's exit code 2.
func errorIsTwo(err error) error {
	var e *exitError
	if err == nil || errors.As(err, &e) || errors.Is(err, context.Canceled) {
		return err
	}
	return &exitError{code: exitUsage, err: err}
}

func search(cmd *cobra.Command, e *env, req index.Request, asJSON bool) error {
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
	_, err = ix.Sync(cmd.Context(), source(a), func(done, total int) {
		line.note(fmt.Sprintf("indexing %d of %s", done, plural(total, "document")))
	})
	line.end()
	if errors.Is(err, context.Canceled) {
		return err
	}
	if err != nil { // one damaged record must not keep the others from being found
		line.say("not everything is in the index: %v; `akte verify` tells more", err)
	}
	res, err := ix.Search(cmd.Context(), a, req)
	if err != nil {
		return err
	}
	for _, n := range res.Notes {
		line.say("%s", n)
	}
	if err := printHits(cmd.OutOrStdout(), res, req, asJSON); err != nil {
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
		return nil
	}
	open, end := "»", "«"
	if isTerminal(w) {
		open, end = "\x1b[1;33m", "\x1b[0m"
	}
	for _, h := range res.Hits {
		fmt.Fprintf(w, "%s\n    %s\n", heading(h), marked(h, open, end))
	}
	if len(res.Hits) == req.Limit {
		fmt.Fprintf(w, "%s in all; go on with --offset %d\n", plural(res.Total, "document"), req.Offset+len(res.Hits))
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
