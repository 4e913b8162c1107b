package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Lock keeps other imports out of the archive, also those of other processes, until unlock is called or the
// process ends in whatever way. It does not wait: if someone has the lock the error is ErrLocked and names the
// process. Readers, and rulings, need no lock.
func (a *Archive) Lock(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(a.path(lockFile), os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, fmt.Errorf("lock archive: %w", err)
	}
	held, err := hold(f)
	if err == nil && !held {
		err = fmt.Errorf("%w: %s has %s; wait for it or stop it", ErrLocked, holder(f), a.dir)
	}
	if err == nil {
		err = sign(f)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock archive: %w", err)
	}
	return func() { f.Close() }, nil
}

// sign writes the number of this process into a lock file.
func sign(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

// holder names the process that signed a lock file.
func holder(f *os.File) string {
	data, _ := io.ReadAll(io.NewSectionReader(f, 0, 32))
	if pid := strings.TrimSpace(string(data)); pid != "" {
		return "process " + pid
	}
	return "another process"
}

// hold takes the lock of an open file, which lasts until it is closed or its process dies; false if another has
// it. The lock is taken on the open file and not on a path: by path, a file that Heal just removed would come
// back as a different one.
func hold(f *os.File) (bool, error) {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, unix.EINTR):
			return false, &os.PathError{Op: "flock", Path: f.Name(), Err: err}
		}
	}
}

// holdNamed is hold for a file that must still be the one called path.
func holdNamed(f *os.File, path string) (bool, error) {
	held, err := hold(f)
	if err != nil || !held {
		return false, err
	}
	mine, err := f.Stat()
	if err != nil {
		return false, err
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, named), nil
}
