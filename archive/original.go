package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"aktenkundig/document"
)

// Hash gives the id of a file, which is the lower-case hexadecimal SHA-256 of its bytes, and its size in bytes.
// Errors are as of AddOriginal.
func Hash(ctx context.Context, path string) (id string, size int64, err error) {
	src, err := openSource(path)
	if err != nil {
		return "", 0, err
	}
	defer src.Close()
	return src.copy(ctx, io.Discard)
}

// AddOriginal copies the bytes of the file at path into the archive and gives their id. Bytes that are there
// already are not stored twice, and the Source of their first delivery stays. Of s, Size and folders in Name are
// put right here, and Added is now if it is empty. Links, pipes and devices are refused with ErrNotRegular, without
// reading from them; a file that is written to meanwhile with ErrChanged. Whatever is wrong with the file at path is
// an ErrSource; other errors are about the archive.
func (a *Archive) AddOriginal(ctx context.Context, path string, s document.Source) (id string, err error) {
	src, err := openSource(path)
	if err != nil {
		return "", err
	}
	defer src.Close()
	t, err := a.temp(originalMode)
	if err != nil {
		return "", fmt.Errorf("add %s: %w", path, err)
	}
	defer t.discard()
	id, size, err := src.copy(ctx, t)
	if err != nil {
		return "", err
	}
	s.Size = size
	if err := a.keep(id, t, s); err != nil {
		return "", fmt.Errorf("add %s: %w", path, err)
	}
	return id, nil
}

// keep names the copy t by its content, the source first: where the original is, its source is too.
func (a *Archive) keep(id string, t *temp, s document.Source) error {
	if path, _, err := a.Original(id); err == nil {
		info, err := os.Stat(path)
		if err == nil && info.Size() == s.Size {
			return nil
		}
	}
	m, err := a.begin(id, markAdd, nil)
	if err != nil {
		return err
	}
	defer m.abandon()
	s, err = a.keepSource(id, s)
	if err != nil {
		return err
	}
	if err := t.commit(a.file(originalsDir, id, extension(s.Name))); err != nil {
		return err
	}
	return m.done()
}

// keepSource stores the source unless there is one, and gives the one that holds.
func (a *Archive) keepSource(id string, s document.Source) (document.Source, error) {
	if s.Added == "" {
		s.Added = time.Now().UTC().Format(time.RFC3339)
	}
	s.Name = strings.ToValidUTF8(filepath.Base(s.Name), "\uFFFD")
	data, err := plain(s)
	if err != nil {
		return s, err
	}
	t, err := a.temp(originalMode)
	if err != nil {
		return s, err
	}
	defer t.discard()
	if _, err := t.Write(data); err != nil {
		return s, err
	}
	if err := t.commitNew(a.file(originalsDir, id, jsonExt)); err != nil {
		return s, err
	}
	return a.source(id)
}

// Original gives the path of the archived file, which is for reading only, and its source; ErrNotFound if it is
// not in the archive.
func (a *Archive) Original(id string) (path string, s document.Source, err error) {
	s, err = a.source(id)
	if err != nil {
		return "", s, fmt.Errorf("original %s: %w", short(id), err)
	}
	path = a.file(originalsDir, id, extension(s.Name))
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", s, fmt.Errorf("original %s: %w", short(id), ErrNotFound)
	case err != nil:
		return "", s, err
	case !info.Mode().IsRegular():
		return "", s, fmt.Errorf("original %s: %w", short(id), ErrNotRegular)
	}
	return path, s, nil
}

func (a *Archive) source(id string) (document.Source, error) {
	var s document.Source
	if !validID(id) {
		return s, ErrNotFound
	}
	data, err := os.ReadFile(a.file(originalsDir, id, jsonExt))
	if errors.Is(err, fs.ErrNotExist) {
		return s, ErrNotFound
	}
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(data, &s)
}

// source is a delivered file, open, with what was known of it before its first byte was read.
type source struct {
	*os.File
	path   string
	before fs.FileInfo
}

// openSource opens a regular file without ever waiting for a pipe or following a link.
func openSource(path string) (*source, error) {
	// Even opening a device can have effects, so look first.
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", path, ErrNotRegular)
	}
	// Should it be another file by now: a link is not followed, and a pipe that nobody writes to does not block.
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if errors.Is(err, unix.ELOOP) || errors.Is(err, unix.ENXIO) {
		return nil, fmt.Errorf("%s: %w", path, ErrNotRegular)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSource, err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: %w", path, ErrNotRegular)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &source{File: f, path: path, before: info}, nil
}

// copy writes the file to w and gives the hash and number of its bytes.
func (s *source) copy(ctx context.Context, w io.Writer) (id string, size int64, err error) {
	h := sha256.New()
	buf := make([]byte, 1<<18)
	for {
		if err := ctx.Err(); err != nil {
			return "", 0, err
		}
		n, err := s.Read(buf)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", 0, fmt.Errorf("%w: %w", ErrSource, err)
		}
		h.Write(buf[:n])
		size += int64(n)
		if _, err := w.Write(buf[:n]); err != nil {
			return "", 0, err
		}
	}
	if err := s.unchanged(size); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}

// unchanged tells whether the file, and the file that now has its name, are as they were before the reading.
func (s *source) unchanged(read int64) error {
	after, err := os.Lstat(s.path)
	if err != nil {
		return fmt.Errorf("%s: %w", s.path, ErrChanged)
	}
	same := os.SameFile(s.before, after) && after.Size() == read && after.Size() == s.before.Size() &&
		after.ModTime().Equal(s.before.ModTime())
	if !same {
		return fmt.Errorf("%s: %w", s.path, ErrChanged)
	}
	return nil
}
