package web

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"image/jpeg"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

func TestSearchShowsThePassageAndWhyItWasFound(t *testing.T) {
	room := open(t, access.Reader, webtest.Memo("haushalt.pdf", []document.Field{webtest.Field("subject", "Der Haushalt"), webtest.Field("date", "2024-04-25")},
		"Die Haushalte der Stadt sind beschlossen"))
	has(t, "answer", page(t, room, "/?q=haushalt", "Accept-Language", "en"), "<mark>Haushalte</mark>", ">inflected<", "1 document", "25 April 2024", "Der Haushalt")
}

// TestTheStripShowsTheWord looks at the pixels: on the test's pictures each word is a black box.
func TestTheStripShowsTheWord(t *testing.T) {
	words := strings.Repeat("Wort ", 63) + "Haushalt " + strings.Repeat("Wort ", 30)
	room := open(t, access.Reader, webtest.Memo("a.pdf", nil, words))
	answer := page(t, room, "/?q=haushalt")
	src := regexp.MustCompile(`<img src="(/doc/[^"]+/crop[^"]+)"`).FindStringSubmatch(answer)
	view := regexp.MustCompile(`<svg viewBox="(\d+) (\d+) (\d+) (\d+)"><rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"`).FindStringSubmatch(answer)
	if src == nil || view == nil {
		t.Fatalf("no strip in %.2000s", answer)
	}
	var n [9]int
	for i := 1; i < 9; i++ {
		fmt.Sscan(view[i], &n[i])
	}
	w := get(t, room, http.StatusOK, html.UnescapeString(src[1]))
	img, err := jpeg.Decode(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	scale := float64(img.Bounds().Dx()) / float64(n[3])
	dark := func(x, y int) bool {
		r, _, _, _ := img.At(int(float64(x-n[1])*scale), int(float64(y-n[2])*scale)).RGBA()
		return r < 0x6000
	}
	// Word 63 stands at (400, 340) and is 90 × 24 pixels large.
	if !dark(445, 352) || dark(495, 352) {
		t.Error("the word is not where it stands on the page")
	}
	if n[5] > 400 || n[5]+n[7] < 490 || n[6] > 340 || n[6]+n[8] < 364 || n[7] > 110 || n[8] > 40 {
		t.Errorf("the outline %v is not around the word", n[5:])
	}
}

func TestFacetsNarrowWithoutLosingTheQuery(t *testing.T) {
	year := func(y string) []document.Field { return []document.Field{webtest.Field("date", y+"-01-02")} }
	room := open(t, access.Reader, webtest.Memo("a.pdf", year("2021"), "Haushalt der Stadt"), webtest.Memo("b.pdf", year("2022"), "Haushalt der Stadt"),
		webtest.Memo("c.pdf", year("2022"), "Haushalt und Plan"))
	answer := page(t, room, `/?q=haushalt+"der+stadt&order=oldest`)
	link := regexp.MustCompile(`href="([^"]*f=year[^"]*)">2022</a> <span class="soft">(\d+)<`).FindStringSubmatch(answer)
	if link == nil {
		t.Fatalf("no year to choose in %.3000s", answer)
	}
	to, err := url.Parse(html.UnescapeString(link[1]))
	if err != nil {
		t.Fatal(err)
	}
	if q := to.Query(); q.Get("q") != `haushalt "der stadt` || q.Get("order") != "oldest" {
		t.Errorf("the link keeps %v", q)
	}
	narrowed := page(t, room, to.String(), "Accept-Language", "en")
	has(t, "narrowed", narrowed, link[2]+" document", "b.pdf", `class="chip"`)
	hasNot(t, "narrowed", narrowed, "a.pdf")
}

func TestEveryPageOfAnAnswerIsReached(t *testing.T) {
	var docs []*document.Document
	for i := range 23 {
		docs = append(docs, webtest.Memo(fmt.Sprintf("memo-%02d.pdf", i), nil, "Haushalt der Stadt", "noch ein Haushalt"))
	}
	room := open(t, access.Reader, docs...)
	var seen []string
	next := "/?q=haushalt"
	for range 5 {
		answer := page(t, room, next)
		for _, m := range regexp.MustCompile(`<span class="file">|>(memo-\d\d\.pdf)</a></h2>`).FindAllStringSubmatch(answer, -1) {
			if m[1] != "" {
				seen = append(seen, m[1])
			}
		}
		m := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(answer)
		if m == nil {
			break
		}
		next = html.UnescapeString(m[1])
	}
	slices.Sort(seen)
	if got := len(seen); got != 23 || len(slices.Compact(seen)) != 23 {
		t.Errorf("%d documents on all pages, want 23, each once", got)
	}
	hasNot(t, "beyond the end", page(t, room, "/?q=haushalt&page=900"), "<mark>")
}

func TestDatesNarrowAsPeopleWriteThem(t *testing.T) {
	on := func(day string) []document.Field { return []document.Field{webtest.Field("date", day)} }
	room := open(t, access.Reader, webtest.Memo("a.pdf", on("2021-06-30"), "Haushalt"), webtest.Memo("b.pdf", on("2022-07-01"), "Haushalt"))
	for between, want := range map[string]string{"from=2022": "b.pdf", "to=2021-12": "a.pdf", "from=1.7.2022": "b.pdf", "to=6.2021": "a.pdf", "from=2021-6-30&to=30.6.2021": "a.pdf"} {
		text := page(t, room, "/?q=haushalt&"+between, "Accept-Language", "en")
		has(t, between, text, want, "1 document<")
	}
	has(t, "no date", page(t, room, "/?q=haushalt&from=gestern", "Accept-Language", "en"), "gestern is not a date", "2 documents<")
}

func TestAnAnswerLeavesAsTableAndJSON(t *testing.T) {
	room := open(t, access.Reader, webtest.Memo("=cmd.pdf", []document.Field{webtest.Field("date", "2024-04-25")}, "Haushalt der Stadt"))
	w := get(t, room, http.StatusOK, "/results.csv?q=haushalt")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if r := rows[1]; r[2] != "'=cmd.pdf" || r[3] != "2024-04-25" || !strings.HasPrefix(r[8], "http://example.com/doc/") {
		t.Errorf("row %q", r)
	}
	if d := w.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("it is %q", d)
	}
	var list struct {
		Total int
		Hits  []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(page(t, room, "/results.json?q=haushalt")), &list); err != nil || list.Total != 1 || list.Hits[0].Name != "=cmd.pdf" {
		t.Errorf("JSON: %+v, %v", list, err)
	}
}

