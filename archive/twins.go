package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// The folder twins/ finds documents that are like another: for each document it holds some keys, and documents that
// share a key are worth comparing. A key lies in one of 4,096 files, by its first twelve bits, as eight bytes of key
// and 32 bytes of id. It is made, like the index: a torn or lost entry costs a link, and deleting the folder has it
// made again by the next import.
const (
	twinSize  = 8 + 32
	twinsDone = "complete"
)

// Twins gives the documents that share a key with id, those that share most first, and adds id itself, in one step.
// A document may be named that has no record yet, or no longer.
func (a *Archive) Twins(id string, keys []uint64) ([]string, error) {
	others, err := a.addTwin(id, keys)
	if err != nil {
		return nil, fmt.Errorf("twins of %s: %w", short(id), err)
	}
	return others, nil
}

func (a *Archive) addTwin(id string, keys []uint64) ([]string, error) {
	raw, err := hex.DecodeString(id)
	if err != nil || !validID(id) {
		return nil, ErrNotFound
	}
	shared := map[string]int{}
	for _, key := range keys {
		entry := append(binary.BigEndian.AppendUint64(nil, key), raw...)
		found, err := a.twinsOf(entry)
		if err != nil {
			return nil, err
		}
		for _, other := range found {
			shared[other]++
		}
	}
	delete(shared, id)
	others := make([]string, 0, len(shared))
	for other := range shared {
		others = append(others, other)
	}
	slices.SortFunc(others, func(x, y string) int {
		return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y))
	})
	return others, nil
}

// twinsOf gives the ids under the key of an entry, and adds the entry if it is not there.
func (a *Archive) twinsOf(entry []byte) (ids []string, err error) {
	if err := a.disk.mkdir(a.path(twinsDir)); err != nil {
		return nil, err
	}
	path := a.path(twinsDir, hex.EncodeToString(entry[:2])[:3])
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	whole := len(data) - len(data)%twinSize
	mine := false
	for e := range slices.Chunk(data[:whole], twinSize) {
		if bytes.Equal(e[:8], entry[:8]) {
			ids = append(ids, hex.EncodeToString(e[8:]))
			mine = mine || bytes.Equal(e, entry)
		}
	}
	if mine {
		return ids, nil
	}
	return ids, a.disk.overwriteTail(path, int64(whole), entry)
}

// overwriteTail puts data at an offset of a file and ends the file there. It does not wait for the disk.
func (d disk) overwriteTail(path string, at int64, data []byte) error {
	if err := d.try("write", path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, fileMode)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(data, at)
	return errors.Join(err, f.Close())
}

// TwinsComplete tells whether twins/ holds every document; if not, whoever knows their keys fills it anew: first
// DropTwins, then Twins for each, then KeepTwins.
func (a *Archive) TwinsComplete() bool { return exists(a.path(twinsDir, twinsDone)) }

// DropTwins empties twins/.
func (a *Archive) DropTwins() error {
	if err := a.disk.removeAll(a.path(twinsDir)); err != nil {
		return fmt.Errorf("drop twins: %w", err)
	}
	return nil
}

// KeepTwins notes that twins/ holds every document.
func (a *Archive) KeepTwins() error {
	if err := a.write(a.path(twinsDir, twinsDone), nil); err != nil {
		return fmt.Errorf("keep twins: %w", err)
	}
	return nil
}
