package scan

import (
	"bytes"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

const hocrExample = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta name='ocr-system' content='x'/><title>a</title></head><body>
<div class='ocr_page' title='image "a b; bbox 9 9 9 9.png"; bbox 0 0 200 100; ppageno 0; scan_res 150 150'>
<p class='ocr_par'><span class='ocr_line' title='bbox 10 10 90 30'>
<span class='ocrx_word' title='bbox 10 10 50 30; x_wconf 90'><strong>Frist</strong></span>
<span class='ocrx_word' title='bbox 55 10 90 30'>f&uuml;r</span></span>
<span class='ocr_line'><span class='ocrx_word' title='bbox 10 40 300 60; x_wconf 50'>A0293/21</span></span></p>
<p class='ocr_par'><span class='ocr_line'><span class='ocrx_word' title='bbox 10 70 50 90; x_wconf 0'>Ende</span></span></p>
</div><div class='ocr_page' title='bbox 0 0 20 10'></div></body></html>`

const altoExample = `<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>mm10</MeasurementUnit></Description><Layout>
<Page WIDTH="254" HEIGHT="508"><PrintSpace><TextBlock><TextLine>
<String CONTENT="er" HPOS="25.4" VPOS="25.4" WIDTH="25.4" HEIGHT="12.7" WC="0.8"/><SP/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="gänzt" HPOS="25.4" VPOS="50.8" WIDTH="50.8" HEIGHT="12.7"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>`

const pageExample = `<?xml version="1.0" encoding="UTF-8"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page imageWidth="400" imageHeight="300"><TextRegion><Coords points="0,0 400,0 400,300 0,300"/>
<TextLine><Coords points="10,10 110,12 110,30 10,28"/><TextEquiv conf="0.7"><Unicode>Die Frist</Unicode></TextEquiv><TextEquiv><Unicode>Oie Fnst</Unicode></TextEquiv></TextLine>
<TextLine><Coords points="10,40 110,60"/><Word><Coords points="10,40 60,60"/><TextEquiv conf="0.9"><Unicode>endet</Unicode></TextEquiv></Word>
<TextEquiv><Unicode>endet</Unicode></TextEquiv></TextLine>
<TextEquiv><Unicode>Die Frist endet</Unicode></TextEquiv></TextRegion></Page></PcGts>`

func TestTextReadByOthersIsTaken(t *testing.T) {
	for _, c := range []struct {
		name, data, mediaType string
		pages                 int
		dpi                   float64
		size                  document.Size
		text                  string
		words                 []document.Word
	}{
		{
			"a.html", hocrExample, hocrType, 2, 150, document.Size{200, 100}, "Frist für\nA0293/21\n\nEnde",
			[]document.Word{
				{Text: "Frist", Box: document.Box{10, 10, 50, 30}, Conf: 0.9}, {Text: "für", Box: document.Box{55, 10, 90, 30}, Conf: 1},
				{Text: "A0293/21", Box: document.Box{10, 40, 200, 60}, Conf: 0.5, Line: 1}, {Text: "Ende", Box: document.Box{10, 70, 50, 90}, Line: 2},
			},
		},
		{
			"a.xml", altoExample, altoType, 1, 300, document.Size{300, 600}, "er-\ngänzt",
			[]document.Word{{Text: "er-", Box: document.Box{30, 30, 60, 45}, Conf: 0.8}, {Text: "gänzt", Box: document.Box{30, 60, 90, 75}, Conf: 1, Line: 1}},
		},
		{
			"a.xml", pageExample, pageType, 1, 0, document.Size{400, 300}, "Die Frist\nendet",
			[]document.Word{
				{Text: "Die", Box: document.Box{10, 10, 43, 30}, Conf: 0.7}, {Text: "Frist", Box: document.Box{54, 10, 110, 30}, Conf: 0.7},
				{Text: "endet", Box: document.Box{10, 40, 60, 60}, Conf: 0.9, Line: 1},
			},
		},
	} {
		f := open(t, c.name, []byte(c.data), Options{})
		if f.MediaType() != c.mediaType || f.Len() != c.pages || f.Note() != "" {
			t.Fatalf("%s of %d pages, %q", f.MediaType(), f.Len(), f.Note())
		}
		s := sheet(t, f, 1)
		if s.Path != PathText || s.DPI != c.dpi || s.Size != c.size || layerText(s.Layer) != c.text {
			t.Errorf("%s: %s, %v dpi, %v, %q", c.mediaType, s.Path, s.DPI, s.Size, layerText(s.Layer))
		}
		if diff := cmp.Diff(c.words, s.Layer.Words); diff != "" {
			t.Errorf("%s: %s", c.mediaType, diff)
		}
	}
}

func FuzzOCRFile(f *testing.F) {
	for _, s := range []string{hocrExample, altoExample, pageExample} {
		f.Add([]byte(s))
	}
	o := Options{MaxPages: 8}.withDefaults()
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, r := range []ocrReader{&hocrReader{}, &altoReader{scale: 1}, &pageReader{}} {
			pages, err := readOCR(io.Reader(bytes.NewReader(data)), r, o)
			if err != nil {
				continue
			}
			for i := range pages {
				if pages[i].size[0] > 0 {
					checkSheet(t, ocrFile(pages), i+1)
				}
			}
		}
	})
}
