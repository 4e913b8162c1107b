package memogen

import (
	"math/rand/v2"
	"slices"

	"aktenkundig/document"
	"aktenkundig/internal/memogen/prose"
)

// plan is what is decided about a memo before it is set.
type plan struct {
	seed      uint64
	language  string
	kind      string
	classes   []string
	format    string
	letter    bool          // US Letter paper
	paper     document.Size // pixels
	dpi       float64
	pages     int
	extra     []document.Verdict
	artefacts map[document.Kind]bool
	dateless  bool // the date is left to a stamp
	years     [2]int
	turn      int
	dark      bool       // a black lid, and the paper off its place
	punched   [3]float64 // what the lid shows through punched holes
	colour    bool
	tagged    bool
	quality   int
}

func (p *plan) has(class string) bool { return slices.Contains(p.classes, class) }

func newPlan(seed uint64, o Options) plan {
	r := stream(seed, "plan", 0)
	p := plan{seed: seed, language: o.Language, kind: o.Kind, classes: o.Classes, format: o.Format, extra: o.Extra}
	if p.language == "" {
		p.language = []string{prose.German, prose.German, prose.English}[r.IntN(3)]
	}
	if kinds := prose.Kinds(p.language); p.kind == "" {
		p.kind = kinds[r.IntN(len(kinds))]
	}
	p.chooseClasses(r, o)
	p.chooseFormat(r, o)
	p.choosePaper(r, o)
	p.chooseArtefacts(r, o)
	p.choosePages(r, o)
	p.years = [2]int{2008, 2025}
	if p.has(Typewriter) || p.has(Carbon) {
		p.years = [2]int{1964, 1993}
	}
	if p.has(Turned) {
		p.turn = []int{90, 180, 270}[r.IntN(3)]
		p.tagged = r.IntN(3) == 0
	}
	p.quality = 40 + r.IntN(46)
	switch {
	case p.has(Clean):
		p.quality = 85
	case p.has(BadLight):
		p.quality = 40 + p.quality%20
	}
	p.dateless = p.artefacts[document.Stamp] && r.IntN(100) < 30
	p.dark = p.artefacts[document.Border]
	p.punched = [3]float64{1, 1, 1}
	if p.bilevel() || p.dark || r.IntN(100) < 40 {
		p.punched = [3]float64{0.1, 0.1, 0.1}
	}
	p.colour = !p.bilevel() && r.IntN(100) < 65
	return p
}

func (p *plan) bilevel() bool {
	return p.has(Bilevel) || p.has(Fax) || p.format == PDFG4 || p.format == TIFFG4
}

func (p *plan) chooseClasses(r *rand.Rand, o Options) {
	base := []string{Clean, Scan, Scan, Scan, Scan, BadLight, LowContrast, Bilevel, Bilevel, Fax}[r.IntN(10)]
	more := map[string]int{Skew: 14, Turned: 7, Behind: 12, Typewriter: 16, Carbon: 5}
	chosen := []string{base}
	for _, c := range chance() {
		if n := r.IntN(100); base != Clean && n < more[c] {
			chosen = append(chosen, c)
		}
	}
	if o.Classes == nil {
		p.classes = chosen
	}
	if o.Classes == nil && p.has(Carbon) { // a carbon copy is no original as well
		p.classes = slices.DeleteFunc(p.classes, func(c string) bool { return c == Typewriter })
	}
	g4 := o.Format == PDFG4 || o.Format == TIFFG4
	if g4 && !p.bilevelClass() {
		p.classes = append(slices.DeleteFunc(slices.Clone(p.classes), grey), Bilevel)
	}
}

func (p *plan) bilevelClass() bool { return p.has(Bilevel) || p.has(Fax) }

func grey(class string) bool {
	return class == Clean || class == Scan || class == BadLight || class == LowContrast
}

func (p *plan) chooseFormat(r *rand.Rand, o Options) {
	n, m := r.IntN(10), r.IntN(10)
	if p.format != "" {
		return
	}
	many := o.Pages > 1 || len(o.Extra) > 0
	switch {
	case p.bilevelClass() && n < 5:
		p.format = PDFG4
	case p.bilevelClass() && (n < 8 || many):
		p.format = TIFFG4
	case p.bilevelClass():
		p.format = PNG
	case p.has(Clean) && m < 5 && !many:
		p.format = PNG
	case m < 7 || many:
		p.format = PDFJPEG
	default:
		p.format = JPEG
	}
}

func (p *plan) choosePaper(r *rand.Rand, o Options) {
	p.letter = p.language == prose.English && r.IntN(3) == 0
	if o.Paper != "" {
		p.letter = o.Paper == "letter"
	}
	p.dpi = 300
	if p.has(Fax) || !p.bilevel() && !p.has(Clean) && r.IntN(8) == 0 {
		p.dpi = 200
	}
	w, h := 210.0, 297.0
	if p.letter {
		w, h = 215.9, 279.4
	}
	p.paper = document.Size{int(w / 25.4 * p.dpi), int(h / 25.4 * p.dpi)}
}

// kinds lists the artefacts that can be asked for, in the order in which chance is asked.
func kinds() []document.Kind {
	return []document.Kind{document.Logo, document.Stamp, document.Signature, document.Handwriting, document.Hole, document.Staple,
		document.Border, document.Streak, document.Speck, document.PictureKind}
}

