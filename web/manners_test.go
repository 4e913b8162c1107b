package web

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/ui"
	"aktenkundig/web/webtest"

	"golang.org/x/net/html"
)

// hostile are texts that would be markup or script if anything forgot to escape them.
func hostile() []string {
	return []string{`<script>alert(1)</script>`, `"><img/src=x/onerror=alert(2)>`, `'onmouseover='alert(3)`, `javascript:alert(4)`, `</title><svg/onload=alert(5)>`, `{{.}}`, "`${alert(6)}`"}
}

func TestTextOfStrangersStaysText(t *testing.T) {
	var fields []document.Field
	words := strings.Join(hostile(), " ")
	for _, name := range []string{"subject", "kind", "date", "own-reference", "reference", "from", "deadline", "signatory", "nonsense", "stamp-date"} {
		for _, h := range hostile() {
			fields = append(fields, document.Field{Name: name, Type: h, Value: h, Page: 1, Words: []int{0}, Score: 0.9})
		}
	}
	d := webtest.Memo(words+".pdf", fields, "Haushalt "+words+" ["+hostile()[0]+"]")
	d.Pages[0].Problem = words
	d.Pages[0].Artefacts[0].Kind, d.Pages[0].Artefacts[0].Text = document.Kind(hostile()[1]), words
	d.Made.Engine = words
	d.Pages[0].Steps = []document.Step{{Name: words, Note: words, Values: map[string]float64{words: 1}}}
	room := open(t, access.Reader, d)
	urls := []string{"/", "/?q=haushalt", "/?q=alert", "/doc/" + d.ID + "/1?q=haushalt", "/deadlines", "/missing", "/ref/" + strings.ToUpper("x")}
	for _, h := range hostile() {
		q := strings.NewReplacer("<", "%3C", ">", "%3E", `"`, "%22", " ", "+", "{", "%7B", "}", "%7D", "`", "%60").Replace(h)
		urls = append(urls, "/?q="+q, "/?q=haushalt&f=type:"+q, "/?from="+q+"&to="+q, "/?q=haushalt&order="+q, "/doc/"+d.ID+"/1?q="+q+"&xywh="+q)
	}
	for _, url := range urls {
		w := webtest.Ask(room, http.MethodGet, url, "")
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%s: status %d", url, w.Code)
		}
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if bad := acts(n); bad != "" {
				t.Errorf("%s: %s", url, bad)
			}
		}
	}
	has(t, "page", page(t, room, "/doc/"+d.ID+"/1"), "&lt;script&gt;alert(1)&lt;/script&gt;")
}

// acts tells what of an element could run a script or load from elsewhere, "" if nothing.
func acts(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	src := ""
	for _, a := range n.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Val))
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "style":
			return n.Data + " with " + a.Key
		case a.Key == "src", a.Key == "href", a.Key == "action":
			src = value
			if !strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "http://example.com/doc/") && value != "" {
				return n.Data + " leads to " + value
			}
		}
	}
	if (n.Data == "script" || n.Data == "img" || n.Data == "image") && !strings.HasPrefix(src, "/") || n.Data == "style" {
		return n.Data + " of a stranger"
	}
	return ""
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "Haushalt")
	room := open(t, access.Reader, d)
	for url, status := range map[string]int{"/": 200, "/nowhere": 404, "/doc/x": 404, ui.Asset("room.css"): 200, "/static/x.css": 404, "/healthz": 200, "/doc/" + d.ID + "/1": 200,
		"/doc/" + d.ID + "/1/tile/0/0/0": 200, "/metrics": 403} {
		h := get(t, room, status, url, "Accept", "text/html").Header()
		if p := h.Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'self'") || !strings.Contains(p, "object-src 'none'") {
			t.Errorf("%s: policy %q", url, p)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "same-origin" || h.Get("Cache-Control") == "" {
			t.Errorf("%s: headers %v", url, h)
		}
	}
}

