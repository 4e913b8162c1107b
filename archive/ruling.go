package archive

import (
	"encoding/json"
	"errors"
	"fmt"

	"aktenkundig/document"
)

// Rule appends a ruling to those of a document that has a record, durably, and logs the change. Rulings may be
// appended by several processes at once.
func (a *Archive) Rule(id string, r document.Ruling) error {
	if err := a.rule(id, r); err != nil {
		return fmt.Errorf("rule on %s: %w", short(id), err)
	}
	return nil
}

func (a *Archive) rule(id string, r document.Ruling) error {
	if !a.Has(id) {
		return ErrNotFound
	}
	if err := checkRuling(r); err != nil {
		return err
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	m, err := a.begin(id, markRule, nil)
	if err != nil {
		return err
	}
	defer m.abandon()
	if err := a.disk.appendLine(a.file(rulingsDir, id, linesExt), line); err != nil {
		return err
	}
	if err := a.follow(id, false); err != nil {
		return err
	}
	return m.done()
}

func checkRuling(r document.Ruling) error {
	switch {
	case r.Page < 1:
		return fmt.Errorf("page %d: pages are numbered from 1", r.Page)
	case r.Box.Empty():
		return fmt.Errorf("box %v is empty", r.Box)
	case r.Verb != document.Keep && r.Verb != document.Hide && r.Verb != document.Withdraw:
		return fmt.Errorf("unknown verb %.40q", r.Verb)
	}
	return nil
}

// Rulings gives the rulings on a document, oldest first; none is no error. A torn or senseless line is passed over;
// Verify tells it.
func (a *Archive) Rulings(id string) ([]document.Ruling, error) {
	if !validID(id) {
		return nil, fmt.Errorf("rulings on %s: %w", short(id), ErrNotFound)
	}
	var rulings []document.Ruling
	for r, err := range readLines(a.file(rulingsDir, id, linesExt), checkRuling) {
		if le := (*lineError)(nil); errors.As(err, &le) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("rulings on %s: %w", short(id), err)
		}
		rulings = append(rulings, r)
	}
	return rulings, nil
}
