package iiif

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"aktenkundig/document"
)

// maxArea is the most pixels of a picture handed out.
const maxArea = 40_000_000

// errNot says that a request is understood but asks for what is not done here.
var errNot = errors.New("this server does not do that")

// ask is a request for a picture (Image API 3.0, section 4).
type ask struct {
	box             document.Box  // of the view
	size            document.Size // before turning
	turn            int           // degrees clockwise: 0, 90, 180 or 270
	mirror          bool          // left and right change places, before turning
	quality, format string
}

// parseAsk reads the parts of a picture's URL for a view of a size. errNot: valid, but not done here; others: not valid.
func parseAsk(view document.Size, region, size, rotation, file string) (a ask, err error) {
	if view[0] < 1 || view[1] < 1 {
		return a, errors.New("the page has no picture")
	}
	if a.box, err = parseRegion(view, region); err != nil {
		return a, err
	}
	if a.size, err = parseSize(a.box, size); err != nil {
		return a, err
	}
	if a.turn, a.mirror, err = parseRotation(rotation); err != nil {
		return a, err
	}
	a.quality, a.format, _ = strings.Cut(file, ".")
	switch a.quality {
	case "default", "color", "gray":
	case "bitonal":
		return a, fmt.Errorf("quality bitonal: %w", errNot)
	default:
		return a, fmt.Errorf("quality %q: say default, color or gray", a.quality)
	}
	switch a.format {
	case "jpg", "png":
	case "tif", "gif", "jp2", "pdf", "webp":
		return a, fmt.Errorf("format %s: %w", a.format, errNot)
	default:
		return a, fmt.Errorf("format %q: say jpg or png", a.format)
	}
	return a, nil
}

// parseRegion gives what of the view is asked for, cut to the view.
func parseRegion(view document.Size, s string) (document.Box, error) {
	w, h := view[0], view[1]
	switch s {
	case "full":
		return document.Box{0, 0, w, h}, nil
	case "square":
		side := min(w, h)
		x, y := (w-side)/2, (h-side)/2
		return document.Box{x, y, x + side, y + side}, nil
	}
	numbers, percent := strings.CutPrefix(s, "pct:")
	f, err := parseNumbers(numbers, 4, percent)
	if err != nil {
		return document.Box{}, fmt.Errorf("region %q: %w", s, err)
	}
	if f[2] == 0 || f[3] == 0 {
		return document.Box{}, fmt.Errorf("region %q is empty", s)
	}
	if percent {
		f = []float64{f[0] * float64(w) / 100, f[1] * float64(h) / 100, f[2] * float64(w) / 100, f[3] * float64(h) / 100}
	}
	if f[0] >= float64(w) || f[1] >= float64(h) {
		return document.Box{}, fmt.Errorf("region %q lies outside the page of %d × %d pixels", s, w, h)
	}
	x, y := int(math.Round(f[0])), int(math.Round(f[1]))
	x, y = min(x, w-1), min(y, h-1)
	right, bottom := math.Min(math.Round(f[0]+f[2]), float64(w)), math.Min(math.Round(f[1]+f[3]), float64(h))
	return document.Box{x, y, max(int(right), x+1), max(int(bottom), y+1)}, nil
}

// parseNumbers reads n numbers of at most twelve characters, none below zero.
func parseNumbers(s string, n int, fractions bool) ([]float64, error) {
	parts := strings.Split(s, ",")
	if len(parts) != n {
		return nil, fmt.Errorf("want %d numbers", n)
	}
	var out []float64
	for _, p := range parts {
		allowed := "0123456789"
		if fractions {
			allowed += "."
		}
		f, err := strconv.ParseFloat(p, 64)
		if err != nil || len(p) > 12 || strings.Trim(p, allowed) != "" {
			return nil, fmt.Errorf("%q is not a number that is allowed there", p)
		}
		out = append(out, f)
	}
	return out, nil
}

