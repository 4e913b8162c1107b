package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"aktenkundig/graph"

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
		rows := [][]string{{"day", "state", "reference", "document", "page", "name", "date", "subject", "answered by", "answered on"}}
		for _, d := range list {
			rows = append(rows, []string{d.Day, string(d.State), d.Ref, d.ID, strconv.Itoa(d.Page), d.Name, d.Date, d.Subject, d.AnsweredBy, d.AnsweredOn})
		}
		return writeCSV(w, rows)
	case form.ics:
		return writeICS(w, list, day)
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

// writeICS writes deadlines that are not answered as days of a calendar (RFC 5545).
func writeICS(w io.Writer, list []graph.Deadline, day string) error {
	var b strings.Builder
	line := func(name, value string) { b.WriteString(foldICS(name + ":" + value)) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//aktenkundig//akte//DE")
	for _, d := range list {
		if d.State == graph.Answered {
			continue
		}
		from, err := time.Parse(time.DateOnly, d.Day)
		if err != nil {
			continue
		}
		line("BEGIN", "VEVENT")
		line("UID", d.ID[:min(len(d.ID), 16)]+"-"+d.Day+"-"+strconv.Itoa(d.Page)+"@aktenkundig")
		line("DTSTAMP", strings.ReplaceAll(day, "-", "")+"T000000Z")
		line("DTSTART;VALUE=DATE", from.Format("20060102"))
		line("DTEND;VALUE=DATE", from.AddDate(0, 0, 1).Format("20060102"))
		line("SUMMARY", escapeICS(strings.TrimSpace("Frist "+d.Ref+" "+d.Subject)))
		line("DESCRIPTION", escapeICS(fmt.Sprintf("%s, %s, p. %d", d.State, d.Name, d.Page)))
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
}

func escapeICS(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "").Replace(s)
}

// foldICS breaks a line after 75 bytes, never inside a character (RFC 5545, 3.1).
func foldICS(s string) string {
	const most = 75
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n+utf8.RuneLen(r) > most {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += utf8.RuneLen(r)
	}
	return b.String() + "\r\n"
}
