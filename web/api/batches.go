package api

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"aktenkundig/archive"
	"aktenkundig/ingest/account"
)

// Batches is a part of the imports.
type Batches struct {
	Batches []archive.Head `json:"batches"`
	Next    string         `json:"next,omitempty"`
}

func (s *service) batches(_ *http.Request, q url.Values) (any, error) {
	from, err := offset(q)
	if err != nil {
		return nil, err
	}
	names, err := s.Archive.Batches()
	if err != nil {
		return nil, err
	}
	slices.Reverse(names)
	part, next := cut(names, from, number(q, "limit", 20))
	a := Batches{Batches: []archive.Head{}, Next: next}
	for _, name := range part {
		h, err := s.Archive.Head(name)
		if err != nil {
			return nil, err
		}
		h.Paths = append([]string{}, h.Paths...)
		a.Batches = append(a.Batches, h)
	}
	return a, nil
}

// named is the batch that a request names.
func (s *service) named(r *http.Request) (string, error) {
	names, err := s.Archive.Batches()
	if name := r.PathValue("batch"); err != nil || slices.Contains(names, name) {
		return name, err
	}
	return "", fmt.Errorf("batch: %w", fs.ErrNotExist)
}

// BatchAccount is the account of a batch.
type BatchAccount struct {
	Account *account.Account `json:"account"`
	State   string           `json:"state"`
}

func (s *service) batch(r *http.Request, _ url.Values) (any, error) {
	name, err := s.named(r)
	if err != nil {
		return nil, err
	}
	acc, err := s.Account(r.Context(), name)
	if err != nil {
		return nil, err
	}
	return BatchAccount{acc, acc.State()}, nil
}

// Entries is a part of the files of a batch.
type Entries struct {
	Files []archive.Entry `json:"files"`
	Next  string          `json:"next,omitempty"`
}

func (s *service) entries(r *http.Request, q url.Values) (any, error) {
	from, err := offset(q)
	if err != nil {
		return nil, err
	}
	name, err := s.named(r)
	if err != nil {
		return nil, err
	}
	a, most, n := Entries{Files: []archive.Entry{}}, number(q, "limit", 100), 0
	for e, err := range s.Archive.Entries(name) {
		if err != nil { // a torn line
			continue
		}
		if n++; n <= from {
			continue
		}
		if len(a.Files) == most {
			a.Next = cursor(strconv.Itoa(from + most))
			break
		}
		a.Files = append(a.Files, e)
	}
	return a, nil
}
