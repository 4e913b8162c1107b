// Package memogen draws office memos of which everything is known: text in reading order, the box of every word,
// every stamp, signature and stain, what each page is, and what the memo states about itself. A seed says which memo;
// the same seed and options give the same memo.
//
// The words come from prose; they are set on pages, drawn as outlines straight into the frame of the scan (turned and
// skewed, so that nothing is resampled and boxes are exact), stamped, signed and soiled, and then scanned: light,
// paper, optics, noise, threshold. Write stores the result as a scanner would.
package memogen

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"slices"

	"aktenkundig/document"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen/prose"
)

// The classes of memo: what was done to the sheets. Clean, Scan, BadLight, LowContrast, Bilevel and Fax exclude each
// other; the rest may be added to any of them.
const (
	Clean       = "clean"        // as printed: white, even, straight
	Scan        = "scan"         // a good office scanner
	BadLight    = "bad-light"    // uneven light, yellowed paper, a dark gutter
	LowContrast = "low-contrast" // faint print
	Bilevel     = "bilevel"      // 300 dpi, black and white
	Fax         = "fax"          // 200 dpi, black and white, noisy
	Skew        = "skew"         // laid in crookedly: 1 to 14 degrees
	Turned      = "turned"       // by 90, 180 or 270 degrees
	Behind      = "show-through" // the other side shines through
	Typewriter  = "typewriter"   // typed with a worn ribbon
	Carbon      = "carbon"       // the typist's carbon copy
	Tinted      = "tinted"       // on coloured paper
	Highlighted = "highlighted"  // with words marked by a highlighter
)

// Classes lists every class, the exclusive ones first.
func Classes() []string { return append(chance(), Tinted, Highlighted) }

// chance lists the classes that are left to the seed; the others are drawn for those who ask, so that seeds go on giving
// the memos they gave.
func chance() []string {
	return []string{Clean, Scan, BadLight, LowContrast, Bilevel, Fax, Skew, Turned, Behind, Typewriter, Carbon}
}

// The formats that Write knows. JPEG and PNG hold one page; G4 formats are bilevel.
const (
	PDFJPEG = "pdf-jpeg"
	PDFG4   = "pdf-g4"
	TIFFG4  = "tiff-g4"
	JPEG    = "jpeg"
	PNG     = "png"
)

// Formats lists every format.
func Formats() []string { return []string{PDFJPEG, PDFG4, TIFFG4, JPEG, PNG} }

// Options narrow down what is drawn; the zero value leaves everything to the seed.
type Options struct {
	Language  string             // prose.German or prose.English
	Kind      string             // one of prose.Kinds
	Classes   []string           // exactly these; nil: left to the seed
	Artefacts []document.Kind    // these where they can be; nil: left to the seed; empty: none
	Pages     int                // text pages
	Extra     []document.Verdict // pages behind them that are no text; nil: left to the seed; empty: none
	Paper     string             // "a4" or "letter"
	Format    string             // one of Formats
}

// Check tells what is wrong with o; Draw must not be called with options that fail it.
func (o Options) Check() error {
	for _, c := range o.Classes {
		if !slices.Contains(Classes(), c) {
			return fmt.Errorf("no such class: %s", c)
		}
	}
	if o.Language != "" && o.Language != prose.German && o.Language != prose.English {
		return fmt.Errorf("no such language: %s", o.Language)
	}
	if o.Kind != "" && (o.Language == "" || !slices.Contains(prose.Kinds(o.Language), o.Kind)) {
		return fmt.Errorf("no such kind of memo in language %q: %s", o.Language, o.Kind)
	}
	if o.Format != "" && !slices.Contains(Formats(), o.Format) {
		return fmt.Errorf("no such format: %s", o.Format)
	}
	if o.Paper != "" && o.Paper != "a4" && o.Paper != "letter" {
		return fmt.Errorf("no such paper: %s", o.Paper)
	}
	for _, k := range o.Artefacts {
		if !slices.Contains(kinds(), k) {
			return fmt.Errorf("no such artefact: %s", k)
		}
	}
	for _, v := range o.Extra {
		if !slices.Contains(extras(), v) {
			return fmt.Errorf("no such page without text: %s", v)
		}
	}
	if o.Pages < 0 {
		return fmt.Errorf("%d pages", o.Pages)
	}
	if (o.Format == JPEG || o.Format == PNG) && (o.Pages > 1 || len(o.Extra) > 0) {
		return fmt.Errorf("%s holds one page only", o.Format)
	}
	return nil
}

