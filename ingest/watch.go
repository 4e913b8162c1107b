package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
	"golang.org/x/sys/unix"
)

// Watch waits for files in a folder, and in those below it, to be whole. It looks at the folder again and again, since
// a network share tells of no changes; where the system does tell, it looks at once. Use it from one goroutine.
type Watch struct {
	Dir     string
	Archive string        // the archive's folder, passed over
	Still   time.Duration // how long size and time of a file must not have changed; 5 s if 0
	Poll    time.Duration // time between two looks; 2 s if 0, and never less than twenty times what a look takes

	seen   map[string]stamp
	looks  int
	events *fsnotify.Watcher // nil where there is none
}

// stamp is what a file looked like, and since when.
type stamp struct {
	size  int64
	mtime time.Time
	inode uint64
	since time.Time
	taken bool
	round int
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{size: info.Size(), mtime: info.ModTime()}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		s.inode = st.Ino
	}
	return s
}

func (s stamp) same(o stamp) bool {
	return s.size == o.size && s.mtime.Equal(o.mtime) && s.inode == o.inode
}

// Wait gives the files that came to rest since the last call, at least one, in natural order. They are given once,
// and again only if they change. The error is that of ctx, or says that the folder cannot be read.
func (w *Watch) Wait(ctx context.Context) ([]string, error) {
	if w.seen == nil {
		w.begin()
	}
	for {
		start := time.Now()
		settled, err := w.look(ctx)
		if err != nil || len(settled) > 0 {
			return settled, err
		}
		pause := max(w.Poll, 20*time.Since(start))
		if w.events == nil {
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
		} else {
			w.doze(ctx, pause)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

func (w *Watch) begin() {
	w.seen = map[string]stamp{}
	if w.Still == 0 {
		w.Still = 5 * time.Second
	}
	if w.Poll == 0 {
		w.Poll = 2 * time.Second
	}
	if events, err := fsnotify.NewWatcher(); err == nil && events.Add(w.Dir) == nil {
		w.events = events
	}
}

// doze waits for the pause to pass or for news, of which it takes all there are.
func (w *Watch) doze(ctx context.Context, pause time.Duration) {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	case err := <-w.events.Errors:
		if !errors.Is(err, fsnotify.ErrEventOverflow) { // of too many at once the next look sees what there is
			w.Close()
			w.events = nil // by looking alone from now on
		}
	case <-w.events.Events:
		for enough := time.After(min(pause, 200*time.Millisecond)); ; {
			select {
			case <-w.events.Events:
			case <-enough:
				return
			}
		}
	}
}

// look goes through the folder once and gives what came to rest.
func (w *Watch) look(ctx context.Context) (settled []string, err error) {
	w.looks++
	round := w.looks
	now := time.Now()
	for f := range walk(ctx, []string{w.Dir}, w.Archive, false, func() {}) {
		if f.path == w.Dir && f.err != nil {
			return nil, fmt.Errorf("watch %s: %w", w.Dir, f.err)
		}
		if f.err != nil {
			continue
		}
		info, err := os.Lstat(f.path)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		is, was := stampOf(info), w.seen[f.path]
		is.since, is.round = now, round
		if was.round > 0 && was.same(is) {
			is.since, is.taken = was.since, was.taken
		} else if w.events != nil {
			_ = w.events.Add(filepath.Dir(f.path)) // a folder that cannot be followed is still looked at
		}
		if !is.taken && now.Sub(is.since) >= w.Still {
			is.taken = true
			settled = append(settled, f.path)
		}
		w.seen[f.path] = is
	}
	for path, s := range w.seen {
		if s.round != round && ctx.Err() == nil {
			delete(w.seen, path)
		}
	}
	return settled, nil
}

// Again has Wait give a path once more, for example because the run ended before the file was taken.
func (w *Watch) Again(path string) {
	if s, ok := w.seen[path]; ok {
		s.taken = false
		w.seen[path] = s
	}
}

// Close lets go of what watches.
func (w *Watch) Close() {
	if w.events != nil {
		w.events.Close()
	}
}

// The folders, below the one that is watched, into which files go that were taken.
const (
	DoneFolder       = ".akte-done"
	QuarantineFolder = ".akte-quarantined"
)

// Move puts a file that was taken into one of these folders, at the place it had in the watched one, under another
// name if its own is taken there. A file that is no longer the one that Wait gave stays where it is.
func (w *Watch) Move(path, folder string) error {
	was, ok := w.seen[path]
	rel, err := filepath.Rel(w.Dir, path)
	if err != nil || !ok || strings.HasPrefix(rel, "..") {
		return fmt.Errorf("%s is not in %s", path, w.Dir)
	}
	target := filepath.Join(w.Dir, folder, rel)
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	if info, err := os.Lstat(path); err != nil || !was.same(stampOf(info)) {
		return nil
	}
	moved, err := renameFree(path, target)
	if err != nil {
		return err
	}
	// Between the look and the renaming another file may have come to this name: it must not be lost to sight.
	if info, err := os.Lstat(moved); err != nil || !was.same(stampOf(info)) {
		_, err := renameFree(moved, path)
		return err
	}
	return nil
}

// renameFree renames without ever replacing a file, and gives the name it found free.
func renameFree(from, to string) (string, error) {
	ext := filepath.Ext(to)
	stem := strings.TrimSuffix(to, ext)
	for n := 2; ; n++ {
		err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
		if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) { // a file system that cannot promise it
			if err = os.Link(from, to); err == nil {
				err = os.Remove(from)
			}
		}
		if !errors.Is(err, fs.ErrExist) {
			return to, err
		}
		to = fmt.Sprintf("%s (%d)%s", stem, n, ext)
	}
}
