package web

import (
	"net/http"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

// council is a motion, its follow-up with a deadline, and the answer to it.
func council(due string, answered bool) []*document.Document {
	f := webtest.Field
	motion := webtest.Memo("antrag.pdf", []document.Field{f("date", "2021-03-01"), f("kind", "Antrag"), f("own-reference", "A0293/21"), f("reference", "A0293/21"), f("subject", "Radwege")}, "Antrag A0293/21")
	control := webtest.Memo("kontrolle.pdf", []document.Field{f("date", "2022-05-02"), f("kind", "Beschlusskontrolle"), f("own-reference", "A0293/21"), f("reference", "A0293/21"), f("reference", "V0001/19"),
		{Name: "deadline", Type: "A0293/21", Value: due, Page: 1, Words: []int{}, Score: 0.9}}, "Beschlusskontrolle zu A0293/21 und V0001/19")
	docs := []*document.Document{motion, control}
	if answered {
		docs = append(docs, webtest.Memo("antwort.pdf", []document.Field{f("date", "2024-01-02"), f("kind", "Beschlusskontrolle"), f("own-reference", "A0293/21"), f("reference", "A0293/21")}, "Zweite Beschlusskontrolle zu A0293/21"))
	}
	return docs
}

func TestTheLifeOfAPaperStandsInOrder(t *testing.T) {
	room := open(t, access.Reader, council("2023-03-31", true)...)
	text := page(t, room, "/ref/a0293/21", "Accept-Language", "en")
	at := -1
	for _, want := range []string{"1 March 2021", "the paper itself", "2 May 2022", "report on it", "2 January 2024"} {
		i := strings.Index(text, want)
		if i < at {
			t.Errorf("%q stands at %d, after what should follow it", want, i)
		}
		at = i
	}
	has(t, "life", text, "Radwege", "answered on 2 January 2024", "named by 3 documents")
	hasNot(t, "life", text, "not in the archive; it is only cited")
	has(t, "cited only", page(t, room, "/ref/V0001/19", "Accept-Language", "en"), "not in the archive; it is only cited")
	has(t, "missing", page(t, room, "/missing"), "V0001/19")
	hasNot(t, "missing", page(t, room, "/missing"), `href="/ref/A0293/21"`)
	get(t, room, http.StatusNotFound, "/ref/A9999/99")
}

func TestDeadlinesHaveAState(t *testing.T) {
	for _, c := range []struct {
		due      string
		answered bool
		state    string
		calendar bool
	}{{"2023-03-31", true, "answered", false}, {"2023-03-31", false, "overdue", true}, {"2999-03-31", false, "open", true}} {
		room := open(t, access.Reader, council(c.due, c.answered)...)
		for _, state := range []string{"answered", "overdue", "open"} {
			text := page(t, room, "/deadlines?state="+state, "Accept-Language", "en")
			if got := strings.Contains(text, "kontrolle.pdf"); got != (state == c.state) {
				t.Errorf("%+v: under %s: %v", c, state, got)
			}
		}
		has(t, "CSV", page(t, room, "/deadlines.csv"), c.due+","+c.state+",A0293/21")
		w := get(t, room, http.StatusOK, "/deadlines.ics")
		if got := strings.Contains(w.Body.String(), "DTSTART;VALUE=DATE:"+strings.ReplaceAll(c.due, "-", "")); got != c.calendar {
			t.Errorf("%+v: in the calendar: %v", c, got)
		}
		if typ := w.Header().Get("Content-Type"); !strings.HasPrefix(typ, "text/calendar") {
			t.Errorf("the calendar is %s", typ)
		}
		paper := page(t, room, "/ref/A0293/21", "Accept-Language", "en")
		if got := strings.Contains(paper, "Next deadline:"); got != (c.state == "open") {
			t.Errorf("%+v: next deadline on the paper's page: %v", c, got)
		}
	}
}
