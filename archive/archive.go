// Package archive keeps originals, records and rulings in a folder: named by content, written whole, checkable
// by anyone with a JSON parser. docs/format.md describes the folder for other programs.
//
// Of the folder's files some are given (originals), some said (settings, rulings, batches, quarantine) and some
// made (records, journal, changes.log, index): what was made can be made again from the rest.
//
// How nothing is lost. Every file is written under a name in tmp/, synced, renamed, and its folder synced: a name
// outside tmp/ always holds a whole file. A change of several steps leaves a marker in tmp/ first, which Heal
// finds after a crash. Files that grow (rulings, batches, changes.log) grow by whole lines; a torn line is passed
// over when reading and told by Verify.
//
// Concurrency: all methods of Archive may be called from many goroutines at once, and several processes may read
// while one imports. Two Puts of the same document at once are safe too; the later rename wins; only PutPage must not
// run beside the Put of its own document, which removes the journal. Lock keeps two imports apart; Heal asks for no lock and leaves alone what a living process is at.
//
// The whole folder has to be one file system, one that knows flock.
package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"aktenkundig/document"
)

// Format is the version of the folder's layout that this package writes, and the newest it reads.
const Format = 1

// What callers may test with errors.Is.
var (
	ErrNotFound   = errors.New("not in the archive")      // no such document
	ErrNoArchive  = noArchive{}                           // Open: the folder is missing or holds something else; an ErrNotFound, too
	ErrNewer      = errors.New("made by a newer akte")    // Open: settings.json names a format unknown here
	ErrLocked     = errors.New("another import is at it") // Lock
	ErrAmbiguous  = errors.New("more than one document")  // Find
	ErrSource     = errors.New("cannot take the file")    // the delivered file is at fault, not the archive
	ErrNotRegular = fmt.Errorf("%w: not a regular file", ErrSource)
	ErrChanged    = fmt.Errorf("%w: it changed while being read", ErrSource)
)

type noArchive struct{}

// Error implements error.
func (noArchive) Error() string { return "no archive" }

// Is makes a missing archive something that was not found.
func (noArchive) Is(target error) bool { return target == ErrNotFound }

// Settings is what settings.json says. Flags and environment go before it; that is the caller's business.
type Settings struct {
	Format    int      `json:"format"` // Create fills it in
	Languages []string `json:"languages"`
	Policy    string   `json:"policy"`
}

// Archive is an open archive. It holds no lock and no open file between calls and needs no closing.
type Archive struct {
	dir      string
	settings Settings
	disk     disk
	press    press

	// Derive finds fields and joins anew in a document whose words people corrected; nil leaves them as recorded. It is
	// set before the archive is used and must be safe for concurrent use.
	Derive func(*document.Document)
}

// Create makes an archive in dir, which must be missing or empty. Where there is one already it is opened, and
// its own settings stay.
func Create(dir string, s Settings) (*Archive, error) {
	return create(dir, s, disk{})
}

func create(dir string, s Settings, d disk) (*Archive, error) {
	a, err := open(dir, d)
	if !errors.Is(err, ErrNoArchive) {
		return a, err
	}
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, fmt.Errorf("create archive: %w", err)
	}
	if name, err := stranger(dir); err != nil {
		return nil, fmt.Errorf("create archive: %w", err)
	} else if name != "" {
		return nil, fmt.Errorf("create archive: %s is no archive and not empty: it holds %s", dir, name)
	}
	s.Format = Format
	a = &Archive{dir: dir, settings: s, disk: d}
	if err := a.writeSettings(); err != nil {
		return nil, fmt.Errorf("create archive: %w", err)
	}
	return a, nil
}

// stranger names something in dir that a broken-off Create does not leave behind, "" if there is nothing.
func stranger(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.Name() != tmpDir {
			return e.Name(), nil
		}
	}
	return "", nil
}

func (a *Archive) writeSettings() error {
	data, err := json.MarshalIndent(a.settings, "", "  ")
	if err != nil {
		return err
	}
	if err := a.disk.syncDir(filepath.Dir(a.dir)); err != nil {
		return err
	}
	if err := a.write(a.path(settingsFile), append(data, '\n')); err != nil {
		return err
	}
	return a.ensureLog()
}

// Open opens the archive in dir. It writes nothing, so a reader needs no right to write. The error is
// ErrNoArchive or ErrNewer where that is the reason.
func Open(dir string) (*Archive, error) {
	return open(dir, disk{})
}

func open(dir string, d disk) (*Archive, error) {
	data, err := os.ReadFile(filepath.Join(dir, settingsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s", ErrNoArchive, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	var s Settings
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("open archive: %s: %w", settingsFile, err)
	}
	switch {
	case s.Format > Format:
		return nil, fmt.Errorf("open archive: %s has format %d, this akte knows up to %d: %w", dir, s.Format, Format, ErrNewer)
	case s.Format < 1:
		return nil, fmt.Errorf("open archive: %s names no format", filepath.Join(dir, settingsFile))
	}
	return &Archive{dir: dir, settings: s, disk: d}, nil
}

// IDOf is the id of a file with these bytes.
func IDOf(data []byte) string { return string(digest(data)) }

// Dir is the archive's folder as given to Open or Create.
func (a *Archive) Dir() string { return a.dir }

// Settings is what settings.json said when the archive was opened.
func (a *Archive) Settings() Settings { return a.settings }

// ExtractDir is where what people said about this archive's papers lives: profiles (*.json) and the register of known
// references (register.csv). The archive itself never touches it; the folder need not be there.
func (a *Archive) ExtractDir() string { return a.path(extractDir) }

// AccessDir is where users and the log of what they did live. The archive itself never touches it.
func (a *Archive) AccessDir() string { return a.path(accessDir) }

// GraphDir is where the graph of references lives. The archive itself never touches it.
func (a *Archive) GraphDir() string { return a.path(graphDir) }

// IndexDir is where the index lives. The archive itself never touches it.
func (a *Archive) IndexDir() string { return a.path(indexDir) }
