package views

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"sync"
	"sync/atomic"
	"testing"

	"aktenkundig/document"
)

// slope draws a page whose grey rises from left to right and from top to bottom, so that every pixel tells its place.
type slope struct {
	drawn atomic.Int64
	wait  chan struct{} // closed when drawing may go on; nil: at once
	err   error
}

func shade(x, y int, s document.Size) float64 {
	return 40 + 160*(float64(x)/float64(s[0])+float64(y)/float64(s[1]))/2
}

func (s *slope) Draw(ctx context.Context, d *document.Document, page int) (image.Image, error) {
	s.drawn.Add(1)
	if s.wait != nil {
		select {
		case <-s.wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if s.err != nil {
		return nil, s.err
	}
	size := d.Pages[page-1].View
	img := image.NewRGBA(image.Rect(0, 0, size[0], size[1]))
	for y := range size[1] {
		for x := range size[0] {
			v := uint8(shade(x, y, size))
			img.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	return img, nil
}

func paper(pages int, size document.Size) *document.Document {
	d := &document.Document{ID: "d"}
	for i := range pages {
		d.Pages = append(d.Pages, document.Page{Number: i + 1, View: size, ToView: document.Identity()})
	}
	return d
}

func TestARegionShowsItsPlaceAtEveryScale(t *testing.T) {
	size := document.Size{1100, 1301} // no multiple of a tile, odd
	c, d := New(&slope{}, 1<<30, 1), paper(1, size)
	for _, box := range []document.Box{{0, 0, 1100, 1301}, {300, 900, 900, 1100}, {500, 500, 530, 530}, {1000, 1200, 1100, 1301}, {511, 1023, 514, 1026}} {
		for _, width := range []int{box.Width(), box.Width()/2 + 1, box.Width()/7 + 1, 2 * box.Width()} {
			height := max(1, width*box.Height()/box.Width())
			img, err := c.Region(t.Context(), d, 1, box, document.Size{width, height})
			if err != nil {
				t.Fatal(err)
			}
			if b := img.Bounds(); b.Dx() != width || b.Dy() != height {
				t.Fatalf("%v at %d: %v", box, width, b)
			}
			for _, at := range [][2]float64{{0.1, 0.1}, {0.5, 0.5}, {0.9, 0.2}} {
				x, y := int(at[0]*float64(width)), int(at[1]*float64(height))
				got := float64(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
				want := shade(box[0]+int((float64(x)+0.5)*float64(box.Width())/float64(width)), box[1]+int((float64(y)+0.5)*float64(box.Height())/float64(height)), size)
				if math.Abs(got-want) > 4 {
					t.Errorf("%v at %d: pixel (%d, %d) is %.0f, want %.0f", box, width, x, y, got, want)
				}
			}
		}
	}
}

func TestOutsideThePageIsWhite(t *testing.T) {
	c, d := New(&slope{}, 1<<30, 1), paper(1, document.Size{600, 600})
	img, err := c.Region(t.Context(), d, 1, document.Box{-100, -100, 700, 700}, document.Size{800, 800})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range [][2]int{{10, 10}, {750, 400}, {400, 750}} {
		if g := color.GrayModel.Convert(img.At(p[0], p[1])).(color.Gray).Y; g != 255 {
			t.Errorf("outside, at %v: %d", p, g)
		}
	}
}

func TestTilesMakeUpTheirLevel(t *testing.T) {
	size := document.Size{1100, 700}
	c, d := New(&slope{}, 1<<30, 1), paper(1, size)
	for n, l := range Levels(size) {
		area := 0
		for row := 0; row*TileSide < l[1]; row++ {
			for col := 0; col*TileSide < l[0]; col++ {
				data, ok, err := c.Tile(t.Context(), d, 1, n, col, row)
				if err != nil || !ok {
					t.Fatalf("level %d, tile %d, %d: %v, %v", n, col, row, ok, err)
				}
				conf, err := jpeg.DecodeConfig(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				area += conf.Width * conf.Height
			}
		}
		if area != l[0]*l[1] {
			t.Errorf("level %d: tiles have %d pixels, want %d", n, area, l[0]*l[1])
		}
	}
	if _, ok, _ := c.Tile(t.Context(), d, 1, 0, 3, 0); ok {
		t.Error("a tile beside the page")
	}
}

func TestColourIsKeptAndGreyIsSmall(t *testing.T) {
	size := document.Size{300, 300}
	red := image.NewRGBA(image.Rect(0, 0, 300, 300))
	for i := range red.Pix {
		red.Pix[i] = 255
	}
	draw.Draw(red, image.Rect(140, 140, 160, 160), image.NewUniform(color.RGBA{200, 0, 0, 255}), image.Point{}, draw.Src)
	p, err := build(red, size)
	if err != nil {
		t.Fatal(err)
	}
	img, err := p.region(document.Box{0, 0, 300, 300}, size)
	if err != nil {
		t.Fatal(err)
	}
	if r, _, b, _ := img.At(150, 150).RGBA(); r < b+0x1000 {
		t.Error("the stamp's colour is lost")
	}
	if _, err := build(red, document.Size{300, 301}); err == nil {
		t.Error("a picture of another size was taken")
	}
}

func TestAPageIsDrawnOnceForAllWhoAsk(t *testing.T) {
	s := &slope{wait: make(chan struct{})}
	c, d := New(s, 1<<30, 2), paper(1, document.Size{100, 100})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, _, err := c.Tile(t.Context(), d, 1, 0, 0, 0); err != nil {
				t.Error(err)
			}
		})
	}
	close(s.wait)
	all.Wait()
	if n := s.drawn.Load(); n != 1 {
		t.Errorf("drawn %d times", n)
	}
}

func TestWhoeverLeavesDoesNotSpoilItForOthers(t *testing.T) {
	s := &slope{wait: make(chan struct{})}
	c, d := New(s, 1<<30, 2), paper(1, document.Size{100, 100})
	ctx, leave := context.WithCancel(t.Context())
	gone, stays := make(chan error, 1), make(chan error, 1)
	go func() { _, _, err := c.Tile(ctx, d, 1, 0, 0, 0); gone <- err }()
	for s.drawn.Load() == 0 {
	}
	go func() { _, _, err := c.Tile(t.Context(), d, 1, 0, 0, 0); stays <- err }()
	leave()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who left: %v", err)
	}
	close(s.wait)
	if err := <-stays; err != nil {
		t.Errorf("who stayed: %v", err)
	}
}

func TestAFailureIsTriedAgain(t *testing.T) {
	s := &slope{err: errors.New("disk")}
	c, d := New(s, 1<<30, 1), paper(1, document.Size{100, 100})
	if _, _, err := c.Tile(t.Context(), d, 1, 0, 0, 0); err == nil {
		t.Fatal("no error")
	}
	s.err = nil
	if _, _, err := c.Tile(t.Context(), d, 1, 0, 0, 0); err != nil {
		t.Error(err)
	}
	if _, _, err := c.Tile(t.Context(), d, 2, 0, 0, 0); err == nil {
		t.Error("a page that is not there was drawn")
	}
}

func TestTheCacheStaysInItsBound(t *testing.T) {
	s := &slope{}
	d := paper(10, document.Size{600, 600})
	one, err := build(image.NewGray(image.Rect(0, 0, 600, 600)), document.Size{600, 600})
	if err != nil {
		t.Fatal(err)
	}
	c := New(s, 8*one.bytes, 1)
	for page := 1; page <= 10; page++ {
		if _, _, err := c.Tile(t.Context(), d, page, 0, 0, 0); err != nil {
			t.Fatal(err)
		}
		if c.bytes > c.most {
			t.Fatalf("after page %d: %d bytes of %d", page, c.bytes, c.most)
		}
	}
	sum := int64(0)
	for _, e := range c.kept {
		sum += e.pyramid.bytes
	}
	if sum != c.bytes || len(c.kept) != c.order.Len() || len(c.kept) == 10 {
		t.Errorf("%d views of %d bytes, counted %d", len(c.kept), sum, c.bytes)
	}
	before := s.drawn.Load()
	if _, _, err := c.Tile(t.Context(), d, 10, 0, 0, 0); err != nil || s.drawn.Load() != before {
		t.Error("the page looked at last was not kept")
	}
}

func TestAPageReadAnewIsDrawnAnew(t *testing.T) {
	s := &slope{}
	c, d := New(s, 1<<30, 1), paper(1, document.Size{100, 100})
	for _, m := range []document.Affine{document.Identity(), {1, 0, 0, 1, 5, 5}} {
		d.Pages[0].ToView = m
		if _, _, err := c.Tile(t.Context(), d, 1, 0, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.drawn.Load(); n != 2 {
		t.Errorf("drawn %d times, want 2", n)
	}
}

func BenchmarkBuild(b *testing.B) {
	size := document.Size{2480, 3508}
	for _, kind := range []string{"grey", "colour"} {
		b.Run(kind, func(b *testing.B) {
			img := image.NewRGBA(image.Rect(0, 0, size[0], size[1]))
			for i := range img.Pix {
				img.Pix[i] = uint8(i / 4 * 7 >> 4)
			}
			if kind == "colour" {
				img.Pix[0], img.Pix[1] = 200, 0
			}
			for b.Loop() {
				if _, err := build(img, size); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
