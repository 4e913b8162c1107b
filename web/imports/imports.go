// Package imports is where archivists see what was delivered and what became of it, hand in files, watch them being read,
// and try again what could not be opened.
package imports

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"aktenkundig/archive"
	"aktenkundig/ingest/account"
	"aktenkundig/web/access"
	"aktenkundig/web/ui"
)

//go:embed templates
var templates embed.FS

// Archive is what is read of an archive.
type Archive interface {
	Batches() ([]string, error)
	Head(batch string) (archive.Head, error)
	Entries(batch string) iter.Seq2[archive.Entry, error]
	Quarantines() ([]archive.Quarantined, error)
}

// Options say how files come in.
type Options struct {
	Archive  Archive
	Account  func(ctx context.Context, batch string) (*account.Account, error)
	Run      Run
	Note     func(r *http.Request, what, about, note string) // logs who did what; may be nil
	Dir      string                                          // where files wait that were handed in; "" is the system's folder for such
	MaxBytes int64                                           // of all files handed in at once; 0 is 512 MiB
	MaxFiles int                                             // handed in at once; 0 is 500
}

// Hall is the handler. Close it to end an import that it began.
type Hall struct {
	http.Handler
	hall *hall
}

type hall struct {
	Options
	pages *ui.Set
	board *board
	ctx   context.Context
	stop  context.CancelFunc
	jobs  sync.WaitGroup
}

// Prefix is where the handler is found.
const Prefix = "/imports/"

// New makes the handler for Prefix. Only archivists are let in. It is safe for concurrent use.
func New(o Options) (*Hall, error) {
	pages, err := ui.Parse(templates)
	if err != nil {
		return nil, err
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 512 << 20
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = 500
	}
	ctx, stop := context.WithCancel(context.Background())
	h, mux := &hall{Options: o, pages: pages, board: newBoard(), ctx: ctx, stop: stop}, http.NewServeMux()
	mux.HandleFunc("GET /imports/{$}", h.list)
	mux.HandleFunc("GET /imports/events", h.events)
	mux.HandleFunc("POST /imports/upload", h.upload)
	mux.HandleFunc("POST /imports/retry", h.retry)
	mux.HandleFunc("GET /imports/{batch}", h.batch)
	mux.HandleFunc("GET /imports/{batch}/account", h.account)
	mux.HandleFunc("/imports/", func(w http.ResponseWriter, r *http.Request) { ui.Problem(w, r, http.StatusNotFound, "") })
	return &Hall{access.Only(access.Archivist, ui.Forbidden, mux), h}, nil
}

// Leave lets watchers go, so that a server can stop, and has an import end; Close waits for it.
func (h *Hall) Leave() { h.hall.stop() }

// Close ends an import, which finishes the pages in work, and waits for it.
func (h *Hall) Close() {
	h.hall.stop()
	h.hall.jobs.Wait()
}

// listPage is the list of imports.
type listPage struct {
	State       State
	Batches     []batchLine
	More        bool
	Quarantined []archive.Quarantined
	MaxMiB      int64
	MaxFiles    int
	Wrong       string
}

type batchLine struct {
	archive.Head
	Files map[string]int
	Total int
	Day   string
	Time  string
}

const listed = 50 // batches

func (h *hall) list(w http.ResponseWriter, r *http.Request) { h.show(w, r, http.StatusOK, "") }

func (h *hall) show(w http.ResponseWriter, r *http.Request, status int, wrong string) {
	p := listPage{MaxMiB: h.MaxBytes >> 20, MaxFiles: h.MaxFiles, Wrong: wrong}
	p.State, _ = h.board.look()
	names, err := h.Archive.Batches()
	if err == nil {
		p.Quarantined, err = h.Archive.Quarantines()
	}
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	slices.Reverse(names)
	p.More = len(names) > listed
	for _, name := range names[:min(listed, len(names))] {
		line, err := h.line(name)
		if err != nil {
			ui.Fail(w, r, err)
			return
		}
		p.Batches = append(p.Batches, line)
	}
	h.pages.Render(w, r, status, "list", p)
}

func (h *hall) line(name string) (batchLine, error) {
	head, err := h.Archive.Head(name)
	if err != nil {
		return batchLine{}, err
	}
	l := batchLine{Head: head, Files: map[string]int{}}
	for e, err := range h.Archive.Entries(name) {
		if err == nil { // torn lines are for akte verify to tell
			l.Files[e.Outcome]++
			l.Total++
		}
	}
	if t, err := time.Parse(time.RFC3339, head.Begun); err == nil {
		l.Day, l.Time = t.Format(time.DateOnly), t.Format("15:04")
	} else if len(name) >= 10 {
		l.Day = name[:10]
	}
	return l, nil
}

// batchPage is the report on a batch.
type batchPage struct {
	Name    string
	Account *account.Account
}

