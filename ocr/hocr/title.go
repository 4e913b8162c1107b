package hocr

import (
	"math"
	"strconv"
	"strings"

	"aktenkundig/document"
)

// title holds the properties of a title attribute, "bbox 88 50 1412 144; baseline -0.021 -10; x_size 70": names and
// their values, which are parted by white space.
type title map[string][]string

func parseTitle(s string) title {
	t := title{}
	for part := range strings.SplitSeq(s, ";") {
		if f := strings.Fields(part); len(f) > 1 {
			t[f[0]] = f[1:]
		}
	}
	return t
}

// farthest is the greatest number believed of a title, far outside any page.
const farthest = 1e6

// number gives the value at i of a property; ok is false if there is none or it is absurd.
func (t title) number(name string, i int) (v float64, ok bool) {
	values := t[name]
	if i >= len(values) {
		return 0, false
	}
	v, err := strconv.ParseFloat(values[i], 64)
	return v, err == nil && math.Abs(v) <= farthest // false for NaN too
}

// or0 gives the first value of a property, or 0.
func (t title) or0(name string) float64 {
	v, ok := t.number(name, 0)
	if !ok {
		return 0
	}
	return v
}

// box gives the bbox, empty if it is missing, incomplete or empty.
func (t title) box() document.Box {
	var b document.Box
	for i := range b {
		v, ok := t.number("bbox", i)
		if !ok {
			return document.Box{}
		}
		b[i] = int(math.Round(v))
	}
	return fit(b, document.Box{})
}

// baseline gives the two ends of the baseline of a line with the box b, zeros if it is unknown. The property holds
// the coefficients of a polynomial, the constant last, whose origin is the bottom left of the box (hOCR 1.2, 5.1).
// A line of turned text has no baseline that runs along its box.
func (t title) baseline(b document.Box) [4]float64 {
	if b.Empty() || len(t["baseline"]) == 0 || t.or0("textangle") != 0 {
		return [4]float64{}
	}
	var left, right float64
	for i := range t["baseline"] {
		c, ok := t.number("baseline", i)
		if !ok {
			return [4]float64{}
		}
		left, right = c, right*float64(b.Width())+c
	}
	y0, y1 := float64(b[3])+left, float64(b[3])+right
	if math.Abs(y0) > farthest || math.Abs(y1) > farthest {
		return [4]float64{}
	}
	return [4]float64{float64(b[0]), y0, float64(b[2]), y1}
}

// heights gives the height of a line from ascender to descender and its x-height, 0 where unknown.
func (t title) heights() (height, xHeight float64) {
	height = max(t.or0("x_size"), 0)
	up, okUp := t.number("x_ascenders", 0)
	down, okDown := t.number("x_descenders", 0)
	if !okUp || !okDown {
		return height, 0
	}
	return height, min(max(height-up-math.Abs(down), 0), height)
}

// confidence gives x_wconf, a per cent, as 0 to 1.
func (t title) confidence() float64 { return min(max(t.or0("x_wconf")/100, 0), 1) }
