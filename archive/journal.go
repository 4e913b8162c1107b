package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"aktenkundig/document"
)

// journaled is a finished page of an unfinished document, as it lies in journal/ID/.
type journaled struct {
	Key  string        `json:"key"`
	Page document.Page `json:"page"`
}

// PutPage keeps a finished page until its document is put. The key names all that the page's content depends on
// besides the original, for example the program, the engine and the settings in one string; JournalPages gives the
// page back for the same key only.
func (a *Archive) PutPage(id, key string, p document.Page) error {
	if err := a.putPage(id, key, p); err != nil {
		return fmt.Errorf("journal of %s, page %d: %w", short(id), p.Number, err)
	}
	return nil
}

func (a *Archive) putPage(id, key string, p document.Page) error {
	if !validID(id) {
		return ErrNotFound
	}
	if p.Number < 1 {
		return errors.New("pages are numbered from 1")
	}
	if bad := checkPage(&p); len(bad) > 0 {
		return errors.New(bad[0])
	}
	data, err := plain(journaled{key, pages([]document.Page{p})[0]})
	if err != nil {
		return err
	}
	if data, err = a.press.pack(data); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%06d%s", keyName(key), p.Number, recordExt)
	return a.write(a.path(journalDir, id, name), data)
}

// keyName is the part of a journal file's name that stands for the key.
func keyName(key string) string { return string(digest([]byte(key))[:16]) }

// JournalPages gives the finished pages of an unfinished document by their number. Files that are torn, damaged or
// of another key are passed over: those pages are simply read again.
func (a *Archive) JournalPages(id, key string) (map[int]document.Page, error) {
	if !validID(id) {
		return nil, fmt.Errorf("journal of %s: %w", short(id), ErrNotFound)
	}
	entries, err := os.ReadDir(a.path(journalDir, id))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("journal of %s: %w", short(id), err)
	}
	found := map[int]document.Page{}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasPrefix(e.Name(), keyName(key)+"-") {
			continue
		}
		j, err := a.journaled(id, e.Name())
		if err == nil && j.Key == key {
			found[j.Page.Number] = j.Page
		}
	}
	return found, nil
}

func (a *Archive) journaled(id, name string) (journaled, error) {
	var j journaled
	data, err := os.ReadFile(a.path(journalDir, id, name))
	if err != nil {
		return j, err
	}
	err = a.press.unpack(bytes.NewReader(data), func(r io.Reader) error {
		dec := json.NewDecoder(r)
		if err := dec.Decode(&j); err != nil {
			return err
		}
		// Read on to the end: the checksum comes last.
		if _, err := dec.Token(); err != io.EOF {
			return errors.New("something follows the page")
		}
		return nil
	})
	if err != nil {
		return j, err
	}
	if name != fmt.Sprintf("%s-%06d%s", keyName(j.Key), j.Page.Number, recordExt) || j.Page.Number < 1 {
		return j, errors.New("holds another page than its name says")
	}
	if bad := checkPage(&j.Page); len(bad) > 0 {
		return j, errors.New(bad[0])
	}
	return j, nil
}
