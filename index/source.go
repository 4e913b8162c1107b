package index

import (
	"errors"
	"fmt"
	"io/fs"

	"aktenkundig/document"
)

// Records gives documents by id, with rulings applied. It may be asked from several goroutines at once.
type Records interface {
	Get(id string) (document.Document, error)
}

// Source is what Sync follows. An error of Get that is fs.ErrNotExist says that there is no such record.
type Source interface {
	Records
	// Changes gives the documents that changed since a position, each once, and the position to ask from next
	// time; "" is the place before everything. It may name documents that have no record any more.
	Changes(since string) (ids []string, now string, err error)
}

// Corrected is a source that knows which words people corrected: each as it was read and as it should read. Searches then
// look for what is misread in the same way elsewhere.
type Corrected interface {
	Corrections(id string) ([][2]string, error)
}

// Delivered is Records that know what came in together: the ids of a batch's documents, each once. An error that is
// fs.ErrNotExist says that there is no such batch.
type Delivered interface {
	Delivered(batch string) ([]string, error)
}

// Log is a source whose positions have a type of their own, as the archive's have.
type Log[P ~string] interface {
	Records
	Changes(since P) (ids []string, now P, err error)
}

// From makes a Source, and a Corrected, of a log whose Get says missing when there is no such record.
func From[P ~string](log Log[P], missing error) Source { return source[P]{log, missing} }

type source[P ~string] struct {
	log     Log[P]
	missing error
}

// Changes implements Source.
func (s source[P]) Changes(since string) ([]string, string, error) {
	ids, now, err := s.log.Changes(P(since))
	return ids, string(now), err
}

// Get implements Records.
func (s source[P]) Get(id string) (document.Document, error) {
	d, err := s.log.Get(id)
	if errors.Is(err, s.missing) {
		err = fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	return d, err
}

// Corrections implements Corrected, as far as the log does.
func (s source[P]) Corrections(id string) ([][2]string, error) {
	if c, ok := s.log.(Corrected); ok {
		return c.Corrections(id)
	}
	return nil, nil
}

// Delivered implements Delivered, as far as the log does.
func (s source[P]) Delivered(batch string) ([]string, error) {
	d, ok := s.log.(Delivered)
	if !ok {
		return nil, fs.ErrNotExist
	}
	ids, err := d.Delivered(batch)
	if errors.Is(err, s.missing) {
		err = fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	return ids, err
}
