package imports

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/ingest/account"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

// gate is a hall whose imports are told by the test what to do.
type gate struct {
	*Hall
	room *webtest.Room
	dir  string
	jobs chan Job
	tell chan Event
	end  chan error
}

func open(t *testing.T, o Options) *gate {
	t.Helper()
	g := &gate{room: webtest.New(t, webtest.Memo("memo.pdf", nil, "Text")), dir: t.TempDir(), jobs: make(chan Job, 1), tell: make(chan Event), end: make(chan error)}
	o.Archive, o.Dir = g.room.Archive, g.dir
	o.Account = func(ctx context.Context, batch string) (*account.Account, error) {
		return account.Of(ctx, g.room.Archive, batch)
	}
	o.Run = func(ctx context.Context, j Job, report func(Event)) error {
		g.jobs <- j
		for {
			select {
			case e := <-g.tell:
				report(e)
			case err := <-g.end:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	var err error
	if g.Hall, err = New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Close)
	return g
}

// send hands in files; names and contents follow each other.
func (g *gate) send(t *testing.T, role access.Role, files ...string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := form.CreateFormFile("files", files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	form.Close()
	return webtest.Ask(webtest.As(role, g), "POST", "/imports/upload", b.String(), "Content-Type", form.FormDataContentType())
}

func (g *gate) left(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir(g.dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// until waits for a state.
func (g *gate) until(t *testing.T, what string, ok func(State) bool) State {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		s, changed := g.hall.board.look()
		if ok(s) {
			return s
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("never %s: %+v", what, s)
		}
	}
}

func TestFilesHandedInAreRead(t *testing.T) {
	g := open(t, Options{})
	if w := g.send(t, access.Archivist, "a.pdf", "one", `C:\scans\a.pdf`, "two", "../../.hidden", "three"); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	job := <-g.jobs
	var got []string
	for _, p := range job.Paths {
		data, err := os.ReadFile(p)
		if err != nil || !strings.HasPrefix(p, g.dir) {
			t.Errorf("%s: %v", p, err)
		}
		got = append(got, filepath.Base(p)+"="+string(data))
	}
	if fmt.Sprint(got) != "[a.pdf=one a.pdf=two _.hidden=three]" {
		t.Errorf("got %v", got)
	}
	if w := g.send(t, access.Archivist, "b.pdf", "x"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "already") {
		t.Errorf("a second one: %d", w.Code)
	}
	g.tell <- Event{Event: "page", Path: job.Paths[0]}
	g.tell <- Event{Event: "file", Path: job.Paths[0], Outcome: "new", ID: "abc"}
	g.tell <- Event{Event: "file", Path: job.Paths[1], Outcome: "quarantined", Reason: `"><script>alert(1)</script>`}
	s := g.until(t, "two done", func(s State) bool { return s.Done == 2 })
	if s.Total != 3 || s.Pages != 1 || s.Files["new"] != 1 || s.Recent[0].Path != "a.pdf" || s.Recent[1].ID != "abc" {
		t.Errorf("state %+v", s)
	}
	w := webtest.Ask(webtest.As(access.Archivist, g), "GET", "/imports/", "")
	if body := w.Body.String(); strings.Contains(body, "<script>alert") || !strings.Contains(body, "Being read now") || !strings.Contains(body, `http-equiv="refresh"`) {
		t.Errorf("page %s", body)
	}
	g.end <- nil
	g.until(t, "over", func(s State) bool { return !s.Running })
	g.hall.jobs.Wait()
	if n := g.left(t); n != 0 {
		t.Errorf("%d left behind", n)
	}
}

func TestWhatIsTooMuchIsNotTaken(t *testing.T) {
	g := open(t, Options{MaxBytes: 2000, MaxFiles: 2})
	for name, files := range map[string][]string{"bytes": {"a", strings.Repeat("x", 3000)}, "files": {"a", "1", "b", "2", "c", "3"}} {
		if w := g.send(t, access.Archivist, files...); w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if w := g.send(t, access.Archivist); w.Code != http.StatusBadRequest {
		t.Errorf("nothing: %d", w.Code)
	}
	if w := webtest.Ask(webtest.As(access.Archivist, g), "POST", "/imports/upload", "files=x"); w.Code != http.StatusBadRequest {
		t.Errorf("no files: %d", w.Code)
	}
	if w := webtest.Ask(webtest.As(access.Archivist, g), "POST", "/imports/upload", "--x\r\nbroken", "Content-Type", "multipart/form-data; boundary=x"); w.Code != http.StatusBadRequest {
		t.Errorf("broken: %d", w.Code)
	}
	if n := g.left(t); n != 0 || len(g.jobs) != 0 {
		t.Errorf("%d left behind, %d jobs", n, len(g.jobs))
	}
}

func TestNamesOfFilesDoNoHarm(t *testing.T) {
	for name, want := range map[string]string{
		"a.pdf": "a.pdf", "/etc/passwd": "passwd", `..\..\x.tif`: "x.tif", "..": "_..", "": "_", ".akte-done": "_.akte-done", "a\x00b\n.pdf": "a_b_.pdf",
		"\xff.pdf": "_.pdf", strings.Repeat("ä", 200) + ".pdf": strings.Repeat("ä", 73) + ".pdf", "x." + strings.Repeat("y", 300): "x." + strings.Repeat("y", 148),
	} {
		if got := safeName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func FuzzSafeName(f *testing.F) {
	for _, name := range []string{"a.pdf", `..\..\x`, ".", "/", "a\x00.b", "\xff", "ä.\u202epdf"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := safeName(name)
		if got == "" || len(got) > 150 || filepath.Base(got) != got || got[0] == '.' || strings.ContainsAny(got, "/\\\x00\n") {
			t.Errorf("%q becomes %q", name, got)
		}
	})
}

func TestQuarantineIsTriedAgain(t *testing.T) {
	g := open(t, Options{})
	path := filepath.Join(t.TempDir(), "zu.pdf")
	err := os.WriteFile(path, []byte("secret"), 0o600)
	var id string
	if err == nil {
		id, err = g.room.Archive.AddOriginal(context.Background(), path, document.Source{Name: "zu.pdf"})
	}
	if err == nil {
		err = g.room.Archive.Quarantine(archive.Quarantined{ID: id, Reason: "encrypted", Detail: "try --password-file", Source: document.Source{Name: "zu.pdf"}})
	}
	if err != nil {
		t.Fatal(err)
	}
	ask := webtest.As(access.Archivist, g)
	if body := webtest.Ask(ask, "GET", "/imports/", "").Body.String(); !strings.Contains(body, "zu.pdf") || !strings.Contains(body, "encrypted") || !strings.Contains(body, "try --password-file") {
		t.Errorf("page %s", body)
	}
	if w := webtest.Ask(ask, "POST", "/imports/retry", "id=nonsense"); w.Code != http.StatusConflict {
		t.Errorf("nothing chosen: %d", w.Code)
	}
	if w := webtest.Ask(ask, "POST", "/imports/retry", "id="+id+"&password=geheim"); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	job := <-g.jobs
	data, err := os.ReadFile(job.Passwords)
	if err != nil || string(data) != "geheim\n" || fmt.Sprint(job.Retry) != "["+id+"]" {
		t.Errorf("job %+v, passwords %q, %v", job, data, err)
	}
	g.end <- errors.New("the engine is missing")
	if s := g.until(t, "over", func(s State) bool { return !s.Running }); s.Error != "the engine is missing" {
		t.Errorf("state %+v", s)
	}
	g.hall.jobs.Wait()
	if n := g.left(t); n != 0 {
		t.Errorf("%d left behind", n)
	}
}

func TestProgressIsTold(t *testing.T) {
	g := open(t, Options{})
	server := httptest.NewServer(webtest.As(access.Archivist, g))
	defer server.Close()
	res, err := http.Get(server.URL + "/imports/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("media type %s", got)
	}
	lines := bufio.NewScanner(res.Body)
	next := func() (s State) {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if err := json.Unmarshal([]byte(data), &s); err != nil {
					t.Fatal(err)
				}
				return s
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return s
	}
	if s := next(); s.Running {
		t.Errorf("before: %+v", s)
	}
	g.send(t, access.Archivist, "a.pdf", "x", "b.pdf", "y")
	<-g.jobs
	g.tell <- Event{Event: "file", Path: "/tmp/x/a.pdf", Outcome: "new"}
	for s := next(); s.Done != 1; s = next() {
	}
	g.end <- nil
	for s := next(); s.Running; s = next() {
	}
	g.Leave() // a server that stops lets its watchers go
	for lines.Scan() {
	}
}

func TestOnlyArchivistsImport(t *testing.T) {
	g := open(t, Options{})
	for _, path := range []string{"/imports/", "/imports/events", "/imports/x", "/imports/x/account"} {
		if w := webtest.Ask(webtest.As(access.Reader, g), "GET", path, ""); w.Code != 403 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := g.send(t, access.Reader, "a.pdf", "x"); w.Code != 403 || g.left(t) != 0 {
		t.Errorf("a reader hands in: %d", w.Code)
	}
	if w := webtest.Ask(webtest.As(access.Archivist, g), "GET", "/imports/2020-01-01T00-00-00Z", ""); w.Code != 404 {
		t.Errorf("no such batch: %d", w.Code)
	}
}

func TestABatchIsReported(t *testing.T) {
	g := open(t, Options{})
	b, err := g.room.Archive.Begin(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), document.Made{}, []string{"/scans"})
	if err == nil {
		err = b.Add(archive.Entry{Path: `<b>x.pdf`, Outcome: archive.SkippedFile, Reason: "<i>no document", Size: 1})
	}
	if err == nil {
		err = b.End(time.Date(2026, 1, 2, 3, 5, 5, 0, time.UTC), 1, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	ask := webtest.As(access.Archivist, g)
	if body := webtest.Ask(ask, "GET", "/imports/", "").Body.String(); !strings.Contains(body, "/imports/2026-01-02T03-04-05Z") || !strings.Contains(body, "1 skipped") {
		t.Errorf("list %s", body)
	}
	w := webtest.Ask(ask, "GET", "/imports/2026-01-02T03-04-05Z", "")
	if body := w.Body.String(); w.Code != 200 || strings.Contains(body, "<b>x") || strings.Contains(body, "<i>no") || !strings.Contains(body, "x.pdf") {
		t.Errorf("report %d %s", w.Code, body)
	}
	w = webtest.Ask(ask, "GET", "/imports/2026-01-02T03-04-05Z/account", "")
	if w.Code != 200 || strings.Contains(w.Body.String(), "<b>x") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("sheet %d %v", w.Code, w.Header())
	}
}
