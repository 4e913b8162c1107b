package ingest

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/maruel/natural"
)

// found is a file to take, or one that is not taken and why.
type found struct {
	path  string
	pages []string // with join: the pictures of the folder at path, in order
	err   error
	named bool // on the command line, not found in a folder
}

// outcome is Skipped for a file in a folder that is passed over by choice, else Failed: whoever names a path wants it.
func (f found) outcome() string {
	choice := slices.ContainsFunc([]error{errLink, errIrregular, errUnsettled, errTruth, errArchive}, func(e error) bool {
		return errors.Is(f.err, e)
	})
	if choice && !f.named {
		return Skipped
	}
	return Failed
}

// Why a file is not taken.
var (
	errLink      = errors.New("is a link, and links are not followed: name its target instead")
	errIrregular = errors.New("is not a regular file")
	errUnsettled = errors.New("is hidden, temporary or another program's bookkeeping")
	errTruth     = errors.New(TruthFile)
	errArchive   = errors.New("belongs to an archive")
)

// TruthFile is the reason for which a file with known truth, lying beside its scan, is passed over.
const TruthFile = "is a truth file for `akte eval`"

// walk gives all files at and below paths in natural order (page2 before page10), folder by folder, so that memory
// is bounded by the largest folder. It calls count for each before it is handed out. A named path is taken
// whatever its name; inside folders hidden, temporary and system files and folders are passed over and told. So is
// the folder archive, in which the import itself writes. Links, devices and pipes are never opened. With join the pictures of a
// folder are handed out together, after its other files.
func walk(ctx context.Context, paths []string, archive string, join bool, count func()) iter.Seq[found] {
	own, _ := os.Stat(archive)
	return func(yield func(found) bool) {
		w := &walker{ctx: ctx, own: own, join: join, give: func(f found) bool {
			for range max(1, len(f.pages)) {
				count()
			}
			return ctx.Err() == nil && yield(f)
		}}
		for _, p := range paths {
			info, err := os.Lstat(p)
			switch {
			case err != nil:
				err = plain(err)
			case os.SameFile(info, own):
				err = errArchive
			case info.IsDir():
				if !w.folder(p) {
					return
				}
				continue
			default:
				err = regular(info.Mode())
			}
			if !w.give(found{path: p, err: err, named: true}) {
				return
			}
		}
	}
}

// walker is one walk. Its methods are false when it must stop.
type walker struct {
	ctx  context.Context
	own  fs.FileInfo // of the archive's folder
	join bool
	give func(found) bool
}

// folder hands out one folder and those below it.
func (w *walker) folder(dir string) bool {
	names, err := openFolder(dir, sorting)
	defer names.close()
	if err != nil && !w.give(found{path: dir, err: plain(err)}) {
		return false
	}
	var pages []string
	for {
		e, ok, err := names.next()
		if err != nil {
			return w.give(found{path: dir, err: plain(err)})
		}
		if !ok {
			return len(pages) == 0 || w.give(found{path: dir, pages: pages})
		}
		path := filepath.Join(dir, e.name)
		if w.join && e.kind.IsRegular() && passedOver(e.name) == nil && isPicture(path) {
			pages = append(pages, path)
			continue
		}
		if w.ctx.Err() != nil || !w.entry(path, e) {
			return false
		}
	}
}

func (w *walker) entry(path string, e entry) bool {
	err := passedOver(e.name)
	if e.kind.IsDir() && err == nil {
		if info, ierr := os.Lstat(path); ierr == nil && os.SameFile(info, w.own) {
			err = errArchive
		} else {
			return w.folder(path)
		}
	}
	if err == nil {
		err = regular(e.kind)
	}
	return w.give(found{path: path, err: err})
}

// ahead counts the files that walk will give, without sorting them, so that a run knows how much is left. What cannot
// be read counts as one.
func ahead(ctx context.Context, paths []string, archive string, add func(n int)) {
	own, _ := os.Stat(archive)
	for _, p := range paths {
		if info, err := os.Lstat(p); err != nil || !info.IsDir() || os.SameFile(info, own) {
			add(1)
			continue
		}
		aheadIn(ctx, p, own, add)
	}
}

func aheadIn(ctx context.Context, dir string, own fs.FileInfo, add func(n int)) {
	f, err := os.Open(dir)
	if err != nil {
		add(1)
		return
	}
	defer f.Close()
	for ctx.Err() == nil {
		some, err := f.ReadDir(sorting)
		for _, e := range some {
			path := filepath.Join(dir, e.Name())
			info, ierr := os.Lstat(path)
			if !e.IsDir() || passedOver(e.Name()) != nil || ierr == nil && os.SameFile(info, own) {
				add(1)
				continue
			}
			aheadIn(ctx, path, own, add)
		}
		if err != nil {
			return
		}
	}
}

func naturally(a, b string) int {
	switch {
	case natural.Less(a, b):
		return -1
	case natural.Less(b, a):
		return 1
	}
	return strings.Compare(a, b)
}

// sidecar is the name of the file beside an archived original.
var sidecar = regexp.MustCompile(`^[0-9a-f]{64}\.json$`)

// passedOver tells why a file found in a folder is not a scan to take.
func passedOver(name string) error {
	lower := strings.ToLower(name)
	switch {
	case strings.HasPrefix(name, "."), strings.HasPrefix(name, "~"), strings.HasPrefix(name, "@eaDir"),
		strings.HasSuffix(lower, ".part"), strings.HasSuffix(lower, ".tmp"), strings.HasSuffix(lower, ".crdownload"),
		lower == "thumbs.db", lower == "desktop.ini":
		return errUnsettled
	case sidecar.MatchString(name):
		return errArchive
	case strings.HasSuffix(lower, ".gt.txt"), strings.HasSuffix(lower, ".truth.json"):
		return errTruth
	}
	return nil
}

func regular(m fs.FileMode) error {
	switch {
	case m&fs.ModeSymlink != 0:
		return errLink
	case !m.IsRegular():
		return errIrregular
	}
	return nil
}

// plain drops the path from an error that is told beside it.
func plain(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
