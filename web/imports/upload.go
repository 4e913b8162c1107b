package imports

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// errUpload is an error of whoever sends files.
type errUpload struct {
	status int
	text   string
}

func (e errUpload) Error() string { return e.text }

// received are the files of an upload, in a folder of their own.
type received struct {
	dir   string
	paths []string // each in a folder of its own, so that names may repeat
}

func (u *received) remove() { os.RemoveAll(u.dir) }

// receive takes the files of a form, as they come, into a new folder. An error leaves nothing behind.
func (h *hall) receive(w http.ResponseWriter, r *http.Request) (*received, error) {
	r.Body = http.MaxBytesReader(w, r.Body, h.MaxBytes)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, errUpload{http.StatusBadRequest, "the files are not sent as a form"}
	}
	dir, err := os.MkdirTemp(h.Dir, "akte-upload-")
	if err != nil {
		return nil, err
	}
	u := &received{dir: dir}
	if err := h.parts(u, form); err != nil {
		u.remove()
		return nil, h.uploadError(err)
	}
	return u, nil
}

func (h *hall) parts(u *received, form *multipart.Reader) error {
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = h.keep(u, part)
		}
		if err != nil {
			return err
		}
	}
	if len(u.paths) == 0 {
		return errUpload{http.StatusBadRequest, "no file was sent"}
	}
	return nil
}

func (h *hall) uploadError(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return errUpload{http.StatusRequestEntityTooLarge, fmt.Sprintf("more than %d MiB in one go; send fewer files at once, or use akte import", h.MaxBytes>>20)}
	case errors.As(err, new(errUpload)), errors.As(err, new(*os.PathError)):
		return err
	}
	return errUpload{http.StatusBadRequest, "the files did not come through whole"}
}

func (h *hall) keep(u *received, part *multipart.Part) error {
	if part.FormName() != "files" || part.FileName() == "" {
		return nil
	}
	if len(u.paths) >= h.MaxFiles {
		return errUpload{http.StatusRequestEntityTooLarge, fmt.Sprintf("more than %d files in one go", h.MaxFiles)}
	}
	dir := filepath.Join(u.dir, fmt.Sprintf("%06d", len(u.paths)))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(dir, safeName(part.FileName()))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, part)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		u.paths = append(u.paths, path)
	}
	return err
}

// safeName is the name of a file without folders, control characters and a leading dot, at most 150 bytes.
func safeName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, name)
	if name == "" || name[0] == '.' || name[0] == '~' {
		name = "_" + name
	}
	ext := filepath.Ext(name)
	if len(ext) > 20 {
		ext = ""
	}
	base := strings.TrimSuffix(name, ext)
	for len(base)+len(ext) > 150 {
		_, n := utf8.DecodeLastRuneInString(base)
		base = base[:len(base)-n]
	}
	return base + ext
}
