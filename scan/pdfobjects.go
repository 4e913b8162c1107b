package scan

import (
	"bytes"
	"io"
	"slices"
	"strconv"
)

// looseObject is an object of a PDF found by looking for it, not by the file's own table.
type looseObject struct {
	number, generation int
	at                 int       // of its number in the file; -1 if it was inside a stream of objects
	dict               looseDict // nil if it is no dictionary
	stream             []byte    // as stored, nil if it has none
	body               []byte    // of an object that was inside a stream
}

// looseDict is a dictionary's entries, each as it is written.
type looseDict map[string][]byte

// Bounds on looking for objects.
const (
	maxLoose       = 500_000
	maxLooseNumber = 1 << 23
	maxDictWords   = 100_000
)

// looseObjects finds the objects of a PDF in the order of the file: whatever stands behind "number generation obj", outside
// of streams. Damage in one costs the others nothing.
func looseObjects(data []byte) []looseObject {
	var found []looseObject
	for at := 0; len(found) < maxLoose; {
		i := bytes.Index(data[at:], []byte("obj"))
		if i < 0 {
			break
		}
		end := at + i + len("obj")
		at = end
		o, ok := objectHead(data, end)
		if !ok {
			continue
		}
		lex := lexer{src: data, at: end}
		if o.dict = readDict(&lex); o.dict != nil {
			at = lex.at
			if start, ok := streamStart(data, lex.at); ok {
				o.stream, at = streamBody(data, start, o.dict)
			}
		}
		found = append(found, o)
	}
	return found
}

// objectHead reads the two numbers before the keyword that ends at end.
func objectHead(data []byte, end int) (o looseObject, ok bool) {
	head := data[max(0, end-32) : end-len("obj")]
	generation, rest, ok := lastNumber(head)
	if !ok {
		return o, false
	}
	number, rest, ok := lastNumber(rest)
	if !ok || number == 0 || number > maxLooseNumber {
		return o, false
	}
	return looseObject{number: number, generation: generation, at: max(0, end-32) + len(rest)}, true
}

// lastNumber takes the number at the end of b, and the white space behind it, off.
func lastNumber(b []byte) (n int, rest []byte, ok bool) {
	b = bytes.TrimRight(b, " \t\r\n\f\x00")
	i := len(b)
	for i > 0 && b[i-1] >= '0' && b[i-1] <= '9' {
		i--
	}
	n, err := strconv.Atoi(string(b[i:]))
	return n, b[:i], err == nil && n < 1<<30
}

// readDict reads a dictionary, nil if there is none. One that does not end gives what was read.
func readDict(lex *lexer) looseDict {
	if t, ok := lex.next(); !ok || t.text != "<<" {
		return nil
	}
	d := looseDict{}
	for range maxDictWords {
		lex.skipSpace()
		from := lex.at
		t, ok := lex.next()
		switch {
		case !ok || t.kind == other && t.text == ">>":
			return d
		case t.kind == operator && (t.text == "endobj" || t.text == "stream"):
			lex.at = from
			return d
		case t.kind == name:
			d[t.text] = readValue(lex)
		}
	}
	return d
}

// readValue gives what is written behind a key: one word, a reference, or something in brackets.
func readValue(lex *lexer) []byte {
	lex.skipSpace()
	start := lex.at
	t, _ := lex.next()
	switch depth := nesting(t); {
	case depth < 0: // there is no value
		lex.at = start
	case t.kind == number:
		end := lex.at
		generation, _ := lex.next()
		if r, _ := lex.next(); generation.kind != number || r.text != "R" {
			lex.at = end
		}
	default:
		for i := 0; depth > 0 && i < maxDictWords; i++ {
			t, ok := lex.next()
			if !ok {
				break
			}
			depth += nesting(t)
		}
	}
	return lex.src[start:lex.at]
}

// nesting tells how a token changes the depth.
func nesting(t token) int {
	if t.kind != other {
		return 0
	}
	switch t.text {
	case "<<", "[":
		return 1
	case ">>", "]":
		return -1
	}
	return 0
}

