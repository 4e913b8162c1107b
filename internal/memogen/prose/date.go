package prose

import (
	"fmt"
	"strings"
	"time"
)

// Date is a day.
type Date struct{ Year, Month, Day int }

// ISO writes d as 2006-01-02.
func (d Date) ISO() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Add gives the day so many days later.
func (d Date) Add(days int) Date {
	t := time.Date(d.Year, time.Month(d.Month), d.Day+days, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// EndOfMonth is the last day of d's month.
func (d Date) EndOfMonth() Date { return Date{d.Year, d.Month + 1, 1}.Add(-1) }

// Long writes d in full: 25. April 2024, 25 April 2024.
func (d Date) Long(language string) string {
	if language == English {
		return fmt.Sprintf("%d %s %d", d.Day, words(englishMonths)[d.Month-1], d.Year)
	}
	return fmt.Sprintf("%d. %s %d", d.Day, words(germanMonths)[d.Month-1], d.Year)
}

// Stamp writes d as date stamps do: 25. APR. 2024, 25 APR 2024.
func (d Date) Stamp(language string) string {
	if language == English {
		return fmt.Sprintf("%02d %s %d", d.Day, strings.ToUpper(words(englishMonths)[d.Month-1][:3]), d.Year)
	}
	month := [...]string{"JAN.", "FEB.", "MÄRZ", "APR.", "MAI", "JUNI", "JULI", "AUG.", "SEP.", "OKT.", "NOV.", "DEZ."}
	return fmt.Sprintf("%02d. %s %d", d.Day, month[d.Month-1], d.Year)
}

// printed writes d in one of the forms that letters use.
func (w *writer) printed(d Date) string {
	switch n := w.r.IntN(6); {
	case w.order.Language == English && n < 2:
		return fmt.Sprintf("%s %d, %d", words(englishMonths)[d.Month-1], d.Day, d.Year)
	case w.order.Language == German && n == 0:
		return fmt.Sprintf("%02d.%02d.%d", d.Day, d.Month, d.Year)
	case w.order.Language == German && n == 1:
		return fmt.Sprintf("%d.%d.%d", d.Day, d.Month, d.Year)
	}
	return d.Long(w.order.Language)
}
