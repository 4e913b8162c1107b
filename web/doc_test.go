package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

func TestEveryWordOfThePageLeadsToItsPlace(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "Der Plan er gänzt den [Eingang]")
	d.Pages[0].Joins = []document.Join{{First: 2, Last: 3, Text: "ergänzt", Score: 0.9}}
	text := page(t, open(t, access.Reader, d), "/doc/"+d.ID+"/1")
	has(t, "page", text, `data-b="100,100,90,24">Der</span>`, `data-b="300,100,90,24 400,100,90,24">ergänzt</span>`, `data-b="600,100,90,24">Eingang</span>`)
	if aside := strings.Index(text, "<details"); aside < 0 || strings.Index(text, ">Eingang<") < aside {
		t.Error("the hidden word stands in the text")
	}
	if n := strings.Count(text, "data-b="); n != 5 {
		t.Errorf("%d places of words, want 5: a joined word has one", n)
	}
}

func TestLinesThatTheWidthEndedRunOn(t *testing.T) {
	// Ten words a line: the first line is full, the second ends early, so that what follows was meant to begin anew.
	d := webtest.Memo("a.pdf", nil, "1 2 3 4 5 6 7 8 9 10 11 12", "x")
	p := &d.Pages[0]
	p.Lines = append(p.Lines, document.Line{Box: document.Box{100, 180, 1100, 204}})
	p.Words = append(p.Words, document.Word{Text: "Ende", Box: document.Box{100, 180, 190, 204}, Conf: 0.9, Line: 2})
	got := paragraphs(p, p.Body(), wordsOf(d, p, hitSteps{}))
	if len(got) != 1 || len(got[0].Lines) != 2 || len(got[0].Lines[0]) != 12 {
		t.Errorf("lines %v", got)
	}
}

func TestHitsAreMarkedOnScanAndTextAndSteppedOverPages(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "nichts hier", "ein Haushalt und noch ein Haushalt", "Ende", "Haushalt")
	room := open(t, access.Reader, d)
	text := page(t, room, "/doc/"+d.ID+"/2?q=haushalt", "Accept-Language", "en")
	has(t, "page", text, `<mark id="hit1">Haushalt</mark>`, `<mark id="hit2">Haushalt</mark>`, `<rect x="197" y="97" width="96" height="30"/>`, "2 hits", "of 3 on 2 pages",
		`data-after="/doc/`+d.ID+`/4?q=haushalt#hits"`, `data-before=""`, ">exact<")
	if n := strings.Count(text, `<mark id=`); n != 2 {
		t.Errorf("%d words marked, want 2", n)
	}
	to := get(t, room, http.StatusSeeOther, "/doc/"+d.ID+"?q=haushalt").Header().Get("Location")
	if want := "/doc/" + d.ID + "/2?q=haushalt"; to != want {
		t.Errorf("the document opens at %s, want %s", to, want)
	}
}

func TestFieldsLeadToWhereTheyWereRead(t *testing.T) {
	date := document.Field{Name: "date", Value: "2024-04-25", Page: 2, Words: []int{1, 2}, Score: 0.9}
	guess := document.Field{Name: "signatory", Value: "Jan Donhauser", Page: 1, Words: []int{0}, Score: 0.3}
	d := webtest.Memo("a.pdf", []document.Field{date, guess}, "eins zwei", "Dresden 25. April")
	text := page(t, open(t, access.Reader, d), "/doc/"+d.ID+"/1", "Accept-Language", "de")
	has(t, "page", text, "25. April 2024", `/doc/`+d.ID+`/2?xywh=200,100,190,24#scan`, `class="guess"`, "(unsicher)")
}

func TestAPlaceIsShownWithoutScripts(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "eins zwei")
	room := open(t, access.Reader, d)
	has(t, "place", page(t, room, "/doc/"+d.ID+"/1?xywh=10,20,300,40"), `<rect class="place" x="10" y="20" width="300" height="40"/>`)
	has(t, "place half outside", page(t, room, "/doc/"+d.ID+"/1?xywh=1100,20,300,40"), `<rect class="place" x="1100" y="20" width="100" height="40"/>`)
	for _, wrong := range []string{"1,2,3", "a,b,c,d", "-5,0,10,10", "0,0,NaN,1", "5000,5000,1,1", "1e9,1,1e9,1", ""} {
		hasNot(t, wrong, page(t, room, "/doc/"+d.ID+"/1?xywh="+wrong), `class="place"`)
	}
}