// Memo is a drawn memo: Pages[i] is the picture of Truth.Pages[i], *image.Gray or *image.RGBA.
type Memo struct {
	Truth   eval.Truth // File is set by Write
	Pages   []image.Image
	Format  string
	Quality int  // of JPEG, 1 to 100
	Tagged  bool // the file itself says how its pages must be turned (EXIF, TIFF tag, /Rotate)
}

// Draw draws the memo that seed and o say. It is pure and safe for concurrent use.
func Draw(seed uint64, o Options) Memo {
	p := newPlan(seed, o)
	d := &drawer{plan: p, book: book{}, pen: &pen{}, author: &prose.Author{}}
	d.set()
	m := Memo{Format: p.format, Quality: p.quality, Tagged: p.tagged}
	m.Truth = eval.Truth{Seed: seed, Language: p.language, Classes: p.classes}
	for i, l := range d.leaves {
		d.page(&m, document.Text, l, i)
	}
	for i, v := range p.extra {
		d.page(&m, v, d.leaves[len(d.leaves)-1], len(d.leaves)+i)
	}
	m.Truth.Fields = append(d.fields, d.stamped...)
	return m
}

// Compose gives the words and facts of the memo that Draw draws, page by page as Truth holds them, without drawing.
func Compose(seed uint64, o Options) eval.Truth {
	p := newPlan(seed, o)
	d := &drawer{plan: p, book: book{}, author: &prose.Author{}}
	d.set()
	out := eval.Truth{Seed: seed, Language: p.language, Classes: p.classes, Fields: d.fields}
	for i, l := range d.leaves {
		out.Pages = append(out.Pages, eval.TruthPage{Number: i + 1, Verdict: string(document.Text), Text: l.text.String()})
	}
	return out
}

// drawer holds what the pages of one memo have in common.
type drawer struct {
	plan
	book    book
	pen     *pen
	author  *prose.Author
	memo    prose.Memo
	leaves  []*leaf
	fields  []eval.TruthField
	stamped []eval.TruthField // from stamps
}

// set composes the memo and sets it on the planned number of pages: the longest text that fits them.
func (d *drawer) set() {
	for tight := 1.0; d.leaves == nil; tight *= 0.93 {
		n := 4 * d.pages
		for n > 0 && !d.fits(n, tight) {
			n--
		}
		if n == 4*d.pages {
			for n++; n < 60 && d.fits(n, tight); n++ {
			}
		}
	}
}

// fits sets the memo with n paragraphs and keeps it if it takes no more pages than planned.
func (d *drawer) fits(n int, tight float64) bool {
	memo, s := d.attempt(n, tight)
	if len(s.leaves) > d.pages {
		return false
	}
	d.memo, d.leaves, d.fields = memo, s.leaves, s.fields
	return true
}

// attempt sets the memo with n paragraphs, its type smaller by the factor tight.
func (d *drawer) attempt(n int, tight float64) (prose.Memo, *setter) {
	memo := d.author.Compose(prose.Order{Seed: d.seed, Language: d.language, Kind: d.kind, Paragraphs: n, Stamped: d.dateless,
		From: d.years[0], To: d.years[1]})
	s := &setter{style: newStyle(stream(d.seed, "style", 0), d.dpi, d.has(Typewriter) || d.has(Carbon)), book: d.book, dpi: d.dpi}
	s.size, s.leading = s.size*tight, s.leading*tight
	s.w, s.h = float64(d.paper[0]), float64(d.paper[1])
	s.left, s.right, s.top, s.bottom = s.mm(25), s.w-s.mm(20), s.mm(24), s.h-s.mm(24)
	s.set(memo)
	return memo, s
}

