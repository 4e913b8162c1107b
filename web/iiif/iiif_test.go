package iiif

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

// open serves a document of two pages and one that readers must not know of.
func open(t *testing.T) (h http.Handler, memo, secret *document.Document) {
	t.Helper()
	memo = webtest.Memo("memo.pdf", []document.Field{webtest.Field("subject", "Neuer Verband"), webtest.Field("date", "2024-05-03")},
		"Der Verband tagt am Montag [EINGANG]", "Die Satzung des Verbandes")
	secret = webtest.Memo("geheim.pdf", webtest.Secret(), "Der geheime Verband")
	r := webtest.New(t, memo, secret)
	return New(Options{Shelf: r.Shelf, Finder: r.Index, Pictures: r.Views}), memo, secret
}

func get(t *testing.T, h http.Handler, path string, status int, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	w := webtest.Ask(webtest.As(access.Reader, h), "GET", path, "", headers...)
	if w.Code != status {
		t.Errorf("%s: %d, want %d: %s", path, w.Code, status, w.Body)
	}
	return w
}

func decode(t *testing.T, data []byte) (v map[string]any) {
	t.Helper()
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return v
}

// at follows keys and indices into JSON.
func at(t *testing.T, v any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch k := p.(type) {
		case string:
			v = v.(map[string]any)[k]
		case int:
			v = v.([]any)[k]
		}
	}
	return v
}

func TestPicturesComeAsAsked(t *testing.T) {
	h, memo, _ := open(t)
	for path, want := range map[string]image.Point{
		"full/max/0/default.jpg":            {1200, 1600},
		"full/^max/0/default.jpg":           {1200, 1600},
		"full/600,/0/default.jpg":           {600, 800},
		"full/,400/0/gray.png":              {300, 400},
		"full/pct:10/0/color.jpg":           {120, 160},
		"full/300,300/0/default.jpg":        {300, 300},
		"full/!300,300/0/default.jpg":       {225, 300},
		"full/!9000,9000/0/default.jpg":     {1200, 1600},
		"square/max/0/default.jpg":          {1200, 1200},
		"100,200,300,400/max/0/gray.jpg":    {300, 400},
		"1100,1500,999,999/max/0/gray.jpg":  {100, 100},
		"pct:25,25,50,50/max/0/default.jpg": {600, 800},
		"full/600,/90/default.jpg":          {800, 600},
		"full/600,/!180/default.jpg":        {600, 800},
		"0,0,1200,1/600,/0/default.png":     {600, 1},
	} {
		w := get(t, h, "/iiif/image/"+memo.ID+"-1/"+path, 200)
		img, format, err := image.Decode(w.Body)
		if err != nil || img.Bounds().Size() != want {
			t.Errorf("%s: %v %v, want %v", path, err, img.Bounds(), want)
		}
		if !strings.HasSuffix(w.Header().Get("Content-Type"), format) || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %s, headers %v", path, format, w.Header())
		}
		if strings.Contains(path, "gray") {
			if _, ok := img.(*image.Gray); !ok {
				t.Errorf("%s: %T", path, img)
			}
		}
	}
}

