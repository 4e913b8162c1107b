package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// pagesLine is the line of pdfinfo that counts.
var pagesLine = regexp.MustCompile(`(?m)^Pages:\s+(\d+)`)

// compare asks poppler for the same file.
func (r *run) compare(out *row, path, temp string, seen inspected) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	info, err := exec.CommandContext(ctx, "pdfinfo", path).Output()
	found := pagesLine.FindSubmatch(info)
	if err != nil || found == nil {
		out.poppler = "fails"
		return
	}
	n, _ := strconv.Atoi(string(found[1]))
	out.poppler = fmt.Sprintf("%d pages", n)
	if n == 1 {
		out.poppler = "1 page"
	}
	drawn := 0
	for i := 1; i <= min(n, r.pages); i++ {
		dpi, ours := 300.0, ""
		if i <= len(seen.Pages) {
			ours = seen.Pages[i-1].Picture
			if seen.Pages[i-1].DPI > 0 {
				dpi = seen.Pages[i-1].DPI
			}
		}
		theirs, err := popplerPage(ctx, path, temp, i, dpi)
		if err != nil {
			continue
		}
		drawn++
		if ours == "" {
			continue
		}
		d, err := pageDifference(ours, theirs)
		if err != nil {
			continue
		}
		if out.matched++; d >= out.worst {
			out.worst, out.where = d, i
		}
		if d > r.limit {
			r.keepPair(out.name, i, ours, theirs)
		}
		_ = os.Remove(theirs)
	}
	if drawn == 0 && r.pages > 0 {
		out.poppler += ", none drawn"
	}
}

// popplerPage draws page n in grey.
func popplerPage(ctx context.Context, path, temp string, n int, dpi float64) (string, error) {
	base := filepath.Join(temp, fmt.Sprintf("poppler-%d", n))
	page := strconv.Itoa(n)
	cmd := exec.CommandContext(ctx, "pdftoppm", "-r", strconv.FormatFloat(dpi, 'f', -1, 64), "-gray", "-cropbox", "-f", page, "-l", page, "-singlefile", path, base)
	if err := cmd.Run(); err != nil {
		return "", err
	}
	_, err := os.Stat(base + ".pgm")
	return base + ".pgm", err
}

// pageDifference is the mean absolute difference of two pictures, of 255, after the first was scaled to the size of
// the second if they are not equal, and moved by up to three pixels. Poppler draws a picture over every pixel that it
// touches, often one more to the right and below than the picture has, and smooths: the first is tried in that size,
// too.
func pageDifference(ours, theirs string) (float64, error) {
	a, err := readGrey(ours)
	if err != nil {
		return 0, err
	}
	b, err := readGrey(theirs)
	if err != nil {
		return 0, err
	}
	if w, h := b.Rect.Dx(), b.Rect.Dy(); abs(w-a.Rect.Dx()) > 3+w/100 || abs(h-a.Rect.Dy()) > 3+h/100 {
		if ratio := float64(w) * float64(a.Rect.Dy()) / float64(h) / float64(a.Rect.Dx()); math.Abs(ratio-1) > 0.03 {
			return 255, nil // pages of another shape
		}
		a = scaled(a, w, h)
	}
	best := 255.0
	for dy := -3; dy <= 3; dy++ {
		for dx := -3; dx <= 3; dx++ {
			best = min(best, difference(a, b, dx, dy, 7))
		}
	}
	if best < 1 {
		return best, nil
	}
	for dy := -3; dy <= 3; dy++ {
		for dx := -3; dx <= 3; dx++ {
			best = min(best, difference(a, b, dx, dy, 1))
		}
	}
	return min(best, difference(stretched(a, a.Rect.Dx()+1, a.Rect.Dy()+1), b, 0, 0, 1)), nil
}

func abs(v int) int { return max(v, -v) }

// difference compares every step-th row where both pictures are.
func difference(a, b *image.Gray, dx, dy, step int) float64 {
	sum, n := 0, 0
	x0, x1 := max(0, -dx), min(a.Rect.Dx(), b.Rect.Dx()-dx)
	for y := max(0, -dy); y < min(a.Rect.Dy(), b.Rect.Dy()-dy); y += step {
		ra, rb := a.Pix[y*a.Stride:], b.Pix[(y+dy)*b.Stride:]
		for x := x0; x < x1; x++ {
			sum += abs(int(ra[x]) - int(rb[x+dx]))
		}
		n += max(0, x1-x0)
	}
	if n == 0 {
		return 255
	}
	return float64(sum) / float64(n)
}

// scaled averages areas.
func scaled(m *image.Gray, w, h int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	sw, sh := m.Rect.Dx(), m.Rect.Dy()
	for y := range h {
		y0, y1 := y*sh/h, max((y+1)*sh/h, y*sh/h+1)
		for x := range w {
			x0, x1 := x*sw/w, max((x+1)*sw/w, x*sw/w+1)
			sum := 0
			for j := y0; j < y1; j++ {
				for i := x0; i < x1; i++ {
					sum += int(m.Pix[j*m.Stride+i])
				}
			}
			out.Pix[y*out.Stride+x] = byte(sum / ((y1 - y0) * (x1 - x0)))
		}
	}
	return out
}

// stretched makes a picture larger, from the nearest two pixels in each direction.
func stretched(m *image.Gray, w, h int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	x0, fx := sources(m.Rect.Dx(), w)
	y0, fy := sources(m.Rect.Dy(), h)
	for y := range h {
		above := m.Pix[y0[y]*m.Stride:]
		below := m.Pix[min(y0[y]+1, m.Rect.Dy()-1)*m.Stride:]
		for x := range w {
			i, j, f := x0[x], min(x0[x]+1, m.Rect.Dx()-1), fx[x]
			up := float64(above[i])*(1-f) + float64(above[j])*f
			down := float64(below[i])*(1-f) + float64(below[j])*f
			out.Pix[y*out.Stride+x] = byte(up*(1-fy[y]) + down*fy[y] + 0.5)
		}
	}
	return out
}

// sources tells for each of n places the pixel of size before it, and how far it lies behind that one's middle, 0 to 1.
func sources(size, n int) (at []int, behind []float64) {
	at, behind = make([]int, n), make([]float64, n)
	for i := range n {
		p := min(max((float64(i)+0.5)*float64(size)/float64(n)-0.5, 0), float64(size-1))
		at[i] = int(p)
		behind[i] = p - float64(at[i])
	}
	return at, behind
}

func readGrey(path string) (*image.Gray, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	if filepath.Ext(path) == ".pgm" {
		return readPGM(r)
	}
	img, err := png.Decode(r)
	if err != nil {
		return nil, err
	}
	if g, ok := img.(*image.Gray); ok {
		return g, nil
	}
	g := image.NewGray(img.Bounds())
	draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Src)
	return g, nil
}

func readPGM(r *bufio.Reader) (*image.Gray, error) {
	var w, h, top int
	if _, err := fmt.Fscanf(r, "P5\n%d %d\n%d\n", &w, &h, &top); err != nil || top != 255 {
		return nil, errors.Join(err, errors.New("not a PGM of 8 bits"))
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	_, err := io.ReadFull(r, g.Pix)
	return g, err
}
