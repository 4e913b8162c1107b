package eval

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stampDate finds the first date in what a stamp says, as 2006-01-02: day, month and year, or year, month and day, in
// figures or with a German or English month of at least three letters; a date without blanks goes before one with.
// Years of two figures are of this century. It does not guess: a wrong letter is no date.
func stampDate(text string) (string, bool) {
	for _, word := range append(Tokens(text), text) {
		parts := stampParts(word)
		for i := 0; i+3 <= len(parts); i++ {
			if date, ok := dateOf([3]string(parts[i : i+3])); ok {
				return date, true
			}
		}
	}
	return "", false
}

func dateOf(parts [3]string) (string, bool) {
	day, month, year := parts[0], parts[1], parts[2]
	if len(day) == 4 {
		day, year = year, day
	}
	d, errD := strconv.Atoi(day)
	y, errY := strconv.Atoi(year)
	m, known := monthOf(month)
	if errD != nil || errY != nil || !known || d < 1 || d > 31 || len(day) > 2 || len(year) != 4 && len(year) != 2 {
		return "", false
	}
	if len(year) == 2 {
		y += 2000
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d), true
}

func monthOf(part string) (int, bool) {
	if n, err := strconv.Atoi(part); err == nil {
		return n, n >= 1 && n <= 12 && len(part) <= 2
	}
	for i, names := range [][]string{
		{"januar", "january"}, {"februar", "february"}, {"märz", "maerz", "march"}, {"april"}, {"mai", "may"}, {"juni", "june"},
		{"juli", "july"}, {"august"}, {"september"}, {"oktober", "october"}, {"november"}, {"dezember", "december"},
	} {
		begins := func(name string) bool { return strings.HasPrefix(name, part) }
		if utf8.RuneCountInString(part) >= 3 && slices.ContainsFunc(names, begins) {
			return i + 1, true
		}
	}
	return 0, false
}

// stampParts gives the runs of digits and the runs of letters of text, case folded.
func stampParts(text string) []string {
	var (
		parts []string
		last  rune
	)
	for _, r := range lower(Fold(text)) {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		case len(parts) > 0 && unicode.IsDigit(last) == unicode.IsDigit(r) && (unicode.IsDigit(last) || unicode.IsLetter(last)):
			parts[len(parts)-1] += string(r)
		default:
			parts = append(parts, string(r))
		}
		last = r
	}
	return parts
}
