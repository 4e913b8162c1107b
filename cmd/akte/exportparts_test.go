package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPartsOfKilledExportsAreSwept(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".akte-1.part", "memo.pdf"} {
		write(t, filepath.Join(dir, name), "half")
	}
	if err := os.MkdirAll(filepath.Join(dir, ".akte-2.part", "alto"), 0o755); err != nil {
		t.Fatal(err)
	}
	alive, err := partFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	folder, free, err := partFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer free()
	sweepParts(dir)
	for path, want := range map[string]bool{
		filepath.Join(dir, ".akte-1.part"): false, filepath.Join(dir, ".akte-2.part"): false,
		filepath.Join(dir, "memo.pdf"): true, alive.Name(): true, folder: true,
	} {
		if _, err := os.Lstat(path); (err == nil) != want {
			t.Errorf("%s is there: %t", filepath.Base(path), err == nil)
		}
	}
}
