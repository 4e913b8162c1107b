package scan

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// pdfFile is a PDF. A page that is one picture gives that picture; any other is drawn by the renderer.
type pdfFile struct {
	body *io.SectionReader
	o    Options

	mu        sync.Mutex     // guards structure, which decodes objects when they are first asked for
	structure *model.Context // nil if pdfcpu cannot read the file
	pages     []pdfPage      // empty if structure is nil
	count     int            // pages
	named     int            // pages that the tree names, more than count if some were not meant

	drawing *drawing

	damage   string // what had to be done to read it, "" if nothing
	mendOnce sync.Once
	mended   *pdfFile // the same file repaired, made when a page needs it; nil if that does not help
}

// pdfPage is one page with what it inherits.
type pdfPage struct {
	dict      types.Dict
	resources types.Object
	media     rect               // the sheet, in the page's own units
	crop      rect               // what of it is shown
	turn      int                // /Rotate: 0, 90, 180 or 270 degrees clockwise
	unit      float64            // points a unit
	isLost    bool               // the tree names it, but the file does not hold it
	number    int                // among all that the tree names, from 1; so the renderer counts
	ref       *types.IndirectRef // nil if the tree holds the page itself
}

// readTime bounds reading the structure of a PDF.
const readTime = 30 * time.Second

// openPDF reads a PDF, and once more, repaired, if neither of the two readers can make anything of it.
func openPDF(ctx context.Context, body *io.SectionReader, o Options) (sheets, error) {
	f, err := newPDF(ctx, body, o)
	var e *Error
	if err == nil || !errors.As(err, &e) || e.Reason != Damaged && e.Reason != Empty {
		return f, err
	}
	if mended, _ := newMended(ctx, body, o); mended != nil {
		return mended, nil
	}
	return nil, err
}

// newMended reads a repaired PDF.
func newMended(ctx context.Context, body *io.SectionReader, o Options) (f *pdfFile, err error) {
	defer rescue(&err)
	body, err = repair(body)
	if err != nil {
		return nil, err
	}
	if f, err = newPDF(ctx, body, o); err != nil {
		return nil, err
	}
	f.damage = "the file is damaged; its pages were gathered from what is left of it"
	f.mendOnce.Do(func() {})
	return f, nil
}

