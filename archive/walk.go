package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"
)

// IDs gives the ids of all documents that have a record, ascending. It reads one shard at a time, so what is put
// meanwhile may or may not be among them. After an error it goes on with the next shard.
func (a *Archive) IDs() iter.Seq2[string, error] {
	return a.ids(recordsDir, recordExt)
}

// Unread gives the ids of the originals that have neither a record nor an entry in quarantine and are no part of a bound document,
// ascending: what an import that was broken off, or a restored backup of what cannot be made again, leaves to be read.
func (a *Archive) Unread() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		parts, err := a.leafOriginals()
		if err != nil && !yield("", err) {
			return
		}
		for id, err := range a.ids(originalsDir, jsonExt) {
			if err == nil && (a.Has(id) || a.isQuarantined(id) || parts[id]) {
				continue
			}
			if !yield(id, err) {
				return
			}
		}
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func (a *Archive) ids(folder, ext string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for shard := range 256 {
			ids, err := a.shard(folder, fmt.Sprintf("%02x", shard), ext)
			if err != nil && !yield("", fmt.Errorf("list documents: %w", err)) {
				return
			}
			for _, id := range ids {
				if !yield(id, nil) {
					return
				}
			}
		}
	}
}

// shard gives the ids in one folder of a sharded folder, ascending; files with other names are left to Verify.
func (a *Archive) shard(folder, shard, ext string) ([]string, error) {
	entries, err := os.ReadDir(a.path(folder, shard))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var ids []string
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ext)
		if ok && e.Type().IsRegular() && validID(id) && id[:2] == shard {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// all collects IDs; the first error ends it.
func (a *Archive) all() ([]string, error) {
	var ids []string
	for id, err := range a.IDs() {
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// minPrefix is how many digits Find wants at least.
const minPrefix = 4

// Find gives the id of the one document, recorded or quarantined, whose id starts with prefix: at least four
// hexadecimal digits of either case. Else the error is ErrNotFound or ErrAmbiguous.
func (a *Archive) Find(prefix string) (id string, err error) {
	p := strings.ToLower(prefix)
	if len(p) < minPrefix || len(p) > 64 || !hexOnly(p) {
		return "", fmt.Errorf("%.80q: %w: an id has 64 hexadecimal digits, give at least the first %d", prefix, ErrNotFound, minPrefix)
	}
	records, err := a.shard(recordsDir, p[:2], recordExt)
	if err != nil {
		return "", err
	}
	quarantined, err := a.shard(quarantineDir, p[:2], jsonExt)
	if err != nil {
		return "", err
	}
	ids := slices.Concat(records, quarantined)
	slices.Sort(ids)
	ids = slices.Compact(slices.DeleteFunc(ids, func(id string) bool { return !strings.HasPrefix(id, p) }))
	switch len(ids) {
	case 0:
		return "", fmt.Errorf("%s: %w", prefix, ErrNotFound)
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("%s: %w starts like that, among them %s and %s", prefix, ErrAmbiguous, short(ids[0]), short(ids[1]))
}
