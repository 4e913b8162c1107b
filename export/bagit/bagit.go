// Package bagit writes and verifies bags (BagIt 1.0, RFC 8493): folders that carry their own checksums.
package bagit

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Writer makes a bag. It works in a folder beside the bag's name, which it takes only when all is there.
type Writer struct {
	dir, part string
	files     []file
	octets    int64
}

// file is a file with its checksums; name is below the bag's folder, with slashes.
type file struct {
	name string
	sums [2]string
}

// algorithms are those of the manifests, in the order of file.sums.
var algorithms = [2]string{"sha256", "sha512"}

// Create begins a bag at dir, which must not be there. What an interrupted attempt left beside it is gone on with.
func Create(dir string) (*Writer, error) {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is there already; a bag is not changed, name another folder", dir)
	}
	w := &Writer{dir: filepath.Clean(dir), part: filepath.Clean(dir) + ".part"}
	return w, os.MkdirAll(filepath.Join(w.part, "data"), 0o750)
}

// Add writes a payload file; name is below data, with slashes.
func (w *Writer) Add(name string, write func(io.Writer) error) error {
	name = path.Join("data", name)
	f, err := w.write(name, write)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	info, err := os.Stat(w.path(name))
	if err != nil {
		return err
	}
	w.octets += info.Size()
	w.files = append(w.files, f)
	return nil
}

// Copy adds a file that never changes under its name. One of the same size that an interrupted attempt left is not copied again; its
// checksums are taken of what is there.
func (w *Writer) Copy(name, from string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	full := path.Join("data", name)
	if there, err := os.Stat(w.path(full)); err == nil && there.Size() == info.Size() {
		f, err := sum(w.part, full)
		if err != nil {
			return err
		}
		w.octets += there.Size()
		w.files = append(w.files, f)
		return nil
	}
	return w.Add(name, func(to io.Writer) error {
		_, err := io.Copy(to, source)
		return err
	})
}

func (w *Writer) path(name string) string { return filepath.Join(w.part, filepath.FromSlash(name)) }

// write writes a file whole and gives its checksums.
func (w *Writer) write(name string, write func(io.Writer) error) (file, error) {
	target := w.path(name)
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return file{}, err
	}
	t, err := os.CreateTemp(w.part, ".writing-*")
	if err != nil {
		return file{}, err
	}
	defer os.Remove(t.Name())
	defer t.Close()
	h := newHashes()
	if err := write(io.MultiWriter(t, h.writer())); err != nil {
		return file{}, err
	}
	if err := errors.Join(t.Chmod(0o640), t.Sync(), t.Close(), os.Rename(t.Name(), target)); err != nil {
		return file{}, err
	}
	return file{name, h.sums()}, nil
}

type hashes [2]hash.Hash

func newHashes() hashes { return hashes{sha256.New(), sha512.New()} }

func (h hashes) writer() io.Writer { return io.MultiWriter(h[0], h[1]) }

func (h hashes) sums() [2]string {
	return [2]string{hex.EncodeToString(h[0].Sum(nil)), hex.EncodeToString(h[1].Sum(nil))}
}

// sum reads a file for its checksums.
func sum(dir, name string) (file, error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return file{}, err
	}
	defer f.Close()
	h := newHashes()
	_, err = io.Copy(h.writer(), f)
	return file{name, h.sums()}, err
}

// Info is a line of bag-info.txt.
type Info struct{ Label, Value string }

// Close writes manifests and bag-info.txt, and gives the bag its name.
func (w *Writer) Close(infos []Info) error {
	if err := w.sweep(); err != nil {
		return err
	}
	slices.SortFunc(w.files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	tags := map[string]string{"bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"}
	var b strings.Builder
	for _, i := range append(infos, Info{"Payload-Oxum", fmt.Sprintf("%d.%d", w.octets, len(w.files))}) {
		fmt.Fprintf(&b, "%s: %s\n", i.Label, strings.Join(strings.Fields(i.Value), " "))
	}
	tags["bag-info.txt"] = b.String()
	for i, a := range algorithms {
		tags["manifest-"+a+".txt"] = manifest(w.files, i)
	}
	var written []file
	for _, name := range []string{"bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"} {
		f, err := w.tag(name, tags[name])
		if err != nil {
			return err
		}
		written = append(written, f)
	}
	for i, a := range algorithms {
		if _, err := w.tag("tagmanifest-"+a+".txt", manifest(written, i)); err != nil {
			return err
		}
	}
	return os.Rename(w.part, w.dir)
}

func (w *Writer) tag(name, text string) (file, error) {
	return w.write(name, func(to io.Writer) error {
		_, err := io.WriteString(to, text)
		return err
	})
}

// manifest lists files with one of their checksums. A name's %, CR and LF are written as RFC 8493, 2.1.3 wants it.
func manifest(files []file, algorithm int) string {
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.sums[algorithm], encodeName.Replace(f.name))
	}
	return b.String()
}

var (
	encodeName = strings.NewReplacer("%", "%25", "\n", "%0A", "\r", "%0D")
	decodeName = strings.NewReplacer("%25", "%", "%0A", "\n", "%0a", "\n", "%0D", "\r", "%0d", "\r")
)

// sweep removes payload that an interrupted attempt left and this one did not add.
func (w *Writer) sweep() error {
	mine := map[string]bool{}
	for _, f := range w.files {
		mine[f.name] = true
	}
	return filepath.WalkDir(w.part, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(w.part, p)
		if err != nil || mine[filepath.ToSlash(rel)] {
			return err
		}
		return os.Remove(p)
	})
}

// Is tells whether a folder claims to be a bag.
func Is(dir string) bool {
	info, err := os.Lstat(filepath.Join(dir, "bagit.txt"))
	return err == nil && info.Mode().IsRegular()
}

// lines gives the lines of a manifest: checksum and name.
func lines(name string, each func(sum, name string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		line := strings.TrimRight(s.Text(), "\r")
		if line == "" {
			continue
		}
		sum, rest, ok := strings.Cut(line, " ")
		if !ok {
			return fmt.Errorf("%s: a line without a name", filepath.Base(name))
		}
		if err := each(strings.ToLower(sum), decodeName.Replace(strings.TrimLeft(rest, " *\t"))); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
	}
	return s.Err()
}
