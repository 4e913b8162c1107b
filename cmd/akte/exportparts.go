package main

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// partName is how files and folders are called until all of them is there. Whoever writes one holds a lock on it.
const partName = ".akte-*.part"

// partFile makes a file that is to be renamed when it is whole. Closing it lets go of it.
func partFile(dir string) (*os.File, error) {
	return held(func() (*os.File, error) { return os.CreateTemp(dir, partName) })
}

// partFolder makes a folder that is to be renamed when all is in it; free lets go of it.
func partFolder(dir string) (path string, free func(), err error) {
	f, err := held(func() (*os.File, error) {
		name, err := os.MkdirTemp(dir, partName)
		if err != nil {
			return nil, err
		}
		return os.Open(name)
	})
	if err != nil {
		return "", nil, err
	}
	return f.Name(), func() { f.Close() }, nil
}

// held locks what create makes, and has another made where the sweep of another export was faster than the lock.
func held(create func() (*os.File, error)) (*os.File, error) {
	for {
		f, err := create()
		if err != nil {
			return nil, err
		}
		if !lock(f) {
			return f, nil // a file system without locks: nothing is swept there either
		}
		if _, err := os.Lstat(f.Name()); err == nil {
			return f, nil
		}
		f.Close()
	}
}

func lock(f *os.File) bool { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil }

// sweepParts removes what an export that was killed left in a folder.
func sweepParts(dir string) {
	left, err := filepath.Glob(filepath.Join(dir, partName))
	if err != nil {
		return
	}
	for _, path := range left {
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		if lock(f) {
			_ = os.RemoveAll(path)
		}
		f.Close()
	}
}