// extras lists what pages without text can be.
func extras() []document.Verdict {
	return []document.Verdict{document.Blank, document.ShowThrough, document.Picture, document.Noise}
}

func (p *plan) chooseArtefacts(r *rand.Rand, o Options) {
	likely := map[document.Kind]int{document.Logo: 55, document.Stamp: 50, document.Signature: 65, document.Handwriting: 35,
		document.Hole: 30, document.Staple: 18, document.Border: 12, document.Streak: 9, document.Speck: 30, document.PictureKind: 6}
	p.artefacts = map[document.Kind]bool{}
	bare := p.has(Clean) && r.IntN(100) < 60
	for _, k := range kinds() {
		p.artefacts[k] = r.IntN(100) < likely[k] && !bare
	}
	if o.Artefacts != nil {
		clear(p.artefacts)
		for _, k := range o.Artefacts {
			p.artefacts[k] = true
		}
	}
}

func (p *plan) choosePages(r *rand.Rand, o Options) {
	p.pages = []int{1, 1, 1, 1, 1, 1, 2, 2, 3, 3}[r.IntN(10)]
	extra := []document.Verdict{document.Blank, document.Blank, document.ShowThrough, document.ShowThrough, document.Noise, document.Picture}[r.IntN(6)]
	with := r.IntN(100) < 25
	if o.Pages > 0 {
		p.pages = o.Pages
	}
	if p.format == JPEG || p.format == PNG {
		p.pages, p.extra = 1, nil
		return
	}
	if o.Extra == nil && with {
		p.extra = []document.Verdict{extra}
	}
}

// skew draws by how many degrees a sheet lies crookedly.
func (p *plan) skew(r *rand.Rand) float64 {
	side := float64(2*r.IntN(2) - 1)
	small, large, far := r.NormFloat64()*0.35, 1+4*r.Float64(), 5+9*r.Float64()
	switch n := r.IntN(4); {
	case p.has(Clean) && !p.has(Skew):
		return 0
	case !p.has(Skew):
		return small
	case n == 0:
		return side * far
	}
	return side * large
}

// scanner says how this memo's sheets are scanned.
func (p *plan) scanner(r *rand.Rand) scanner {
	between := func(low, high float64) float64 { return low + (high-low)*r.Float64() }
	scale := p.dpi / 300
	tint := between(0, 0.035)
	white := between(0.93, 0.99)
	c := scanner{colour: p.colour, paper: [3]float64{white, white - tint*0.4, white - tint}, lid: 0.9, fibre: between(2, 6), toner: between(0.08, 0.2),
		grain: between(0.05, 0.2), fall: between(0, 0.08), angle: between(0, 6.28), blur: between(0.6, 1.05) * scale, noise: between(1.5, 3.5), cut: between(0.48, 0.66)}
	if p.dark {
		c.lid = between(0.03, 0.1)
	}
	switch {
	case p.has(Clean):
		c = scanner{colour: p.colour, paper: [3]float64{1, 1, 1}, lid: 1, toner: 0.04, blur: 0.4 * scale, cut: 0.5}
	case p.has(BadLight):
		c.paper = [3]float64{between(0.8, 0.95), between(0.74, 0.86), between(0.55, 0.72)}
		c.fall, c.gutter, c.noise, c.toner = between(0.3, 0.6), between(0, 0.6), between(3, 6), between(0.15, 0.3)
	case p.has(LowContrast):
		c.toner, c.noise = between(0.5, 0.68), between(2.5, 5)
	case p.has(Fax):
		c.noise, c.blur, c.grain, c.pepper = between(12, 30), between(0.7, 1), between(0.2, 0.4), between(0, 0.0008)
	}
	if p.has(Tinted) {
		tints := tints()
		tint := tints[r.IntN(len(tints))]
		for k := range c.paper {
			c.paper[k] *= tint[k]
		}
	}
	if p.bilevel() {
		c.bilevel, c.colour = true, false
		c.noise = max(c.noise, between(6, 16))
	}
	if p.has(Typewriter) {
		c.spread, c.grain, c.toner = between(0.6, 1.1)*scale, between(0.35, 0.6), max(c.toner, between(0.12, 0.28))
	}
	if p.has(Carbon) {
		c.spread, c.grain, c.toner, c.smear = between(1.3, 2.1)*scale, between(0.3, 0.5), max(c.toner, between(0.3, 0.48)), between(8, 24)
	}
	return c
}

// tints are what papers of the office cupboard reflect of red, green and blue: yellow, green, blue, pink, orange and red.
func tints() [][3]float64 {
	return [][3]float64{{1, 0.94, 0.6}, {0.68, 0.88, 0.68}, {0.62, 0.78, 0.93}, {0.97, 0.72, 0.76}, {0.98, 0.66, 0.33}, {0.9, 0.42, 0.38}}
}

// highlighters are what their inks let pass: yellow, green, blue, pink and orange.
func highlighters() [][3]float64 {
	return [][3]float64{{1, 0.98, 0.2}, {0.45, 0.98, 0.35}, {0.35, 0.75, 0.98}, {0.99, 0.42, 0.7}, {0.99, 0.58, 0.2}}
}

// cell draws the distance of the dots of a halftone; 0 prints grey.
func (p *plan) cell(s *sheet) float64 {
	if p.bilevel() || s.chance(60) {
		return s.mm(s.between(0.45, 0.85))
	}
	return 0
}
