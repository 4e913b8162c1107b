package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ParseDate reads one date and nothing else, in German or English, and gives it as 2006-01-02: 25. APR. 2024,
// 31.3.25, 31. März 2025, 31 March 2025, March 31, 2025, 2024-04-25. ok is false where it is no date of the
// calendar, or where its reading would be a guess: 3/4/2025 is March or April, and the day of "Jl. April 2024" is
// not there to read. Two digits for a year mean 1950 to 2049.
func ParseDate(s string) (date string, ok bool) {
	const guess = 0.5
	if len(s) > longestDate {
		return "", false
	}
	s = strings.TrimRight(strings.Join(strings.Fields(s), " "), ".,;")
	hits := dates(s, 0)
	if len(hits) != 1 || hits[0].start != 0 || hits[0].end != len(s) || hits[0].score < guess {
		return "", false
	}
	return hits[0].value, true
}

const longestDate = 64 // bytes

// How sure a date is by the way it is written and read.
const (
	dateClear     = 0.97
	dateShortYear = 0.85
	dateNumbers   = 0.6 // small numbers with points and a short year: could be a section, 4.2.10
	dateMisread   = 0.7 // a month with a wrong letter, an O for a 0
	dateGuessed   = 0.3 // the day is letters
	dateAmbiguous = 0.4 // day and month could be exchanged
	gap           = ` *\n? *`
)

// dateForm is one way of writing dates; read gets the groups of a match.
type dateForm struct {
	find   *regexp.Regexp
	read   func(groups []string, century int) (hit, bool)
	linked bool // "on" or the like must stand before it
}

// year is where a date can be: every one has a number of two digits, one of which may be misread.
var year = regexp.MustCompile(`[0-9][0-9OolI]`)

var dateForms = []dateForm{
	{find: regexp.MustCompile(`\b([0-9JlIOoSB|]{1,2})([.,]|st|nd|rd|th|)` + gap + `(?:of )?` + month + `(?:\.|,|)` + gap + `([12][0-9OolI]{3}|['’]?[0-9]{2})`), read: readNamed},
	{find: regexp.MustCompile(`\b([0-9]{1,2})()` + gap + month + gap + `([12][0-9]{3})`), read: readBroken, linked: true},
	{find: regexp.MustCompile(`\b` + month + `\.?` + gap + `([0-9]{1,2})(?:st|nd|rd|th|),?` + gap + `([12][0-9]{3})`), read: readAmerican},
	{find: regexp.MustCompile(`([0-9OolI]{1,2})\.` + gap + `([0-9OolI]{1,2})\.` + gap + `([12][0-9OolI]{3}|[0-9]{2})`), read: readNumbers},
	{find: regexp.MustCompile(`([0-9]{2})(?:\. ?([0-9]{2})[ ,]|[ ,]([0-9]{2})\.) ?([12][0-9]{3})`), read: readOnePoint},
	{find: regexp.MustCompile(`([12][0-9]{3})-([0-9]{2})-([0-9]{2})`), read: readISO},
	{find: regexp.MustCompile(`([0-9]{1,2})/([0-9]{1,2})/([12][0-9]{3})`), read: readSlashes},
}

// month is a name, which a line may part.
const month = `([\pL][\pL017|]{0,8}(?:-\n)?[\pL017|]{2,9})`

// dates finds all dates in a text, by place. Years of two digits go to the century that brings them nearest to the
// year near; with 0 they are 1950 to 2049.
func dates(text string, near int) []hit {
	var hits []hit
	found := make(taken, len(text))
	for _, p := range places(text, year, longestDate/2) {
		for _, f := range dateForms {
			each(f.find, text[p[0]:p[1]], func(m []int, groups []string) bool {
				h, ok := f.read(groups, near)
				h.start, h.end = p[0]+m[0], p[0]+m[1]
				if !ok || !parted(text, h.start, h.end) || found.overlaps(h) || f.linked && !tied(text[max(0, h.start-longestDate):h.start]) {
					return false
				}
				found.add(h)
				hits = append(hits, h)
				return true
			})
		}
	}
	slices.SortStableFunc(hits, byPlace)
	return hits
}

func readNamed(g []string, near int) (hit, bool) {
	month, score := monthOf(g[3])
	day, letters := digitsOf(strings.ReplaceAll(g[1], "i", "1"))
	switch {
	case month == 0, letters > 0 && g[2] != "." && !ones(g[1]):
		return hit{}, false
	case g[2] == ",", ones(g[1]):
		score = min(score, dateMisread)
	case letters == len(g[1]):
		score = min(score, dateGuessed)
	case letters > 0:
		score = min(score, dateMisread)
	}
	if strings.Contains(unparted(g[0]), "\n") && g[2] == "" {
		return hit{}, false // two lines that happen to follow each other
	}
	return dateHit(g[4], month, day, near, score)
}

// ones tells whether a day is two of the letters that are printed as a 1.
func ones(day string) bool { return len(day) == 2 && strings.Trim(day, "lI|") == "" }

// readBroken takes a date without a point that goes on in the next line; what stands before it has to tell that it is one.
func readBroken(g []string, near int) (hit, bool) {
	month, score := monthOf(g[3])
	if month == 0 || score < dateClear || !strings.Contains(g[0], "\n") {
		return hit{}, false
	}
	return dateHit(g[4], month, g[1], near, score)
}

