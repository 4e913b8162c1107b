package main

import (
	"context"
	"time"

	"aktenkundig/archive"
	"aktenkundig/index"
	"aktenkundig/ingest/account"
	"aktenkundig/web"
	"aktenkundig/web/api"
	"aktenkundig/web/iiif"
	"aktenkundig/web/shelf"
)

// routes are the parts of the reading room that stand for themselves.
func routes(a *archive.Archive, ix *index.Index, books *shelf.Shelf) []web.Route {
	return []web.Route{
		{Pattern: iiif.Prefix, Handler: iiif.New(iiif.Options{Shelf: books, Finder: ix, Pictures: books.Pictures})},
		{Pattern: api.Prefix, Handler: api.New(api.Options{
			Shelf:   books,
			Finder:  ix,
			Archive: a,
			Account: func(ctx context.Context, batch string) (*account.Account, error) { return account.Of(ctx, a, batch) },
			Today:   func() string { return time.Now().Format(time.DateOnly) },
		})},
	}
}
