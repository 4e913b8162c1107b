package extract

import (
	"strings"

	"aktenkundig/document"
)

// written gives a stretch of a sheet's text on one line, the words that line ends part put together.
func (s sheet) written(start, end int) string {
	var parts []string
	skip := -1
	for _, span := range s.flow.Spans {
		if span.End <= start || span.Start >= end || span.Word <= skip {
			continue
		}
		if j, ok := s.joinAt(span.Word); ok {
			parts = append(parts, j.Text)
			skip = j.Last
			continue
		}
		from, to := max(start, span.Start), min(end, span.End)
		parts = append(parts, s.text[from:to])
	}
	return strings.Join(parts, " ")
}

func (s sheet) joinAt(word int) (document.Join, bool) {
	for _, j := range s.joins {
		if j.First == word {
			return j, true
		}
	}
	return document.Join{}, false
}
