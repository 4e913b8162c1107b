package main

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"aktenkundig/archive"
	"aktenkundig/index"
	"aktenkundig/ingest/account"
	"aktenkundig/web"
	"aktenkundig/web/access"
	"aktenkundig/web/api"
	"aktenkundig/web/audit"
	"aktenkundig/web/iiif"
	"aktenkundig/web/imports"
	"aktenkundig/web/review"
	"aktenkundig/web/shelf"
	"aktenkundig/web/ui"
)

// parts are what stands beside the pages of the reading room.
type parts struct {
	archive *archive.Archive
	index   *index.Index
	shelf   *shelf.Shelf
	guard   *access.Guard
	queue   *review.Queue
	hall    *imports.Hall
	base    string // URL of the reading room as browsers see it; "" is what requests say
	https   bool
}

func (p *parts) routes() ([]web.Route, error) {
	reviewing, err := review.New(review.Options{Shelf: p.shelf, Archive: p.archive, Queue: p.queue, Note: p.guard.Note, Now: time.Now})
	if err != nil {
		return nil, err
	}
	p.hall, err = imports.New(imports.Options{
		Archive: p.archive,
		Account: p.account,
		Run:     p.read,
		Note:    p.guard.Note,
	})
	if err != nil {
		return nil, err
	}
	log, err := audit.New(p.guard.Log())
	if err != nil {
		return nil, err
	}
	return []web.Route{
		{Pattern: iiif.Prefix, Handler: iiif.New(iiif.Options{Shelf: p.shelf, Finder: p.index, Pictures: p.shelf.Pictures, Base: p.base, HTTPS: p.https})},
		{Pattern: api.Prefix, Handler: p.api()},
		{Pattern: review.Prefix, Handler: reviewing},
		{Pattern: imports.Prefix, Handler: p.hall},
		{Pattern: audit.Path, Handler: log},
	}, nil
}

func (p *parts) api() http.Handler {
	return api.New(api.Options{
		Shelf:   p.shelf,
		Finder:  p.index,
		Archive: p.archive,
		Account: p.account,
		Today:   func() string { return time.Now().Format(time.DateOnly) },
	})
}

func (p *parts) account(ctx context.Context, batch string) (*account.Account, error) {
	return account.Of(ctx, p.archive, batch)
}

func (p *parts) links() []web.Part {
	return []web.Part{
		{Link: ui.Link{URL: review.Prefix, Text: "nav.review"}, Role: access.Archivist},
		{Link: ui.Link{URL: imports.Prefix, Text: "nav.imports"}, Role: access.Archivist},
		{Link: ui.Link{URL: audit.Path, Text: "nav.audit"}, Role: access.Admin},
	}
}

func (p *parts) doors() []web.PageLink {
	return []web.PageLink{
		{Text: "door.review", Role: access.Archivist, URL: func(id string, page int) string { return review.Prefix + id + "/" + strconv.Itoa(page) }},
		{Text: "door.like", Role: access.Reader, URL: func(id string, _ int) string { return "/?like=" + id }},
		{Text: "door.iiif", Role: access.Reader, URL: func(id string, _ int) string { return iiif.Prefix + "doc/" + id + "/manifest" }},
	}
}

// follow keeps the queue of pages to review up to the archive until ctx ends.
func (p *parts) follow(ctx context.Context, every time.Duration, log *slog.Logger) {
	tick := time.NewTicker(max(every, 100*time.Millisecond))
	defer tick.Stop()
	for {
		if err := p.queue.Follow(ctx, source(p.archive), p.archive.Rulings); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "not everything is in the queue of pages to review", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
