package hocr_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aktenkundig/export/hocr"
	"aktenkundig/export/internal/exporttest"
)

// classes of the specification that are used here, with the pattern of their properties (hOCR 1.2, 4 and 5).
var classes = map[string]*regexp.Regexp{
	"ocr_page":      regexp.MustCompile(`^image "[^";]*"; bbox 0 0 \d+ \d+; ppageno \d+(; scan_res \d+ \d+)?$`),
	"ocr_carea":     regexp.MustCompile(`^bbox \d+ \d+ \d+ \d+$`),
	"ocr_par":       regexp.MustCompile(`^bbox \d+ \d+ \d+ \d+$`),
	"ocr_line":      regexp.MustCompile(`^bbox \d+ \d+ \d+ \d+(; baseline -?[\d.e-]+ -?[\d.e-]+)?(; x_size [\d.]+)?$`),
	"ocrx_word":     regexp.MustCompile(`^bbox \d+ \d+ \d+ \d+; x_wconf \d{1,3}$`),
	"ocr_image":     regexp.MustCompile(`^bbox \d+ \d+ \d+ \d+$`),
	"ocr_float":     regexp.MustCompile(`^bbox \d+ \d+ \d+ \d+$`),
	"ocr_separator": regexp.MustCompile(`^bbox \d+ \d+ \d+ \d+$`),
}

func TestHOCRHasClassesAndPropertiesOfTheSpecification(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(uint64(os.Getpid()), 1)))
	var b bytes.Buffer
	if err := hocr.Write(&b, d, true); err != nil {
		t.Fatal(err)
	}
	seen, ids, metas := map[string]int{}, map[string]bool{}, map[string]bool{}
	dec := xml.NewDecoder(&b)
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, v := range e.Attr {
			a[v.Name.Local] = v.Value
		}
		if e.Name.Local == "meta" {
			metas[a["name"]] = a["content"] != ""
		}
		if a["class"] == "" {
			continue
		}
		class := strings.Fields(a["class"])[0]
		seen[class]++
		if classes[class] == nil || !classes[class].MatchString(a["title"]) {
			t.Errorf("%s has the title %q", class, a["title"])
		}
		if ids[a["id"]] {
			t.Errorf("%s is there twice", a["id"])
		}
		ids[a["id"]] = true
	}
	for class := range classes {
		if seen[class] == 0 {
			t.Errorf("no %s", class)
		}
	}
	if seen["ocr_page"] != len(d.Pages) || seen["ocrx_word"] != len(d.Pages[0].Words) {
		t.Errorf("seen %v", seen)
	}
	if !metas["ocr-system"] || !metas["ocr-capabilities"] {
		t.Errorf("meta %v", slices.Collect(func(yield func(string) bool) {
			for k := range metas {
				if !yield(k) {
					return
				}
			}
		}))
	}
}
