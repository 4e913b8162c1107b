package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"strconv"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// file is a PDF with the changes that are to be made.
type file struct {
	objects
	body      io.ReaderAt
	size      int64
	structure *model.Context
	encrypted bool
	pages     []page
	levels    [levels]types.Object // the layer's fonts
	shared    fontParts
	catalog   types.Dict // a copy, written if it was changed
	root      types.IndirectRef
	info      types.Object
}

// page is one page with what it inherits.
type page struct {
	ref       types.IndirectRef
	dict      types.Dict
	resources types.Object
}

// objects are changed and new objects by number.
type objects struct {
	changed map[int]types.Object
	next    int // number of the next new object
}

// add makes a new object.
func (o *objects) add(v types.Object) types.IndirectRef {
	n := o.next
	o.next++
	o.changed[n] = v
	return *types.NewIndirectRef(n, 0)
}

// stream makes a new compressed stream.
func (o *objects) stream(d types.Dict, content []byte) types.IndirectRef {
	return o.add(flate(d, content))
}

// readTime bounds reading the structure of a PDF.
const readTime = 30 * time.Second

func open(body io.ReaderAt, size int64, passwords []string) (f *file, err error) {
	defer rescue(&err)
	f = &file{body: body, size: size, objects: objects{changed: map[int]types.Object{}}}
	for _, password := range append([]string{""}, passwords...) {
		f.structure, err = read(io.NewSectionReader(body, 0, size), password)
		if !errors.Is(err, pdfcpu.ErrWrongPassword) {
			break
		}
	}
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return nil, ErrEncrypted
	}
	if err != nil {
		return nil, fmt.Errorf("read the PDF: %w", err)
	}
	f.encrypted = f.structure.Encrypt != nil || f.structure.E != nil
	if f.structure.Root == nil {
		return nil, errors.New("the PDF has no catalogue")
	}
	f.root = *f.structure.Root
	catalog := f.dict(f.root)
	if catalog == nil {
		return nil, errors.New("the PDF has no catalogue")
	}
	f.catalog = maps.Clone(catalog)
	if f.structure.Info != nil {
		f.info = *f.structure.Info
	}
	if f.structure.Size != nil {
		f.next = *f.structure.Size
	}
	for n := range f.structure.Table {
		f.next = max(f.next, n+1)
	}
	f.collect(entry(catalog, "Pages"), nil, map[types.IndirectRef]bool{}, 0)
	return f, nil
}

func read(body io.ReadSeeker, password string) (c *model.Context, err error) {
	defer rescue(&err)
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	conf := &model.Configuration{
		Reader15:       true,
		ValidationMode: model.ValidationRelaxed,
		Offline:        true,
		Limits:         model.DefaultResourceLimits(),
		UserPW:         password,
		OwnerPW:        password,
	}
	conf.Limits.MaxObjectCount, conf.Limits.MaxXRefEntries = 2_000_000, 2_000_000
	return pdfcpu.ReadWithContext(ctx, body, conf)
}

// maxTreeDepth bounds the page tree.
const maxTreeDepth = 64

// collect walks the page tree in the order in which scan numbers the pages.
func (f *file) collect(node, resources types.Object, seen map[types.IndirectRef]bool, depth int) {
	ref, isRef := node.(types.IndirectRef)
	if isRef {
		if seen[ref] {
			return
		}
		seen[ref] = true
	}
	dict := f.dict(node)
	if dict == nil || depth > maxTreeDepth {
		return
	}
	if r := entry(dict, "Resources"); r != nil {
		resources = r
	}
	kids, isTree := f.deref(entry(dict, "Kids")).(types.Array)
	if !isTree {
		f.pages = append(f.pages, page{ref, dict, resources})
		return
	}
	for _, kid := range kids {
		f.collect(kid, resources, seen, depth+1)
	}
}

// entry gives a dictionary's entry, nil if it is absent.
func entry(d types.Dict, key string) types.Object {
	o, _ := d.Find(key)
	return o
}

