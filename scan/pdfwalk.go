package scan

import (
	"context"
	"errors"
	"fmt"

	"aktenkundig/document"
)

// resources is what a content stream refers to by name. The walker takes nothing else from the file, so it can be
// tried on any bytes.
type resources interface {
	// picture finds an image; ok is false if the name is not one.
	picture(name string) (p any, opaque, mask, ok bool)
	// form finds a form; ok is false if the name is not one. Entering the same form twice on one way is refused.
	form(name string) (f form, ok bool)
	// odd tells whether a graphics state changes how things are laid over each other.
	odd(state string) bool
}

// form is a content stream that others call by name.
type form struct {
	content []byte
	inner   resources // its own
	matrix  document.Affine
	box     rect
	cost    int  // bytes that had to be decoded for it, as stored: 0 if it was at hand
	broken  bool // its content cannot be had
	apart   bool // it is a layer that can be switched, or laid over the page as a group
}

// placed is an image on the page: the unit square, image rows from top to bottom, mapped by m.
type placed struct {
	picture any
	m       document.Affine
	box     rect
	mask    bool
	ink     float64 // grey level a mask is painted with, 0 black
}

// pageContent is what a walk found: the images that show, in order.
type pageContent struct {
	images []placed
	under  rect // around everything that was painted before the images, and may be hidden by them
	drawn  bool // there is more than images: text or paths
	text   textSeen
}

// textSeen counts the strings of a page's text.
type textSeen struct {
	shown  int // drawn
	hidden int // drawn in no colour, or covered by an image
}

func (t textSeen) any() bool { return t.shown+t.hidden > 0 }

// isHidden tells whether most of the text is not seen.
func (t textSeen) isHidden() bool { return t.hidden > t.shown }

// errNotScan is wrapped by the walk's errors: the page is more than images, or too odd to tell.
var errNotScan = errors.New("not a scan")

func notScan(format string, args ...any) error {
	return fmt.Errorf("%w: %w", errNotScan, fmt.Errorf(format, args...))
}

// Bounds on a walk.
const (
	maxOperators = 200_000
	maxForms     = 8
	maxStates    = 64
	maxImages    = 4096
	askEvery     = 1000 // operators between looks at the context
)

// fullPage is the part of the crop box that an image must cover to be the page.
const fullPage = 0.8

// walkContent follows a content stream to see whether the page is images only. White paint before an image, and what
// a full-page opaque image hides, do not count; text drawn in mode 3 (invisible) neither. The error wraps errNotScan, and
// the images come with it; or it is that of ctx.
func walkContent(ctx context.Context, content []byte, from resources, crop rect) (pageContent, error) {
	w := &walker{crop: crop}
	err := w.stream(ctx, content, from, graphics{ctm: document.Identity(), clip: crop}, 0)
	if w.first == nil || ctx.Err() != nil {
		w.first = err
	}
	return w.found, w.first
}

type walker struct {
	found     pageContent
	first     error // why the page is no scan; the walk goes on to find the other images
	crop      rect
	operators int
	bytes     int // of forms, as stored and each time they are walked
}

// refuse notes why the page is no scan.
func (w *walker) refuse(why string) {
	if w.first == nil {
		w.first = notScan("%s", why)
	}
}

// graphics is the part of the graphics state that matters here.
type graphics struct {
	ctm      document.Affine
	clip     rect
	oddClip  bool
	odd      bool
	textMode int
	fill     paint
	stroke   paint
}

// paint is a colour, as far as it is followed.
type paint struct {
	grey  float64 // 0 black to 1 white; the zero value is PDF's default, black
	other bool    // not told by g, rg or k
}

func (p paint) white() bool { return !p.other && p.grey > 0.99 }

// path is the path under construction.
type path struct {
	box      rect
	started  bool
	oneRect  bool
	segments int
	clip     bool
}