func TestWhatIsWrongOrNotDoneIsTold(t *testing.T) {
	h, memo, secret := open(t)
	for path, want := range map[string]int{
		"-1/full/0,0/0/default.jpg": 400, "-1/full/x/0/default.jpg": 400, "-1/full/,/0/default.jpg": 400, "-1/full/1201,/0/default.jpg": 400, "-1/full/pct:101/0/default.jpg": 400,
		"-1/full/-5,/0/default.jpg": 400, "-1/full/1e3,/0/default.jpg": 400, "-1/full/pct:0/0/default.jpg": 400, "-1/full/99999999999999,/0/default.jpg": 400,
		"-1/1200,0,5,5/max/0/default.jpg": 400, "-1/0,0,0,5/max/0/default.jpg": 400, "-1/1,2,3/max/0/default.jpg": 400, "-1/-1,0,5,5/max/0/default.jpg": 400, "-1/pct:NaN,0,5,5/max/0/default.jpg": 400,
		"-1/full/max/361/default.jpg": 400, "-1/full/max/x/default.jpg": 400, "-1/full/max/0/best.jpg": 400, "-1/full/max/0/default.exe": 400, "-1/full/max/0/default": 400,
		"-1/full/^2400,/0/default.jpg": 501, "-1/full/max/45/default.jpg": 501, "-1/full/max/0/bitonal.jpg": 501, "-1/full/max/0/default.tif": 501,
		"-3/full/max/0/default.jpg": 404, "-0/full/max/0/default.jpg": 404, "-01/info.json": 404, "/full/max/0/default.jpg": 404, "-1/nonsense": 404,
	} {
		w := get(t, h, "/iiif/image/"+memo.ID+path, want)
		if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s: %s", path, got)
		}
	}
	for _, path := range []string{"image/%s-1", "image/%s-1/info.json", "image/%s-1/full/max/0/default.jpg", "doc/%s/manifest", "doc/%s/search?q=Verband", "doc/%s/search/1?q=Verband", "doc/%s/lines/1"} {
		for _, id := range []string{secret.ID, strings.Repeat("0", 64), "x"} {
			get(t, h, fmt.Sprintf("/iiif/"+path, id), 404)
		}
		if w := webtest.Ask(webtest.As("", h), "GET", fmt.Sprintf("/iiif/"+path, memo.ID), ""); w.Code != 404 {
			t.Errorf("nobody gets %s: %d", path, w.Code)
		}
		if w := webtest.Ask(webtest.As(access.Archivist, h), "GET", fmt.Sprintf("/iiif/"+path, secret.ID), ""); w.Code >= 400 {
			t.Errorf("an archivist gets %s: %d", path, w.Code)
		}
	}
}

func TestTilesOfTheInfoCoverThePage(t *testing.T) {
	h, memo, _ := open(t)
	w := get(t, h, "/iiif/image/"+memo.ID+"-2", 303)
	if got := w.Header().Get("Location"); got != "/iiif/image/"+memo.ID+"-2/info.json" {
		t.Errorf("led to %s", got)
	}
	w = get(t, h, "/iiif/image/"+memo.ID+"-2/info.json", 200, "Accept", "application/ld+json")
	if got := w.Header().Get("Content-Type"); got != `application/ld+json;profile="http://iiif.io/api/image/3/context.json"` {
		t.Errorf("media type %s", got)
	}
	info := decode(t, w.Body.Bytes())
	base := "http://example.com/iiif/image/" + memo.ID + "-2"
	if info["id"] != base || info["profile"] != "level2" || info["width"] != 1200.0 || info["height"] != 1600.0 || info["type"] != "ImageService3" {
		t.Errorf("info %v", info)
	}
	if got := fmt.Sprint(at(t, info, "tiles", 0, "scaleFactors")); got != "[1 2 4]" {
		t.Errorf("scales %s", got)
	}
	for _, k := range []int{1, 2, 4} { // as OpenSeadragon asks for them
		for y := 0; y < 1600; y += 512 * k {
			for x := 0; x < 1200; x += 512 * k {
				rw, rh := min(512*k, 1200-x), min(512*k, 1600-y)
				want := image.Pt((rw+k-1)/k, (rh+k-1)/k)
				w := get(t, h, fmt.Sprintf("/iiif/image/%s-2/%d,%d,%d,%d/%d,%d/0/default.jpg", memo.ID, x, y, rw, rh, want.X, want.Y), 200)
				if c, _, err := image.DecodeConfig(w.Body); err != nil || c.Width != want.X || c.Height != want.Y {
					t.Errorf("tile %d at %d,%d: %v %v", k, x, y, c, err)
				}
			}
		}
	}
	for _, s := range at(t, info, "sizes").([]any) {
		get(t, h, fmt.Sprintf("/iiif/image/%s-2/full/%v,%v/0/default.jpg", memo.ID, at(t, s, "width"), at(t, s, "height")), 200)
	}
}

