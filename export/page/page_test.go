package page_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"aktenkundig/export/internal/exporttest"
	"aktenkundig/export/page"
)

const schema = "pagecontent-2019-07-15.xsd"

func TestPAGEIsValid(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(uint64(os.Getpid()), 1)))
	for n := range d.Pages {
		for _, aside := range []bool{false, true} {
			var b bytes.Buffer
			if err := page.Write(&b, d, n+1, aside); err != nil {
				t.Fatal(err)
			}
			exporttest.Valid(t, schema, b.Bytes())
		}
	}
}

func TestArtefactsAreRegionsOfTheirKind(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(1, 2)))
	var b bytes.Buffer
	if err := page.Write(&b, d, 1, false); err != nil {
		t.Fatal(err)
	}
	exporttest.Invalid(t, schema, b.Bytes(), `type="stamp"`, `type="nonsense"`)
	for _, want := range []string{`<GraphicRegion id="artefact_0" type="stamp"`, `type="signature"`, `type="logo"`, "<ImageRegion ", "<NoiseRegion ", "<TableRegion "} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is missing", want)
		}
	}
	if got, want := strings.Count(b.String(), "<Word "), len(d.Pages[0].Body().Spans); got != want {
		t.Errorf("%d words, want %d", got, want)
	}
}
