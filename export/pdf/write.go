package pdf

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func sortedKeys[V any](m map[int]V) []int { return slices.Sorted(maps.Keys(m)) }

// flate makes a compressed stream of content; entries of d are kept.
func flate(d types.Dict, content []byte) types.StreamDict {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	_, _ = z.Write(content) // a buffer takes everything
	_ = z.Close()
	d = maps.Clone(d)
	if d == nil {
		d = types.Dict{}
	}
	d["Filter"] = types.Name("FlateDecode")
	delete(d, "DecodeParms")
	return types.StreamDict{Dict: d, Raw: b.Bytes()}
}

// plainStream makes a stream that is not compressed.
func plainStream(d types.Dict, content []byte) types.StreamDict {
	return types.StreamDict{Dict: d, Raw: content}
}

// writer counts what it writes and remembers where objects begin.
type writer struct {
	w       *bufio.Writer
	at      int64
	offsets map[int]int64
	packed  map[int][2]int // object stream and place in it
}

func newWriter(w io.Writer) *writer {
	return &writer{w: bufio.NewWriterSize(w, 1<<16), offsets: map[int]int64{}, packed: map[int][2]int{}}
}

func (w *writer) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	w.at += int64(n)
	return n, err
}

// object writes one indirect object.
func (w *writer) object(n, generation int, o types.Object) error {
	w.offsets[n] = w.at
	b := fmt.Appendf(nil, "%d %d obj\n", n, generation)
	s, isStream := o.(types.StreamDict)
	if !isStream {
		b = append(appendObject(b, o), "\nendobj\n"...)
		_, err := w.Write(b)
		return err
	}
	d := maps.Clone(s.Dict)
	d["Length"] = types.Integer(len(s.Raw))
	b = append(appendObject(b, d), "\nstream\n"...)
	if _, err := w.Write(b); err != nil {
		return err
	}
	if _, err := w.Write(s.Raw); err != nil {
		return err
	}
	_, err := w.Write([]byte("\nendstream\nendobj\n"))
	return err
}

// appendTo writes the original and after it the changed objects; those that are no streams go into an object stream where the
// original's cross-references are streams, too.
func (f *file) appendTo(out io.Writer) error {
	prev, asStream, _ := f.xref()
	w := newWriter(out)
	if _, err := io.Copy(w, io.NewSectionReader(f.body, 0, f.size)); err != nil {
		return err
	}
	if _, err := w.Write([]byte("\n")); err != nil {
		return err
	}
	f.changed[int(f.root.ObjectNumber)] = f.catalog
	var packed []int
	for _, n := range sortedKeys(f.changed) {
		if _, isStream := f.changed[n].(types.StreamDict); !isStream && asStream && f.generation(n) == 0 {
			packed = append(packed, n)
			continue
		}
		if err := w.object(n, f.generation(n), f.changed[n]); err != nil {
			return err
		}
	}
	if err := f.pack(w, packed); err != nil {
		return err
	}
	trailer := f.trailer()
	trailer["Prev"] = types.Integer(prev)
	if asStream {
		return w.endStream(f.next, trailer, f.generation)
	}
	return w.endTable(f.next, trailer, f.generation, false)
}

// pack writes objects into an object stream (ISO 32000-2, 7.5.7), which only a cross-reference stream can tell of.
func (f *file) pack(w *writer, numbers []int) error {
	if len(numbers) == 0 {
		return nil
	}
	var head, body []byte
	for i, n := range numbers {
		head = fmt.Appendf(head, "%d %d ", n, len(body))
		body = append(appendObject(body, f.changed[n]), '\n')
		w.packed[n] = [2]int{f.next, i}
	}
	s := flate(types.Dict{"Type": types.Name("ObjStm"), "N": types.Integer(len(numbers)), "First": types.Integer(len(head))}, append(head, body...))
	f.next++
	return w.object(f.next-1, 0, s)
}

// rewrite writes all objects that the catalogue and the information lead to, numbered anew in the order in which they are met, with the
// bytes of their streams as they are.
func (f *file) rewrite(out io.Writer) error {
	f.changed[int(f.root.ObjectNumber)] = f.catalog
	w := newWriter(out)
	if _, err := w.Write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")); err != nil {
		return err
	}
	numbers := map[types.IndirectRef]int{}
	var met []types.IndirectRef
	number := func(old types.IndirectRef) types.IndirectRef {
		n, known := numbers[old]
		if !known {
			n = len(numbers) + 1
			numbers[old] = n
			met = append(met, old)
		}
		return *types.NewIndirectRef(n, 0)
	}
	trailer := f.trailer()
	trailer["Root"] = number(f.root)
	if f.info != nil {
		trailer["Info"] = renumbered(f.info, number)
	}
	for i := 0; i < len(met); i++ {
		if err := w.object(i+1, 0, renumbered(f.current(met[i]), number)); err != nil {
			return err
		}
	}
	return w.endTable(len(met)+1, trailer, func(int) int { return 0 }, true)
}

// renumbered copies an object with other references. The length of a stream is said anew when it is written.
func renumbered(o types.Object, number func(types.IndirectRef) types.IndirectRef) types.Object {
	switch v := o.(type) {
	case types.IndirectRef:
		return number(v)
	case types.StreamDict:
		d := maps.Clone(v.Dict)
		delete(d, "Length")
		v.Dict = renumbered(d, number).(types.Dict)
		return v
	case types.Dict:
		out := make(types.Dict, len(v))
		for _, k := range slices.Sorted(maps.Keys(v)) { // the same order gives the same numbers
			out[k] = renumbered(v[k], number)
		}
		return out
	case types.Array:
		out := make(types.Array, len(v))
		for i, e := range v {
			out[i] = renumbered(e, number)
		}
		return out
	}
	return o
}