func TestHelpWhereLittleIsFound(t *testing.T) {
	room := open(t, access.Reader, webtest.Memo("a.pdf", nil, "Die Hausmitteilung der Stadt ist vom Stadtrat beschlossen [Eingangsstempel]"))
	has(t, "nothing", page(t, room, "/?q=eingangsstempel", "Accept-Language", "de"), "Nichts gefunden", "in:aside eingangsstempel")
	has(t, "aside", page(t, room, "/?q=in:aside+eingangsstempel"), "<mark>Eingangsstempel</mark>")
	has(t, "meant", page(t, room, "/?q=hausmiteilung", "Accept-Language", "en"), `<p class="meant">Did you mean <a href="/?q=Hausmitteilung">Hausmitteilung</a>`)
	has(t, "meant, narrowed", page(t, room, "/?q=hausmiteilung&f=verdict:text"), `q=Hausmitteilung">Hausmitteilung</a>`)
}

// TestNotesSpeakGerman asks in ways that the search has something to say about.
func TestNotesSpeakGerman(t *testing.T) {
	room := open(t, access.Reader, webtest.Memo("a.pdf", nil, "Der Haushalt der Stadt"), webtest.Memo("b.pdf", nil, "Der Plan der Stadt"))
	for q, want := range map[string]string{
		`"haushalt stadt`: "Anführungszeichen", "(haushalt": "Klammer", "haushalt)": "Klammer", "*plan stadt": "am Anfang", "ab* stadt": "mindestens 3",
		"date:gestern stadt": "kein Datum", "in:nirgends stadt": "in:nirgends", "verdict:gut stadt": "verdict:gut", "haushalt xyzzy": "Kein Dokument enthält alle",
		"haushalt plan": "Kein Dokument enthält alle", "OR stadt": "OR",
	} {
		answer := page(t, room, "/?q="+url.QueryEscape(q), "Accept-Language", "de")
		notes := regexp.MustCompile(`<p class="note">([^<]*)</p>`).FindAllStringSubmatch(answer, -1)
		if !slices.ContainsFunc(notes, func(n []string) bool { return strings.Contains(html.UnescapeString(n[1]), want) }) {
			t.Errorf("%s: notes %q, want one with %q", q, notes, want)
		}
		for _, n := range notes {
			if strings.Contains(n[1], "passed over") || strings.Contains(n[1], " words") {
				t.Errorf("%s: %q is English", q, n[1])
			}
		}
	}
}

func TestSuggestionsCompleteTheWord(t *testing.T) {
	room := open(t, access.Reader, webtest.Memo("a.pdf", nil, "Haushaltssatzung der Stadt"))
	var answer []any
	if err := json.Unmarshal([]byte(page(t, room, "/suggest?q=haush")), &answer); err != nil || fmt.Sprint(answer) != "[haush [Haushaltssatzung]]" {
		t.Errorf("%v, %v", answer, err)
	}
}
