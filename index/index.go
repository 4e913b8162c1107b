// Package index finds pages. It keeps a Bleve index beside the archive that can be deleted at any time: Sync makes it
// again from the records. Bleve finds and ranks documents; pages, passages and boxes come from the records
// themselves, read through the same analysis, so that the index stores no text and a mark falls on a printed word.
package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/blevesearch/bleve/v2"
	bolterrors "go.etcd.io/bbolt/errors"

	terms "aktenkundig/index/analysis"
)

// ErrBusy means that another process has the index open.
var ErrBusy = errors.New("the index is in use by another process: wait for it to end, or end it")

// errForeign means that a folder holds something that is not an index, which Open will not touch.
var errForeign = errors.New("the folder is not empty and holds no index")

// ErrNewer means that a newer program has made the index; Open leaves it as it is.
var ErrNewer = errors.New("the index was made by a newer akte: use that, or delete the folder to have this one make it anew")

// schema is the version of what is written into the index: fields, analysis, positions. An index of another version
// is made anew. Raise it with every change that an old index would answer wrongly.
const schema = "4"

// answerable are the older versions that this program can still search while it makes the index anew.
var answerable = []string{"2", "3"}

var (
	schemaKey   = []byte("akte schema")
	positionKey = []byte("akte position")
	lengthsKey  = []byte("akte lengths")  // see lengths
	progressKey = []byte("akte progress") // see progress
	unreadKey   = []byte("akte unread")   // ids whose records could not be read, as a JSON list
)

// Index is an open index. Its methods may be called from several goroutines, Sync by one at a time.
type Index struct {
	dir        string
	mu         sync.RWMutex // held for reading by every search, for writing while the index is exchanged
	bleve      bleve.Index
	stale      bool  // of an older version: the next Sync makes it anew
	anew       error // see Anew
	vocabulary *terms.Vocabulary
	confused   atomic.Pointer[terms.Confusions]
	texts      atomic.Pointer[texts]
	builders   builders
}

func newIndex(dir string, b bleve.Index, stale bool) *Index {
	return &Index{dir: dir, bleve: b, stale: stale, vocabulary: terms.NewVocabulary()}
}

// lengths tells how long the bodies of documents are, for ranking: those of all documents ever taken in, since the mean
// hardly moves when some go.
type lengths struct{ Docs, Words int }

func (ix *Index) lengths() (l lengths, err error) {
	data, err := ix.bleve.GetInternal(lengthsKey)
	if err == nil && data != nil {
		err = json.Unmarshal(data, &l)
	}
	return l, err
}

// meanLength is the mean number of words of a body, at least 1.
func (ix *Index) meanLength() (float64, error) {
	l, err := ix.lengths()
	return max(float64(l.Words)/float64(max(l.Docs, 1)), 1), err
}

// Open opens the index in dir and creates it if there is none. An index of an older version answers until the next Sync
// has made it anew; one that is damaged, or too old for that, is made anew at once, empty, and the next Sync fills it:
// Anew tells. ErrNewer: a newer program has made it. ErrBusy comes after half a second.
func Open(dir string) (*Index, error) {
	b, err := open(dir)
	switch {
	case err == nil && slices.Contains(append(answerable, schema), version(b)):
		ix := newIndex(dir, b, version(b) != schema)
		if err := ix.learn(); err != nil {
			return nil, errors.Join(fmt.Errorf("index: learn from corrections: %w", err), ix.Close())
		}
		return ix, nil
	case err == nil && isNewer(version(b)):
		return nil, errors.Join(fmt.Errorf("index: %s: %w", dir, ErrNewer), b.Close())
	case err == nil:
		err = fmt.Errorf("it is of version %q", version(b))
		if err := b.Close(); err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, ErrBusy
	case slices.ContainsFunc(troubles(), func(e error) bool { return errors.Is(err, e) }):
		return nil, fmt.Errorf("index: %w", err)
	}
	if isEmpty(dir) {
		err = nil
	}
	ix, failed := create(dir)
	if failed != nil {
		return nil, fmt.Errorf("index: %w", failed)
	}
	ix.anew = err
	return ix, nil
}

// Anew tells why Open made the index anew; nil if it did not, or there was none.
func (ix *Index) Anew() error { return ix.anew }

// isNewer tells whether a schema is one that this program does not know yet.
func isNewer(version string) bool {
	known, _ := strconv.Atoi(schema)
	n, err := strconv.Atoi(version)
	return err == nil && n > known
}

// isEmpty tells whether nothing stands in a folder, or it is not there.
func isEmpty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return len(entries) == 0 && (err == nil || errors.Is(err, fs.ErrNotExist))
}

// troubles are errors of the machine, which say nothing against the index.
func troubles() []error {
	return []error{fs.ErrPermission, syscall.ENOSPC, syscall.EMFILE, syscall.ENFILE, syscall.EIO, syscall.ENOMEM}
}

// open opens what is there. Bleve panics on some damaged indexes; that becomes an error.
func open(dir string) (b bleve.Index, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("damaged: %v", r)
		}
	}()
	return bleve.OpenUsing(dir, config())
}

func config() map[string]any { return map[string]any{"bolt_timeout": "500ms"} }

// version is the schema with which an index was written; "" if it does not say.
func version(b bleve.Index) string {
	v, err := b.GetInternal(schemaKey)
	if err != nil {
		return ""
	}
	return string(v)
}

// create makes an empty index in place of what is there.
func create(dir string) (*Index, error) {
	if err := wipe(dir); err != nil {
		return nil, err
	}
	b, err := bleve.NewUsing(dir, bleve.NewIndexMapping(), bleve.Config.DefaultIndexType, bleve.Config.DefaultKVStore, config())
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, err
	}
	if err := b.SetInternal(schemaKey, []byte(schema)); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return newIndex(dir, b, false), nil
}

// wipe removes an index, and nothing that is not one.
func wipe(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(filepath.Dir(dir), 0o755)
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !slices.Contains([]string{"index_meta.json", "store", newDir, oldDir}, e.Name()) {
			return fmt.Errorf("%s: %w", dir, errForeign)
		}
	}
	return os.RemoveAll(dir)
}

// Close closes the index.
func (ix *Index) Close() error { return ix.bleve.Close() }
