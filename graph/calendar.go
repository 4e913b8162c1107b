package graph

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Rows gives deadlines as rows of a table, the first with the names of its columns.
func Rows(list []Deadline) [][]string {
	rows := [][]string{{"day", "state", "reference", "document", "page", "name", "date", "subject", "answered by", "answered on"}}
	for _, d := range list {
		rows = append(rows, []string{d.Day, string(d.State), d.Ref, d.ID, strconv.Itoa(d.Page), d.Name, d.Date, d.Subject, d.AnsweredBy, d.AnsweredOn})
	}
	return rows
}

// Calendar writes the deadlines that are not answered on a day (2006-01-02) as days of a calendar (iCalendar, RFC 5545).
func Calendar(w io.Writer, list []Deadline, day string) error {
	var b strings.Builder
	line := func(name, value string) { b.WriteString(foldICS(name + ":" + value)) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//aktenkundig//akte//DE")
	for _, d := range list {
		if d.State == Answered {
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