// stream gives random numbers for one purpose, so that a change in one place does not change all others.
func stream(seed uint64, purpose string, n int) *rand.Rand {
	h := uint64(n) + 0x9e3779b97f4a7c15
	for _, b := range []byte(purpose) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(seed^0x6d656d6f67656e, h))
}

// page draws page number i (from 0), which shows leaf or, where it is no text, what verdict asks for.
func (d *drawer) page(m *Memo, verdict document.Verdict, l *leaf, i int) {
	r := stream(d.seed, "page", i)
	s := d.sheet(r)
	s.truth.Number, s.truth.Verdict, s.truth.DPI = i+1, string(verdict), d.dpi
	scanner := d.scanner(r)
	switch verdict {
	case document.Text:
		d.text(s, l, i, &scanner)
	case document.ShowThrough:
		s.mirrored(l, point{s.between(-20, 20), s.between(-20, 20)})
		scanner.through = s.between(0.1, 0.3)
	case document.Picture:
		w, h := float64(s.page[0]), float64(s.page[1])
		s.picture(spot{w * s.between(0.05, 0.15), h * s.between(0.05, 0.2), w * s.between(0.6, 0.8), h * s.between(0.4, 0.7)}, d.cell(s))
	case document.Noise:
		s.noisePage()
		scanner.cut = max(scanner.cut, 0.6)
	}
	d.soil(s)
	m.Pages = append(m.Pages, scanner.scan(s, r))
	if verdict == document.ShowThrough && scanner.bilevel && !s.behind.shows(m.Pages[i]) {
		s.truth.Verdict = string(document.Blank) // nobody can see the other side in black and white
		s.truth.Artefacts = slices.DeleteFunc(s.truth.Artefacts, func(a eval.TruthArtefact) bool { return a.Kind == string(document.Through) })
	}
	m.Truth.Pages = append(m.Truth.Pages, s.truth)
}

// sheet makes an empty sheet and its way into the scan.
func (d *drawer) sheet(r *rand.Rand) *sheet {
	s := &sheet{page: d.paper, dpi: d.dpi, r: r, book: d.book, pen: d.pen}
	skew := d.skew(r)
	turn := d.turn
	w, h := float64(s.page[0]), float64(s.page[1])
	m := rotation(skew, point{w / 2, h / 2})
	sw, sh := w, h
	if math.Abs(skew) > 2 { // the glass is larger than the paper
		sin, cos := math.Sincos(math.Abs(skew) * math.Pi / 180)
		sw, sh = w*cos+h*sin, w*sin+h*cos
	}
	m = m.Then(document.Affine{1, 0, 0, 1, (sw - w) / 2, (sh - h) / 2})
	if d.dark {
		m = m.Then(document.Affine{1, 0, 0, 1, s.between(-1, 1) * s.mm(5), s.between(-1, 1) * s.mm(4)})
	}
	s.size = document.Size{int(math.Round(sw)), int(math.Round(sh))}
	m, s.size = turned(m, s.size, turn)
	s.toScan = m
	s.truth.Scan, s.truth.Turn, s.truth.Skew = s.size, turn, math.Round(skew*1000)/1000
	s.toner = newMask(s.all(), s.size)
	s.truth.Words, s.truth.Artefacts = []eval.TruthWord{}, []eval.TruthArtefact{}
	return s
}

// turned lays a scan of the given size down so that its reader must turn it clockwise by degrees.
func turned(m document.Affine, size document.Size, degrees int) (document.Affine, document.Size) {
	w, h := float64(size[0]), float64(size[1])
	switch degrees {
	case 90: // lies on its left side
		return m.Then(document.Affine{0, -1, 1, 0, 0, w}), document.Size{size[1], size[0]}
	case 180:
		return m.Then(document.Affine{-1, 0, 0, -1, w, h}), size
	case 270:
		return m.Then(document.Affine{0, 1, -1, 0, h, 0}), document.Size{size[1], size[0]}
	}
	return m, size
}