func (h *hall) named(r *http.Request) (*account.Account, error) {
	names, err := h.Archive.Batches()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(names, r.PathValue("batch")) {
		return nil, fmt.Errorf("batch: %w", os.ErrNotExist)
	}
	return h.Account(r.Context(), r.PathValue("batch"))
}

func (h *hall) batch(w http.ResponseWriter, r *http.Request) {
	acc, err := h.named(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	h.pages.Render(w, r, http.StatusOK, "batch", batchPage{r.PathValue("batch"), acc})
}

// account is the sheet to print and sign, which brings its own style.
func (h *hall) account(w http.ResponseWriter, r *http.Request) {
	acc, err := h.named(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	if err := acc.HTML(w); err != nil {
		slog.WarnContext(r.Context(), "account", "error", err)
	}
}

// upload takes files and begins to read them.
func (h *hall) upload(w http.ResponseWriter, r *http.Request) {
	if s, _ := h.board.look(); s.Running {
		h.show(w, r, http.StatusConflict, "imports.busy")
		return
	}
	u, err := h.receive(w, r)
	var bad errUpload
	if errors.As(err, &bad) {
		h.show(w, r, bad.status, bad.text)
		return
	}
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	if !h.begin(Job{Paths: u.paths}, len(u.paths), u.remove) {
		u.remove()
		h.show(w, r, http.StatusConflict, "imports.busy")
		return
	}
	h.note(r, "import", fmt.Sprintf("%d files", len(u.paths)))
	http.Redirect(w, r, Prefix, http.StatusSeeOther)
}

// retry reads again what is in quarantine.
func (h *hall) retry(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		ui.Problem(w, r, http.StatusRequestEntityTooLarge, "")
		return
	}
	all, err := h.Archive.Quarantines()
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	var ids []string
	for _, q := range all {
		if slices.Contains(r.PostForm["id"], q.ID) || r.PostForm.Has("all") {
			ids = append(ids, q.ID)
		}
	}
	if len(ids) == 0 {
		h.show(w, r, http.StatusConflict, "imports.nothing")
		return
	}
	job, done := Job{Retry: ids}, func() {}
	if p := r.PostForm.Get("password"); p != "" {
		if job.Passwords, done, err = h.passwords(p); err != nil {
			ui.Fail(w, r, err)
			return
		}
	}
	if !h.begin(job, len(ids), done) {
		done()
		h.show(w, r, http.StatusConflict, "imports.busy")
		return
	}
	h.note(r, "retry", fmt.Sprintf("%d files", len(ids)))
	http.Redirect(w, r, Prefix, http.StatusSeeOther)
}

// passwords puts a password into a file of its own; done removes it.
func (h *hall) passwords(p string) (path string, done func(), err error) {
	dir, err := os.MkdirTemp(h.Dir, "akte-passwords-")
	if err != nil {
		return "", nil, err
	}
	done = func() { os.RemoveAll(dir) }
	path = filepath.Join(dir, "passwords")
	if err := os.WriteFile(path, []byte(p+"\n"), 0o600); err != nil {
		done()
		return "", nil, err
	}
	return path, done, nil
}

func (h *hall) note(r *http.Request, what, note string) {
	if h.Note != nil {
		h.Note(r, what, "", note)
	}
}

// begin reads what a job names, beside the requests; false if something is being read already.
func (h *hall) begin(j Job, total int, done func()) bool {
	if h.ctx.Err() != nil || !h.board.begin(total, time.Now()) {
		return false
	}
	h.jobs.Go(func() {
		defer done()
		err := h.Run(h.ctx, j, func(e Event) {
			e.Path = filepath.Base(e.Path)
			h.board.take(e)
		})
		if err != nil {
			slog.Warn("import", "error", err)
		}
		h.board.end(err)
	})
	return true
}

const (
	beat  = 15 * time.Second       // a line now and then keeps the connection open
	pause = 250 * time.Millisecond // between two states
)

// events tells watchers how the import stands (Server-sent events, HTML Living Standard, section 9.2).
func (h *hall) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	for {
		state, changed := h.board.look()
		data, err := json.Marshal(state)
		if err == nil {
			_, err = fmt.Fprintf(w, "id: %d\ndata: %s\n\n", state.Serial, data)
		}
		if err == nil {
			err = out.Flush()
		}
		if err != nil || !h.wait(r.Context(), w, out, changed) {
			return
		}
	}
}

// wait waits for another state; false when the watcher or the server leaves.
func (h *hall) wait(ctx context.Context, w http.ResponseWriter, out *http.ResponseController, changed <-chan struct{}) bool {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	rest := time.After(pause)
	for done := false; !done; {
		select {
		case <-ctx.Done():
			return false
		case <-h.ctx.Done():
			return false
		case <-tick.C:
			if _, err := fmt.Fprint(w, ":\n\n"); err != nil || out.Flush() != nil {
				return false
			}
		case <-changed:
			done = true
		}
	}
	select {
	case <-ctx.Done():
		return false
	case <-h.ctx.Done():
		return false
	case <-rest:
		return true
	}
}
