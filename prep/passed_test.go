package prep

import (
	"image"
	"testing"

	"aktenkundig/document"
)

// printOn prepares a sheet and gives, beside the ink, the rows of its print in pixels of the view.
func printOn(t *testing.T, g *image.Gray, dpi float64) (Ink, []document.Box) {
	t.Helper()
	v, err := Look(g, 1, dpi)
	if err != nil {
		t.Fatal(err)
	}
	ink := Ready(v)
	return ink, ink.Passed(nil)
}

func TestPrintThatNoWordCoversIsFound(t *testing.T) {
	ink, rows := printOn(t, letter(t, 300, 5), 300)
	if len(rows) < 10 {
		t.Fatalf("%d rows of a letter that was not read", len(rows))
	}
	if left := ink.Passed(rows); len(left) != 0 {
		t.Errorf("of a letter that was read %v is left", left)
	}
	lost := rows[4]
	left := ink.Passed(append(append([]document.Box{}, rows[:4]...), rows[5:]...))
	if len(left) != 1 || left[0] != lost {
		t.Errorf("row %v was passed over, found %v", lost, left)
	}
}

func TestPenStrokesAreNoPrint(t *testing.T) {
	g := letter(t, 300, 6)
	_, rows := printOn(t, letter(t, 300, 6), 300)
	below := rows[len(rows)-1][3] + 120
	for x := range 400 { // a pen going up and down
		y := below + abs(x*5%120-60)
		fill(g, image.Rect(400+x*2, y, 405+x*2, y+5), 60)
	}
	ink, _ := printOn(t, g, 300)
	if left := ink.Passed(rows); len(left) != 0 {
		t.Errorf("a pen stroke is told as print: %v", left)
	}
}

func abs(v int) int { return max(v, -v) }

func TestOnlyHasTheRowsAndNothingElse(t *testing.T) {
	ink, rows := printOn(t, letter(t, 300, 7), 300)
	only := ink.Only(rows[2:4])
	if only.Grey.Rect.Dy() > 6*rows[2].Height() {
		t.Errorf("two rows became a picture of %v", only.Grey.Rect)
	}
	again := only.ToInk.Box(rows[2].Union(rows[3]))
	if in := again.Intersect(document.Box{0, 0, only.Grey.Rect.Dx(), only.Grey.Rect.Dy()}); in != again {
		t.Errorf("the rows lie at %v of %v", again, only.Grey.Rect)
	}
	// The picture is the ink's, moved.
	b := ink.ToInk.Box(rows[2])
	for y := b[1]; y < b[3]; y++ {
		for x := b[0]; x < b[2]; x++ {
			dx, dy := again[0]-ink.ToInk.Box(rows[2].Union(rows[3]))[0], again[1]-ink.ToInk.Box(rows[2].Union(rows[3]))[1]
			if got, want := only.Grey.GrayAt(x+dx, y+dy), ink.Grey.GrayAt(x, y); got != want {
				t.Fatalf("pixel %d, %d is %v, want %v", x, y, got, want)
			}
		}
	}
}

func TestPageWithFewLettersHasNothingPassedOver(t *testing.T) {
	g := sheet(300)
	write(t, g, 300, 12, 1, 1, 0, "Rat")
	if ink, rows := printOn(t, g, 300); rows != nil {
		t.Errorf("%v on a page of three letters, x-height %v", rows, ink.xHeight)
	}
}
