// Package lru keeps what was used last, up to a number of bytes.
package lru

import (
	"container/list"
	"sync"
)

// Cache keeps values by key. It is safe for concurrent use; a nil Cache keeps nothing.
type Cache[K comparable, V any] struct {
	most int64

	mu    sync.Mutex
	kept  map[K]*list.Element
	order list.List // of *entry, last used first
	bytes int64
}

type entry[K comparable, V any] struct {
	key   K
	value V
	bytes int64
}

// New makes a cache of at most so many bytes, as Put is told.
func New[K comparable, V any](most int64) *Cache[K, V] {
	return &Cache[K, V]{most: most, kept: map[K]*list.Element{}}
}

// Get gives the value of a key.
func (c *Cache[K, V]) Get(key K) (v V, ok bool) {
	if c == nil {
		return v, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.kept[key]
	if at == nil {
		return v, false
	}
	c.order.MoveToFront(at)
	return at.Value.(*entry[K, V]).value, true
}

// Put keeps a value, in place of an earlier one of its key, and drops what was not used for longest until all has room. A
// value that is too large by itself is not kept.
func (c *Cache[K, V]) Put(key K, v V, bytes int64) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.kept[key]; at != nil {
		c.drop(at)
	}
	if bytes > c.most {
		return
	}
	c.kept[key] = c.order.PushFront(&entry[K, V]{key, v, bytes})
	for c.bytes += bytes; c.bytes > c.most; {
		c.drop(c.order.Back())
	}
}

// drop forgets an entry. The caller holds mu.
func (c *Cache[K, V]) drop(at *list.Element) {
	e := c.order.Remove(at).(*entry[K, V])
	delete(c.kept, e.key)
	c.bytes -= e.bytes
}
