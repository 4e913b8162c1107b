package ingest

import (
	"bufio"
	"container/heap"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
)

// sorting is how many names of a folder are sorted in memory at a time; a name takes about 100 bytes.
const sorting = 8192

// entry is a name in a folder and what kind of file it is.
type entry struct {
	name string
	kind fs.FileMode
}

// folder hands out the names of a folder in natural order, in memory bounded whatever the folder holds: names beyond
// the first chunk are sorted chunk by chunk into a file without a name, from which they are merged.
type folder struct {
	spill  *os.File
	chunks merge
}

// openFolder reads the names of dir, atOnce of them sorted in memory. With an error some names may be there all the same.
func openFolder(dir string, atOnce int) (*folder, error) {
	f, err := os.Open(dir)
	if err != nil {
		return &folder{}, err
	}
	defer f.Close()
	all := &folder{}
	var at int64
	for {
		some, err := f.ReadDir(atOnce)
		names := make([]entry, len(some))
		for i, e := range some {
			names[i] = entry{e.Name(), e.Type()}
		}
		slices.SortFunc(names, func(a, b entry) int { return naturally(a.name, b.name) })
		if len(names) > 0 {
			last := len(names) < atOnce || err != nil
			if last && all.spill == nil {
				all.chunks = merge{&chunk{rest: names}}
			} else if serr := all.put(names, &at); serr != nil {
				return all, serr
			}
		}
		if errors.Is(err, io.EOF) {
			return all, all.begin()
		}
		if err != nil {
			return all, errors.Join(err, all.begin())
		}
	}
}

// put adds a sorted chunk to the file.
func (f *folder) put(names []entry, at *int64) error {
	if f.spill == nil {
		s, err := os.CreateTemp("", "akte-names")
		if err != nil {
			return err
		}
		_ = os.Remove(s.Name()) // it lives as long as it is open
		f.spill = s
	}
	w := bufio.NewWriter(f.spill)
	var size int64
	for _, e := range names {
		var head [2 * binary.MaxVarintLen64]byte
		n := binary.PutUvarint(head[:], uint64(len(e.name)))
		n += binary.PutUvarint(head[n:], uint64(e.kind))
		_, _ = w.Write(head[:n]) // Flush tells
		_, _ = w.WriteString(e.name)
		size += int64(n + len(e.name))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	f.chunks = append(f.chunks, &chunk{file: bufio.NewReader(io.NewSectionReader(f.spill, *at, size))})
	*at += size
	return nil
}

// begin sets every chunk on its first name.
func (f *folder) begin() error {
	for _, c := range f.chunks {
		if err := c.step(); err != nil {
			return err
		}
	}
	f.chunks = slices.DeleteFunc(f.chunks, func(c *chunk) bool { return c.done })
	heap.Init(&f.chunks)
	return nil
}

// next gives the next name; false after the last.
func (f *folder) next() (entry, bool, error) {
	if len(f.chunks) == 0 {
		return entry{}, false, nil
	}
	c := f.chunks[0]
	e := c.now
	if err := c.step(); err != nil {
		return e, false, err
	}
	if c.done {
		heap.Pop(&f.chunks)
	} else {
		heap.Fix(&f.chunks, 0)
	}
	return e, true, nil
}

func (f *folder) close() {
	if f.spill != nil {
		f.spill.Close()
	}
}

// chunk is one sorted chunk, in memory or in the file.
type chunk struct {
	now  entry
	done bool
	rest []entry
	file *bufio.Reader
}

func (c *chunk) step() error {
	if c.file == nil {
		if len(c.rest) == 0 {
			c.done = true
			return nil
		}
		c.now, c.rest = c.rest[0], c.rest[1:]
		return nil
	}
	size, err := binary.ReadUvarint(c.file)
	if errors.Is(err, io.EOF) {
		c.done = true
		return nil
	}
	if err != nil {
		return err
	}
	kind, err := binary.ReadUvarint(c.file)
	if err != nil {
		return err
	}
	name := make([]byte, size)
	if _, err := io.ReadFull(c.file, name); err != nil {
		return err
	}
	c.now = entry{string(name), fs.FileMode(kind)}
	return nil
}

// merge is a heap of chunks by their present name.
type merge []*chunk

func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, j int) bool { return naturally(m[i].now.name, m[j].now.name) < 0 }
func (m merge) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(v any)        { *m = append(*m, v.(*chunk)) }
func (m *merge) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}
