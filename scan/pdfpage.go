package scan

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"image/draw"
	"math"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// imageSheet gives page n as its stored picture, and what is known of the page, also on error: that is errNotScan, errDraw,
// damage, or a limit. The plan's frame maps the sheet's pixels.
func (f *pdfFile) imageSheet(ctx context.Context, n int) (s Sheet, p plan, err error) {
	defer rescue(&err) // then the renderer has its turn
	page := f.pages[n-1]
	p, err = f.plan(ctx, page)
	if err != nil {
		return Sheet{}, p, err
	}
	img, frame, err := f.assemble(ctx, p.parts, p.frame, page)
	if err != nil {
		return Sheet{}, p, err
	}
	p.frame = frame
	dpi, _ := resolution(frame, page.unit)
	s = pictureSheet(img, facts{dpi: dpi, orientation: orientation(frame, page.turn), stored: p.parts[0].image.storedAs()})
	s.DPI = credible(dpi, s.Size[0], s.Size[1])
	for _, part := range p.parts {
		if part.image.lost != "" {
			s.Problem = part.image.lost
		}
	}
	return s, p, nil
}

// plan is what a page's content tells before any pixel is decoded.
type plan struct {
	parts   []part          // that make up the page
	frame   document.Affine // pixels of the first part, or of the sheet, to the page
	density float64         // pixels per inch of the finest image that the page shows, 0 if none
	text    textSeen
}

// part is an image with its place in the pixel frame of the page's first image.
type part struct {
	image *pdfImage
	at    image.Rectangle
}

// plan reads the page's content and takes its images out of the structure. It holds the lock on the structure, and decodes
// no pixels.
func (f *pdfFile) plan(ctx context.Context, page pdfPage) (p plan, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer rescue(&err)
	p.text.shown = 1 // unless it is known better
	content, err := f.content(ctx, page)
	if err != nil {
		return p, err
	}
	from := pdfResources{f: f, dict: f.dict(page.resources), forms: map[types.Object]form{}}
	found, err := walkContent(ctx, content, from, page.crop)
	if p.density = f.density(found.images, page); found.drawn {
		p.density = max(p.density, plainDPI)
	}
	if err == nil {
		err = f.checkPage(page, found)
	}
	p.text = found.text
	if err != nil {
		p.text.shown++ // the walk may have ended early
		return p, err
	}
	if p.parts, p.frame, err = f.takeParts(ctx, found.images); err != nil {
		return p, err
	}
	return p, f.checkParts(p.parts)
}

// takeParts takes the images of a page out of the structure. frame maps the pixels of the first to the page.
func (f *pdfFile) takeParts(ctx context.Context, images []placed) (parts []part, frame document.Affine, err error) {
	for _, p := range images {
		if err := ctx.Err(); err != nil {
			return nil, frame, err
		}
		m, err := f.image(p)
		if err != nil {
			return nil, frame, err
		}
		own := pixelFrame(m.width, m.height).Then(p.m)
		if len(parts) == 0 {
			frame = own
		}
		at, ok := place(own, frame, m.width, m.height)
		if !ok {
			return nil, frame, notScan("images of different scale")
		}
		parts = append(parts, part{m, at})
	}
	return parts, frame, nil
}

// contentStreams gives the streams of the page's content that are there.
func (f *pdfFile) contentStreams(page pdfPage) (streams []types.StreamDict) {
	list, ok := f.deref(entry(page.dict, "Contents")).(types.Array)
	if !ok {
		list = types.Array{entry(page.dict, "Contents")}
	}
	for _, o := range list {
		if s, ok := f.deref(o).(types.StreamDict); ok {
			streams = append(streams, s)
		}
	}
	return streams
}

// content joins the page's content streams.
func (f *pdfFile) content(ctx context.Context, page pdfPage) ([]byte, error) {
	var all []byte
	for _, s := range f.contentStreams(page) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, err := f.decoded(s, maxContent-int64(len(all)))
		if err != nil {
			return nil, fmt.Errorf("content: %w", err)
		}
		all = append(append(all, b...), '\n')
	}
	return all, nil
}

