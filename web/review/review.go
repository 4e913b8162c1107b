// Package review is where archivists put right what the program got wrong: a queue of pages, those first whose correction
// gains most for search, and a page on which findings are ruled on, words and fields corrected and all of it undone. What
// is said there are rulings, as akte artefacts and akte correct write them.
package review

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/ui"
)

//go:embed templates
var templates embed.FS

// Shelf gives documents as the person who asks, in the context, may see them; fs.ErrNotExist: there is none for them.
type Shelf interface {
	Document(ctx context.Context, id string) (document.Document, error)
}

// Archive takes rulings.
type Archive interface {
	Proposed(id string) (document.Document, error)
	Rulings(id string) ([]document.Ruling, error)
	Rule(id string, r document.Ruling) error
}

// Options say what is reviewed.
type Options struct {
	Shelf   Shelf
	Archive Archive
	Queue   *Queue
	Note    func(r *http.Request, what, about, note string) // logs who did what; may be nil
	Now     func() time.Time
}

type desk struct {
	Options
	pages *ui.Set
}

// Prefix is where the handler is found, also without the slash.
const Prefix = "/review/"

// New makes the handler for Prefix. Only archivists are let in. It is safe for concurrent use.
func New(o Options) (http.Handler, error) {
	pages, err := ui.Parse(templates)
	if err != nil {
		return nil, err
	}
	d, mux := &desk{o, pages}, http.NewServeMux()
	mux.HandleFunc("GET /review/{$}", d.list)
	mux.HandleFunc("GET /review/next", d.next)
	mux.HandleFunc("GET /review/{id}/{page}", d.page)
	mux.HandleFunc("POST /review/{id}/{page}", d.rule)
	mux.HandleFunc("/review/", func(w http.ResponseWriter, r *http.Request) { ui.Problem(w, r, http.StatusNotFound, "") })
	return access.Only(access.Archivist, ui.Forbidden, mux), nil
}

// listPage is the queue.
type listPage struct {
	Tasks []taskView
	Total int
	Whole bool
}

type taskView struct {
	Task
	URL, Thumb string
	Share      float64 // of the greatest gain
	Words      int     // the gain in whole words
}

const listed = 50 // tasks on one page

func (d *desk) list(w http.ResponseWriter, r *http.Request) {
	all, whole := d.Queue.List()
	p := listPage{Total: len(all), Whole: whole}
	for _, t := range all[:min(listed, len(all))] {
		p.Tasks = append(p.Tasks, taskView{t, taskURL(t), imageURL(t.ID, t.Page, "full/!160,220"), t.Gain / all[0].Gain, max(1, int(t.Gain+0.5))})
	}
	d.pages.Render(w, r, http.StatusOK, "list", p)
}

func taskURL(t Task) string { return fmt.Sprintf("/review/%s/%d", t.ID, t.Page) }

func imageURL(id string, page int, how string) string {
	return fmt.Sprintf("/iiif/image/%s-%d/%s/0/default.jpg", id, page, how)
}

// next leads to the task behind the page that is named, or to the first.
func (d *desk) next(w http.ResponseWriter, r *http.Request) {
	all, _ := d.Queue.List()
	after, to := r.FormValue("after"), "/review/"
	for i, t := range all {
		if strings.TrimPrefix(taskURL(t), "/review/") == after {
			if i+1 < len(all) {
				to = taskURL(all[i+1])
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
			return
		}
	}
	if len(all) > 0 {
		to = taskURL(all[0])
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// sheet finds the page that a request names.
func (d *desk) sheet(r *http.Request) (doc document.Document, p *document.Page, err error) {
	if doc, err = d.Shelf.Document(r.Context(), r.PathValue("id")); err != nil {
		return doc, nil, err
	}
	n, err := strconv.Atoi(r.PathValue("page"))
	if err != nil || n < 1 || n > len(doc.Pages) || strconv.Itoa(n) != r.PathValue("page") {
		return doc, nil, fmt.Errorf("page: %w", fs.ErrNotExist)
	}
	return doc, &doc.Pages[n-1], nil
}

func (d *desk) page(w http.ResponseWriter, r *http.Request) {
	doc, p, err := d.sheet(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	d.show(w, r, http.StatusOK, &doc, p, "", r.URL.Query().Get("said"))
}

// show shows the page. wrong tells what was not taken, said what was.
func (d *desk) show(w http.ResponseWriter, r *http.Request, status int, doc *document.Document, p *document.Page, wrong, said string) {
	proposed, err := d.Archive.Proposed(doc.ID)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	rulings, err := d.Archive.Rulings(doc.ID)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	v := makeView(doc, p, &proposed, rulings)
	v.Wrong = wrong
	if slices.Contains([]string{"keep", "hide", "read", "confirm", "state", "deny", "undo"}, said) {
		v.Said = "review.said." + said
	}
	d.pages.Render(w, r, status, "page", v)
}
