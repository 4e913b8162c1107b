// Package api is the interface for programs: /api/v1, JSON over HTTP, described by the OpenAPI document that it serves.
//
// One table lists the operations; requests are routed and checked by it, and the description is made of it.
package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/graph"
	"aktenkundig/index"
	"aktenkundig/ingest/account"
	"aktenkundig/web/access"
	"aktenkundig/web/problem"
)

// Shelf is what is read, as the person who asks, in the context, may see it. An error that is fs.ErrNotExist says that
// there is none for them.
type Shelf interface {
	Document(ctx context.Context, id string) (document.Document, error)
	Original(ctx context.Context, id string) (path string, src document.Source, err error)
	Search(ctx context.Context, r index.Request) (index.Result, error)
	Suggest(ctx context.Context, typed string, n int) ([]index.Suggestion, error)
	Life(ctx context.Context, ref string) ([]graph.Event, error)
	Deadlines(ctx context.Context, on string) ([]graph.Deadline, error)
	Missing(ctx context.Context) ([]graph.Missing, error)
}

// Finder finds what a query seeks in one document.
type Finder interface {
	Within(ctx context.Context, d *document.Document, query string) (index.Result, error)
}

// Archive is what is read of an archive beside documents. Its batches are for archivists only.
type Archive interface {
	IDs() iter.Seq2[string, error]
	Batches() ([]string, error)
	Head(batch string) (archive.Head, error)
	Entries(batch string) iter.Seq2[archive.Entry, error]
}

// Options say what is served.
type Options struct {
	Shelf   Shelf
	Finder  Finder
	Archive Archive
	Account func(ctx context.Context, batch string) (*account.Account, error) // the account of a batch
	Today   func() string                                                     // 2006-01-02
}

// Prefix is where the handler is found.
const Prefix = "/api/v1/"

type service struct{ Options }

// New makes the handler for everything below Prefix. It is safe for concurrent use.
func New(o Options) http.Handler {
	s, mux := &service{o}, http.NewServeMux()
	for _, op := range operations() {
		mux.Handle("GET "+Prefix+op.path, s.serve(op))
	}
	mux.HandleFunc("GET "+Prefix+"openapi.json", func(w http.ResponseWriter, r *http.Request) { write(w, r, describe()) })
	mux.HandleFunc(Prefix, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			problem.Write(w, http.StatusMethodNotAllowed, "there is nothing but reading here")
			return
		}
		problem.Write(w, http.StatusNotFound, "there is no such thing here; "+Prefix+"openapi.json tells what there is")
	})
	return mux
}

// serve checks a request by the table and answers it.
func (s *service) serve(op operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if u := access.Of(r.Context()); !u.Is(op.role) {
			if u.Role == "" {
				w.Header().Set("WWW-Authenticate", "Bearer")
				problem.Write(w, http.StatusUnauthorized, "say who you are")
				return
			}
			problem.Write(w, http.StatusForbidden, fmt.Sprintf("this needs the role %s", op.role))
			return
		}
		q, err := op.check(r)
		if err != nil {
			problem.Write(w, http.StatusBadRequest, err.Error())
			return
		}
		if op.file != nil {
			op.file(s, w, r)
			return
		}
		answer, err := op.answer(s, r, q)
		var bad badRequest
		switch {
		case errors.As(err, &bad):
			problem.Write(w, http.StatusBadRequest, err.Error())
		case err != nil:
			problem.Fail(w, r, err)
		default:
			write(w, r, answer)
		}
	})
}

// badRequest is an error of the asker.
type badRequest struct{ error }

func bad(format string, args ...any) error { return badRequest{fmt.Errorf(format, args...)} }

// check tells what is wrong with the parameters of a request.
func (op operation) check(r *http.Request) (url.Values, error) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	for name, values := range q {
		i := slices.IndexFunc(op.query, func(p parameter) bool { return p.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no parameter %q", name)
		}
		if len(values) > 1 {
			return nil, fmt.Errorf("%s is said %d times", name, len(values))
		}
		if err := op.query[i].check(values[0]); err != nil {
			return nil, fmt.Errorf("%s=%q: %w", name, values[0], err)
		}
	}
	for _, p := range op.query {
		if p.required && q.Get(p.name) == "" {
			return nil, fmt.Errorf("say %s", p.name)
		}
	}
	return q, nil
}

func (p parameter) check(v string) error {
	switch {
	case len(v) > maxValue || !utf8.ValidString(v):
		return fmt.Errorf("want UTF-8 of at most %d bytes", maxValue)
	case len(p.enum) > 0 && !slices.Contains(p.enum, v):
		return fmt.Errorf("say %s", strings.Join(p.enum, ", "))
	case p.most > 0:
		if n, err := strconv.Atoi(v); err != nil || n < p.least || n > p.most {
			return fmt.Errorf("want a number from %d to %d", p.least, p.most)
		}
	}
	return nil
}

// number is the value of a parameter that check has let through.
func number(q url.Values, name string, otherwise int) int {
	if n, err := strconv.Atoi(q.Get(name)); err == nil {
		return n
	}
	return otherwise
}

// cursor is a place in a list, of which nobody else knows what it means.
func cursor(place string) string { return base64.RawURLEncoding.EncodeToString([]byte(place)) }

// place is what a cursor means; "" is the beginning.
func place(q url.Values) (string, error) {
	p, err := base64.RawURLEncoding.DecodeString(q.Get("cursor"))
	if err != nil {
		return "", bad("cursor: take it as the last answer gave it")
	}
	return string(p), nil
}

// offset is a cursor that counts.
func offset(q url.Values) (int, error) {
	p, err := place(q)
	if err != nil || p == "" {
		return 0, err
	}
	n, err := strconv.Atoi(p)
	if err != nil || n < 0 {
		return 0, bad("cursor: take it as the last answer gave it")
	}
	return n, nil
}

// cut gives the part of a list that begins at an offset, and the cursor to go on with.
func cut[T any](all []T, from, limit int) (part []T, next string) {
	from = min(from, len(all))
	to := min(from+limit, len(all))
	if to < len(all) {
		next = cursor(strconv.Itoa(to))
	}
	return append([]T{}, all[from:to]...), next
}

// write answers with JSON, or with 304 if the asker has it already.
func write(w http.ResponseWriter, r *http.Request, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	h := fnv.New64a()
	h.Write(data)
	tag := fmt.Sprintf(`"%016x"`, h.Sum64())
	head := w.Header()
	head.Set("ETag", tag)
	head.Set("Cache-Control", "private, max-age=0, must-revalidate")
	head.Set("Vary", "Cookie, Authorization")
	for _, t := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	head.Set("Content-Type", "application/json")
	head.Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data) //nolint:errcheck // the asker is gone
}
