package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
)

// paperIn puts a paper of one line into an archive, as another process would.
func paperIn(t *testing.T, dir, text string) string {
	t.Helper()
	a, err := archive.Create(dir, archive.Settings{Languages: []string{"deu"}, Policy: "off"})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "paper.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	id, err := a.AddOriginal(t.Context(), path, document.Source{Name: "paper.txt", MediaType: "text/plain"})
	if err != nil {
		t.Fatal(err)
	}
	p := document.Page{Number: 1, Verdict: document.Text, Scan: document.Size{800, 100}, View: document.Size{800, 100}, DPI: 100, ToView: document.Identity(),
		Regions: []document.Region{{Kind: document.Paragraph}}, Lines: []document.Line{{}}, Artefacts: []document.Artefact{}}
	for i, w := range strings.Fields(text) {
		p.Words = append(p.Words, document.Word{Text: w, Box: document.Box{100 * i, 20, 100*i + 90, 40}, Conf: 1})
	}
	if err := a.Put(document.Document{ID: id, Pages: []document.Page{p}, Fields: []document.Field{}}); err != nil {
		t.Fatal(err)
	}
	return id
}

// serveIn opens the reading room of an archive. stop ends it as Ctrl-C does, and waits.
func serveIn(t *testing.T, dir string) (base string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	root := newRoot()
	root.SetArgs([]string{"serve", "--archive", dir, "--listen", "127.0.0.1:0", "--follow", "100ms"})
	said, w := io.Pipe()
	root.SetOut(w)
	root.SetErr(io.Discard)
	done := make(chan error, 1)
	go func() {
		err := root.ExecuteContext(ctx)
		w.CloseWithError(fmt.Errorf("serve ended: %w", err))
		done <- err
	}()
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	go io.Copy(io.Discard, said) // nothing more is said
	t.Cleanup(cancel)
	_, base, _ = strings.Cut(strings.TrimSpace(line), "open at ")
	return base, func() error { cancel(); return <-done }
}

func fetch(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// appears waits until a page holds a text.
func appears(t *testing.T, url, text string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; {
		_, body := fetch(t, url)
		if strings.Contains(body, text) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: %q is not there after 20 s", url, text)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestTheReadingRoomFollowsOtherProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "archive")
	first := paperIn(t, dir, "Haushalt der Stadt")
	base, stop := serveIn(t, dir)
	appears(t, base+"/readyz", "ok")
	appears(t, base+"/?q=haushalt", "<mark>Haushalt</mark>")

	paperIn(t, dir, "Friedhofssatzung der Stadt")
	appears(t, base+"/?q=friedhof", "<mark>Friedhofssatzung</mark>")

	a, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Rule(first, document.Ruling{Page: 1, Box: document.Box{0, 20, 90, 40}, Verb: document.Read, Text: "Haushaltsplan", Who: "test", When: "2026-01-02T03:04:05Z"}); err != nil {
		t.Fatal(err)
	}
	appears(t, base+"/?q=haushaltsplan", "<mark>Haushaltsplan</mark>")
	appears(t, base+"/doc/"+first+"/1", ">Haushaltsplan</span>")

	if code, body := fetch(t, base+"/doc/"+first+"/1/crop?box=0,0,800,100&w=400"); code != http.StatusOK || !strings.HasPrefix(body, "\xff\xd8") {
		t.Errorf("picture: status %d", code)
	}
	if code, body := fetch(t, base+"/export/text/"+first); code != http.StatusOK || !strings.HasPrefix(body, "Haushaltsplan der Stadt") {
		t.Errorf("as text: %d, %q", code, body)
	}
	var out strings.Builder
	if code := run([]string{"search", "--archive", dir, "haushalt"}, strings.NewReader(""), &out, &out); code != exitUsage || !strings.Contains(out.String(), "akte serve") {
		t.Errorf("search beside it: exit code %d, %s", code, &out)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped: %v", err)
	}
	if code := run([]string{"search", "--archive", dir, "friedhof"}, strings.NewReader(""), &out, &out); code != exitOK {
		t.Errorf("search after it: exit code %d, %s", code, &out)
	}
}

func TestAnswersInWorkAreFinished(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	inside := make(chan struct{})
	room := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(inside)
		time.Sleep(300 * time.Millisecond)
		io.WriteString(w, "whole")
	})
	ended := make(chan error, 1)
	go func() { ended <- answer(ctx, listener, room) }()
	got := make(chan string, 1)
	go func() {
		_, body := fetch(t, "http://"+listener.Addr().String())
		got <- body
	}()
	<-inside
	stop()
	if body := <-got; body != "whole" {
		t.Errorf("the answer in work was %q", body)
	}
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestOtherMachinesNeedUsers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "archive")
	paperIn(t, dir, "Haushalt")
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:8080"} {
		var errs strings.Builder
		if code := run([]string{"serve", "--archive", dir, "--listen", address}, strings.NewReader(""), io.Discard, &errs); code != exitUsage || !strings.Contains(errs.String(), "akte user add") {
			t.Errorf("%s: exit code %d, %s", address, code, errs.String())
		}
	}
}
