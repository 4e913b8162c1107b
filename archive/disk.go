package archive

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// Scans hold personal data: nothing is readable to all.
const (
	dirMode      = 0o750
	fileMode     = 0o640
	originalMode = 0o440
)

// disk makes every change to the file system that this package makes. The zero value is the real thing.
type disk struct {
	// step is asked before each operation and can make it fail. Only tests set it.
	step func(op, path string) error
}

func (d disk) try(op, path string) error {
	if d.step == nil {
		return nil
	}
	if err := d.step(op, path); err != nil {
		return &fs.PathError{Op: op, Path: path, Err: err}
	}
	return nil
}

// mkdir makes the folder dir and those above it, durably.
func (d disk) mkdir(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := d.mkdir(parent); err != nil {
			return err
		}
	}
	if err := d.try("mkdir", dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, dirMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return d.syncDir(parent)
}

// syncDir makes the names in dir durable. A file system that cannot sync folders is taken as it is.
func (d disk) syncDir(dir string) error {
	if err := d.try("syncdir", dir); err != nil {
		return err
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, unix.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// remove removes a file; one that is gone already is no error.
func (d disk) remove(path string) error {
	if err := d.try("remove", path); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// removeDurably removes a file and makes that last; a missing one costs nothing.
func (d disk) removeDurably(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := d.remove(path); err != nil {
		return err
	}
	return d.syncDir(filepath.Dir(path))
}

// removeAll removes a folder with all it holds, durably; a missing one costs nothing.
func (d disk) removeAll(dir string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := d.try("removeall", dir); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return d.syncDir(filepath.Dir(dir))
}

// temp is a file in tmp/ on its way to its final name. It is held (see hold) while it is open.
type temp struct {
	disk disk
	file *os.File
}

// create opens a new file in dir, named prefix, random letters, suffix.
func (d disk) create(dir, prefix, suffix string, mode fs.FileMode) (*temp, error) {
	if err := d.mkdir(dir); err != nil {
		return nil, err
	}
	for {
		path := filepath.Join(dir, prefix+strconv.FormatUint(rand.Uint64(), 36)+suffix)
		if err := d.try("create", path); err != nil {
			return nil, err
		}
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		held, err := holdNamed(f, path)
		if held {
			return &temp{disk: d, file: f}, nil
		}
		f.Close()
		if err != nil {
			os.Remove(path)
			return nil, err
		}
		// Heal of another process was faster than our hold: it took the file for a dead one.
	}
}

// Write adds to the file.
func (t *temp) Write(p []byte) (int, error) {
	if err := t.disk.try("write", t.file.Name()); err != nil {
		return 0, err
	}
	return t.file.Write(p)
}

func (t *temp) sync() error {
	if err := t.disk.try("sync", t.file.Name()); err != nil {
		return err
	}
	return t.file.Sync()
}

// commit gives the file its final name, in place of whatever had it.
func (t *temp) commit(path string) error {
	if err := t.settle(path); err != nil {
		return err
	}
	if err := t.disk.try("rename", path); err != nil {
		return err
	}
	if err := os.Rename(t.file.Name(), path); err != nil {
		return err
	}
	return t.disk.syncDir(filepath.Dir(path))
}

// commitNew gives the file its final name unless something has it already; that is no error.
func (t *temp) commitNew(path string) error {
	if err := t.settle(path); err != nil {
		return err
	}
	if err := t.disk.try("link", path); err != nil {
		return err
	}
	err := os.Link(t.file.Name(), path)
	if errors.Is(err, unix.EPERM) || errors.Is(err, errors.ErrUnsupported) {
		// No hard links on this file system: two first deliveries of the same bytes in the same moment could
		// now both win, one after the other.
		if _, statErr := os.Lstat(path); errors.Is(statErr, fs.ErrNotExist) {
			err = os.Rename(t.file.Name(), path)
		}
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return t.disk.syncDir(filepath.Dir(path))
}

// settle makes the content durable and sees to the folder that the file goes to.
func (t *temp) settle(path string) error {
	if err := t.disk.mkdir(filepath.Dir(path)); err != nil {
		return err
	}
	return t.sync()
}

// discard closes the file and removes what is still in tmp/. Errors do not matter: Heal will find it.
func (t *temp) discard() {
	_ = t.disk.remove(t.file.Name())
	_ = t.file.Close()
}

// write puts a whole file under its final name.
func (a *Archive) write(path string, data []byte) error {
	t, err := a.temp(fileMode)
	if err != nil {
		return err
	}
	defer t.discard()
	if _, err := t.Write(data); err != nil {
		return err
	}
	return t.commit(path)
}

func (a *Archive) temp(mode fs.FileMode) (*temp, error) {
	return a.disk.create(a.path(tmpDir), "", tempExt, mode)
}
