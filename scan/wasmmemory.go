package scan

import (
	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// mapped is an instance's memory outside of Go's heap: a range of addresses as long as it may ever get, of which only the
// pages that were touched exist. On the heap each growth would copy it, and leave the old one to the collector: three
// gigabytes for a limit of 768 MiB.
type mapped struct{ all []byte }

// newMapped reserves an instance's memory; where that cannot be, wazero says that it has none.
func newMapped(_, most uint64) experimental.LinearMemory {
	if most > instanceMemory {
		return &mapped{}
	}
	all, err := unix.Mmap(-1, 0, int(most), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_NORESERVE)
	if err != nil {
		return &mapped{}
	}
	return &mapped{all}
}

// Reallocate gives the first size bytes, nil if there are not so many.
func (m *mapped) Reallocate(size uint64) []byte {
	if size > uint64(len(m.all)) {
		return nil
	}
	return m.all[:size]
}

// Free gives the memory back. Only the goroutine that had the instance in use, or nobody, calls it.
func (m *mapped) Free() {
	if m.all != nil {
		_ = unix.Munmap(m.all) // there is nothing else to do with it
		m.all = nil
	}
}
