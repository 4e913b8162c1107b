package archive

import (
	"errors"
	"fmt"
	"iter"
	"os"

	"aktenkundig/document"
)

// boundExt is the ending of manifests, by which walks find them.
const boundExt = ".bound"

// AddBound adds the manifest that binds leaves to a document, and gives the document's id. The originals of the leaves have
// to be there; they stay as they are. Equal leaves give the same document; its first Source holds, of which Name gets the
// ending .bound, and Size and MediaType are put right here.
func (a *Archive) AddBound(s document.Source, leaves []document.Leaf) (id string, err error) {
	name := s.Name
	data := document.Manifest(leaves)
	if _, err := document.ParseManifest(data); err != nil {
		return "", fmt.Errorf("bind %s: %w", name, err)
	}
	for _, l := range leaves {
		if _, _, err := a.Original(l.Original); err != nil {
			return "", fmt.Errorf("bind %s: %w", name, err)
		}
	}
	s.Name, s.MediaType, s.Size = name+boundExt, document.BoundType, int64(len(data))
	id = string(digest(data))
	t, err := a.temp(originalMode)
	if err != nil {
		return "", fmt.Errorf("bind %s: %w", name, err)
	}
	defer t.discard()
	if _, err := t.Write(data); err != nil {
		return "", fmt.Errorf("bind %s: %w", name, err)
	}
	if err := a.keep(id, t, s); err != nil {
		return "", fmt.Errorf("bind %s: %w", name, err)
	}
	return id, nil
}

// Leaves gives the pages that a bound document is made of, in order; none for a document whose original is no manifest.
func (a *Archive) Leaves(id string) ([]document.Leaf, error) {
	path, s, err := a.Original(id)
	if err != nil || s.MediaType != document.BoundType {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	leaves, err := document.ParseManifest(data)
	if err != nil {
		return nil, fmt.Errorf("original %s: %w", short(id), err)
	}
	return leaves, nil
}

// manifests gives the ids of all bound documents, ascending.
func (a *Archive) manifests() iter.Seq2[string, error] { return a.ids(originalsDir, boundExt) }

// leafOriginals gives the ids of all originals that a manifest or a binding accounts for: their pages are in bound documents,
// or separators. What cannot be read accounts for nothing.
func (a *Archive) leafOriginals() (map[string]bool, error) {
	in := map[string]bool{}
	for id, err := range a.manifests() {
		if err != nil {
			return nil, err
		}
		leaves, err := a.Leaves(id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			continue // Verify tells it
		}
		for _, l := range leaves {
			in[l.Original] = true
		}
	}
	for b, err := range a.Bindings() {
		if err != nil {
			continue
		}
		for _, s := range b.Sheets {
			in[s.Original] = true
		}
	}
	return in, nil
}

// partsOf gives the originals that the leaves of a document are in, each once.
func (a *Archive) partsOf(id string) (map[string]bool, error) {
	leaves, err := a.Leaves(id)
	parts := map[string]bool{}
	for _, l := range leaves {
		parts[l.Original] = true
	}
	return parts, err
}