func TestPagesNeedNothingFromOtherHouses(t *testing.T) {
	d := webtest.Memo("a.pdf", []document.Field{webtest.Field("own-reference", "A1/21"), webtest.Field("reference", "A1/21")}, "Haushalt", "zwei")
	room := open(t, access.Reader, d)
	foreign := regexp.MustCompile(`(?:src|href|action)="(?:https?:)?//[^"]*"|style="|<style|<script>|url\(`)
	for _, url := range []string{"/", "/?q=haushalt", "/doc/" + d.ID + "/1", "/ref/A1/21", "/deadlines", "/missing"} {
		text := page(t, room, url)
		for _, m := range foreign.FindAllString(text, -1) {
			if !strings.HasPrefix(m, `href="http://example.com/`) { // the permanent link to this house
				t.Errorf("%s: %s", url, m)
			}
		}
		for _, m := range regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`).FindAllStringSubmatch(text, -1) {
			get(t, room, http.StatusOK, m[1])
		}
	}
}

func TestAnotherHouseCannotAct(t *testing.T) {
	room := open(t, access.Admin)
	if w := webtest.Ask(room, http.MethodPost, "/lang", "to=de", "Origin", "https://evil.example"); w.Code != http.StatusForbidden {
		t.Errorf("status %d", w.Code)
	}
}

func TestTheReaderChoosesTheLanguage(t *testing.T) {
	room := open(t, access.Reader, webtest.Memo("a.pdf", nil, "Haushalt"))
	for _, c := range []struct{ accept, cookie, want string }{
		{"de-AT, en;q=0.5", "", "de"}, {"en", "", "en"}, {"fr", "", "en"}, {"", "", "en"}, {"en", "lang=de", "de"}, {"de", "lang=en", "en"}, {"de", "lang=xx", "de"},
	} {
		w := get(t, room, http.StatusOK, "/", "Accept-Language", c.accept, "Cookie", c.cookie)
		has(t, c.accept+" "+c.cookie, w.Body.String(), `<html lang="`+c.want+`">`)
		if v := strings.Join(w.Header().Values("Vary"), ", "); !strings.Contains(v, "Accept-Language") || !strings.Contains(v, "Cookie") {
			t.Errorf("Vary %q", v)
		}
	}
	for back, want := range map[string]string{"/doc/x?q=a%26b": "/doc/x?q=a%26b", "//evil.example/": "/", "https://evil.example/": "/", `/\evil.example`: "/", "javascript:alert(1)": "/", "": "/"} {
		w := webtest.Ask(room, http.MethodGet, "/lang?to=de&back="+strings.NewReplacer("&", "%26", "?", "%3F", "%", "%25", `\`, "%5C").Replace(back), "")
		if got := w.Header().Get("Location"); got != want || len(w.Result().Cookies()) != 1 {
			t.Errorf("back to %q leads to %q, want %q", back, got, want)
		}
	}
}

func TestEveryPageSpeaksBothLanguages(t *testing.T) {
	due := document.Field{Name: "deadline", Type: "A1/21", Value: "2020-03-31", Page: 1, Words: []int{}, Score: 0.9}
	d := webtest.Memo("a.pdf", []document.Field{webtest.Field("own-reference", "A1/21"), webtest.Field("reference", "A1/21"), due}, "Haushalt [Stempel]", "Haushalt")
	room := open(t, access.Admin, d)
	key := regexp.MustCompile(`[>"](search|facet|doc|hits|paper|due|field|home|order|why|state|made|cite|zoom|problem|nav|frame|missing|deadlines|pager|page|role|artefact|finding|take|format|verdict)\.[a-z.]+[<"]|%!`)
	for _, lang := range []string{"de", "en"} {
		for _, url := range []string{"/", "/?q=haushalt", "/?q=nichts", "/doc/" + d.ID + "/1?q=haushalt", "/ref/A1/21", "/deadlines", "/missing", "/nowhere"} {
			text := webtest.Ask(room, http.MethodGet, url, "", "Accept-Language", lang).Body.String()
			for _, m := range key.FindAllString(text, -1) {
				if !strings.Contains(m, ".css") && !strings.Contains(m, ".js") {
					t.Errorf("%s in %s: %s has no text", url, lang, m)
				}
			}
		}
	}
}

func TestAPageThatDidNotChangeIsNotSentAgain(t *testing.T) {
	room := open(t, access.Reader, webtest.Memo("a.pdf", nil, "Haushalt"))
	for _, headers := range [][]string{nil, {"Accept-Encoding", "gzip"}} {
		first := get(t, room, http.StatusOK, "/?q=haushalt", headers...)
		tag := first.Header().Get("ETag")
		if tag == "" {
			t.Fatal("no ETag")
		}
		w := get(t, room, http.StatusNotModified, "/?q=haushalt", append(headers, "If-None-Match", tag)...)
		if w.Body.Len() > 0 {
			t.Errorf("%d bytes sent", w.Body.Len())
		}
		get(t, room, http.StatusOK, "/?q=haushalt", append(headers, "If-None-Match", tag, "Accept-Language", "de")...)
	}
}

func TestTextIsPackedAndPicturesAreNot(t *testing.T) {
	d := webtest.Memo("a.pdf", nil, "Haushalt")
	room := open(t, access.Reader, d)
	w := get(t, room, http.StatusOK, "/", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil || !strings.HasSuffix(string(text), "</html>\n") {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	if e := get(t, room, http.StatusOK, "/doc/"+d.ID+"/1/tile/0/0/0", "Accept-Encoding", "gzip").Header().Get("Content-Encoding"); e != "" {
		t.Errorf("a picture is %s", e)
	}
}

func TestProbesAndFigures(t *testing.T) {
	_, r := opened(t, access.Admin)
	var why error
	room, err := New(Options{Shelf: r.Shelf, Ready: func() error { return why }})
	if err != nil {
		t.Fatal(err)
	}
	get(t, room, http.StatusOK, "/healthz")
	get(t, room, http.StatusOK, "/readyz")
	why = errors.New("catching up")
	has(t, "not ready", get(t, room, http.StatusServiceUnavailable, "/readyz").Body.String(), "catching up")
	get(t, room, http.StatusOK, "/?q=geheim")
	figures := page(t, room, "/metrics")
	has(t, "figures", figures, `akte_http_request_duration_seconds_count{route="GET /{$}",status="200"} 1`, "go_goroutines")
	hasNot(t, "figures", figures, "geheim")
}

func TestAPanicCostsOneAnswer(t *testing.T) {
	_, r := opened(t, access.Reader)
	room, err := New(Options{Shelf: r.Shelf, Routes: []Route{{"GET /boom", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom with details") })}}})
	if err != nil {
		t.Fatal(err)
	}
	w := get(t, room, http.StatusInternalServerError, "/boom")
	hasNot(t, "answer", w.Body.String(), "boom with details")
	get(t, room, http.StatusOK, "/")
}
