package web

import (
	"net/http"
	"testing"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

// TestConfidentialDocumentsDoNotExistForReaders looks everywhere: whatever a reader asks, the answer is the one of an
// archive that never had the document.
func TestConfidentialDocumentsDoNotExistForReaders(t *testing.T) {
	facts := func(level string) []document.Field {
		return []document.Field{webtest.Field("confidentiality", level), webtest.Field("subject", "Grundstücksgeheimnis"), webtest.Field("kind", "Vorlage"),
			webtest.Field("own-reference", "A0666/21"), webtest.Field("reference", "A0666/21"), {Name: "deadline", Type: "A0666/21", Value: "2031-03-31", Page: 1, Words: []int{}, Score: 0.9},
			webtest.Field("date", "1987-05-06"), webtest.Field("from", "Amt für Verborgenes")}
	}
	hidden := []*document.Document{
		webtest.Memo("verborgen-a.pdf", facts("confidential"), "Haushalt Grundstücksgeheimnis [Gruftstempel]"),
		webtest.Memo("verborgen-b.pdf", facts("unclear"), "Haushalt Grundstücksgeheimnis [Gruftstempel] anders"),
	}
	docs := append(hidden, webtest.Memo("offen.pdf", nil, "Haushalt der Stadt"))
	room, r := opened(t, access.Reader, docs...)
	traces := []string{"verborgen", "geheimnis", "Gruft", "A0666", "1987", "Verborgenes", "2031"}
	for _, url := range []string{"/", "/?q=haushalt", "/?all=1&order=newest", "/?q=haushalt&f=year:1987", "/?q=in:aside+grufts*", "/?f=person:Amt", "/results.csv?q=haushalt", "/results.json?all=1",
		"/suggest?q=grund", "/suggest?q=verb", "/missing", "/deadlines", "/deadlines.csv", "/deadlines.ics", "/opensearch.xml"} {
		text := page(t, room, url)
		hasNot(t, url, text, hidden[0].ID, hidden[1].ID)
		for _, trace := range traces {
			if trace == "1987" && url == "/?q=haushalt&f=year:1987" { // the reader said it
				continue
			}
			hasNot(t, url, text, trace)
		}
	}
	if n := len(paths(hidden[0].ID)); n < 8 {
		t.Fatalf("%d paths looked at", n)
	}
	has(t, "count", page(t, room, "/?q=haushalt", "Accept-Language", "en"), "1 document<")
	for _, d := range hidden {
		for _, url := range append(paths(d.ID), "/ref/A0666/21", "/?like="+d.ID) {
			w := get(t, room, http.StatusNotFound, url)
			if url != "/ref/A0666/21" {
				for _, trace := range traces {
					hasNot(t, url, w.Body.String(), trace)
				}
			}
		}
	}
	archivist, err := New(Options{Shelf: r.Shelf, Access: func(next http.Handler) http.Handler { return webtest.As(access.Archivist, next) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range append(paths(hidden[0].ID), "/ref/A0666/21") {
		if w := webtest.Ask(archivist, http.MethodGet, url, ""); w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
			t.Errorf("archivist, %s: status %d", url, w.Code)
		}
	}
	has(t, "archivist", page(t, archivist, "/?q=haushalt", "Accept-Language", "en"), "3 documents<", "not public", "verborgen-a.pdf")
	has(t, "archivist", page(t, archivist, "/deadlines"), "A0666/21")
	picture := get(t, archivist, http.StatusOK, "/doc/"+hidden[0].ID+"/1/tile/0/0/0?v="+stamp(&hidden[0].Pages[0]))
	if c := picture.Header().Get("Cache-Control"); c != "no-store" {
		t.Errorf("the browser keeps a confidential picture: %s", c)
	}
}

// paths are the URLs under which a document is served.
func paths(id string) []string {
	doc := "/doc/" + id
	return []string{doc, doc + "/1", doc + "/1?q=haushalt", doc + "/1?xywh=1,2,3,4", doc + "/1/tile/0/0/0", doc + "/1/crop?box=0,0,100,100&w=50", doc + "/original", "/export/text/" + id}
}

// TestNobodySeesNothing is for a door that lets somebody pass without saying who.
func TestNobodySeesNothing(t *testing.T) {
	d := webtest.Memo("offen.pdf", nil, "Haushalt der Stadt")
	room := open(t, "", d)
	hasNot(t, "search", page(t, room, "/?q=haushalt"), "offen.pdf", "Stadt")
	for _, url := range paths(d.ID) {
		get(t, room, http.StatusNotFound, url)
	}
}

func TestAHiddenAnswerIsNotNamed(t *testing.T) {
	docs := council("2023-03-31", true)
	docs[2].Fields = append(docs[2].Fields, webtest.Secret()...)
	room := open(t, access.Reader, docs...)
	for _, url := range []string{"/deadlines", "/deadlines.csv", "/ref/A0293/21", "/doc/"} {
		if url == "/doc/" {
			url += docs[1].ID + "/1"
		}
		text := page(t, room, url, "Accept-Language", "en")
		has(t, url, text, "answered")
		hasNot(t, url, text, "antwort.pdf", docs[2].ID, "2024-01-02", "2 January 2024")
	}
}
