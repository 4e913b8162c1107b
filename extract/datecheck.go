package extract

import (
	"slices"

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
