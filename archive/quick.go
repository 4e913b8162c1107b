package archive

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"aktenkundig/document"
)

// quick reads a record in just the form in which this program writes it: members in their order, no blanks. Words and
// lines, nearly all of a record, it reads itself, several times as fast as encoding/json, to which it leaves the rest. Whatever
// it does not expect makes it bad: then encoding/json has to read the record. See docs/decisions/quick-records.md.
type quick struct {
	data []byte
	at   int
	bad  bool
}

// quickRecord reads the JSON of a record; false if it is not in the form in which this program writes it, even if it is
// valid. What it reads is what encoding/json would.
func quickRecord(data []byte) (record, bool) {
	q := quick{data: bytes.TrimSuffix(data, []byte{'\n'})}
	var r record
	q.object(func(key []byte) int {
		switch string(key) {
		case "id":
			r.ID = q.text()
			return 1
		case "made":
			q.rest(&r.Made)
			return 2
		case "fields":
			q.rest(&r.Fields)
			return 3
		case "pages":
			r.Pages = quickList(&q, (*quick).page)
			return 4
		}
		return 0
	})
	return r, !q.bad && q.at == len(q.data)
}

func (q *quick) page(p *document.Page) {
	q.object(func(key []byte) int {
		switch string(key) {
		case "number":
			p.Number = q.integer()
			return 1
		case "verdict":
			p.Verdict = document.Verdict(q.text())
			return 2
		case "scan":
			q.integers(p.Scan[:])
			return 3
		case "view":
			q.integers(p.View[:])
			return 4
		case "dpi":
			p.DPI = q.number()
			return 5
		case "toView":
			q.rest(&p.ToView)
			return 6
		case "regions":
			q.rest(&p.Regions)
			return 7
		case "lines":
			p.Lines = quickList(q, (*quick).line)
			return 8
		case "words":
			p.Words = quickList(q, (*quick).word)
			return 9
		case "artefacts":
			q.rest(&p.Artefacts)
			return 10
		case "joins":
			q.rest(&p.Joins)
			return 11
		case "ticks":
			q.rest(&p.Ticks)
			return 12
		case "steps":
			q.rest(&p.Steps)
			return 13
		case "problem":
			p.Problem = q.text()
			return 14
		}
		return 0
	})
}

func (q *quick) line(l *document.Line) {
	q.object(func(key []byte) int {
		switch string(key) {
		case "box":
			q.integers(l.Box[:])
			return 1
		case "baseline":
			q.numbers(l.Baseline[:])
			return 2
		case "height":
			l.Height = q.number()
			return 3
		case "xHeight":
			l.XHeight = q.number()
			return 4
		case "region":
			l.Region = q.integer()
			return 5
		case "role":
			l.Role = document.LineRole(q.text())
			return 6
		}
		return 0
	})
}

func (q *quick) word(w *document.Word) {
	q.object(func(key []byte) int {
		switch string(key) {
		case "text":
			w.Text = q.text()
			return 1
		case "box":
			q.integers(w.Box[:])
			return 2
		case "conf":
			w.Conf = q.number()
			return 3
		case "line":
			w.Line = q.integer()
			return 4
		case "hidden":
			w.Hidden = q.truth()
			return 5
		}
		return 0
	})
}

// object reads an object; member reads the value of a member and gives its place in the order, from 1, or 0 if there is no such.
func (q *quick) object(member func(key []byte) int) {
	q.expect('{')
	for last := 0; !q.bad; {
		key := q.literal()
		q.expect(':')
		place := member(key)
		if place <= last {
			q.bad = true
		}
		if last = place; !q.next(',') {
			q.expect('}')
			return
		}
	}
}

// quickList reads an array.
func quickList[T any](q *quick, item func(*quick, *T)) []T {
	q.expect('[')
	list := []T{}
	if q.next(']') {
		return list
	}
	for !q.bad {
		var zero T
		list = append(list, zero)
		item(q, &list[len(list)-1])
		if !q.next(',') {
			q.expect(']')
			break
		}
	}
	return list
}

func (q *quick) integers(into []int) {
	q.expect('[')
	for i := range into {
		if i > 0 {
			q.expect(',')
		}
		into[i] = q.integer()
	}
	q.expect(']')
}

func (q *quick) numbers(into []float64) {
	q.expect('[')
	for i := range into {
		if i > 0 {
			q.expect(',')
		}
		into[i] = q.number()
	}
	q.expect(']')
}

// next passes over c if it comes next.
func (q *quick) next(c byte) bool {
	if q.at < len(q.data) && q.data[q.at] == c {
		q.at++
		return true
	}
	return false
}

func (q *quick) expect(c byte) {
	if !q.next(c) {
		q.bad = true
	}
}

// literal gives the bytes of a string without escapes.
func (q *quick) literal() []byte {
	begin := q.at + 1
	if q.quoted(); q.bad || bytes.IndexByte(q.data[begin:q.at-1], '\\') >= 0 {
		q.bad = true
		return nil
	}
	return q.data[begin : q.at-1]
}

// text reads a string.
func (q *quick) text() string {
	begin := q.at
	plain := q.quoted()
	if q.bad {
		return ""
	}
	if plain {
		return string(q.data[begin+1 : q.at-1])
	}
	var s string
	q.bad = json.Unmarshal(q.data[begin:q.at], &s) != nil
	return s
}

// quoted passes over a string; plain if its bytes are its text.
func (q *quick) quoted() (plain bool) {
	q.expect('"')
	plain, foreign := true, false
	for begin := q.at; !q.bad && q.at < len(q.data); q.at++ {
		switch c := q.data[q.at]; {
		case c == '"':
			plain = plain && (!foreign || utf8.Valid(q.data[begin:q.at]))
			q.at++
			return plain
		case c == '\\':
			q.at++
			plain = false
		case c < ' ':
			q.bad = true
		case c >= utf8.RuneSelf:
			foreign = true
		}
	}
	q.bad = true
	return false
}

func (q *quick) truth() bool {
	for _, t := range []string{"false", "true"} {
		if bytes.HasPrefix(q.data[q.at:], []byte(t)) {
			q.at += len(t)
			return t == "true"
		}
	}
	q.bad = true
	return false
}

// integer reads a number without point and exponent, of at most 18 digits.
func (q *quick) integer() int {
	negative := q.next('-')
	begin, n := q.at, 0
	for ; q.at < len(q.data) && q.data[q.at]-'0' < 10; q.at++ {
		n = 10*n + int(q.data[q.at]-'0')
	}
	if digits := q.at - begin; digits < 1 || digits > 18 || digits > 1 && q.data[begin] == '0' {
		q.bad = true
	}
	if negative {
		return -n
	}
	return n
}

// number reads a number without exponent.
func (q *quick) number() float64 {
	begin := q.at
	q.integer()
	if q.next('.') {
		fraction := q.at
		for q.at < len(q.data) && q.data[q.at]-'0' < 10 {
			q.at++
		}
		q.bad = q.bad || q.at == fraction
	}
	if q.bad {
		return 0
	}
	f, err := strconv.ParseFloat(string(q.data[begin:q.at]), 64)
	q.bad = err != nil
	return f
}

// rest has encoding/json read a list or an object.
func (q *quick) rest(into any) {
	begin, depth := q.at, 0
	for !q.bad && q.at < len(q.data) {
		switch q.data[q.at] {
		case '"':
			q.quoted()
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if q.at++; depth == 0 {
			break
		}
	}
	q.bad = q.bad || json.Unmarshal(q.data[begin:q.at], into) != nil
}
