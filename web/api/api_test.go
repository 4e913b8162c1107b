package api

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/ingest/account"
	"aktenkundig/web/access"
	"aktenkundig/web/webtest"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write testdata/openapi.json")

// holdings are served by a handler: a motion with a deadline, its resolution, and a secret that names the same motion.
type holdings struct {
	http.Handler
	motion, resolution, secret *document.Document
}

func open(t *testing.T) *holdings {
	t.Helper()
	ref := func(name string) document.Field {
		f := webtest.Field(name, "A0293/21")
		f.Type = "motion"
		return f
	}
	h := &holdings{
		motion: webtest.Memo("antrag.pdf", []document.Field{webtest.Field("date", "2021-05-03"), webtest.Field("kind", "Antrag"), ref("own-reference"), ref("reference"), webtest.Field("deadline", "2021-12-31")},
			"Antrag A0293/21 zum Verband [EINGANG]", "Anlage zum Verband"),
		resolution: webtest.Memo("beschluss.pdf", []document.Field{webtest.Field("date", "2021-09-03"), ref("reference"), webtest.Field("reference", "V0001/20")}, "Beschluss zu A0293/21 Verband"),
		secret:     webtest.Memo("geheim.pdf", append(webtest.Secret(), webtest.Field("date", "2022-01-01"), ref("reference"), webtest.Field("reference", "V0666/20"), webtest.Field("deadline", "2023-01-01")), "Geheimes zu A0293/21 Verband"),
	}
	r := webtest.New(t, h.motion, h.resolution, h.secret)
	b, err := r.Archive.Begin(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), document.Made{Languages: []string{"deu"}}, []string{"/scans"})
	if err == nil {
		err = b.Add(archive.Entry{Path: "antrag.pdf", ID: h.motion.ID, Outcome: archive.NewFile, Pages: map[document.Verdict]int{document.Text: 2}, Size: 7})
	}
	if err == nil {
		err = b.Add(archive.Entry{Path: "kaputt.pdf", Outcome: archive.SkippedFile, Reason: "no document", Size: 1})
	}
	if err == nil {
		err = b.End(time.Date(2026, 1, 2, 3, 5, 5, 0, time.UTC), 2, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	h.Handler = New(Options{Shelf: r.Shelf, Finder: r.Index, Archive: r.Archive, Today: func() string { return "2022-06-01" },
		Account: func(ctx context.Context, batch string) (*account.Account, error) {
			return account.Of(ctx, r.Archive, batch)
		}})
	return h
}

func (h *holdings) get(t *testing.T, role access.Role, path string, status int, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	w := webtest.Ask(webtest.As(role, h), "GET", "/api/v1/"+path, "", headers...)
	if w.Code != status {
		t.Errorf("%s: %d, want %d: %s", path, w.Code, status, w.Body)
	}
	return w
}

func (h *holdings) ask(t *testing.T, role access.Role, path string, v any) {
	t.Helper()
	if err := json.Unmarshal(h.get(t, role, path, 200).Body.Bytes(), v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// asks are a good question for each operation.
func (h *holdings) asks() map[string][]string {
	return map[string][]string{
		"search":         {"search?q=Verband&facets=5&limit=1", "search?q=nirgends", "search?ref=a+0293/21&order=newest", "search?like=" + h.motion.ID, "search"},
		"suggest":        {"suggest?q=Verb", "suggest?q=zzz&limit=20"},
		"listDocuments":  {"documents", "documents?limit=1"},
		"getDocument":    {"documents/" + h.motion.ID},
		"getOriginal":    {"documents/" + h.motion.ID + "/original"},
		"searchDocument": {"documents/" + h.motion.ID + "/within?q=Verband", "documents/" + h.motion.ID + "/within?q=x"},
		"getPage":        {"documents/" + h.motion.ID + "/pages/1"},
		"getWords":       {"documents/" + h.motion.ID + "/pages/2/words"},
		"getReference":   {"references/A0293/21", "references/a%200293/21"},
		"listMissing":    {"missing"},
		"listDeadlines":  {"deadlines", "deadlines?on=2021-01-01&state=open"},
		"listBatches":    {"batches"},
		"getBatch":       {"batches/2026-01-02T03-04-05Z"},
		"listEntries":    {"batches/2026-01-02T03-04-05Z/files?limit=1"},
	}
}

// spec is the description as it is served.
func (h *holdings) spec(t *testing.T) map[string]any {
	t.Helper()
	var v map[string]any
	h.ask(t, access.Reader, "openapi.json", &v)
	return v
}

func TestTheDescriptionIsAsReviewed(t *testing.T) {
	h := open(t)
	got, err := json.MarshalIndent(h.spec(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got)+"\n", "\n")); diff != "" {
		t.Errorf("the interface changed; if that is meant, run with -update:\n%s", diff)
	}
}

// TestAnswersAreAsDescribed asks every operation and checks what it answers against the description as served.
func TestAnswersAreAsDescribed(t *testing.T) {
	h := open(t)
	spec := h.spec(t)
	closed(spec["components"].(map[string]any)["schemas"].(map[string]any))
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", spec); err != nil {
		t.Fatal(err)
	}
	asks, done := h.asks(), 0
	for path, item := range spec["paths"].(map[string]any) {
		get := item.(map[string]any)["get"].(map[string]any)
		name := get["operationId"].(string)
		if len(asks[name]) == 0 {
			t.Errorf("%s: described and never asked", name)
		}
		done++
		for _, ask := range asks[name] {
			matchPath(t, path, ask)
			w := h.get(t, access.Archivist, ask, 200)
			if w.Header().Get("ETag") == "" {
				t.Errorf("%s: no ETag", ask)
			}
			if name == "getOriginal" {
				continue
			}
			pointer := fmt.Sprintf("openapi.json#/paths/%s/get/responses/200/content/application~1json/schema", strings.NewReplacer("~", "~0", "/", "~1").Replace(path))
			schema, err := compiler.Compile(pointer)
			if err != nil {
				t.Fatal(err)
			}
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("%s: %v\n%s", ask, err, w.Body)
			}
		}
	}
	if done != len(operations()) || done != len(asks) {
		t.Errorf("%d described, %d operations, %d asked", done, len(operations()), len(asks))
	}
}

