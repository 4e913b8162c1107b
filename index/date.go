package index

import (
	"strings"
	"time"
)

// parseDay reads an ISO date.
func parseDay(s string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}

// parseSpan reads 2024, 2024-06, 2024-06-11 or two of them with ".." between, each or both of which may be missing,
// as the days from first to last. A zero time stands for no bound.
func parseSpan(s string) (from, to time.Time, ok bool) {
	lo, hi, isRange := strings.Cut(s, "..")
	if !isRange {
		hi = lo
	}
	if lo != "" {
		if from, _, ok = period(lo); !ok {
			return from, to, false
		}
	}
	if hi != "" {
		if _, to, ok = period(hi); !ok {
			return from, to, false
		}
	}
	return from, to, lo != "" || hi != ""
}

// period gives the first and the last day of a year, month or day, also as 11.6.2024.
func period(s string) (first, last time.Time, ok bool) {
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-1", 0, 1, 0}, {"2006-1-2", 0, 0, 1}, {"2.1.2006", 0, 0, 1}, {"1.2006", 0, 1, 0}} {
		if t, err := time.Parse(p.layout, s); err == nil {
			return t, t.AddDate(p.years, p.months, p.days).Add(-time.Second), true
		}
	}
	return first, last, false
}

// daysOf gives the terms under which the days from first to last are found in a field of days: whole years, whole
// months and days. years are those that the field knows, ascending; a zero time is no bound.
func daysOf(first, last time.Time, years []string) []string {
	var all []string
	for _, y := range years {
		begin, end, ok := period(y)
		switch {
		case !ok || !last.IsZero() && begin.After(last) || !first.IsZero() && end.Before(first):
		case inside(begin, end, first, last):
			all = append(all, y)
		default:
			all = append(all, daysOfYear(begin, first, last)...)
		}
	}
	return all
}

func daysOfYear(year, first, last time.Time) []string {
	var all []string
	for m := year; m.Year() == year.Year(); m = m.AddDate(0, 1, 0) {
		if end := m.AddDate(0, 1, 0).Add(-time.Second); inside(m, end, first, last) {
			all = append(all, m.Format("2006-01"))
			continue
		}
		for d := m; d.Month() == m.Month(); d = d.AddDate(0, 0, 1) {
			if inside(d, d, first, last) {
				all = append(all, d.Format(time.DateOnly))
			}
		}
	}
	return all
}

// inside tells whether a period lies within bounds.
func inside(begin, end, first, last time.Time) bool {
	return (first.IsZero() || !begin.Before(first)) && (last.IsZero() || !end.After(last))
}
