package extract

import (
	"slices"
	"strconv"
	"strings"

	"aktenkundig/document"
)

// believed is the least score of a date that counts in a contradiction.
const believed = 0.5

// contradictions compares the dates of a document before one of them is chosen: two days that both claim to be its own,
// a stamp of receipt before the day it was written, a deadline before it.
func contradictions(fields []document.Field) []document.Field {
	at := surest(fields, DateField)
	if at < 0 || fields[at].Score < believed {
		return nil
	}
	date := fields[at]
	var out []document.Field
	for _, f := range fields {
		against := f.Name == DateField && f.Value != date.Value || (f.Name == StampDate || f.Name == Deadline) && f.Value < date.Value
		if !against || f.Score < believed {
			continue
		}
		value := min(date.Value, f.Value) + " " + max(date.Value, f.Value)
		if slices.ContainsFunc(out, func(o document.Field) bool { return o.Value == value }) {
			continue
		}
		out = append(out, document.Field{Name: DateConflict, Type: f.Name, Value: value, Page: f.Page, Words: f.Words, Score: min(date.Score, f.Score)})
	}
	return out
}

// early makes candidates of stamped days before the one on which the same page says that it was written: contradictions tells of
// them, and letters are typed more legibly than stamps are printed.
func early(fields []document.Field) {
	at := surest(fields, DateField)
	if at < 0 || fields[at].Score < believed {
		return
	}
	for i, f := range fields {
		if f.Name == StampDate && f.Page == fields[at].Page && f.Value < fields[at].Value {
			fields[i].Score = min(f.Score, doubted)
		}
	}
}

// stampedDate takes the day of the one stamp for the day of a document that bears no other, and says so.
func stampedDate(fields []document.Field) []document.Field {
	if at := surest(fields, DateField); at >= 0 && fields[at].Score >= believed {
		return fields
	}
	var stamp *document.Field
	for i, f := range fields {
		switch {
		case f.Name != StampDate || f.Type != "" || f.Page != 1 || f.Score < believed:
		case stamp == nil:
			stamp = &fields[i]
		case stamp.Value != f.Value:
			return fields // two days: which one would be a guess
		}
	}
	if stamp == nil {
		return fields
	}
	date := *stamp
	date.Name, date.Type, date.Score = DateField, "stamp", round(stamp.Score*0.8)
	fields = slices.DeleteFunc(fields, func(f document.Field) bool { return f.Name == DateField })
	return append(fields, date)
}

// younger makes candidates of references that bear a later year than the paper, for it can cite none that is not there
// yet: a digit was misread. The session that a paper is for may be in the next year.
func younger(fields []document.Field) {
	at := surest(fields, DateField)
	if at < 0 || fields[at].Score < believed {
		return
	}
	written, err := strconv.Atoi(fields[at].Value[:4])
	if err != nil {
		return
	}
	for i, f := range fields {
		if f.Name != ReferenceField && f.Name != OwnReference {
			continue
		}
		if year, ok := yearOf(f.Value, written); ok && year > written+1 {
			fields[i].Score = min(f.Score, doubted)
		}
	}
}

// doubted is the score of a candidate.
const doubted = 0.4

// yearOf gives the year in a reference, the part of two or four digits that can be one; two digits go to the century
// that is nearest to near.
func yearOf(ref string, near int) (int, bool) {
	parts := strings.FieldsFunc(ref, func(r rune) bool { return r == '/' || r == '-' })
	for _, p := range []string{parts[len(parts)-1], parts[0]} {
		n, err := strconv.Atoi(p)
		switch {
		case err != nil:
		case len(p) == 4 && n >= 1945 && n <= 2099:
			return n, true
		case len(p) == 2 && len(parts) == 2 && parts[0][0] >= 'A':
			return century(n, near), true
		}
	}
	return 0, false
}
