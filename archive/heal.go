package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A marker is a file ID.KIND.LETTERS in tmp/. It says that a change of several steps was begun; it is held by
// the process that makes the change and removed after its last step.
const (
	markAdd  = "add"  // an original and its source
	markPut  = "put"  // a record and what follows it; the marker holds the digest of the new record
	markRule = "rule" // a ruling and its entry in changes.log
	markBind = "bind" // a binding and its lines in the ledger; the marker holds the digest of the binding
)

// tempExt ends the names of the other files in tmp/: whole files on their way.
const tempExt = ".tmp"

type marker struct{ *temp }

// begin leaves a durable marker before the first step of a change.
func (a *Archive) begin(id, kind string, content []byte) (marker, error) {
	t, err := a.disk.create(a.path(tmpDir), id+"."+kind+".", "", fileMode)
	if err != nil {
		return marker{}, err
	}
	m := marker{t}
	if _, err := t.Write(content); err != nil {
		m.abandon()
		return m, err
	}
	// A promise has to last; without the digest Heal would only keep a journal that it could have removed.
	if bytes.IndexByte(content, '\n') >= 0 {
		if err := t.sync(); err != nil {
			m.abandon()
			return m, err
		}
	}
	if err := a.disk.syncDir(a.path(tmpDir)); err != nil {
		m.abandon()
		return m, err
	}
	return m, nil
}

// done removes the marker after the last step.
func (m marker) done() error { return m.disk.remove(m.file.Name()) }

// abandon lets go of the marker but leaves it to Heal if done was not reached.
func (m marker) abandon() { _ = m.file.Close() }

func digest(data []byte) []byte {
	sum := sha256.Sum256(data)
	return []byte(hex.EncodeToString(sum[:]))
}

// Heal finishes what a crash, or a full disk, broke off: a written record that is not in the log yet, a source whose
// original did not make it, files left in tmp/, the journal of a finished document, a torn line. It takes time by what
// is unfinished, not by what is in the archive. Call it at the start of an import.
func (a *Archive) Heal() error {
	if err := a.heal(); err != nil {
		return fmt.Errorf("heal archive: %w", err)
	}
	return nil
}

func (a *Archive) heal() error {
	if err := a.mendLog(); err != nil {
		return err
	}
	if err := a.sealBatch(); err != nil {
		return err
	}
	left, err := a.leftovers()
	if err != nil {
		return err
	}
	defer left.close()
	for _, path := range left.temps {
		if err := a.disk.remove(path); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(left.markers)) {
		if left.busy[id] {
			continue
		}
		if err := a.healDocument(id, left.markers[id]); err != nil {
			return err
		}
	}
	return nil
}

// sealBatch closes off the ledger that was written last.
func (a *Archive) sealBatch() error {
	names, err := a.Batches()
	if err != nil || len(names) == 0 {
		return err
	}
	return a.disk.sealFile(a.path(batchesDir, names[len(names)-1]+linesExt))
}

// leftovers are the files of tmp/ that no living process holds. They are held by the one who asked.
type leftovers struct {
	held    []*os.File
	temps   []string            // paths
	markers map[string][]string // paths by id
	busy    map[string]bool     // ids that a living process is at
}

func (l *leftovers) close() {
	for _, f := range l.held {
		f.Close()
	}
}

func (a *Archive) leftovers() (*leftovers, error) {
	entries, err := os.ReadDir(a.path(tmpDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l := &leftovers{markers: map[string][]string{}, busy: map[string]bool{}}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue // not ours; Verify names it
		}
		if err := l.take(a.path(tmpDir, e.Name())); err != nil {
			l.close()
			return nil, err
		}
	}
	return l, nil
}

func (l *leftovers) take(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	id, isMarker := markerName(filepath.Base(path))
	held, err := holdNamed(f, path)
	if err != nil || !held {
		l.busy[id] = true
		f.Close()
		return err
	}
	l.held = append(l.held, f)
	if isMarker {
		l.markers[id] = append(l.markers[id], path)
	} else {
		l.temps = append(l.temps, path)
	}
	return nil
}

// markerName gives the id in the name of a marker.
func markerName(name string) (id string, ok bool) {
	parts := strings.Split(name, ".")
	if len(parts) != 3 || !validID(parts[0]) {
		return "", false
	}
	return parts[0], true
}

func (a *Archive) healDocument(id string, markers []string) error {
	if err := a.dropLoneSource(id); err != nil {
		return err
	}
	if err := a.disk.sealFile(a.file(rulingsDir, id, linesExt)); err != nil {
		return err
	}
	if a.Has(id) {
		promised, newest := newest(a.file(recordsDir, id, recordExt), markers)
		if err := a.follow(id, newest); err != nil {
			return err
		}
		if err := a.keepPromise(promised); err != nil {
			return err
		}
	}
	if promised, there := newest(a.file(bindingsDir, id, jsonExt), markers); there {
		if err := a.keepPromise(promised); err != nil {
			return err
		}
	}
	for _, path := range markers {
		if err := a.disk.remove(path); err != nil {
			return err
		}
	}
	return nil
}

// dropLoneSource removes the source of an original that never got its name.
func (a *Archive) dropLoneSource(id string) error {
	if _, err := a.source(id); err != nil {
		return nil
	}
	if _, _, err := a.Original(id); !errors.Is(err, ErrNotFound) {
		return err
	}
	return a.disk.removeDurably(a.file(originalsDir, id, jsonExt))
}

// newest tells whether the record or binding at path is the one that a marker announced, and what that marker promised. If not,
// a change was broken off before its file got its name, and a journal is still of use.
func newest(path string, markers []string) (promised []byte, newest bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	sum := digest(data)
	for _, path := range markers {
		said, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if announced, promised, _ := bytes.Cut(said, []byte{'\n'}); bytes.Equal(announced, sum) {
			return promised, true
		}
	}
	return nil, false
}

// keepPromise writes the entries of files into their ledger that do not stand there already.
func (a *Archive) keepPromise(promised []byte) error {
	var p promise
	if len(promised) == 0 || json.Unmarshal(promised, &p) != nil {
		return nil // none, or a marker torn by the crash before the record got its name
	}
	path, err := a.ledger(p.Batch)
	if err != nil {
		return nil // somebody removed the ledger
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if p.Entry != nil {
		p.More = append(p.More, p.Entry)
	}
	for _, line := range p.More {
		if bytes.Contains(data, append(slices.Clone(line), '\n')) {
			continue
		}
		if err := a.disk.appendLine(path, line); err != nil {
			return err
		}
	}
	return nil
}
