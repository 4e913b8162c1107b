package web

import (
	"net/http"
	"strings"
	"time"

	"aktenkundig/document"
	"aktenkundig/web/ui"
)

// citation is how a page is cited.
type citation struct {
	Text string // in one line, with the URL
	URL  string // permanent: the document's name is the hash of its bytes
}

// citationOf names a page so that it can be found again, here and in any copy of the archive: what it is, its date, its
// page, the hash of the original's bytes.
func citationOf(r *http.Request, d *document.Document, p *document.Page, lang ui.Lang) citation {
	c := citation{URL: base(r) + pageURL(d.ID, p.Number, nil)}
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(ui.Kind(fieldOf(d, "kind")))
	if subject := fieldOf(d, "subject"); subject != "" {
		add(lang.T("cite.quoted", subject))
	} else {
		add(d.Source.Name)
	}
	add(fieldOf(d, "own-reference"))
	add(lang.Day(fieldOf(d, "date")))
	if len(d.Pages) > 1 {
		add(lang.T("cite.page", p.Number))
	}
	add("SHA-256 " + d.ID[:16])
	c.Text = strings.Join(parts, ", ") + ", " + c.URL + " (" + lang.Day(today()) + ")."
	return c
}

// base is the address of the house as the reader reached it.
func base(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// today is the day, as fields have it.
func today() string { return time.Now().Format(time.DateOnly) }
