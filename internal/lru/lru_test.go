package lru

import (
	"math/rand/v2"
	"testing"
)

func TestWhatWasUsedLastStays(t *testing.T) {
	c := New[string, int](30)
	c.Put("a", 1, 10)
	c.Put("b", 2, 10)
	c.Put("c", 3, 10)
	c.Get("a")
	c.Put("d", 4, 10)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true} {
		if _, ok := c.Get(key); ok != want {
			t.Errorf("%s is kept: %v", key, ok)
		}
	}
	c.Put("d", 5, 30)
	if v, ok := c.Get("d"); !ok || v != 5 {
		t.Errorf("d is %d, %v", v, ok)
	}
	c.Put("huge", 6, 31)
	if _, ok := c.Get("huge"); ok {
		t.Error("what has no room was kept")
	}
	var none *Cache[string, int]
	none.Put("a", 1, 1)
	if _, ok := none.Get("a"); ok {
		t.Error("a nil cache keeps")
	}
}

func TestTheBoundHolds(t *testing.T) {
	c, r := New[int, int](1000), rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		c.Put(r.IntN(100), 0, int64(r.IntN(200)))
		sum := int64(0)
		for at := c.order.Front(); at != nil; at = at.Next() {
			sum += at.Value.(*entry[int, int]).bytes
		}
		if sum != c.bytes || sum > c.most || len(c.kept) != c.order.Len() {
			t.Fatalf("%d bytes counted, %d kept of %d, %d keys of %d", c.bytes, sum, c.most, len(c.kept), c.order.Len())
		}
	}
}
