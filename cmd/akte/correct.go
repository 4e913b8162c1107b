package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"

	"github.com/spf13/cobra"
)

// correcting holds the flags of `akte correct`.
type correcting struct {
	page           int
	deny, withdraw bool
	read           []string
	who, note      string
}

func newCorrect(e *env) *cobra.Command {
	var c correcting
	cmd := &cobra.Command{
		Use:   "correct ID [FIELD=VALUE…]",
		Short: "Say what a document says, or what words on it read",
		Long: `correct writes down what a person says of a document. It goes before what akte found, outlives every new reading, and
teaches the archive the words. Nothing is overwritten: --withdraw takes a correction back.

FIELD is date, subject, kind, reference, deadline, from, to, signatory, confidentiality or another name that ` + "`akte show --json`" + ` prints.
Of fields that a document has once, the new value takes the place of the old; others are added, and --deny removes one.
` + exitHelp,
		Example: `  akte correct 3fa9 date=2024-04-25 confidentiality=open
  akte correct 3fa9 --read HiLbirt=Hilbert
  akte correct 3fa9 --deny reference=A0298/21
  akte correct 3fa9 --withdraw date`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd, e, args[0], args[1:]) },
	}
	f := cmd.Flags()
	f.IntVar(&c.page, "page", 0, "the `page` on which it stands; 0 looks for the field or the words")
	f.BoolVar(&c.deny, "deny", false, "the document does not say so")
	f.BoolVar(&c.withdraw, "withdraw", false, "take back what was said about the field")
	f.StringArrayVar(&c.read, "read", nil, "`OLD=NEW`: the words OLD read NEW")
	f.StringVar(&c.who, "who", cmp.Or(os.Getenv("USER"), "akte"), "who says so")
	f.StringVar(&c.note, "note", "", "why")
	cmd.MarkFlagsMutuallyExclusive("deny", "withdraw")
	return cmd
}

func (c *correcting) run(cmd *cobra.Command, e *env, name string, facts []string) error {
	if len(facts) == 0 && len(c.read) == 0 {
		return usage(errors.New("say what to correct: FIELD=VALUE, or --read OLD=NEW"))
	}
	a, err := e.archive()
	if err != nil {
		return err
	}
	d, err := find(cmd, a, name)
	if err != nil {
		return err
	}
	if c.page < 0 || c.page > len(d.Pages) {
		return usage(fmt.Errorf("--page %d: the document has %s", c.page, plural(len(d.Pages), "page")))
	}
	rulings, err := c.rulings(d, facts)
	if err != nil {
		return err
	}
	return c.put(a, d.ID, rulings)
}

// rulings makes all rulings before the first is written, so that a mistake in the last leaves none.
func (c *correcting) rulings(d document.Document, facts []string) ([]document.Ruling, error) {
	var out []document.Ruling
	for _, s := range c.read {
		old, now, ok := strings.Cut(s, "=")
		if !ok || strings.TrimSpace(old) == "" || strings.TrimSpace(now) == "" {
			return nil, usage(fmt.Errorf("--read %q is not OLD=NEW", s))
		}
		old = strings.Join(strings.Fields(old), " ")
		found := c.places(d, strings.Fields(old))
		if len(found) == 0 {
			return nil, fmt.Errorf("%q stands nowhere on it", old)
		}
		for _, r := range found {
			r.Verb, r.Text = document.Read, strings.Replace(r.Text, old, now, 1)
			out = append(out, r)
		}
	}
	for _, s := range facts {
		field, value, ok := strings.Cut(s, "=")
		if !ok && !c.withdraw && !c.deny || field == "" {
			return nil, usage(fmt.Errorf("%q is not FIELD=VALUE", s))
		}
		out = append(out, c.fact(d, field, value))
	}
	return out, nil
}

// fact is the ruling on a field.
func (c *correcting) fact(d document.Document, field, value string) document.Ruling {
	verb := document.State
	switch {
	case c.withdraw:
		verb = document.Withdraw
	case c.deny:
		verb = document.Deny
	}
	return d.Saying(verb, field, value, c.page)
}

// places finds words that stand one behind the other; the rulings' texts are what stands there, with the signs around
// the words.
func (c *correcting) places(d document.Document, words []string) []document.Ruling {
	var out []document.Ruling
	for _, p := range d.Pages {
		if c.page != 0 && p.Number != c.page {
			continue
		}
		for i := range max(0, len(p.Words)-len(words)+1) {
			var box document.Box
			var texts []string
			for _, w := range p.Words[i : i+len(words)] {
				box = box.Union(w.Box)
				texts = append(texts, w.Text)
			}
			text := strings.Join(texts, " ")
			if strings.Trim(text, ".,;:()!?„“\"") == strings.Join(words, " ") || text == strings.Join(words, " ") {
				out = append(out, document.Ruling{Page: p.Number, Box: box, Text: text})
			}
		}
	}
	return out
}

func (c *correcting) put(a *archive.Archive, id string, rulings []document.Ruling) error {
	for _, r := range rulings {
		r.Who, r.Note, r.When = c.who, c.note, time.Now().UTC().Format(time.RFC3339)
		if err := a.Rule(id, r); err != nil {
			return err
		}
	}
	return nil
}
