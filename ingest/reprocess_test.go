package ingest_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"
)

// reprocess reads all documents again.
func (h *house) reprocess(t *testing.T, dry bool) (all []ingest.Difference) {
	t.Helper()
	err := h.Reprocess(t.Context(), t.Context(), h.Archive.IDs(), dry, false, func(d ingest.Difference) { all = append(all, d) })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestReprocessShowsTheDifferenceAndKeepsRulings(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	stack(t, filepath.Join(box, "stack.tif"), 2)
	h.answer = func(context.Context, int64) (ocr.Reading, error) {
		return ocrtest.Line("Antrag", "A0293/21", "Stadtrat", "xqzt"), nil
	}
	h.take(t, box)
	before := h.documents(t)[0]
	hide := document.Ruling{Page: 1, Box: before.Pages[0].Words[2].Box, Verb: document.Hide, Who: "Petra", When: "2026-11-23T09:00:00Z"}
	if err := h.Archive.Rule(before.ID, hide); err != nil {
		t.Fatal(err)
	}
	if d := h.reprocess(t, true); d != nil {
		t.Errorf("with the same settings: %+v", d)
	}

	h.answer = func(context.Context, int64) (ocr.Reading, error) {
		return ocrtest.Line("Antrag", "A0294/21", "Stadtrat", "Beschluss"), nil
	}
	h.Made.Engine = "better"
	d := h.reprocess(t, true)
	if len(d) != 1 || !slices.Equal(d[0].Changed, []int{1, 2}) || d[0].Gained.Known != 2 || d[0].Lost.Other < 2 ||
		!slices.Equal(d[0].ReferencesGained, []string{"A0294/21"}) || !slices.Equal(d[0].ReferencesLost, []string{"A0293/21"}) {
		t.Errorf("difference: %+v", d)
	}
	if h.documents(t)[0].Made.Engine == "better" {
		t.Error("a dry run changed the record")
	}
	read := h.read.Load()
	h.reprocess(t, false)
	if h.read.Load() != read {
		t.Error("pages of the dry run were read again")
	}
	after := h.documents(t)[0]
	if after.Made.Engine != "better" || !after.Pages[0].Words[2].Hidden || after.Pages[0].Words[3].Text != "Beschluss" {
		t.Errorf("after: %+v", after.Pages[0].Words)
	}
	if d := h.reprocess(t, false); d != nil {
		t.Errorf("once more: %+v", d)
	}
}