// stream walks one content stream.
func (w *walker) stream(ctx context.Context, content []byte, from resources, g graphics, depth int) error {
	var (
		lex   = lexer{src: content}
		args  []token
		stack []graphics
		p     path
	)
	for {
		t, ok := lex.next()
		if !ok {
			return nil
		}
		if t.kind != operator {
			if len(args) < maxArgs {
				args = append(args, t)
			}
			continue
		}
		if w.operators++; w.operators > maxOperators {
			return notScan("more than %d operators", maxOperators)
		}
		if w.operators%askEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch t.text {
		case "q":
			if len(stack) >= maxStates {
				return notScan("graphics states nested too deep")
			}
			stack = append(stack, g)
		case "Q":
			if len(stack) > 0 {
				g, stack = stack[len(stack)-1], stack[:len(stack)-1]
			}
		case "Do":
			if err := w.xobject(ctx, lastName(args), from, g, depth); err != nil {
				return err
			}
		case "BI":
			w.refuse("an inline image")
			lex.skipInlineImage()
		default:
			w.operator(t.text, args, &g, &p, from)
		}
		args = args[:0]
	}
}

// maxArgs is the most operands kept for an operator.
const maxArgs = 64

// operator handles what changes the state or paints.
func (w *walker) operator(op string, args []token, g *graphics, p *path, from resources) {
	switch op {
	case "cm":
		if v, ok := floats(args, 6); ok {
			g.ctm = document.Affine(v).Then(g.ctm)
		}
	case "gs":
		g.odd = g.odd || from.odd(lastName(args))
	case "g", "rg", "k", "sc", "scn", "cs":
		g.fill = paintOf(op, args, g.fill)
	case "G", "RG", "K", "SC", "SCN", "CS":
		g.stroke = paintOf(lower(op), args, g.stroke)
	case "Tr":
		if v, ok := floats(args, 1); ok {
			g.textMode = int(v[0])
		}
	case "Tj", "TJ", "'", "\"":
		w.text(args, g)
	case "sh":
		w.mark(g.clip, g, false)
	case "BDC":
		if len(args) > 0 && args[0].text == "OC" {
			w.refuse("layers that can be switched")
		}
	default:
		w.pathOperator(op, args, g, p)
	}
}

func (w *walker) pathOperator(op string, args []token, g *graphics, p *path) {
	switch op {
	case "re":
		if v, ok := floats(args, 4); ok {
			p.add(mapRect(g.ctm, rect{min(v[0], v[0]+v[2]), min(v[1], v[1]+v[3]), max(v[0], v[0]+v[2]), max(v[1], v[1]+v[3])}))
			p.oneRect = p.segments == 1 && upright(g.ctm)
		}
	case "m", "l", "c", "v", "y":
		for i := 0; i+1 < len(args); i += 2 {
			x, y := g.ctm.Apply(args[i].number, args[i+1].number)
			p.add(rect{x, y, x, y})
		}
		p.oneRect = false
	case "W", "W*":
		p.clip = true
	case "n", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*":
		w.paintPath(op, g, p)
	}
}

// add grows the path; its box may be flat.
func (p *path) add(r rect) {
	if p.started {
		r = rect{min(p.box[0], r[0]), min(p.box[1], r[1]), max(p.box[2], r[2]), max(p.box[3], r[3])}
	}
	p.box, p.started = r, true
	p.segments++
}

func (w *walker) paintPath(op string, g *graphics, p *path) {
	done := *p
	*p = path{}
	if done.clip {
		defer func() {
			g.clip = g.clip.intersect(done.box)
			g.oddClip = g.oddClip || !done.oneRect && done.started
		}()
	}
	if op == "n" || !done.started {
		return
	}
	fills := op != "S" && op != "s"
	strokes := op != "f" && op != "F" && op != "f*"
	white := (!fills || g.fill.white()) && (!strokes || g.stroke.white())
	const pen = 1 // a flat path still shows
	box := rect{done.box[0] - pen, done.box[1] - pen, done.box[2] + pen, done.box[3] + pen}
	w.mark(box, g, white)
}

