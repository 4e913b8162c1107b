package graph_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/graph"

	"github.com/google/go-cmp/cmp"
)

// house is an archive in memory with a log of changes.
type house struct {
	docs map[string]document.Document
	log  []string
}

func (h *house) Get(id string) (document.Document, error) {
	d, ok := h.docs[id]
	if !ok {
		return d, fmt.Errorf("%s: %w", id, fs.ErrNotExist)
	}
	if d.ID == "" {
		return d, errors.New("damaged")
	}
	return d, nil
}

func (h *house) Changes(since string) ([]string, string, error) {
	from := 0
	fmt.Sscan(since, &from)
	return h.log[from:], fmt.Sprint(len(h.log)), nil
}

func (h *house) put(name, date, kind, own string, fields ...document.Field) string {
	id := fmt.Sprintf("%064x", name)
	id = id[len(id)-64:]
	d := document.Document{ID: id, Source: document.Source{Name: name}, Fields: fields}
	for n, v := range map[string]string{"date": date, "kind": kind, "own-reference": own} {
		if v != "" {
			d.Fields = append(d.Fields, document.Field{Name: n, Value: v, Page: 1, Score: 0.9})
		}
	}
	h.docs[id] = d
	h.log = append(h.log, id)
	return id
}

func names(ref string) document.Field {
	return document.Field{Name: "reference", Type: "motion", Value: ref, Page: 1, Score: 0.9}
}

func due(day, ref string) document.Field {
	return document.Field{Name: "deadline", Type: ref, Value: day, Page: 1, Score: 0.9}
}

func synced(t *testing.T, g *graph.Store, h *house) {
	t.Helper()
	if _, err := g.Sync(context.Background(), h); err != nil {
		t.Fatal(err)
	}
}

func life(t *testing.T, g *graph.Store, ref string) string {
	t.Helper()
	events, err := g.Life(ref, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range events {
		out = append(out, e.Name+" "+string(e.Role))
	}
	return strings.Join(out, ", ")
}

func TestLifeFollowsWhatChanges(t *testing.T) {
	h := &house{docs: map[string]document.Document{}}
	g := graph.New(filepath.Join(t.TempDir(), "graph"))
	if got := life(t, g, "A0001/20"); got != "" {
		t.Fatalf("an empty graph says %q", got)
	}
	h.put("b", "2022-01-01", "Beschlusskontrolle", "A0001/20", names("A0001/20"))
	h.put("a", "2021-01-01", "Antrag", "A0001/20", names("A0001/20"))
	h.put("c", "", "Brief", "", names("A0001/20"), names("A0002/20"))
	synced(t, g, h)
	if got, want := life(t, g, "A0001/20"), "a self, b report, c mention"; got != want {
		t.Errorf("life = %q, want %q", got, want)
	}
	h.put("c", "", "Brief", "", names("A0002/20")) // a person corrected it
	gone := h.put("d", "2023-01-01", "Brief", "", names("A0001/20"))
	synced(t, g, h)
	if got, want := life(t, g, "A0001/20"), "a self, b report, d mention"; got != want {
		t.Errorf("after a change: %q, want %q", got, want)
	}
	delete(h.docs, gone)
	h.log = append(h.log, gone)
	synced(t, g, h)
	if got, want := life(t, g, "A0001/20"), "a self, b report"; got != want {
		t.Errorf("after a removal: %q, want %q", got, want)
	}
}

func TestMissingIsCitedButNotThere(t *testing.T) {
	h := &house{docs: map[string]document.Document{}}
	g := graph.New(t.TempDir())
	h.put("a", "2021-01-01", "Antrag", "A0001/20", names("A0001/20"), names("A0009/20"))
	h.put("b", "2022-01-01", "Beschlusskontrolle", "A0009/20", names("A0009/20"), names("A0008/20"))
	synced(t, g, h)
	got, err := g.Missing(nil)
	want := []graph.Missing{{"A0009/20", "motion", 2, "2021-01-01", "2022-01-01"}, {"A0008/20", "motion", 1, "2022-01-01", "2022-01-01"}}
	if diff := cmp.Diff(got, want); diff != "" || err != nil {
		t.Errorf("(-got +want) %v\n%s", err, diff)
	}
}

func TestDeadlinesAreOpenAnsweredOrOverdue(t *testing.T) {
	h := &house{docs: map[string]document.Document{}}
	g := graph.New(t.TempDir())
	h.put("first", "2021-01-01", "Beschlusskontrolle", "A0001/20", names("A0001/20"), due("2021-12-31", "A0001/20"))
	h.put("older", "2020-01-01", "Brief", "", names("A0001/20"))
	h.put("answer", "2021-11-01", "Brief", "", names("A0001/20"))
	h.put("other", "2021-01-01", "Brief", "", due("2021-06-30", ""), due("2030-01-01", ""))
	synced(t, g, h)
	list, err := g.Deadlines("2022-01-01", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.Day+" "+string(d.State)+" "+d.AnsweredOn)
	}
	want := []string{"2021-06-30 overdue ", "2021-12-31 answered 2021-11-01", "2030-01-01 open "}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
	hidden, err := g.Deadlines("2022-01-01", func(f graph.Facts) bool { return f.Name != "answer" && f.Name != "other" })
	if err != nil || len(hidden) != 1 || hidden[0].State != graph.Answered || hidden[0].AnsweredBy != "" {
		t.Errorf("a hidden answer: %+v, %v; it answers and is not named", hidden, err)
	}
}