func TestWhoHasAPictureIsNotSentItAgain(t *testing.T) {
	h, memo, _ := open(t)
	path := "/iiif/image/" + memo.ID + "-1/full/600,800/0/color.jpg"
	w := get(t, h, path, 200)
	links := strings.Join(w.Header().Values("Link"), " ")
	if !strings.Contains(links, "-1/full/600,800/0/default.jpg>;rel=\"canonical\"") || !strings.Contains(links, "level2.json") {
		t.Errorf("links %s", links)
	}
	if w := get(t, h, path, 304, "If-None-Match", `"x", W/`+w.Header().Get("ETag")); w.Body.Len() != 0 {
		t.Errorf("%d bytes sent", w.Body.Len())
	}
	get(t, h, path, 200, "If-None-Match", `"x"`)
}

func TestTurningPutsPixelsWhereTheyBelong(t *testing.T) {
	img := image.NewGray(image.Rect(5, 5, 8, 7)) // 3 × 2, the first pixel white
	img.Pix[0] = 255
	for turn, want := range map[ask]image.Point{
		{turn: 90}: {1, 0}, {turn: 180}: {2, 1}, {turn: 270}: {0, 2}, {mirror: true}: {2, 0}, {turn: 90, mirror: true}: {1, 2},
	} {
		out := turn.moved(img)
		r, _, _, _ := out.At(want.X, want.Y).RGBA()
		r0, _, _, _ := out.At(out.Bounds().Dx()-1-want.X, out.Bounds().Dy()-1-want.Y).RGBA()
		if r != 0xffff || r0 != 0 {
			t.Errorf("%+v: not white at %v", turn, want)
		}
	}
}

func TestAManifestShowsTheDocument(t *testing.T) {
	h, memo, _ := open(t)
	w := get(t, h, "/iiif/doc/"+memo.ID+"/manifest", 200)
	m := decode(t, w.Body.Bytes())
	base := "http://example.com/iiif/"
	if m["id"] != base+"doc/"+memo.ID+"/manifest" || fmt.Sprint(at(t, m, "label", "none", 0)) != "Neuer Verband" || m["navDate"] != "2024-05-03T00:00:00Z" || len(m["items"].([]any)) != 2 {
		t.Errorf("manifest %s", w.Body)
	}
	if at(t, m, "service", 0, "id") != base+"doc/"+memo.ID+"/search" || at(t, m, "service", 0, "type") != "SearchService2" {
		t.Errorf("no search: %v", m["service"])
	}
	body := at(t, m, "items", 1, "items", 0, "items", 0, "body")
	if at(t, body, "id") != base+"image/"+memo.ID+"-2/full/max/0/default.jpg" || at(t, body, "service", 0, "id") != base+"image/"+memo.ID+"-2" {
		t.Errorf("body %v", body)
	}
	for _, url := range []any{at(t, body, "id"), at(t, m, "thumbnail", 0, "id"), at(t, m, "items", 0, "annotations", 0, "id")} {
		get(t, h, strings.TrimPrefix(url.(string), "http://example.com"), 200)
	}
	lines := decode(t, get(t, h, "/iiif/doc/"+memo.ID+"/lines/1", 200).Body.Bytes())
	if got := at(t, lines, "items", 0, "body", "value"); got != "Der Verband tagt am Montag" {
		t.Errorf("line %q: hidden words are none of the body", got)
	}
	if got := at(t, lines, "items", 0, "target"); got != base+"doc/"+memo.ID+"/canvas/1#xywh=100,100,490,24" {
		t.Errorf("target %v", got)
	}
	if get(t, h, "/iiif/doc/"+memo.ID+"/manifest", 304, "If-None-Match", w.Header().Get("ETag")).Body.Len() != 0 {
		t.Error("sent again")
	}
}

