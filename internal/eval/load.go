package eval

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/document"
)

// Item is one file with what it is known to hold.
type Item struct {
	Path  string
	Set   string // the first class of a drawn memo, else the folder the file lies in
	Truth Truth
	// TextOnly says that only the text of the whole file is known: Truth then has one page with Text, whatever the
	// number of pages in the file.
	TextOnly bool
	// FoldCase has words and characters compared without regard to case. LoadTruth leaves it off.
	FoldCase bool
}

const (
	drawn   = ".truth.json"
	typed   = ".gt.txt"
	maxSize = 8 << 20 // bytes of a truth file
)

// LoadTruth finds the files under path whose truth is known, sorted by path. Path is a folder, which is searched
// with all its subfolders, or one file, or one file of truth. Truth lies beside the file NAME.EXT: as
// NAME.truth.json, or as NAME.gt.txt with the text alone. Of several NAME.EXT beside one NAME.gt.txt each is an
// Item; NAME.truth.json names its file, and for that file says more than a NAME.gt.txt, which is then passed over. In a NAME.gt.txt, Cyrillic letters that look Latin are made Latin where a word
// has Latin letters too: half of one public collection writes its umlauts so, and no reader could be right. Links inside a folder are not followed. Truth that cannot be read, breaks
// a promise of Truth, or has no file beside it is an error: what is not measured must not go unnoticed.
func LoadTruth(path string) ([]Item, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	var items []Item
	if !info.IsDir() {
		items, err = ofFile(path)
	} else {
		items, err = under(path)
	}
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.Path, b.Path) })
	return drawnFirst(items), err
}

// FoldCase has items compared without regard to case: those whose set or file name is among names.
func FoldCase(items []Item, names ...string) {
	for i, it := range items {
		if slices.Contains(names, it.Set) || slices.Contains(names, filepath.Base(it.Path)) {
			items[i].FoldCase = true
		}
	}
}

// drawnFirst leaves out the typed truth of files that have a drawn one.
func drawnFirst(items []Item) []Item {
	known := map[string]bool{}
	for _, it := range items {
		known[it.Path] = known[it.Path] || !it.TextOnly
	}
	return slices.DeleteFunc(items, func(it Item) bool { return it.TextOnly && known[it.Path] })
}

func under(root string) ([]Item, error) {
	var items []Item
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || !isTruth(path) {
			return err
		}
		found, err := load(path)
		items = append(items, found...)
		return err
	})
	return items, err
}

// ofFile gives the items of one file, or of one file of truth.
func ofFile(path string) ([]Item, error) {
	if isTruth(path) {
		return load(path)
	}
	name := strings.TrimSuffix(path, filepath.Ext(path))
	for _, kind := range []string{drawn, typed} {
		if _, err := os.Lstat(name + kind); err != nil {
			continue
		}
		items, err := load(name + kind)
		items = slices.DeleteFunc(items, func(it Item) bool { return filepath.Clean(it.Path) != filepath.Clean(path) })
		if len(items) > 0 || err != nil { // a drawn truth may name another file
			return items, err
		}
	}
	return nil, fmt.Errorf("%s: no %s and no %s beside it", path, drawn, typed)
}

func isTruth(path string) bool {
	return strings.HasSuffix(path, drawn) || strings.HasSuffix(path, typed)
}

func load(path string) ([]Item, error) {
	data, err := read(path)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, typed) {
		return loadTyped(path, data)
	}
	t, err := parseTruth(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	file := filepath.Join(filepath.Dir(path), t.File)
	if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: no file %s beside it", path, t.File)
	}
	set := folder(path)
	if len(t.Classes) > 0 {
		set = t.Classes[0]
	}
	return []Item{{Path: file, Set: set, Truth: t}}, nil
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err == nil && len(data) > maxSize {
		err = fmt.Errorf("%s: larger than %d MB", path, maxSize>>20)
	}
	return data, err
}

func loadTyped(path string, data []byte) ([]Item, error) {
	files, err := scansNamed(strings.TrimSuffix(path, typed))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no scan beside it", path)
	}
	text := latin(strings.TrimPrefix(strings.ToValidUTF8(string(data), "\uFFFD"), "\uFEFF"))
	items := make([]Item, len(files))
	for i, f := range files {
		page := TruthPage{Number: 1, Text: text}
		items[i] = Item{Path: f, Set: folder(path), Truth: Truth{File: filepath.Base(f), Pages: []TruthPage{page}}, TextOnly: true}
	}
	return items, nil
}

// scansNamed gives the regular files name.EXT where EXT is a format of scans.
func scansNamed(name string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if e.Type().IsRegular() && strings.TrimSuffix(e.Name(), ext) == filepath.Base(name) && isScan(ext) {
			files = append(files, filepath.Join(filepath.Dir(name), e.Name()))
		}
	}
	return files, nil
}

func isScan(ext string) bool {
	switch strings.ToLower(ext) {
	case ".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".jp2", ".pnm", ".pgm", ".pbm":
		return true
	}
	return false
}

func folder(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	return filepath.Base(filepath.Dir(abs))
}

// parseTruth reads one Truth and checks what Score relies on. Unknown names are passed over.
func parseTruth(data []byte) (Truth, error) {
	var t Truth
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&t); err != nil {
		return Truth{}, err
	}
	if _, err := d.Token(); err != io.EOF {
		return Truth{}, fmt.Errorf("more than one value")
	}
	if t.File == "" || t.File != filepath.Base(t.File) || t.File == "." || t.File == ".." {
		return Truth{}, fmt.Errorf("file %q is not a plain file name", t.File)
	}
	for i, p := range t.Pages {
		if err := p.check(i + 1); err != nil {
			return Truth{}, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	return t, nil
}

func (p TruthPage) check(number int) error {
	if p.Number != number {
		return fmt.Errorf("number is %d", p.Number)
	}
	if p.Turn < 0 || p.Turn > 270 || p.Turn%90 != 0 {
		return fmt.Errorf("turn is %d", p.Turn)
	}
	for _, w := range p.Words {
		if len(strings.Fields(w.Text)) != 1 || !sound(w.Box) {
			return fmt.Errorf("word %q with box %v", w.Text, w.Box)
		}
	}
	for _, a := range p.Artefacts {
		if !sound(a.Box) {
			return fmt.Errorf("%s with box %v", a.Kind, a.Box)
		}
	}
	if words := p.tokens(); len(p.Words) > 0 && Fold(p.Text) != Fold(strings.Join(words, " ")) {
		return fmt.Errorf("text and words differ")
	}
	return nil
}

// sound tells whether b is a rectangle on a sheet of a size that exists.
func sound(b document.Box) bool {
	const most = 1 << 20
	return b[0] <= b[2] && b[1] <= b[3] && min(b[0], b[1]) >= -most && max(b[2], b[3]) <= most
}

// tokens gives the page's typed words as they are.
func (p TruthPage) tokens() []string {
	words := make([]string, len(p.Words))
	for i, w := range p.Words {
		words[i] = w.Text
	}
	return words
}
