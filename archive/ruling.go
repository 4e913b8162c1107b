package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

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
	ofField := r.Verb == document.State || r.Verb == document.Deny || r.Verb == document.Withdraw && r.Field != ""
	switch {
	case r.Page < 1:
		return fmt.Errorf("page %d: pages are numbered from 1", r.Page)
	case r.Box.Empty() && !ofField:
		return fmt.Errorf("box %v is empty", r.Box)
	case !slices.Contains([]document.Verb{document.Keep, document.Hide, document.Withdraw, document.Read, document.State, document.Deny}, r.Verb):
		return fmt.Errorf("unknown verb %.40q", r.Verb)
	case r.Verb == document.Read && strings.TrimSpace(r.Text) == "":
		return errors.New("says that nothing is read: hide the words instead")
	case (r.Verb == document.State || r.Verb == document.Deny) && r.Field == "":
		return fmt.Errorf("%s without the name of a field", r.Verb)
	case r.Verb == document.State && strings.TrimSpace(r.Text) == "":
		return fmt.Errorf("states an empty %.40s: deny it instead", r.Field)
	}
	return nil
}

// Said gives what people said that words read and fields hold, in the order of the documents' ids. It is how the archive
// learns words.
func (a *Archive) Said() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for id, err := range a.ids(rulingsDir, linesExt) {
			var rulings []document.Ruling
			if err == nil {
				rulings, err = a.Rulings(id)
			}
			if err != nil && !yield("", err) {
				return
			}
			for _, r := range rulings {
				if (r.Verb == document.Read || r.Verb == document.State) && !yield(r.Text, nil) {
					return
				}
			}
		}
	}
}

// Corrections gives the words of a document that people corrected, each as it was read and as it should read; none is no error.
func (a *Archive) Corrections(id string) ([][2]string, error) {
	rulings, err := a.Rulings(id)
	if err != nil || !slices.ContainsFunc(rulings, func(r document.Ruling) bool { return r.Verb == document.Read }) {
		return nil, err
	}
	d, err := a.record(id)
	if err != nil {
		return nil, fmt.Errorf("corrections on %s: %w", short(id), err)
	}
	return d.Corrections(rulings), nil
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
