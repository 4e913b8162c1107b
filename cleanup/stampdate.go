package cleanup

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"aktenkundig/document"
)

// months are what date stamps have on their bands, German and English.
var months = strings.Fields("JAN FEB MÄR MÄRZ MAR APR MAI MAY JUN JUNI JUNE JUL JULI JULY AUG SEP SEPT OKT OCT NOV DEZ DEC " +
	"JANUAR JANUARY FEBRUAR FEBRUARY MARCH APRIL AUGUST SEPTEMBER OKTOBER OCTOBER NOVEMBER DEZEMBER DECEMBER")

var (
	dayForm   = regexp.MustCompile(`^([(|\[]?)([0-9OoIl|]{1,2})([.,]?)$`)
	monthForm = regexp.MustCompile(`^(\pL{3,9})([.,:;]*)$`)
	yearForm  = regexp.MustCompile(`^([1Il|]9[0-9OoIl|]{2}|2[0Oo][0-9OoIl|]{2})([)|\].,]?)$`)
	figure0   = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1", "|", "1")
)

// mendDates corrects, in a line of a stamp, what the place tells: between a day and a year stands the name of a month, and
// in days and years stand figures. A name of which one letter is not a month's becomes the only month that it can be. It gives
// the whole dates that the line has then, without their signs.
func mendDates(words []document.Word) (dates []string) {
	for i := 0; i+2 < len(words); i++ {
		day, month, year := dayForm.FindStringSubmatch(words[i].Text), monthForm.FindStringSubmatch(words[i+1].Text), yearForm.FindStringSubmatch(words[i+2].Text)
		if day == nil || month == nil || year == nil {
			continue
		}
		name, ok := monthNear(month[1])
		d := figure0.Replace(day[2])
		if !ok || len(d) == 2 && d > "31" || strings.Trim(d, "0") == "" {
			continue
		}
		words[i].Text = d + day[3]
		words[i+1].Text = name + month[2]
		words[i+2].Text = figure0.Replace(year[1])
		dates = append(dates, strings.ToUpper(d+" "+name+" "+figure0.Replace(year[1][:4])))
	}
	return dates
}

// monthNear gives the month a word says, or the only one that differs from it in one letter.
func monthNear(word string) (name string, ok bool) {
	if slices.Contains(months, strings.ToUpper(word)) {
		return word, true
	}
	for _, m := range months {
		if oneApart(strings.ToUpper(word), m) {
			if ok {
				return "", false
			}
			name, ok = m, true
		}
	}
	return name, ok
}

// oneApart tells whether two words of one length differ in one letter.
func oneApart(a, b string) bool {
	if utf8.RuneCountInString(a) != utf8.RuneCountInString(b) {
		return false
	}
	other, n := []rune(b), 0
	for i, r := range []rune(a) {
		if r != other[i] {
			n++
		}
	}
	return n == 1
}