func TestSearchWithinTellsWhereTheWordsAre(t *testing.T) {
	h, memo, _ := open(t)
	found := decode(t, get(t, h, "/iiif/doc/"+memo.ID+"/search?q=Verband&user=x", 200).Body.Bytes())
	items := found["items"].([]any)
	if len(items) != 2 || found["type"] != "AnnotationPage" || fmt.Sprint(found["ignored"]) != "[user]" {
		t.Fatalf("found %v", found)
	}
	base := "http://example.com/iiif/doc/" + memo.ID
	for i, want := range []string{base + "/canvas/1#xywh=200,100,90,24", base + "/canvas/2#xywh=400,100,90,24"} {
		if got := at(t, items[i], "target"); got != want {
			t.Errorf("target %v, want %s", got, want)
		}
	}
	if got := at(t, found, "annotations", 0, "items", 1, "target", "selector", 0, "exact"); got != "Verbandes" {
		t.Errorf("marked %v", got)
	}
	old := decode(t, get(t, h, "/iiif/doc/"+memo.ID+"/search/1?q=Verband&date=x", 200).Body.Bytes())
	if at(t, old, "resources", 1, "on") != base+"/canvas/2#xywh=400,100,90,24" || at(t, old, "hits", 1, "annotations", 0) != at(t, old, "resources", 1, "@id") || at(t, old, "within", "total") != 2.0 {
		t.Errorf("found by version 1: %v", old)
	}
	none := decode(t, get(t, h, "/iiif/doc/"+memo.ID+"/search?q=nirgends", 200).Body.Bytes())
	if len(none["items"].([]any)) != 0 {
		t.Errorf("found %v", none)
	}
	get(t, h, "/iiif/doc/"+memo.ID+"/search", 200)
	get(t, h, "/iiif/doc/"+memo.ID+"/search?q="+strings.Repeat("x", maxQuery+1), 400)
}

func TestAddressesAreThoseOfTheAsker(t *testing.T) {
	memo := webtest.Memo("memo.pdf", nil, "Text")
	r := webtest.New(t, memo)
	for want, o := range map[string]Options{"http://example.com/": {}, "https://example.com/": {HTTPS: true}, "https://archive.example/room/": {Base: "https://archive.example/room"}} {
		o.Shelf, o.Finder, o.Pictures = r.Shelf, r.Index, r.Views
		m := decode(t, get(t, New(o), "/iiif/doc/"+memo.ID+"/manifest", 200).Body.Bytes())
		if got := m["id"].(string); !strings.HasPrefix(got, want+"iiif/") {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestOtherHousesMayRead(t *testing.T) {
	h, memo, _ := open(t)
	w := webtest.Ask(h, "OPTIONS", "/iiif/doc/"+memo.ID+"/manifest", "", "Origin", "https://viewer.example", "Access-Control-Request-Headers", "authorization")
	if w.Code != 204 || w.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func FuzzAsk(f *testing.F) {
	f.Add(1200, 1600, "full", "max", "0", "default.jpg")
	f.Add(3, 70000, "pct:0.1,99.9,0.1,100", "pct:0.01", "!90", "gray.png")
	f.Add(1, 1, "0,0,1,1", "!1,1", "360", "color.jpg")
	f.Add(70000, 70000, "square", "^max", "0", "default.png")
	f.Fuzz(func(t *testing.T, w, h int, region, size, rotation, file string) {
		w, h = w%100000, h%100000
		a, err := parseAsk(document.Size{w, h}, region, size, rotation, file)
		if err != nil {
			return
		}
		view := document.Box{0, 0, w, h}
		if a.box.Empty() || a.box.Intersect(view) != a.box || a.size[0] < 1 || a.size[1] < 1 || a.size[0] > a.box.Width() || a.size[1] > a.box.Height() || a.size[0]*a.size[1] > maxArea+a.size[0]+a.size[1] {
			t.Errorf("%+v of %d × %d", a, w, h)
		}
		parts := strings.Split(a.canonical(document.Size{w, h}), "/")
		again, err := parseAsk(document.Size{w, h}, parts[0], parts[1], parts[2], parts[3])
		if again.quality, a.quality = "", ""; err != nil || again != a {
			t.Errorf("canonical %v is %+v, %v; want %+v", parts, again, err, a)
		}
	})
}

func TestPNGsOfWordsAreBlack(t *testing.T) {
	h, memo, _ := open(t)
	b := memo.Pages[0].Words[1].Box
	w := get(t, h, fmt.Sprintf("/iiif/image/%s-1/%d,%d,%d,%d/max/0/gray.png", memo.ID, b[0], b[1], b.Width(), b.Height()), 200)
	img, _, err := image.Decode(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := img.At(45, 12).RGBA(); r > 0x2000 {
		t.Errorf("the middle of a word is %x", r)
	}
}