// closed lets no member through that is not described.
func closed(schemas map[string]any) {
	for _, s := range schemas {
		s.(map[string]any)["additionalProperties"] = false
	}
}

func matchPath(t *testing.T, described, asked string) {
	t.Helper()
	pattern := regexp.MustCompile(`\\\{ref\\\}|\\\{\w+\\\}`).ReplaceAllStringFunc(regexp.QuoteMeta(described), func(s string) string {
		if s == `\{ref\}` {
			return ".+"
		}
		return "[^/]+"
	})
	path, _, _ := strings.Cut(asked, "?")
	if !regexp.MustCompile("^" + pattern + "$").MatchString("/" + path) {
		t.Errorf("%s is not %s", asked, described)
	}
}

// TestParametersAreAsDescribed asks with what the description allows, and with what it does not.
func TestParametersAreAsDescribed(t *testing.T) {
	h := open(t)
	asks := h.asks()
	for _, item := range h.spec(t)["paths"].(map[string]any) {
		get := item.(map[string]any)["get"].(map[string]any)
		name := get["operationId"].(string)
		if name == "getOriginal" {
			continue
		}
		base := asks[name][0]
		if !strings.Contains(base, "?") {
			base += "?"
		}
		problem := func(ask string) {
			w := h.get(t, access.Archivist, ask, 400)
			if w.Header().Get("Content-Type") != "application/problem+json" || !strings.Contains(w.Body.String(), `"status":400`) {
				t.Errorf("%s: %v %s", ask, w.Header(), w.Body)
			}
		}
		problem(base + "&nonsense=1")
		for _, x := range get["parameters"].([]any) {
			p := x.(map[string]any)
			if p["in"] != "query" {
				continue
			}
			q := p["name"].(string)
			schema := p["schema"].(map[string]any)
			bare, _, _ := strings.Cut(base, "?")
			switch {
			case p["required"] == true:
				problem(bare)
			case name == "suggest" || name == "searchDocument": // these need q beside it
				bare += "?q=x"
			}
			sep := "?"
			if strings.Contains(bare, "?") {
				sep = "&"
			}
			if schema["type"] == "integer" {
				h.get(t, access.Archivist, fmt.Sprintf("%s%s%s=%v", bare, sep, q, schema["maximum"]), 200)
				h.get(t, access.Archivist, fmt.Sprintf("%s%s%s=%v", bare, sep, q, schema["minimum"]), 200)
				problem(fmt.Sprintf("%s%s%s=%v", bare, sep, q, schema["maximum"].(float64)+1))
				problem(fmt.Sprintf("%s%s%s=%v", bare, sep, q, schema["minimum"].(float64)-1))
				problem(bare + sep + q + "=x")
			}
			if all, ok := schema["enum"].([]any); ok {
				for _, v := range all {
					h.get(t, access.Archivist, fmt.Sprintf("%s%s%s=%v", bare, sep, q, v), 200)
				}
				problem(bare + sep + q + "=x")
			}
			if q == "cursor" {
				problem(bare + sep + "cursor=%21")
			}
			problem(bare + sep + q + "=" + strings.Repeat("x", maxValue+1))
			problem(bare + sep + q + "=1&" + q + "=1")
		}
	}
	h.get(t, access.Reader, "search?q=Verband&from=gestern", 400)
	h.get(t, access.Reader, "deadlines?on=gestern", 400)
	h.get(t, access.Reader, "search?q=%zz", 400)
}

