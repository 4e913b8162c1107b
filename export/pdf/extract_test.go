package pdf_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/export/pdf"
)

// A document of some pages of a stack is a PDF of these pages alone: in their order, with what they have from their tree, and without what
// leads to the others.
func TestPagesOfAStackLeaveTheOthersBehind(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	data := original{
		pages: 4, rotate: 90,
		catalog: "/Outlines 10 0 R/OpenAction[7 0 R/Fit]/Lang(de)",
		objects: []string{
			"<</Type/Outlines/First 11 0 R/Last 11 0 R/Count 1>>",
			"<</Title(secret chapter)/Parent 10 0 R/Dest[7 0 R/Fit]>>",
			"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[7 0 R/Fit]>>", // 12
		},
	}.bytes()
	data = bytes.ReplaceAll(data, []byte("/Rotate 90/Contents"), []byte("/Rotate 90/Annots[12 0 R]/Contents"))
	pages := []document.Page{turned(r, 1, 1, 0), turned(r, 2, 1, 0)}
	got, res := copyOf(t, data, pdf.Options{Pages: []int{4, 1}}, pages...)
	name := save(t, got)
	run(t, "qpdf", "--check", name)
	if info := run(t, "pdfinfo", name); !strings.Contains(info, "Pages:           2") || !strings.Contains(info, "Page rot:        90") {
		t.Errorf("pdfinfo:\n%s", info)
	}
	for i, words := range shown(t, name) {
		checkWords(t, words, pages[i], 90)
	}
	if bytes.Contains(got, []byte("secret chapter")) || bytes.Contains(got, []byte("/OpenAction")) || !bytes.Contains(got, []byte("/Lang")) {
		t.Error("the catalogue has too much or too little")
	}
	if n := bytes.Count(got, []byte("/MediaBox")); n != 2 {
		t.Errorf("%d pages are in the file", n)
	}
	if len(res.Notes) > 0 {
		t.Errorf("notes: %q", res.Notes)
	}
}

func TestPagesThatAreNotThereAreAnError(t *testing.T) {
	p := turned(rand.New(rand.NewPCG(23, 24)), 1, 0, 0)
	for _, wrong := range [][]int{{2}, {0}} {
		d := document.Document{Pages: []document.Page{p}}
		var b bytes.Buffer
		data := original{}.bytes()
		if _, err := pdf.Copy(&b, bytes.NewReader(data), int64(len(data)), d, []pdf.Place{place()}, pdf.Options{Pages: wrong}); err == nil {
			t.Errorf("%v was taken", wrong)
		}
	}
}