// parseSize gives the pixels to hand out. Nothing is made larger than it is.
func parseSize(box document.Box, s string) (document.Size, error) {
	w, h := float64(box.Width()), float64(box.Height())
	plain, up := strings.CutPrefix(s, "^")
	if plain == "max" {
		return largest(w, h), nil
	}
	if up {
		return document.Size{}, fmt.Errorf("size %q: making larger: %w", s, errNot)
	}
	var nw, nh float64
	var err error
	switch inside, confined := strings.CutPrefix(plain, "!"); {
	case strings.HasPrefix(plain, "pct:"):
		var f []float64
		if f, err = parseNumbers(plain[len("pct:"):], 1, true); err == nil {
			nw, nh = w*f[0]/100, h*f[0]/100
		}
	case confined:
		var f []float64
		if f, err = parseNumbers(inside, 2, false); err == nil {
			k := math.Min(math.Min(f[0]/w, f[1]/h), 1) // as large as possible, not larger than it is
			nw, nh = w*k, h*k
		}
	default:
		nw, nh, err = parseSides(plain, w, h)
	}
	if err != nil {
		return document.Size{}, fmt.Errorf("size %q: %w", s, err)
	}
	out := document.Size{max(int(math.Round(nw)), 0), max(int(math.Round(nh)), 0)}
	switch {
	case nw <= 0 || nh <= 0:
		return out, fmt.Errorf("size %q is empty", s)
	case nw > w+0.5 || nh > h+0.5:
		return out, fmt.Errorf("size %q is larger than the %d × %d pixels there are", s, box.Width(), box.Height())
	case nw*nh > maxArea:
		return out, fmt.Errorf("size %q has more than %d pixels", s, maxArea)
	}
	return document.Size{max(out[0], 1), max(out[1], 1)}, nil
}

// parseSides reads "w,", ",h" and "w,h".
func parseSides(s string, w, h float64) (nw, nh float64, err error) {
	left, right, ok := strings.Cut(s, ",")
	if !ok || left == "" && right == "" {
		return 0, 0, errors.New("want max, w, or ,h or w,h or !w,h or pct:n")
	}
	if left != "" {
		f, err := parseNumbers(left, 1, false)
		if err != nil {
			return 0, 0, err
		}
		nw = f[0]
	}
	if right != "" {
		f, err := parseNumbers(right, 1, false)
		if err != nil {
			return 0, 0, err
		}
		nh = f[0]
	}
	if left == "" {
		nw = math.Max(w*nh/h, math.Min(nh, 1))
	}
	if right == "" {
		nh = math.Max(h*nw/w, math.Min(nw, 1))
	}
	return nw, nh, nil
}

// largest is the size itself or, where that is too much, the largest of its shape.
func largest(w, h float64) document.Size {
	if k := math.Sqrt(maxArea / (w * h)); k < 1 {
		w, h = math.Floor(w*k), math.Floor(h*k)
	}
	return document.Size{max(int(w), 1), max(int(h), 1)}
}

func parseRotation(s string) (turn int, mirror bool, err error) {
	plain, mirror := strings.CutPrefix(s, "!")
	f, err := parseNumbers(plain, 1, true)
	if err != nil || f[0] > 360 {
		return 0, false, fmt.Errorf("rotation %q: want degrees from 0 to 360", s)
	}
	if f[0] != math.Trunc(f[0]/90)*90 {
		return 0, false, fmt.Errorf("rotation %q: other than by quarters: %w", s, errNot)
	}
	return int(f[0]) % 360, mirror, nil
}

// canonical is the ask in its canonical form (section 4.7).
func (a ask) canonical(view document.Size) string {
	region := fmt.Sprintf("%d,%d,%d,%d", a.box[0], a.box[1], a.box.Width(), a.box.Height())
	if a.box == (document.Box{0, 0, view[0], view[1]}) {
		region = "full"
	}
	size := fmt.Sprintf("%d,%d", a.size[0], a.size[1])
	if a.size == largest(float64(a.box.Width()), float64(a.box.Height())) {
		size = "max"
	}
	rotation := strconv.Itoa(a.turn)
	if a.mirror {
		rotation = "!" + rotation
	}
	quality := a.quality
	if quality == "color" {
		quality = "default"
	}
	return strings.Join([]string{region, size, rotation, quality + "." + a.format}, "/")
}