// current gives an object as it is to be written.
func (f *file) current(ref types.IndirectRef) types.Object {
	if v, ok := f.changed[int(ref.ObjectNumber)]; ok {
		return v
	}
	v, err := f.structure.Dereference(ref)
	if err != nil {
		return nil
	}
	return v
}

// trailer is the common part of the trailer dictionary.
func (f *file) trailer() types.Dict {
	d := types.Dict{"Root": types.IndirectRef{ObjectNumber: f.root.ObjectNumber, GenerationNumber: types.Integer(f.generation(int(f.root.ObjectNumber)))}}
	if f.info != nil {
		d["Info"] = f.info
	}
	h := sha256.New()
	for _, n := range sortedKeys(f.changed) {
		fmt.Fprintf(h, "%d %s", n, appendObject(nil, f.changed[n]))
		if s, ok := f.changed[n].(types.StreamDict); ok {
			h.Write(s.Raw)
		}
	}
	second := types.NewHexLiteral(h.Sum(nil)[:16]) // of any bytes (ISO 32000-2, 14.4)
	first := types.Object(second)
	if f.structure != nil && len(f.structure.ID) == 2 && !f.encrypted {
		switch f.structure.ID[0].(type) {
		case types.HexLiteral, types.StringLiteral:
			first = f.structure.ID[0]
		}
	}
	d["ID"] = types.Array{first, second}
	return d
}

// endTable writes a cross-reference table of the written objects, trailer and end. A whole table starts with object 0; all
// numbers below size are written then.
func (w *writer) endTable(size int, trailer types.Dict, generation func(int) int, whole bool) error {
	start := w.at
	b := []byte("xref\n")
	numbers := sortedKeys(w.offsets)
	if whole {
		numbers = slices.Insert(numbers, 0, 0)
	}
	for _, run := range runs(numbers) {
		b = fmt.Appendf(b, "%d %d\n", run[0], len(run))
		for _, n := range run {
			if n == 0 {
				b = append(b, "0000000000 65535 f \n"...)
				continue
			}
			b = fmt.Appendf(b, "%010d %05d n \n", w.offsets[n], generation(n))
		}
	}
	trailer["Size"] = types.Integer(size)
	b = append(b, "trailer\n"...)
	b = appendObject(b, trailer)
	b = fmt.Appendf(b, "\nstartxref\n%d\n%%%%EOF\n", start)
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.w.Flush()
}

// endStream is endTable for files whose cross-references are streams.
func (w *writer) endStream(size int, trailer types.Dict, generation func(int) int) error {
	start := w.at
	w.offsets[size] = start
	var rows []byte
	var index types.Array
	numbers := append(sortedKeys(w.offsets), sortedKeys(w.packed)...)
	slices.Sort(numbers)
	for _, run := range runs(numbers) {
		index = append(index, types.Integer(run[0]), types.Integer(len(run)))
		for _, n := range run {
			kind, at, rest := byte(1), uint64(w.offsets[n]), generation(n)
			if p, ok := w.packed[n]; ok {
				kind, at, rest = 2, uint64(p[0]), p[1]
			}
			rows = binary.BigEndian.AppendUint64(append(rows, kind), at)
			rows = binary.BigEndian.AppendUint16(rows, uint16(rest))
		}
	}
	trailer["Type"] = types.Name("XRef")
	trailer["Size"] = types.Integer(size + 1)
	trailer["W"] = types.Array{types.Integer(1), types.Integer(8), types.Integer(2)}
	trailer["Index"] = index
	if err := w.object(size, 0, flate(trailer, rows)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "startxref\n%d\n%%%%EOF\n", start); err != nil {
		return err
	}
	return w.w.Flush()
}

// runs parts ascending numbers where one is left out.
func runs(numbers []int) [][]int {
	var out [][]int
	for i, n := range numbers {
		if i == 0 || n != numbers[i-1]+1 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], n)
	}
	return out
}

// appendObject writes an object as it stands in a file. Streams are only their dictionary.
func appendObject(b []byte, o types.Object) []byte {
	switch v := o.(type) {
	case types.StreamDict:
		return appendObject(b, v.Dict)
	case types.Dict:
		b = append(b, "<<"...)
		for _, k := range slices.Sorted(maps.Keys(v)) {
			b = append(append(b, '/'), types.EncodeName(k)...)
			b = append(b, ' ')
			b = appendObject(b, v[k])
		}
		return append(b, ">>"...)
	case types.Array:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendObject(b, e)
		}
		return append(b, ']')
	case types.Name:
		return append(append(b, '/'), types.EncodeName(string(v))...)
	case types.Integer:
		return strconv.AppendInt(b, int64(v), 10)
	case types.Float:
		return strconv.AppendFloat(b, float64(v), 'f', -1, 64)
	case types.Boolean:
		return strconv.AppendBool(b, bool(v))
	case types.StringLiteral:
		return append(append(append(b, '('), v...), ')')
	case types.HexLiteral:
		b = append(append(b, '<'), v...)
		if len(v)%2 == 1 {
			b = append(b, '0')
		}
		return append(b, '>')
	case types.IndirectRef:
		return fmt.Appendf(b, "%d %d R", v.ObjectNumber, v.GenerationNumber)
	}
	return append(b, "null"...)
}
