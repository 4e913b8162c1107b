package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	gosync "sync"
	"time"

	"aktenkundig/archive"
	"aktenkundig/graph"
	"aktenkundig/index"
	"aktenkundig/scan"
	"aktenkundig/web"
	"aktenkundig/web/access"
	"aktenkundig/web/login"
	"aktenkundig/web/oidc"
	"aktenkundig/web/review"
	"aktenkundig/web/shelf"
	"aktenkundig/web/views"

	"github.com/spf13/cobra"
)

// serving holds the flags of serve.
type serving struct {
	listen  string
	every   time.Duration
	views   int64 // MiB
	records int64 // MiB
	access  access.Options
	oidc    oidc.Options
}

func newServe(e *env) *cobra.Command {
	var s serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Open the reading room: search, read and cite in a browser",
		Long: `serve opens the archive as a reading room at http://127.0.0.1:8080. What other commands import meanwhile appears by itself.
While it runs, it has the search index to itself; imports leave their documents for it to take in.

Without users it listens to this machine only, and whoever sits there may do everything; for others there must be users first (akte user add).
` + exitHelp,
		Example: `  akte serve
  akte serve --listen 127.0.0.1:9000`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd, e, s) },
	}
	f := cmd.Flags()
	f.StringVar(&s.listen, "listen", "127.0.0.1:8080", "`address` and port to listen on")
	f.DurationVar(&s.every, "follow", 2*time.Second, "how often to look for what was imported meanwhile")
	s.access.Local = access.Local(person())
	s.oidcFlags(cmd)
	f.BoolVar(&s.access.HTTPS, "https", false, "browsers come by https, which a proxy in front of this ends")
	f.BoolVar(&s.access.Proxy, "proxy", false, "all requests come through a proxy, which says in X-Forwarded-For from where")
	f.Int64Var(&s.records, "records", 384, "memory for documents that were read last, in `MiB`")
	f.Int64Var(&s.views, "views", 256, "memory for pictures of pages, in `MiB`")
	return cmd
}

// serve runs the reading room until the command is interrupted.
func serve(cmd *cobra.Command, e *env, s serving) error {
	a, err := e.archive()
	if err != nil {
		return err
	}
	beside, err := s.beside(cmd.Context())
	if err != nil {
		return err
	}
	door, guard, err := login.New(a.AccessDir(), s.access, beside)
	if err != nil {
		return err
	}
	if err := guard.Demand(s.listen); err != nil {
		return usage(err)
	}
	ix, err := index.Open(a.IndexDir())
	if err != nil {
		return err
	}
	defer ix.Close()
	log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
	slog.SetDefault(log)
	if why := ix.Anew(); why != nil {
		log.Warn("the index is made anew from the records", "why", why)
	}
	follow := &follower{archive: a, index: ix, graph: graph.New(a.GraphDir()), log: log}
	opened := scan.Options{Renderer: scan.NewRenderer(cacheDir(), 1)}
	defer opened.Renderer.Close()
	ix.KeepTexts(s.records << 20 / 2)
	kept := newRecords(a, s.records<<20/2)
	books := &shelf.Shelf{
		Archive:   kept,
		Finder:    shelf.Searched{Index: ix, Records: kept},
		Graph:     follow.graph,
		Pictures:  views.New(&drawer{a, opened}, s.views<<20, runtime.GOMAXPROCS(0)),
		Exporter:  &exporter{a, opened},
		Canonical: canonical,
	}
	side := &parts{archive: a, index: ix, shelf: books, guard: guard, queue: &review.Queue{}, base: strings.TrimSuffix(s.oidc.Base, "/"), https: s.access.HTTPS}
	routes, err := side.routes()
	if err != nil {
		return err
	}
	room, err := web.New(web.Options{
		Shelf:  books,
		Access: door,
		Routes: routes,
		Links:  side.links(),
		Doors:  side.doors(),
		Ready:  follow.ready,
		Log:    log,
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.listen)
	if err != nil {
		return &hinted{err, "name another address with --listen 127.0.0.1:PORT"}
	}
	var following gosync.WaitGroup
	defer following.Wait()
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	following.Go(func() { follow.run(ctx, s.every) })
	following.Go(func() { side.follow(ctx, s.every, log) })
	defer side.hall.Close()
	context.AfterFunc(ctx, side.hall.Leave)
	fmt.Fprintf(cmd.OutOrStdout(), "reading room open at http://%s\n", listener.Addr())
	return answer(ctx, listener, room)
}

// answer serves until ctx ends, then lets requests in work finish.
func answer(ctx context.Context, listener net.Listener, room http.Handler) error {
	server := &http.Server{
		Handler:           room,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		server.Close()
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// follower brings index and graph up to the archive, again and again.
type follower struct {
	archive *archive.Archive
	index   *index.Index
	graph   *graph.Store
	log     *slog.Logger

	mu    gosync.Mutex
	first bool             // the first round is over
	seen  archive.Position // up to where changes were followed
}

// ready tells why the room cannot answer yet.
func (f *follower) ready() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.first {
		return errors.New("the index is being brought up to the archive")
	}
	return nil
}

// run follows until ctx ends.
func (f *follower) run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(max(every, 100*time.Millisecond))
	defer tick.Stop()
	for {
		f.round(ctx)
		f.mu.Lock()
		f.first = true
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// round takes in what changed since the last one. Records that cannot be read are told once a change comes, and do not
// keep the others out.
func (f *follower) round(ctx context.Context) {
	changed, now, err := f.archive.Changes(f.seen)
	if err == nil && len(changed) == 0 && now == f.seen {
		return
	}
	n, err := f.index.Sync(ctx, source(f.archive), nil)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		f.log.WarnContext(ctx, "not everything is in the index", "error", err)
	}
	if _, err := f.graph.Sync(ctx, source(f.archive)); err != nil {
		f.log.WarnContext(ctx, "the graph of references is behind", "error", err)
	}
	f.seen = now
	if n > 0 {
		f.log.InfoContext(ctx, "taken in", "documents", n)
	}
}
