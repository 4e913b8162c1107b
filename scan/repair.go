package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// repair makes a PDF whose table of objects, page tree or header is lost readable again: its objects are looked for one by
// one, and the file gets a new header before it, and new pages, catalogue and table behind it. What it gives reads from
// body. It fails if nothing in the file looks like a page.
func repair(body *io.SectionReader) (*io.SectionReader, error) {
	data, err := wholeFile(body)
	if err != nil {
		return nil, err
	}
	r := repairer{objects: map[int]looseObject{}}
	found := looseObjects(data)
	r.encrypted = encryption(data, found)
	r.gather(found)
	kids := r.pages()
	if len(kids) == 0 {
		return nil, errors.New("nothing in it looks like a page")
	}
	tail := r.tail(len(data), kids)
	parts := joined{[]byte(repairedHeader), data, tail}
	return io.NewSectionReader(parts, 0, parts.size()), nil
}

const repairedHeader = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

// joined is several pieces of memory in a row.
type joined [][]byte

func (j joined) size() (n int64) {
	for _, part := range j {
		n += int64(len(part))
	}
	return n
}

// ReadAt reads across the pieces.
func (j joined) ReadAt(p []byte, off int64) (n int, err error) {
	for _, part := range j {
		if off < int64(len(part)) {
			n += copy(p[n:], part[off:])
			off = int64(len(part))
		}
		off -= int64(len(part))
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// repairer holds the newest object of each number.
type repairer struct {
	objects   map[int]looseObject
	order     []int // numbers in the order in which they were first found
	encrypted string
}

// maxUnpacked bounds what streams of objects may hold together.
const maxUnpacked = 64 << 20

func (r *repairer) gather(found []looseObject) {
	budget := int64(maxUnpacked)
	for _, o := range found {
		r.add(o)
		if r.encrypted != "" || budget <= 0 {
			continue
		}
		for _, inner := range unpackObjects(o, &budget) {
			r.add(inner)
		}
	}
}

func (r *repairer) add(o looseObject) {
	if _, known := r.objects[o.number]; !known {
		r.order = append(r.order, o.number)
	}
	r.objects[o.number] = o
}

// encryption gives the entries of the trailer that an encrypted file needs, "" if it is none.
func encryption(data []byte, found []looseObject) string {
	const newest = 16 // trailers that are looked at
	end := len(data)
	for range newest {
		at := bytes.LastIndex(data[:end], []byte("trailer"))
		if at < 0 {
			break
		}
		found = append(found, looseObject{dict: readDict(&lexer{src: data, at: at + len("trailer")})})
		end = at
	}
	for _, o := range slices.Backward(found) { // a table of objects that is a stream is its own trailer
		if o.dict["Encrypt"] != nil && o.dict["ID"] != nil {
			return fmt.Sprintf("/Encrypt %s /ID %s", o.dict["Encrypt"], o.dict["ID"])
		}
	}
	return ""
}

// inherited are the entries that pages take from the nodes above them.
var inherited = []string{"Resources", "MediaBox", "CropBox", "Rotate"}

// loosePage is a page with all that it inherits; its dict is nil if it is not in the file.
type loosePage looseDict

// pages gives the pages in the order of their tree; if that leads nowhere, all there are in the order of the file.
func (r *repairer) pages() []loosePage {
	var found []loosePage
	for _, n := range slices.Backward(r.order) {
		if d := r.objects[n].dict; d.name("Type") == "Catalog" {
			for _, top := range d.refs("Pages") {
				found = r.descend(found, top, nil, map[int]bool{}, 0)
			}
			if slices.ContainsFunc(found, func(p loosePage) bool { return p != nil }) {
				return found
			}
		}
	}
	found = nil
	for _, n := range r.order {
		if d := r.objects[n].dict; d.isPage() {
			found = append(found, loosePage(r.withParents(d)))
		}
	}
	return found
}

// descend walks the page tree. A kid that is missing is a page that is lost.
func (r *repairer) descend(found []loosePage, number int, above looseDict, seen map[int]bool, depth int) []loosePage {
	if seen[number] || depth > maxTreeDepth {
		return found
	}
	seen[number] = true
	d := r.objects[number].dict
	switch {
	case d == nil:
		return append(found, nil)
	case d["Kids"] == nil && d.name("Type") != "Pages":
		return append(found, loosePage(d.under(above)))
	}
	for _, kid := range r.kids(d) {
		found = r.descend(found, kid, d.under(above), seen, depth+1)
	}
	return found
}

// kids gives the numbers of a node's kids, whose list may be an object of its own.
func (r *repairer) kids(d looseDict) []int {
	refs := d.refs("Kids")
	if len(refs) != 1 || bytes.HasPrefix(d["Kids"], []byte("[")) {
		return refs
	}
	list := r.objects[refs[0]]
	if list.dict != nil {
		return refs
	}
	return looseDict{"Kids": list.body}.refs("Kids")
}

// under adds what a node inherits from above.
func (d looseDict) under(above looseDict) looseDict {
	out := looseDict{}
	for _, key := range inherited {
		if v := above[key]; v != nil {
			out[key] = v
		}
	}
	for key, v := range d {
		out[key] = v
	}
	return out
}

// withParents adds what a page inherits, going up from it.
func (r *repairer) withParents(d looseDict) looseDict {
	out := d
	for range maxTreeDepth {
		up := d.refs("Parent")
		if len(up) != 1 || r.objects[up[0]].dict == nil {
			break
		}
		d = r.objects[up[0]].dict
		out = out.under(d)
	}
	return out
}

// pageKeys are the entries that a page keeps.
var pageKeys = []string{"Annots", "Contents", "CropBox", "Group", "MediaBox", "Resources", "Rotate", "UserUnit"}

// catalogueKeys are the entries of the catalogue that change what pages look like.
var catalogueKeys = []string{"AcroForm", "OCProperties"}

// tail writes what stands behind the original's bytes: objects out of streams, the pages, catalogue and table.
func (r *repairer) tail(length int, pages []loosePage) []byte {
	w := tailWriter{base: len(repairedHeader) + length, offsets: map[int]int{}}
	w.b.WriteString("\n")
	next := slices.Max(r.order) + 1
	for _, n := range r.order {
		switch o := r.objects[n]; {
		case o.at >= 0:
			w.offsets[n] = len(repairedHeader) + o.at
			w.generations = append(w.generations, [2]int{n, o.generation})
		default:
			w.object(n, string(o.body))
		}
	}
	root, top := next, next+1
	kids := make([]string, len(pages))
	for i, p := range pages {
		kids[i] = fmt.Sprintf("%d 0 R", top+1+i)
		if p != nil {
			w.object(top+1+i, fmt.Sprintf("<< /Type /Page /Parent %d 0 R %s>>", top, entries(looseDict(p), pageKeys)))
		}
	}
	w.object(top, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), strings.Join(kids, " ")))
	w.object(root, fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R %s>>", top, entries(r.catalogue(), catalogueKeys)))
	return w.finish(fmt.Sprintf("<< /Size %d /Root %d 0 R %s >>", top+1+len(pages), root, r.encrypted))
}

func (r *repairer) catalogue() looseDict {
	for _, n := range slices.Backward(r.order) {
		if d := r.objects[n].dict; d.name("Type") == "Catalog" {
			return d
		}
	}
	return nil
}

func entries(d looseDict, keys []string) string {
	var b strings.Builder
	for _, key := range keys {
		if v := d[key]; len(v) > 0 {
			fmt.Fprintf(&b, "/%s %s ", key, v)
		}
	}
	return b.String()
}

// tailWriter writes objects and their table.
type tailWriter struct {
	b           bytes.Buffer
	base        int // bytes before it
	offsets     map[int]int
	generations [][2]int
}

func (w *tailWriter) object(n int, body string) {
	w.offsets[n] = w.base + w.b.Len()
	fmt.Fprintf(&w.b, "%d 0 obj\n%s\nendobj\n", n, body)
}

func (w *tailWriter) finish(trailer string) []byte {
	generation := map[int]int{}
	for _, g := range w.generations {
		generation[g[0]] = g[1]
	}
	numbers := make([]int, 0, len(w.offsets))
	for n := range w.offsets {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	table := w.base + w.b.Len()
	w.b.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for i := 0; i < len(numbers); {
		run := 1
		for i+run < len(numbers) && numbers[i+run] == numbers[i]+run {
			run++
		}
		fmt.Fprintf(&w.b, "%d %d\n", numbers[i], run)
		for _, n := range numbers[i : i+run] {
			fmt.Fprintf(&w.b, "%010d %05d n \n", w.offsets[n], min(generation[n], 65535))
		}
		i += run
	}
	fmt.Fprintf(&w.b, "trailer\n%s\nstartxref\n%d\n%%%%EOF\n", trailer, table)
	return w.b.Bytes()
}
