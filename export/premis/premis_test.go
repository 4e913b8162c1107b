package premis_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/export/internal/exporttest"
	"aktenkundig/export/premis"
)

func TestPREMISTellsDeliveriesReadingAndRulings(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(uint64(os.Getpid()), 1)))
	part := strings.Repeat("ab", 32)
	h := premis.History{
		Leaves:     []document.Leaf{{Original: part, Page: 1}, {Original: part, Page: 2}},
		Deliveries: []premis.Delivery{{Batch: "b1", Path: "in/<1>.pdf", Outcome: "new", Time: "2024-04-25T08:00:00Z", ReadingIsKnown: true}},
		Rulings:    []document.Ruling{{Page: 1, Box: document.Box{1, 2, 3, 4}, Verb: document.Hide, Who: "Petra", When: "2024-05-01T08:00:00Z", Note: "a logo"}},
	}
	var b bytes.Buffer
	if err := premis.Write(&b, d, h); err != nil {
		t.Fatal(err)
	}
	exporttest.Valid(t, "premis-v3-0.xsd", b.Bytes())
	exporttest.Invalid(t, "premis-v3-0.xsd", b.Bytes(), "<eventType>", "<eventKind>")
	if n := strings.Count(b.String(), "has part"); n != 1 {
		t.Errorf("%d parts, want one", n)
	}
	for _, want := range []string{"ingestion", "metadata extraction", "metadata modification", "hide at [1 2 3 4] of page 1", "<agentName>Petra<", "<agentType>person<", d.ID, "<relatedObjectIdentifierValue>" + part + "<"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing", want)
		}
	}
}