func TestUnclearCountsAsSecret(t *testing.T) {
	for value, want := range map[string]bool{"open": false, "confidential": true, "unclear": true} {
		f := graph.Of(&document.Document{Fields: []document.Field{{Name: "confidentiality", Value: value, Score: 0.2}}})
		if f.Secret != want {
			t.Errorf("%s: secret = %v", value, f.Secret)
		}
	}
}

func TestABrokenStoreIsMadeAnew(t *testing.T) {
	h := &house{docs: map[string]document.Document{}}
	dir := t.TempDir()
	g := graph.New(dir)
	h.put("a", "2021-01-01", "Antrag", "A0001/20", names("A0001/20"))
	h.docs["broken"] = document.Document{}
	h.log = append(h.log, strings.Repeat("0", 58)+"broken")
	h.docs[strings.Repeat("0", 58)+"broken"] = document.Document{}
	damaged, err := g.Sync(context.Background(), h)
	if err != nil || len(damaged) != 1 {
		t.Fatalf("damaged %v, %v", damaged, err)
	}
	for _, spoil := range []func() error{
		func() error { return os.Truncate(filepath.Join(dir, "facts.jsonl"), 10) },
		func() error { return os.WriteFile(filepath.Join(dir, "state.json"), []byte("{"), 0o600) },
		func() error { return os.Remove(filepath.Join(dir, "facts.jsonl")) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		synced(t, g, h)
		if got := life(t, g, "A0001/20"); got != "a self" {
			t.Errorf("after damage: %q", got)
		}
	}
}

func FuzzFacts(f *testing.F) {
	f.Add([]byte("{\"id\":\"" + strings.Repeat("0", 64) + "\"}\n"))
	f.Add([]byte("{}\n{\"id\":3"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if os.WriteFile(filepath.Join(dir, "facts.jsonl"), data, 0o600) != nil ||
			os.WriteFile(filepath.Join(dir, "state.json"), []byte(fmt.Sprintf(`{"version":1,"size":%d}`, len(data))), 0o600) != nil {
			t.Skip()
		}
		g := graph.New(dir)
		_, _ = g.All(nil)
		_, _ = g.Missing(nil)
		_, _ = g.Deadlines("2024-01-01", nil)
	})
}