// text notes shown text. Its place is not followed: it may be anywhere on the page.
func (w *walker) text(args []token, g *graphics) {
	strings := 0
	for _, a := range args {
		if a.kind == text {
			strings++
		}
	}
	if g.textMode == 3 || g.textMode == 7 {
		w.found.text.hidden += strings
		return
	}
	w.found.text.shown += strings
	if strings > 0 {
		w.mark(w.crop, g, false)
	}
}

// mark notes paint within box. Before the first image it may yet be hidden; afterwards it shows.
func (w *walker) mark(box rect, g *graphics, white bool) {
	box = box.intersect(g.clip).intersect(w.crop)
	w.found.drawn = w.found.drawn || !box.empty() && !white
	switch {
	case box.empty():
	case len(w.found.images) > 0:
		w.refuse("something is drawn over the image")
	case !white || g.odd:
		w.found.under = w.found.under.union(box)
	}
}

func (w *walker) xobject(ctx context.Context, name string, from resources, g graphics, depth int) error {
	if p, opaque, mask, ok := from.picture(name); ok {
		return w.image(placed{picture: p, m: g.ctm, mask: mask}, opaque, g)
	}
	f, ok := from.form(name)
	if !ok {
		return nil
	}
	if w.bytes += f.cost + len(f.content); depth >= maxForms || w.bytes > maxContent {
		return notScan("forms nested too deep, or too long")
	}
	if f.broken {
		return notScan("a form that cannot be read")
	}
	if f.apart {
		w.refuse("a form that is a layer or a transparency group")
	}
	g.ctm = f.matrix.Then(g.ctm)
	if !f.box.empty() {
		g.clip = g.clip.intersect(mapRect(g.ctm, f.box))
		g.oddClip = g.oddClip || !upright(g.ctm)
	}
	return w.stream(ctx, f.content, f.inner, g, depth+1)
}

// image notes an image. One that covers the page and lets nothing through hides what came before.
func (w *walker) image(p placed, opaque bool, g graphics) error {
	p.box = mapRect(p.m, rect{0, 0, 1, 1})
	visible := p.box.intersect(g.clip).intersect(w.crop)
	if visible.empty() {
		return nil
	}
	if len(w.found.images) >= maxImages {
		return notScan("more than %d images", maxImages)
	}
	p.ink = g.fill.grey
	if p.mask && g.fill.other {
		w.refuse("a mask painted in a colour of its own")
	}
	full := opaque && !p.mask && !g.odd && visible.area() >= fullPage*w.crop.area()
	if full {
		w.found.text = textSeen{hidden: w.found.text.hidden + w.found.text.shown}
	}
	if full && w.first == nil {
		for _, before := range w.found.images {
			w.found.under = w.found.under.union(before.box.intersect(w.crop))
		}
		w.found.images = w.found.images[:0]
	}
	w.found.images = append(w.found.images, p)
	slack := 0.01 * max(w.crop.width(), w.crop.height())
	switch {
	case g.odd || !opaque:
		w.refuse("an image that lets through what is under it")
	case g.oddClip || !g.clip.contains(p.box.intersect(w.crop), slack):
		w.refuse("a clipped image")
	case !upright(p.m):
		w.refuse("an image at an angle")
	}
	return nil
}

// paintOf follows the colour operators as far as they tell a grey level.
func paintOf(op string, args []token, old paint) paint {
	switch op {
	case "g":
		if v, ok := floats(args, 1); ok {
			return paint{grey: v[0]}
		}
	case "rg":
		if v, ok := floats(args, 3); ok {
			return paint{grey: (v[0] + v[1] + v[2]) / 3, other: v[0] != v[1] || v[1] != v[2]}
		}
	case "k":
		if v, ok := floats(args, 4); ok {
			return paint{grey: 1 - min(1, v[3]), other: v[0]+v[1]+v[2] > 0}
		}
	case "sc", "scn":
		return paint{other: true}
	case "cs":
		// The initial colour of the usual spaces is black.
		return paint{}
	}
	return old
}

func lower(op string) string {
	b := []byte(op)
	for i := range b {
		b[i] |= 0x20
	}
	return string(b)
}