func TestReadersFindNoTraceOfSecrets(t *testing.T) {
	h := open(t)
	for _, asks := range h.asks() {
		for _, ask := range asks {
			if strings.HasPrefix(ask, "batches") {
				h.get(t, access.Reader, ask, 403)
				continue
			}
			body := h.get(t, access.Reader, ask, 200).Body.String()
			for _, trace := range []string{h.secret.ID, "eheim", "V0666/20", "2023-01-01"} {
				if strings.Contains(body, trace) {
					t.Errorf("%s tells of %s: %s", ask, trace, body)
				}
			}
			h.get(t, "", ask, 401)
		}
	}
	for _, ask := range []string{"documents/%s", "documents/%s/original", "documents/%s/within?q=Verband", "documents/%s/pages/1", "documents/%s/pages/1/words", "search?like=%s"} {
		h.get(t, access.Reader, fmt.Sprintf(ask, h.secret.ID), 404)
		h.get(t, access.Archivist, fmt.Sprintf(ask, h.secret.ID), 200)
	}
	h.get(t, access.Reader, "references/V0666/20", 404)
	var all, some SearchAnswer
	h.ask(t, access.Archivist, "search?q=Verband&facets=10", &all)
	h.ask(t, access.Reader, "search?q=Verband&facets=10", &some)
	if all.Total != 3 || some.Total != 2 {
		t.Errorf("archivists find %d, readers %d", all.Total, some.Total)
	}
}

func TestCursorsLeadThroughTheWholeList(t *testing.T) {
	h := open(t)
	for role, want := range map[access.Role]int{access.Reader: 2, access.Archivist: 3} {
		seen, next := map[string]bool{}, ""
		for range 5 {
			var a Documents
			h.ask(t, role, "documents?limit=1&cursor="+next, &a)
			for _, d := range a.Documents {
				seen[d.ID] = true
			}
			if next = a.Next; next == "" {
				break
			}
		}
		if len(seen) != want || next != "" {
			t.Errorf("%s sees %d documents, next %q", role, len(seen), next)
		}
	}
	var first, second SearchAnswer
	h.ask(t, access.Reader, "search?q=Verband&limit=2", &first)
	h.ask(t, access.Reader, "search?q=Verband&limit=2&cursor="+first.Next, &second)
	if len(first.Hits) != 2 || len(second.Hits) != 1 || second.Next != "" || cmp.Equal(first.Hits[1], second.Hits[0]) {
		t.Errorf("first %+v, second %+v", first, second)
	}
	var files Entries
	h.ask(t, access.Archivist, "batches/2026-01-02T03-04-05Z/files?limit=1&cursor="+cursor("1"), &files)
	if len(files.Files) != 1 || files.Files[0].Path != "kaputt.pdf" || files.Next != "" {
		t.Errorf("files %+v", files)
	}
}

func TestWhoHasAnAnswerIsNotSentItAgain(t *testing.T) {
	h := open(t)
	for _, ask := range []string{"documents/" + h.motion.ID, "documents/" + h.motion.ID + "/original", "openapi.json"} {
		w := h.get(t, access.Reader, ask, 200)
		if w := h.get(t, access.Reader, ask, 304, "If-None-Match", w.Header().Get("ETag")); w.Body.Len() != 0 {
			t.Errorf("%s: %d bytes", ask, w.Body.Len())
		}
		h.get(t, access.Reader, ask, 200, "If-None-Match", `"x"`)
	}
}

func TestOriginalsAreFilesToKeep(t *testing.T) {
	h := open(t)
	w := h.get(t, access.Reader, "documents/"+h.motion.ID+"/original", 200)
	if got := w.Header().Get("Content-Disposition"); got != "attachment; filename=antrag.pdf" {
		t.Errorf("disposition %s", got)
	}
	if !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || !strings.HasPrefix(w.Body.String(), "antrag.pdf\n") {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
}

func TestWhatIsNotThereIsAProblem(t *testing.T) {
	h := open(t)
	for _, path := range []string{"nonsense", "documents/x", "documents/" + h.motion.ID + "/pages/3", "documents/" + h.motion.ID + "/pages/01", "references/X9", "batches/..%2f..%2fsettings", "batches/x"} {
		if w := h.get(t, access.Archivist, path, 404); w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
	if w := webtest.Ask(webtest.As(access.Admin, h), "DELETE", "/api/v1/documents/"+h.motion.ID, ""); w.Code != 405 || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