// checkPage sees whether the images are the page: they cover it, hide what was under them, and no annotation shows.
func (f *pdfFile) checkPage(page pdfPage, found pageContent) error {
	var covered rect
	area := 0.0
	for _, p := range found.images {
		box := p.box.intersect(page.crop)
		covered = covered.union(box)
		area += box.area()
	}
	if len(found.images) == 0 {
		return notScan("it shows no image")
	}
	if area < fullPage*page.crop.area() {
		return notScan("the images cover less than the page")
	}
	if area > 1.02*covered.area() || area < 0.98*covered.area() {
		return notScan("the images do not tile")
	}
	slack := 0.005 * max(page.crop.width(), page.crop.height())
	hides := len(found.images) == 1 && !found.images[0].mask
	if !found.under.empty() && !(hides && covered.contains(found.under, slack)) {
		return notScan("something shows beside the image")
	}
	return f.checkAnnotations(page)
}

// checkAnnotations refuses a page with an annotation that may show.
func (f *pdfFile) checkAnnotations(page pdfPage) error {
	list, _ := f.deref(entry(page.dict, "Annots")).(types.Array)
	for _, o := range list {
		d := f.dict(o)
		const hidden, noView = 2, 32
		if d == nil || f.int(entry(d, "F"), 0)&(hidden|noView) != 0 {
			continue
		}
		kind := f.name(entry(d, "Subtype"))
		if _, ok := f.rect(entry(d, "Rect")); ok && kind != "Link" && kind != "Popup" && entry(d, "AP") != nil {
			return notScan("a visible annotation")
		}
	}
	return nil
}

// checkParts bounds the pixels of all images together.
func (f *pdfFile) checkParts(parts []part) error {
	all := bounds(parts)
	return f.o.checkPixels(all.Dx(), all.Dy())
}

// density is the finest that matters: that of the images which together cover a fifth of the page and are finer than
// all others; 0 if images cover less. Scanner software lays coarse colour under fine text.
func (f *pdfFile) density(images []placed, page pdfPage) float64 {
	const matters = 0.2
	type patch struct{ dpi, area float64 }
	var patches []patch
	for _, p := range images {
		s, ok := p.picture.(types.StreamDict)
		if !ok {
			continue
		}
		w, h := f.int(first(s.Dict, "Width", "W"), 0), f.int(first(s.Dict, "Height", "H"), 0)
		x, y := resolution(pixelFrame(max(w, 1), max(h, 1)).Then(p.m), page.unit)
		patches = append(patches, patch{max(x, y), p.box.intersect(page.crop).area()})
	}
	slices.SortFunc(patches, func(a, b patch) int { return cmp.Compare(b.dpi, a.dpi) })
	covered := 0.0
	for _, p := range patches {
		if covered += p.area; covered >= matters*page.crop.area() {
			return p.dpi
		}
	}
	return 0
}

// pixelFrame maps the pixels of an image, y downwards, to the unit square, y upwards.
func pixelFrame(w, h int) document.Affine {
	return document.Affine{1 / float64(w), 0, 0, -1 / float64(h), 0, 1}
}

// resolution gives pixels per inch along rows and columns of a frame over a page with such units.
func resolution(frame document.Affine, unit float64) (x, y float64) {
	x = 72 / (math.Hypot(frame[0], frame[1]) * unit)
	y = 72 / (math.Hypot(frame[2], frame[3]) * unit)
	return x, y
}

// place finds where in frame an image with its own frame lies; ok is false if it does not fit pixel on pixel.
func place(own, frame document.Affine, w, h int) (image.Rectangle, bool) {
	back, ok := frame.Inverse()
	if !ok {
		return image.Rectangle{}, false
	}
	m := own.Then(back)
	if !upright(m) || m[0] < 0.5 || m[3] < 0.5 {
		return image.Rectangle{}, false
	}
	r := mapRect(m, rect{0, 0, float64(w), float64(h)})
	const slack = 1.5
	if math.Abs(r.width()-float64(w)) > slack || math.Abs(r.height()-float64(h)) > slack {
		return image.Rectangle{}, false
	}
	x, y := int(math.Round(r[0])), int(math.Round(r[1]))
	return image.Rect(x, y, x+w, y+h), true
}