func TestTheCitationNamesWhatCanBeFoundAgain(t *testing.T) {
	d := webtest.Memo("a.pdf", []document.Field{webtest.Field("kind", "Hausmitteilung"), webtest.Field("subject", "Radwege"), webtest.Field("date", "2024-04-25"), webtest.Field("own-reference", "A0293/21")}, "x", "y")
	text := page(t, open(t, access.Reader, d), "/doc/"+d.ID+"/2?q=y", "Accept-Language", "de")
	m := regexp.MustCompile(`id="citation">([^<]*)<`).FindStringSubmatch(text)
	if m == nil {
		t.Fatal("no citation")
	}
	want := "Hausmitteilung, „Radwege“, A0293/21, 25. April 2024, S. 2, SHA-256 " + d.ID[:16] + ", http://example.com/doc/" + d.ID + "/2 ("
	if !strings.HasPrefix(m[1], want) {
		t.Errorf("citation %q, want %q", m[1], want)
	}
}

func TestFindingsAreALayerWithReasons(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "Der Plan [EINGEGANGEN]")
	text := page(t, open(t, access.Reader, d), "/doc/"+d.ID+"/1", "Accept-Language", "en")
	has(t, "page", text, `id="layer"`, `<rect class="stamp off" x="300" y="100"`, ">Stamp</a>", "certainty 80%", "colour apart from the text: 0.8 (limit 0.5)", `<p class="says">EINGEGANGEN</p>`)
}

func TestPicturesKeepToTheirBounds(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "eins zwei")
	room := open(t, access.Reader, d)
	doc := "/doc/" + d.ID + "/1"
	for url, want := range map[string]int{
		doc + "/tile/0/0/0": 200, doc + "/tile/0/2/3": 200, doc + "/tile/0/3/0": 404, doc + "/tile/9/0/0": 404, doc + "/tile/-1/0/0": 404, doc + "/tile/0/x/0": 404,
		doc + "/crop?box=0,0,1200,1600&w=600": 200, doc + "/crop?box=0,0,99999,99999&w=600": 200,
		doc + "/crop?box=0,0,1200,1600&w=999999": 400, doc + "/crop?box=0,0,1200,1600": 400, doc + "/crop?box=5,5,5,5&w=10": 400,
		doc + "/crop?box=0,0,1,1600&w=2000": 400, doc + "/crop?w=10": 400, doc + "/crop?box=1300,0,1400,10&w=10": 400,
		"/doc/" + d.ID + "/2/tile/0/0/0": 404, "/doc/" + d.ID + "/x/crop": 404, "/doc/" + strings.Repeat("0", 64) + "/1/tile/0/0/0": 404,
	} {
		w := get(t, room, want, url)
		if want == 200 && w.Header().Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s is %s", url, w.Header().Get("Content-Type"))
		}
	}
}

func TestPicturesAreKeptByTheBrowser(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "eins zwei")
	room := open(t, access.Reader, d)
	url := "/doc/" + d.ID + "/1/tile/0/0/0"
	first := get(t, room, http.StatusOK, url+"?v="+stamp(&d.Pages[0]))
	if c := first.Header().Get("Cache-Control"); !strings.Contains(c, "immutable") || !strings.Contains(c, "private") {
		t.Errorf("Cache-Control %q", c)
	}
	if c := get(t, room, http.StatusOK, url+"?v=old").Header().Get("Cache-Control"); strings.Contains(c, "immutable") {
		t.Errorf("of an old stamp: Cache-Control %q", c)
	}
	get(t, room, http.StatusNotModified, url, "If-None-Match", first.Header().Get("ETag"))
}

func TestOriginalAndFormatsLeaveAsFiles(t *testing.T) {
	d := webtest.Memo("../böse\"\n name.pdf", nil, "eins zwei")
	room := open(t, access.Reader, d)
	w := get(t, room, http.StatusOK, "/doc/"+d.ID+"/original")
	if h := w.Header(); !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") || strings.Contains(h.Get("Content-Disposition"), "/") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("headers %v", h)
	}
	has(t, "original", w.Body.String(), "eins zwei")
	w = get(t, room, http.StatusOK, "/export/text/"+d.ID)
	if got := w.Body.String(); got != "eins zwei\f" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment;") {
		t.Errorf("text %q, %v", got, w.Header())
	}
	get(t, room, http.StatusUnprocessableEntity, "/export/pdf/"+d.ID)
	get(t, room, http.StatusNotFound, "/export/word/"+d.ID)
}
