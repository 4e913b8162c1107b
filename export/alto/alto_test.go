package alto_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"aktenkundig/export/alto"
	"aktenkundig/export/internal/exporttest"
)

func TestALTOIsValid(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(uint64(os.Getpid()), 1)))
	for schema, v := range map[string]alto.Version{"alto-4-4.xsd": alto.V44, "alto-2-1.xsd": alto.V21} {
		for _, aside := range []bool{false, true} {
			var b bytes.Buffer
			if err := alto.Write(&b, d, v, aside); err != nil {
				t.Fatal(err)
			}
			exporttest.Valid(t, schema, b.Bytes())
			exporttest.Invalid(t, schema, b.Bytes(), "<MeasurementUnit>pixel", "<MeasurementUnit>ell")
		}
	}
}

func TestPartedWordsAreOneInALTO(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(1, 2)))
	var b bytes.Buffer
	if err := alto.Write(&b, d, alto.V44, false, 1); err != nil {
		t.Fatal(err)
	}
	parts := regexp.MustCompile(`CONTENT="(ergän|zen:)"[^>]* SUBS_TYPE="HypPart[12]" SUBS_CONTENT="ergänzen:"`)
	if n := len(parts.FindAllString(b.String(), -1)); n != 2 || strings.Count(b.String(), "<HYP ") != 1 {
		t.Errorf("%d parts in %s", n, b.String())
	}
}

func TestALTOHasTheWordsOfTheBody(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(3, 4)))
	var b bytes.Buffer
	if err := alto.Write(&b, d, alto.V44, false, 1); err != nil {
		t.Fatal(err)
	}
	shown := len(d.Pages[0].Body().Spans)
	if n := strings.Count(b.String(), "<String "); n != shown || shown == len(d.Pages[0].Words) {
		t.Errorf("%d words, want %d of %d", n, shown, len(d.Pages[0].Words))
	}
}