// deref follows a reference to what was read; what cannot be had is nil.
func (f *file) deref(o types.Object) types.Object {
	for range 8 {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		if f.structure == nil {
			return f.changed[int(ref.ObjectNumber)]
		}
		next, err := f.structure.Dereference(ref)
		if err != nil {
			return nil
		}
		o = next
	}
	return nil
}

// dict gives a dictionary or that of a stream, nil if it is neither.
func (f *file) dict(o types.Object) types.Dict {
	switch d := f.deref(o).(type) {
	case types.Dict:
		return d
	case types.StreamDict:
		return d.Dict
	}
	return nil
}

// name gives a name without its slash.
func (f *file) name(o types.Object) string {
	n, _ := f.deref(o).(types.Name)
	return string(n)
}

func (f *file) int(o types.Object) int {
	switch v := f.deref(o).(type) {
	case types.Integer:
		return int(v)
	case types.Float:
		return int(v)
	}
	return 0
}

// maxDecoded bounds a decoded content stream.
const maxDecoded = 64 << 20

// decoded gives the content of a stream.
func (f *file) decoded(s types.StreamDict) ([]byte, error) {
	if len(s.FilterPipeline) == 0 && entry(s.Dict, "Filter") == nil {
		return s.Raw, nil
	}
	if s.FilterPipeline == nil && f.name(entry(s.Dict, "Filter")) == "FlateDecode" { // made here
		z, err := zlib.NewReader(bytes.NewReader(s.Raw))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(io.LimitReader(z, maxDecoded))
	}
	if s.Content == nil {
		if err := s.Decode(); err != nil {
			return nil, err
		}
	}
	if len(s.Content) > maxDecoded {
		return nil, fmt.Errorf("a content stream of %d bytes", len(s.Content))
	}
	return s.Content, nil
}

var (
	lastXRef = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF`)
	xrefHere = regexp.MustCompile(`^(xref\s|\d+\s+\d+\s+obj\b)`)
)

// xref gives the offset of the original's last cross-reference section, and whether it is a stream; ok is false if there is
// none where the file says.
func (f *file) xref() (at int64, stream, ok bool) {
	tail := make([]byte, min(f.size, 2048))
	if _, err := f.body.ReadAt(tail, f.size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0, false, false
	}
	found := lastXRef.FindAllSubmatch(tail, -1)
	if found == nil {
		return 0, false, false
	}
	at, err := strconv.ParseInt(string(found[len(found)-1][1]), 10, 64)
	if err != nil || at <= 0 || at >= f.size {
		return 0, false, false
	}
	head := make([]byte, min(f.size-at, 40))
	if _, err := f.body.ReadAt(head, at); err != nil && !errors.Is(err, io.EOF) {
		return 0, false, false
	}
	return at, !bytes.HasPrefix(head, []byte("xref")), xrefHere.Match(head)
}

// maxObjects is the highest number of an object (ISO 32000-1, annex C).
const maxObjects = 8_388_607

// broken says why the original's cross-references cannot be built upon, "" if they can.
func (f *file) broken() string {
	if _, _, ok := f.xref(); !ok {
		return "cross-reference table is not where it should be"
	}
	if f.next > maxObjects {
		return "objects have numbers that no reader takes"
	}
	for _, n := range sortedKeys(f.changed) {
		e := f.structure.Table[n]
		if e == nil || e.Compressed || e.Offset == nil {
			continue
		}
		head := make([]byte, 24)
		k, _ := f.body.ReadAt(head, *e.Offset)
		if !bytes.HasPrefix(head[:k], fmt.Appendf(nil, "%d ", n)) {
			return "cross-reference table is wrong"
		}
	}
	return ""
}

func (f *file) generation(n int) int {
	if f.structure == nil {
		return 0
	}
	if e := f.structure.Table[n]; e != nil && e.Generation != nil && !e.Compressed {
		return *e.Generation
	}
	return 0
}
