package review

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

// office is a desk over an archive with one memo: "EINGANG" is hidden by a stamp, "Verbamd" was read badly.
type office struct {
	*webtest.Room
	http.Handler
	memo  *document.Document
	queue *Queue
}

func open(t *testing.T) *office {
	t.Helper()
	memo := webtest.Memo("memo.pdf", []document.Field{{Name: "kind", Value: "Antrag", Page: 1, Words: []int{0}, Score: 0.3}, webtest.Field("date", "2024-05-03")},
		"Der Verbamd tagt [EINGANG] am Montag", "Die Satzung [Stadtrat]")
	memo.Pages[0].Words[1].Conf = 0.4
	o := &office{Room: webtest.New(t, memo), memo: memo, queue: &Queue{}}
	var err error
	o.Handler, err = New(Options{Shelf: o.Shelf, Archive: o.Archive, Queue: o.queue, Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	o.follow(t)
	return o
}

func (o *office) follow(t *testing.T) {
	t.Helper()
	if err := o.queue.Follow(context.Background(), o.Source(), o.Archive.Rulings); err != nil {
		t.Fatal(err)
	}
}

func (o *office) url(page int) string { return fmt.Sprintf("/review/%s/%d", o.memo.ID, page) }

// say sends a form; keys and values follow each other.
func (o *office) say(t *testing.T, page, status int, form ...string) string {
	t.Helper()
	v := url.Values{}
	for i := 0; i < len(form); i += 2 {
		v.Set(form[i], form[i+1])
	}
	w := webtest.Ask(webtest.As(access.Archivist, o), "POST", o.url(page), v.Encode())
	if w.Code != status {
		t.Fatalf("%v: %d, want %d: %s", form, w.Code, status, w.Body)
	}
	return w.Body.String()
}

func (o *office) show(t *testing.T, path string) string {
	t.Helper()
	w := webtest.Ask(webtest.As(access.Archivist, o), "GET", path, "")
	if w.Code != 200 {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func (o *office) text(t *testing.T, page int) string {
	t.Helper()
	d, err := o.Archive.Get(o.memo.ID)
	if err != nil {
		t.Fatal(err)
	}
	return d.Pages[page-1].Body().String
}

var lastRuling = regexp.MustCompile(`name="ruling" value="([^"]+)"`)

func (o *office) undo(t *testing.T, page int) {
	t.Helper()
	m := lastRuling.FindStringSubmatch(o.show(t, o.url(page)))
	if m == nil {
		t.Fatal("nothing to undo")
	}
	o.say(t, page, 303, "do", "undo", "ruling", m[1])
}

func TestAHiddenWordComesBackAndGoesAgain(t *testing.T) {
	o := open(t)
	before := o.text(t, 1)
	box := boxText(o.memo.Pages[0].Artefacts[0].Box)
	o.say(t, 1, 303, "do", "keep", "finding", "0", "box", box)
	if got := o.text(t, 1); got != "Der Verbamd tagt EINGANG am Montag" {
		t.Errorf("after keep: %q", got)
	}
	r, _ := o.Archive.Rulings(o.memo.ID)
	if r[0].Who != "test" || r[0].When != "2026-01-02T03:04:05Z" {
		t.Errorf("ruling %+v", r[0])
	}
	o.Sync(t)
	if res, err := o.Index.Search(context.Background(), o.Source(), index.Request{Query: "EINGANG"}); err != nil || res.Total != 1 {
		t.Errorf("search after keep: %+v, %v", res, err)
	}
	for range r { // the word and its finding
		if o.text(t, 1) != before {
			o.undo(t, 1)
		}
	}
	if got := o.text(t, 1); got != before {
		t.Errorf("after undo: %q, want %q", got, before)
	}
	o.say(t, 1, 409, "do", "keep", "finding", "0", "box", "1,2,3,4")
	o.say(t, 1, 409, "do", "keep", "finding", "7", "box", box)
}

func TestWordsLinesAndPlacesAreCorrected(t *testing.T) {
	o := open(t)
	word := func(i int) string { return boxText(o.memo.Pages[0].Words[i].Box) }
	o.say(t, 1, 303, "do", "read", "box", word(1), "text", "  Verband\t ")
	if got := o.text(t, 1); got != "Der Verband tagt am Montag" {
		t.Errorf("after a word: %q", got)
	}
	o.undo(t, 1)
	if got := o.text(t, 1); got != "Der Verbamd tagt am Montag" {
		t.Errorf("after undo: %q", got)
	}
	o.say(t, 1, 303, "do", "read", "box", word(1), "text", "Planungs Verband")
	if got := o.text(t, 1); got != "Der Planungs Verband tagt am Montag" {
		t.Errorf("one word became two: %q", got)
	}
	o.say(t, 1, 303, "do", "read", "box", "100,1000,400,1040", "text", "gez. Müller")
	if got := o.text(t, 1); !strings.HasSuffix(got, "\n\ngez. Müller") {
		t.Errorf("where nothing was read: %q", got)
	}
	o.say(t, 1, 303, "do", "read", "box", word(0), "text", "")
	if got := o.text(t, 1); strings.HasPrefix(got, "Der") {
		t.Errorf("an empty text is no word: %q", got)
	}
	o.say(t, 1, 303, "do", "hide", "box", "100,1000,400,1040", "kind", "stamp", "note", "a stamp")
	r, _ := o.Archive.Rulings(o.memo.ID)
	if last := r[len(r)-1]; last.Kind != document.Stamp || last.Note != "a stamp" {
		t.Errorf("ruling %+v", last)
	}
	line := o.memo.Pages[1].Words[0].Box.Union(o.memo.Pages[1].Words[1].Box)
	if body := o.show(t, o.url(2)); !strings.Contains(body, boxText(line)) {
		t.Errorf("no line %v on %s", line, body)
	}
	o.say(t, 2, 303, "do", "read", "box", boxText(line), "text", "Die neue Satzung")
	if got := o.text(t, 2); got != "Die neue Satzung" {
		t.Errorf("a line: %q", got)
	}
}

func TestFieldsAreStatedDeniedAndTakenBack(t *testing.T) {
	o := open(t)
	fields := func() string {
		d, err := o.Archive.Get(o.memo.ID)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, f := range d.Fields {
			all = append(all, f.Name+"="+f.Value)
		}
		return strings.Join(all, " ")
	}
	before := fields()
	o.say(t, 1, 303, "do", "state", "field", "date", "value", "4.5.2024")
	o.say(t, 1, 303, "do", "state", "field", "reference", "value", "a 0293 / 21")
	if got := fields(); got != "kind=Antrag date=2024-05-04 reference=A0293/21" {
		t.Errorf("stated: %s", got)
	}
	o.say(t, 1, 303, "do", "deny", "field", "kind", "value", "Antrag")
	if got := fields(); got != "date=2024-05-04 reference=A0293/21" {
		t.Errorf("denied: %s", got)
	}
	for range 3 {
		o.undo(t, 1)
	}
	if got := fields(); got != before {
		t.Errorf("undone: %s, want %s", got, before)
	}
	for _, c := range [][2]string{{"date", "gestern"}, {"confidentiality", "geheim"}, {"kind", ""}, {"colour", "red"}, {"subject", strings.Repeat("x", maxText+1)}} {
		o.say(t, 1, 400, "do", "state", "field", c[0], "value", c[1])
	}
	if got := fields(); got != before {
		t.Errorf("what was refused was kept: %s", got)
	}
}

func TestAllDoubtfulWordsAreConfirmedAtOnce(t *testing.T) {
	o := open(t)
	if body := o.show(t, o.url(1)); !strings.Contains(body, `value="Verbamd"`) {
		t.Errorf("not in doubt: %s", body)
	}
	o.say(t, 1, 303, "do", "confirm")
	if body := o.show(t, o.url(1)+"?said=confirm"); strings.Contains(body, `value="confirm"`) || !strings.Contains(body, "Confirmed.") {
		t.Error("still in doubt")
	}
	if got := o.text(t, 1); got != "Der Verbamd tagt am Montag" {
		t.Errorf("text %q", got)
	}
}

func TestWhatCannotBeSaidIsToldAndNothingIsKept(t *testing.T) {
	o := open(t)
	for _, form := range [][]string{{}, {"do", "dance"}, {"do", "read", "box", "x", "text", "y"}, {"do", "read", "box", "5,5,5,9", "text", "y"}, {"do", "hide", "box", "9000,9000,9100,9100"},
		{"do", "read", "box", "1,2,3,4", "text", "\xff"}, {"do", "hide", "box", "1,2,30,40", "kind", "<b>"}, {"do", "hide", "box", "1,2,30,40", "note", strings.Repeat("x", maxNote+1)}} {
		if body := o.say(t, 1, 400, form...); !strings.Contains(body, `role="alert"`) {
			t.Errorf("%v: not told", form)
		}
	}
	o.say(t, 1, 409, "do", "undo", "ruling", "0-abc")
	if r, err := o.Archive.Rulings(o.memo.ID); err != nil || len(r) != 0 {
		t.Errorf("kept %v, %v", r, err)
	}
	w := webtest.Ask(webtest.As(access.Archivist, o), "POST", o.url(1), "do=read&text="+strings.Repeat("x", maxForm))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large form: %d", w.Code)
	}
}

func TestOnlyArchivistsReview(t *testing.T) {
	o := open(t)
	for _, path := range []string{"/review/", "/review/next", o.url(1)} {
		for _, role := range []access.Role{"", access.Reader} {
			if w := webtest.Ask(webtest.As(role, o), "GET", path, ""); w.Code != 403 {
				t.Errorf("%q at %s: %d", role, path, w.Code)
			}
		}
	}
	if w := webtest.Ask(webtest.As(access.Reader, o), "POST", o.url(1), "do=confirm"); w.Code != 403 {
		t.Errorf("a reader rules: %d", w.Code)
	}
	for _, path := range []string{"/review/x/1", o.url(3), o.url(1) + "0", "/review/" + o.memo.ID + "/01"} {
		if w := webtest.Ask(webtest.As(access.Archivist, o), "GET", path, ""); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestTheQueueHasFirstWhatGainsMost(t *testing.T) {
	o := open(t)
	bad := webtest.Memo("schlecht.pdf", nil, "Grxndstück Bxbauung Strxße Planxng")
	for i := range bad.Pages[0].Words {
		bad.Pages[0].Words[i].Conf = 0.2
	}
	broken := webtest.Memo("kaputt.pdf", []document.Field{webtest.Field("date", "2024-05-03")}, "")
	broken.Pages[0].Verdict, broken.Pages[0].Problem = document.Unreadable, "damaged"
	fine := webtest.Memo("gut.pdf", []document.Field{webtest.Field("date", "2024-05-03")}, "Alles ist lesbar")
	for _, d := range []*document.Document{bad, broken, fine} {
		o.Put(t, d)
	}
	o.follow(t)
	all, whole := o.queue.List()
	var got []string
	for _, task := range all {
		got = append(got, fmt.Sprintf("%s/%d", task.Name, task.Page))
	}
	if want := "[kaputt.pdf/1 schlecht.pdf/1 memo.pdf/1]"; fmt.Sprint(got) != want || !whole {
		t.Errorf("queue %v, want %s", got, want)
	}
	if task := all[2]; task.Doubtful != 1 || fmt.Sprint(task.Fields) != "[kind]" || task.Hidden != 1 {
		t.Errorf("memo: %+v", task)
	}
	body := o.show(t, "/review/")
	if strings.Index(body, "kaputt.pdf") > strings.Index(body, "schlecht.pdf") || strings.Contains(body, "gut.pdf") {
		t.Errorf("list %s", body)
	}
	next := webtest.Ask(webtest.As(access.Archivist, o), "GET", fmt.Sprintf("/review/next?after=%s/1", bad.ID), "")
	if got := next.Header().Get("Location"); got != o.url(1) {
		t.Errorf("led to %s", got)
	}
	last := webtest.Ask(webtest.As(access.Archivist, o), "GET", fmt.Sprintf("/review/next?after=%s/1", o.memo.ID), "")
	if got := last.Header().Get("Location"); got != "/review/" {
		t.Errorf("after the last: %s", got)
	}
	// What was settled leaves the queue.
	o.say(t, 1, 303, "do", "confirm")
	o.say(t, 1, 303, "do", "state", "field", "kind", "value", "Antrag")
	o.say(t, 1, 303, "do", "hide", "finding", "0", "box", boxText(o.memo.Pages[0].Artefacts[0].Box))
	o.follow(t)
	if all, _ := o.queue.List(); len(all) != 2 {
		t.Errorf("%d tasks left: %+v", len(all), all)
	}
}

func TestTextsOfTheScanStayTexts(t *testing.T) {
	evil := `"><img/src=x/onerror=alert(1)><script>alert(1)</script>`
	memo := webtest.Memo(evil, []document.Field{webtest.Field("subject", evil), webtest.Field("date", "2024-05-03")}, evil+" ["+evil+"]")
	memo.Pages[0].Words[0].Conf = 0.1
	memo.Pages[0].Artefacts[0].Reasons[0].Text = evil
	r := webtest.New(t, memo)
	q := &Queue{}
	h, err := New(Options{Shelf: r.Shelf, Archive: r.Archive, Queue: q, Now: time.Now})
	if err == nil {
		err = q.Follow(context.Background(), r.Source(), r.Archive.Rulings)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/review/", "/review/" + memo.ID + "/1"} {
		w := webtest.Ask(webtest.As(access.Archivist, h), "GET", path, "")
		if body := w.Body.String(); w.Code != 200 || strings.Contains(body, "<img/src") || strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;") {
			t.Errorf("%s: %d %s", path, w.Code, body)
		}
	}
}