func streamStart(data []byte, at int) (int, bool) {
	lex := lexer{src: data, at: at}
	lex.skipSpace()
	if !bytes.HasPrefix(data[lex.at:], []byte("stream")) {
		return 0, false
	}
	at = lex.at + len("stream")
	switch {
	case bytes.HasPrefix(data[at:], []byte("\r\n")):
		at += 2
	case at < len(data) && (data[at] == '\n' || data[at] == '\r'):
		at++
	}
	return at, true
}

// streamBody gives a stream's bytes and the place behind it. Its length is believed if the stream ends there.
func streamBody(data []byte, start int, d looseDict) ([]byte, int) {
	if n, err := strconv.Atoi(string(d["Length"])); err == nil && n >= 0 && n <= len(data)-start {
		if rest := bytes.TrimLeft(data[start+n:min(len(data), start+n+16)], "\r\n "); bytes.HasPrefix(rest, []byte("endstream")) {
			return data[start : start+n], start + n
		}
	}
	end := start
	for { // one search for both words: each by itself could go far beyond the other, again and again
		i := bytes.Index(data[end:], []byte("end"))
		if i < 0 {
			end = len(data)
			break
		}
		end += i
		if rest := data[end+len("end"):]; bytes.HasPrefix(rest, []byte("stream")) || bytes.HasPrefix(rest, []byte("obj")) {
			break
		}
		end += len("end")
	}
	return bytes.TrimRight(data[start:end], "\r\n"), end
}

// name gives an entry that is a name, "" if it is none.
func (d looseDict) name(key string) string {
	v := d[key]
	if len(v) > 1 && v[0] == '/' {
		return string(v[1:])
	}
	return ""
}

// refs gives the numbers of the objects that an entry refers to, alone or in an array.
func (d looseDict) refs(key string) []int {
	var out []int
	lex := lexer{src: d[key]}
	var numbers []int
	for {
		t, ok := lex.next()
		if !ok {
			return out
		}
		switch {
		case t.kind == number:
			numbers = append(numbers, int(max(-1, min(1<<30, t.number))))
			continue
		case t.text == "R" && len(numbers) >= 2:
			out = append(out, numbers[len(numbers)-2])
		}
		numbers = numbers[:0]
	}
}

// isPage tells what looks like a page: most say so, the others have a page's entries.
func (d looseDict) isPage() bool {
	if d == nil || d["Kids"] != nil {
		return false
	}
	switch d.name("Type") {
	case "Page":
		return true
	case "Pages", "Catalog":
		return false
	}
	return d["Subtype"] == nil && d["MediaBox"] != nil && (len(d.refs("Contents")) > 0 || d["Resources"] != nil)
}

// unpackObjects gives the objects inside a stream of objects (ISO 32000-2, 7.5.7). It takes what it reads and what it gives
// off the budget, in bytes, and stops when that is spent.
func unpackObjects(o looseObject, budget *int64) []looseObject {
	if o.dict.name("Type") != "ObjStm" || !slices.Contains([]string{"FlateDecode", ""}, o.dict.name("Filter")) {
		return nil
	}
	data := o.stream
	if o.dict.name("Filter") != "" {
		data, _ = io.ReadAll(io.LimitReader(&inflater{src: bytes.NewReader(o.stream)}, *budget)) // damage at the end costs what is behind it
	}
	*budget -= int64(len(data))
	n, err := strconv.Atoi(string(o.dict["N"]))
	first, err2 := strconv.Atoi(string(o.dict["First"]))
	if err != nil || err2 != nil || first < 0 || first > len(data) {
		return nil
	}
	var (
		out    []looseObject
		starts []int
		lex    = lexer{src: data[:first]}
	)
	for range min(n, maxLoose) {
		nr, ok := lex.next()
		at, ok2 := lex.next()
		from := first + int(max(0, min(at.number, 1<<30)))
		if !ok || !ok2 || nr.kind != number || nr.number < 1 || nr.number > maxLooseNumber || from >= len(data) {
			break
		}
		out = append(out, looseObject{number: int(nr.number), at: -1})
		starts = append(starts, from)
	}
	for i := range out {
		end := len(data)
		if i+1 < len(starts) && starts[i+1] > starts[i] {
			end = starts[i+1]
		}
		if *budget -= int64(end - starts[i]); *budget < 0 {
			return out[:i]
		}
		out[i].body = data[starts[i]:end]
		out[i].dict = readDict(&lexer{src: out[i].body})
	}
	return out
}