// unparted joins a word that a line parted.
func unparted(s string) string { return strings.ReplaceAll(s, "-\n", "") }

func readAmerican(g []string, near int) (hit, bool) {
	month, score := monthOf(g[1])
	if month == 0 || strings.Contains(unparted(g[0]), "\n") {
		return hit{}, false
	}
	return dateHit(g[3], month, g[2], near, score)
}

func readNumbers(g []string, near int) (hit, bool) {
	day, a := digitsOf(g[1])
	month, b := digitsOf(g[2])
	if a == len(g[1]) || b == len(g[2]) || strings.Contains(g[0], "\n") && len(g[3]) == 2 {
		return hit{}, false
	}
	score := dateClear
	if a+b > 0 {
		score = dateMisread
	}
	n, _ := strconv.Atoi(month)
	if len(g[3]) == 2 && len(g[1]) == 1 && len(g[2]) == 1 {
		score = min(score, dateNumbers)
	}
	return dateHit(g[3], n, day, near, score)
}

// readOnePoint takes a day of which one point was not read, or as another sign; its numbers have all their digits.
func readOnePoint(g []string, near int) (hit, bool) {
	n, _ := strconv.Atoi(g[2] + g[3])
	return dateHit(g[4], n, g[1], near, dateMisread)
}

func readISO(g []string, near int) (hit, bool) {
	month, _ := strconv.Atoi(g[2])
	return dateHit(g[1], month, g[3], near, dateClear)
}

// readSlashes takes the day first; where the second number can be no month the order is American.
func readSlashes(g []string, near int) (hit, bool) {
	a, _ := strconv.Atoi(g[1])
	b, _ := strconv.Atoi(g[2])
	switch {
	case b > 12:
		return dateHit(g[3], a, g[2], near, dateClear)
	case a > 12 || a == b:
		return dateHit(g[3], b, g[1], near, dateClear)
	}
	return dateHit(g[3], b, g[1], near, dateAmbiguous)
}

// dateHit puts a date together if the calendar has it.
func dateHit(yearText string, month int, dayText string, near int, score float64) (hit, bool) {
	yearText, letters := digitsOf(strings.Trim(yearText, "'’"))
	if letters > 0 {
		score = min(score, dateMisread)
	}
	year, _ := strconv.Atoi(yearText)
	day, _ := strconv.Atoi(dayText)
	if len(yearText) == 2 {
		score = min(score, dateShortYear)
		year = century(year, near)
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1800 || year > 2099 || day < 1 || t.Day() != day || int(t.Month()) != month {
		return hit{}, false
	}
	return hit{value: fmt.Sprintf("%04d-%02d-%02d", year, month, day), score: score}, true
}

// century gives a year of two digits its century.
func century(year, near int) int {
	if near == 0 {
		near = 2000
	}
	best := 1800 + year
	for y := best; y < 2100; y += 100 {
		if d, b := y-near, best-near; d*d < b*b {
			best = y
		}
	}
	return best
}

// usualYear is the middle one of the years that a text names in four digits; 0 if it names none.
func usualYear(text string) int {
	var years []int
	for _, m := range fullYear.FindAllString(text, -1) {
		y, _ := strconv.Atoi(m)
		years = append(years, y)
	}
	if len(years) == 0 {
		return 0
	}
	slices.Sort(years)
	return years[len(years)/2]
}

var fullYear = regexp.MustCompile(`\b(?:1[89]|20)[0-9]{2}\b`)

// monthOf gives the number of a month by its German or English name, short or long, and how sure that is; 0 if it
// is none. A wrong letter is forgiven in names of five letters or more.
func monthOf(s string) (month int, score float64) {
	name := strings.TrimRight(fold(unparted(s)), ".")
	for i, names := range monthNames {
		if slices.Contains(names, name) {
			return i + 1, dateClear
		}
	}
	if shape := figures.Replace(name); shape != name {
		for i, names := range monthNames {
			if slices.Contains(names, shape) {
				return i + 1, dateMisread
			}
		}
	}
	if utf8.RuneCountInString(name) < 4 {
		return 0, 0
	}
	for i, names := range monthNames {
		for _, full := range names {
			if len(full) >= 5 && distance(looks(name), looks(full), 1) <= 1 || len(full) == 4 && looks(name) == looks(full) {
				return i + 1, dateMisread
			}
		}
	}
	return 0, 0
}

// figures are read in names where letters of the same shape stand.
var figures = strings.NewReplacer("7", "z", "0", "o", "1", "l", "|", "l")

// monthNames are folded: ä is a.
var monthNames = [12][]string{
	{"januar", "january", "janner", "jan"},
	{"februar", "february", "feber", "feb", "febr"},
	{"marz", "march", "maerz", "mar", "mrz"},
	{"april", "apr"},
	{"mai", "may"},
	{"juni", "june", "jun"},
	{"juli", "july", "jul"},
	{"august", "aug"},
	{"september", "sep", "sept"},
	{"oktober", "october", "okt", "oct"},
	{"november", "nov"},
	{"dezember", "december", "dez", "dec"},
}