func newPDF(ctx context.Context, body *io.SectionReader, o Options) (*pdfFile, error) {
	f := &pdfFile{body: body, o: o}
	f.drawing = newDrawing(body, o)
	why := f.readStructure(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if why == nil {
		why = f.collectPages()
	}
	var known *Error
	if errors.As(why, &known) && known.Reason == TooLarge {
		return nil, why
	}
	if why == nil && slices.ContainsFunc(f.pages, func(p pdfPage) bool { return !p.isLost }) {
		f.count = len(f.pages)
		return f, nil
	}
	if why == nil {
		return nil, fail(Empty, "the PDF has no pages")
	}
	f.structure, f.pages = nil, nil
	n, err := f.drawing.count(ctx)
	if err != nil {
		_ = f.drawing.close() // its trouble would hide the file's
		return nil, f.unreadable(why, err)
	}
	f.count, f.named = n, n
	return f, nil
}

// number gives the place of page n among all that the tree names.
func (f *pdfFile) number(n int) int {
	if f.structure == nil {
		return n
	}
	return f.pages[n-1].number
}

// unreadable is the reason why neither reader takes the file.
func (f *pdfFile) unreadable(structure, drawing error) error {
	var e *Error
	if errors.As(drawing, &e) && e.Reason != Damaged {
		return drawing
	}
	if errors.Is(structure, pdfcpu.ErrWrongPassword) {
		return errEncrypted()
	}
	return fail(Damaged, "PDF: %w; drawing it: %w", structure, drawing)
}

func errEncrypted() error {
	return fail(Encrypted, "none of the passwords opens the PDF; give the right one with --password-file")
}

// readStructure has pdfcpu read the file, with the empty password first.
func (f *pdfFile) readStructure(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var err error
	for _, password := range append([]string{""}, f.o.Passwords...) {
		f.structure, err = readPDF(ctx, f.body, password)
		if !errors.Is(err, pdfcpu.ErrWrongPassword) {
			f.drawing.password = password
			return err
		}
	}
	return err
}

// readPDF shields from pdfcpu's panics: it fails on some broken files in this way.
func readPDF(ctx context.Context, body *io.SectionReader, password string) (c *model.Context, err error) {
	defer rescue(&err)
	conf := &model.Configuration{
		Reader15:       true,
		ValidationMode: model.ValidationRelaxed,
		Offline:        true,
		Limits:         model.DefaultResourceLimits(),
		UserPW:         password,
		OwnerPW:        password,
	}
	conf.Limits.MaxObjectCount, conf.Limits.MaxXRefEntries = 2_000_000, 2_000_000
	return pdfcpu.ReadWithContext(ctx, io.NewSectionReader(body, 0, body.Size()), conf)
}

func (f *pdfFile) len() int { return f.count }

func (f *pdfFile) close() error {
	f.mendOnce.Do(func() {})
	if f.mended != nil {
		return errors.Join(f.mended.close(), f.drawing.close())
	}
	return f.drawing.close()
}

// sheet gives page n; one that cannot be drawn is looked for in the repaired file.
func (f *pdfFile) sheet(ctx context.Context, n int) (Sheet, error) {
	s, err := f.page(ctx, n)
	var e *Error
	if err == nil || ctx.Err() != nil || errors.As(err, &e) && e.Reason != Damaged {
		return s, err
	}
	f.mendOnce.Do(func() {
		if mended, _ := newMended(ctx, f.body, f.o); mended != nil && mended.count == f.named {
			f.mended = mended
		}
	})
	if f.mended != nil {
		if s, err := f.mended.page(ctx, f.number(n)); err == nil {
			return s, nil
		}
	}
	return s, err
}

func (f *pdfFile) page(ctx context.Context, n int) (Sheet, error) {
	unit, why := 1.0, "the file's structure is broken"
	known := plan{text: textSeen{shown: 1}}
	from := f.drawing
	if f.structure != nil {
		if f.pages[n-1].isLost {
			return Sheet{}, fail(Damaged, "the file names the page, but does not hold it")
		}
		s, p, err := f.imageSheet(ctx, n)
		if err == nil {
			s.Note = f.damage
			return f.withHiddenText(ctx, s, n, p), ctx.Err()
		}
		var e *Error
		if errors.As(err, &e) && e.Reason == TooLarge || ctx.Err() != nil {
			return Sheet{}, err
		}
		known, unit, why = p, f.pages[n-1].unit, err.Error()
		if mended, without := f.mendedDrawing(ctx, f.pages[n-1]); mended != nil {
			from, why = mended, fmt.Sprintf("its content is damaged; the last %d %% make no sense and were left out", without)
		}
	}
	withText := f.o.TextLayer != IgnoreLayer && known.text.any()
	s, text, err := from.sheet(ctx, f.number(n), known.density, unit, withText)
	if err != nil {
		return Sheet{}, err
	}
	s.Note = why
	if f.damage != "" {
		s.Note = f.damage + "; " + why
	}
	if len(text.glyphs) > 0 {
		f.o.layer(&s, text.glyphs, text.toDrawn(s.Size), known.text.isHidden())
	}
	return s, nil
}

// withHiddenText adds the text of a page that is a picture: nobody sees it.
func (f *pdfFile) withHiddenText(ctx context.Context, s Sheet, n int, p plan) Sheet {
	if f.o.TextLayer == IgnoreLayer || !p.text.any() {
		return s
	}
	toScan, ok := p.frame.Inverse()
	if !ok {
		return s
	}
	text, err := f.drawing.text(ctx, f.number(n))
	if err != nil {
		s.LayerStep = document.Step{Name: layerStep, Note: "invisible text, passed over: " + err.Error()}
		return s
	}
	f.o.layer(&s, text.glyphs, toScan, true)
	return s
}

// maxTreeDepth bounds the page tree.
const maxTreeDepth = 64

// collectPages walks the page tree itself: /Count lies in broken files, and one claims two hundred million pages.
func (f *pdfFile) collectPages() (err error) {
	defer rescue(&err)
	catalog, err := f.structure.Catalog()
	if err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	root, _ := catalog.Find("Pages")
	top := pdfPage{unit: 1}
	if err := f.collect(root, top, map[types.IndirectRef]bool{}, 0); err != nil {
		return err
	}
	if f.named = len(f.pages); f.int(entry(f.dict(root), "Count"), 0) < f.named { // then what is missing was not meant to be a page
		f.pages = slices.DeleteFunc(f.pages, func(p pdfPage) bool { return p.isLost })
	}
	return nil
}

func (f *pdfFile) collect(node types.Object, inherited pdfPage, seen map[types.IndirectRef]bool, depth int) error {
	if ref, ok := node.(types.IndirectRef); ok {
		if seen[ref] {
			return nil
		}
		seen[ref] = true
	}
	dict := f.dict(node)
	ref, isRef := node.(types.IndirectRef)
	if dict == nil && isRef && depth > 0 {
		return f.addPage(pdfPage{isLost: true})
	}
	if dict == nil || depth > maxTreeDepth {
		return nil
	}
	page := f.inherit(dict, inherited)
	kids, isTree := f.deref(entry(dict, "Kids")).(types.Array)
	if !isTree && f.name(entry(dict, "Type")) == "Pages" {
		return nil // a branch without leaves
	}
	if !isTree {
		if isRef {
			page.ref = &ref
		}
		return f.addPage(f.finish(page))
	}
	for _, kid := range kids {
		if err := f.collect(kid, page, seen, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (f *pdfFile) addPage(page pdfPage) error {
	if len(f.pages) >= f.o.MaxPages {
		return f.o.checkPages(f.o.MaxPages + 1)
	}
	page.number = len(f.pages) + 1
	f.pages = append(f.pages, page)
	return nil
}

// inherit lays a node's own attributes over those from above.
func (f *pdfFile) inherit(dict types.Dict, page pdfPage) pdfPage {
	page.dict = dict
	if r := entry(dict, "Resources"); r != nil {
		page.resources = r
	}
	if box, ok := f.rect(entry(dict, "MediaBox")); ok {
		page.media = box
	}
	if box, ok := f.rect(entry(dict, "CropBox")); ok {
		page.crop = box
	}
	if turn, ok := f.real(entry(dict, "Rotate")); ok {
		page.turn = (int(turn)%360 + 360) % 360
	}
	return page
}

// finish settles the boxes once all levels are known.
func (f *pdfFile) finish(page pdfPage) pdfPage {
	if page.media.empty() {
		page.media = rect{0, 0, 612, 792}
	}
	if page.crop = page.crop.intersect(page.media); page.crop.empty() {
		page.crop = page.media
	}
	if unit, ok := f.real(entry(page.dict, "UserUnit")); ok && unit > 0 {
		page.unit = unit
	}
	return page
}
