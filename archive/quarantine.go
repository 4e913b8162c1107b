package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"aktenkundig/document"
)

// Quarantined is an original that could not be made into a document.
type Quarantined struct {
	ID     string          `json:"id"`
	Source document.Source `json:"source"`
	Reason string          `json:"reason"`           // one line, for people
	Detail string          `json:"detail,omitempty"` // whatever else helps to find the cause
}

// Quarantine notes that an archived original could not be read, and why; a later note replaces an earlier one. A
// document that has a record cannot be quarantined: the record stays.
func (a *Archive) Quarantine(q Quarantined) error {
	if err := a.quarantine(q); err != nil {
		return fmt.Errorf("quarantine %s: %w", short(q.ID), err)
	}
	return nil
}

func (a *Archive) quarantine(q Quarantined) error {
	if _, _, err := a.Original(q.ID); err != nil {
		return err
	}
	if a.Has(q.ID) {
		return errors.New("the document has a record")
	}
	data, err := plain(q)
	if err != nil {
		return err
	}
	return a.write(a.file(quarantineDir, q.ID, jsonExt), data)
}

// Quarantines gives every entry, ascending by id.
func (a *Archive) Quarantines() ([]Quarantined, error) {
	var all []Quarantined
	for id, err := range a.ids(quarantineDir, jsonExt) {
		if err != nil {
			return nil, err
		}
		q, err := a.quarantined(id)
		if err != nil {
			return nil, fmt.Errorf("quarantine entry %s: %w", short(id), err)
		}
		all = append(all, q)
	}
	return all, nil
}

func (a *Archive) quarantined(id string) (Quarantined, error) {
	var q Quarantined
	data, err := os.ReadFile(a.file(quarantineDir, id, jsonExt))
	if err != nil {
		return q, err
	}
	if err := json.Unmarshal(data, &q); err != nil {
		return q, err
	}
	if q.ID != id {
		return q, fmt.Errorf("is about %.80q", q.ID)
	}
	return q, nil
}

// Release removes a quarantine entry, so that the next import tries the original again. None is no error.
func (a *Archive) Release(id string) error {
	if !validID(id) {
		return fmt.Errorf("release %s: %w", short(id), ErrNotFound)
	}
	if err := a.disk.removeDurably(a.file(quarantineDir, id, jsonExt)); err != nil {
		return fmt.Errorf("release %s: %w", short(id), err)
	}
	return nil
}
