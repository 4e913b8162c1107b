package prep

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	fixedpoint "golang.org/x/image/math/fixed"
)

// sheet is a white A4 page at dpi.
func sheet(dpi float64) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, int(dpi*210/25.4+0.5), int(dpi*297/25.4+0.5)))
	fill(g, g.Rect, 255)
	return g
}

func fill(g *image.Gray, r image.Rectangle, v uint8) {
	draw.Draw(g, r, image.NewUniform(color.Gray{Y: v}), image.Point{}, draw.Src)
}

// write prints s with its baseline starting at (x, y), in inches.
func write(t testing.TB, g *image.Gray, dpi, points, x, y float64, ink uint8, s string) {
	t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: points, DPI: dpi})
	if err != nil {
		t.Fatal(err)
	}
	d := font.Drawer{Dst: g, Src: image.NewUniform(color.Gray{Y: ink}), Face: face}
	for i, line := range strings.Split(s, "\n") {
		d.Dot = fixedpoint.P(int(x*dpi), int((y+float64(i)*points*1.4/72)*dpi))
		d.DrawString(line)
	}
}

// prose is lines of German words, the same for the same seed.
func prose(seed uint64, lines int) string {
	words := strings.Fields("der Rat beschließt die Vorlage über den Haushalt und beauftragt das Amt für Wirtschaft " +
		"mit einer Prüfung bis zum Ende des Jahres weil eine Kreditaufnahme genehmigt werden muss gemäß § 12 Absatz 3 " +
		"Sitzung Stadtverwaltung Dresden Bürgermeister Ausschuss Bebauungsplan Nr. 4711 vom 14.03.2022 A0293/21")
	rng := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for range lines {
		for n := 0; n < 62; {
			w := words[rng.IntN(len(words))]
			b.WriteString(w + " ")
			n += len(w) + 1
		}
		b.WriteString("\n")
	}
	return b.String()
}

// letter is an A4 page of print.
func letter(t testing.TB, dpi float64, seed uint64) *image.Gray {
	g := sheet(dpi)
	write(t, g, dpi, 11, 1, 1.5, 30, prose(seed, 40))
	return g
}

// noisy adds even noise of up to ±amount to every pixel.
func noisy(g *image.Gray, amount int, seed uint64) *image.Gray {
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		// The multiplier is Knuth's for MMIX.
		seed = seed*6364136223846793005 + 1442695040888963407
		out.Pix[i] = uint8(min(255, max(0, int(v)+int(seed>>33)%(2*amount+1)-amount)))
	}
	return out
}

// dots strews n solid squares of the given side over g.
func dots(g *image.Gray, n, side int, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 3))
	for range n {
		x, y := rng.IntN(g.Rect.Dx()), rng.IntN(g.Rect.Dy())
		fill(g, image.Rect(x, y, x+side, y+side), 0)
	}
}

// halftone prints r as a screen of dots, period pixels apart, of a tone that runs from light to dark.
func halftone(g *image.Gray, r image.Rectangle, period int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			tone := float64(x-r.Min.X) / float64(r.Dx())
			dx, dy := (x%period)-period/2, (y%period)-period/2
			if float64(dx*dx+dy*dy) < (0.15+0.35*tone)*float64(period*period)/2 {
				g.Pix[y*g.Stride+x] = 0
			}
		}
	}
}