func bounds(parts []part) (all image.Rectangle) {
	for _, p := range parts {
		all = all.Union(p.at)
	}
	return all
}

// nonSquare is the ratio of the two resolutions up to which pixels count as square.
const nonSquare = 1.05

// assemble decodes the parts, joins them and cuts off what lies outside the crop box. The frame it gives maps the
// pixels of the result.
func (f *pdfFile) assemble(ctx context.Context, parts []part, frame document.Affine, page pdfPage) (image.Image, document.Affine, error) {
	if x, y := resolution(frame, page.unit); max(x, y) > nonSquare*min(x, y) {
		return nil, frame, notScan("pixels that are not square")
	}
	all := bounds(parts)
	img, err := f.join(ctx, parts, all)
	if err != nil {
		return nil, frame, err
	}
	frame, keep := window(parts, frame, page.crop)
	if keep != all {
		img = cut(img, keep.Sub(all.Min))
	}
	return img, frame, nil
}

// window gives the pixels of the parts that the crop box leaves, and the frame that maps them, counted from their corner.
func window(parts []part, frame document.Affine, crop rect) (document.Affine, image.Rectangle) {
	keep := cropPixels(frame, crop, bounds(parts))
	shift := document.Affine{1, 0, 0, 1, float64(keep.Min.X), float64(keep.Min.Y)}
	return shift.Then(frame), keep
}

func (f *pdfFile) join(ctx context.Context, parts []part, all image.Rectangle) (image.Image, error) {
	if len(parts) == 1 {
		return f.pixels(ctx, parts[0].image)
	}
	coloured := false
	for _, p := range parts {
		coloured = coloured || p.image.packing.coloured()
	}
	to := newCanvas(coloured, all.Dx(), all.Dy())
	for _, p := range parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		img, err := f.pixels(ctx, p.image)
		if err != nil {
			return nil, err
		}
		draw.Draw(to.image().(draw.Image), p.at.Sub(all.Min), img, image.Point{}, draw.Src)
	}
	return to.image(), nil
}

func (f *pdfFile) pixels(ctx context.Context, m *pdfImage) (image.Image, error) {
	img, err := m.pixels(ctx, f.drawing)
	if err != nil {
		return nil, err
	}
	return safe(img), nil
}

// cropPixels gives the pixels within the crop box; an edge that is off by less than a hundredth stays.
func cropPixels(frame document.Affine, crop rect, all image.Rectangle) image.Rectangle {
	back, ok := frame.Inverse()
	if !ok {
		return all
	}
	r := mapRect(back, crop)
	slack := 0.01 * float64(max(all.Dx(), all.Dy()))
	keep := all
	if r[0]-float64(all.Min.X) > slack {
		keep.Min.X = int(math.Round(r[0]))
	}
	if r[1]-float64(all.Min.Y) > slack {
		keep.Min.Y = int(math.Round(r[1]))
	}
	if float64(all.Max.X)-r[2] > slack {
		keep.Max.X = int(math.Round(r[2]))
	}
	if float64(all.Max.Y)-r[3] > slack {
		keep.Max.Y = int(math.Round(r[3]))
	}
	if keep = keep.Intersect(all); keep.Empty() {
		return all
	}
	return keep
}

// cut copies a part of an image, so that the rest can go.
func cut(img image.Image, r image.Rectangle) image.Image {
	_, isGrey := img.(*image.Gray)
	to := newCanvas(!isGrey, r.Dx(), r.Dy())
	draw.Draw(to.image().(draw.Image), image.Rect(0, 0, r.Dx(), r.Dy()), img, r.Min, draw.Src)
	return to.image()
}
