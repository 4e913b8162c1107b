// Package views keeps pictures of pages: a view is drawn from the original when somebody looks at it first, cut into tiles
// at halving scales, and kept while there is room. Whatever is asked of it afterwards costs the few tiles it touches.
package views

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"image"
	"sync"

	"aktenkundig/document"
)

// Drawer draws a page's view from its original, in pixels of the view. It may be called by many goroutines at once.
type Drawer interface {
	Draw(ctx context.Context, d *document.Document, page int) (image.Image, error)
}

// Cache keeps views within a bound. It is safe for concurrent use.
type Cache struct {
	drawer Drawer
	most   int64         // bytes of tiles
	slots  chan struct{} // views being drawn at once: each takes two colour pictures of the page

	mu    sync.Mutex
	kept  map[key]*entry
	order *list.List // of *entry, last used first
	bytes int64
}

// key names a view: it changes when the page is read anew in another way.
type key struct {
	id     string
	page   int
	size   document.Size
	toView document.Affine
}

// entry is a view that is there or being drawn; ready is closed when pyramid and err hold.
type entry struct {
	key     key
	ready   chan struct{}
	pyramid *pyramid
	err     error
	at      *list.Element
}

// New makes a cache of at most so many bytes, which draws at most so many views at once.
func New(d Drawer, most int64, atOnce int) *Cache {
	return &Cache{drawer: d, most: most, slots: make(chan struct{}, max(1, atOnce)), kept: map[key]*entry{}, order: list.New()}
}

// Levels gives the sizes of the scales at which a page is kept, the whole one first, each half the one before.
func Levels(view document.Size) []document.Size {
	sizes := []document.Size{view}
	for s := view; s[0] > tileSide || s[1] > tileSide; {
		s = document.Size{(s[0] + 1) / 2, (s[1] + 1) / 2}
		sizes = append(sizes, s)
	}
	return sizes
}

// Tile gives the tile in a column and row of a level as JPEG; TileSide says how large tiles are. ok is false if there is
// no such tile.
func (c *Cache) Tile(ctx context.Context, d *document.Document, page, level, col, row int) (jpeg []byte, ok bool, err error) {
	p, err := c.pyramid(ctx, d, page)
	if err != nil {
		return nil, false, err
	}
	t := p.tile(level, col, row)
	return t, t != nil, nil
}

// Region draws the part of a page's view inside box, scaled to size pixels. What of the box lies outside the view is white.
func (c *Cache) Region(ctx context.Context, d *document.Document, page int, box document.Box, size document.Size) (image.Image, error) {
	if box.Empty() || size[0] < 1 || size[1] < 1 {
		return nil, fmt.Errorf("page %d: nothing to draw in %v", page, box)
	}
	p, err := c.pyramid(ctx, d, page)
	if err != nil {
		return nil, err
	}
	return p.region(box, size)
}

// pyramid gives a view, drawn now if it is not kept. Those who ask for one that is being drawn wait for it.
func (c *Cache) pyramid(ctx context.Context, d *document.Document, page int) (*pyramid, error) {
	if page < 1 || page > len(d.Pages) {
		return nil, fmt.Errorf("there is no page %d", page)
	}
	p := &d.Pages[page-1]
	k := key{d.ID, page, p.View, p.ToView}
	for {
		e, mine := c.entry(k)
		if mine {
			c.draw(ctx, e, d)
			return e.pyramid, e.err
		}
		select {
		case <-e.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// Whoever drew it may have left before it was done; then it is drawn for the next.
		if e.err == nil || ctx.Err() != nil || !gone(e.err) {
			return e.pyramid, e.err
		}
	}
}

// gone tells that a drawing ended because its asker left.
func gone(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// entry gives the entry of a view; mine says that it was not there and is to be drawn.
func (c *Cache) entry(k key) (e *entry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.kept[k]; e != nil {
		c.order.MoveToFront(e.at)
		return e, false
	}
	e = &entry{key: k, ready: make(chan struct{})}
	e.at = c.order.PushFront(e)
	c.kept[k] = e
	return e, true
}

// draw fills an entry. Errors are not kept.
func (c *Cache) draw(ctx context.Context, e *entry, d *document.Document) {
	defer close(e.ready)
	select {
	case c.slots <- struct{}{}:
		e.pyramid, e.err = c.drawn(ctx, e.key, d)
		<-c.slots
	case <-ctx.Done():
		e.err = ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.err != nil {
		if ctx.Err() != nil {
			e.err = ctx.Err()
		}
		c.drop(e)
		return
	}
	c.bytes += e.pyramid.bytes
	for c.bytes > c.most {
		last := c.order.Back()
		for last != nil && last.Value.(*entry).pyramid == nil { // being drawn
			last = last.Prev()
		}
		if last == nil || last.Value.(*entry) == e {
			break
		}
		c.drop(last.Value.(*entry))
	}
}

// drop forgets an entry. The caller holds mu.
func (c *Cache) drop(e *entry) {
	delete(c.kept, e.key)
	c.order.Remove(e.at)
	if e.pyramid != nil {
		c.bytes -= e.pyramid.bytes
	}
}

func (c *Cache) drawn(ctx context.Context, k key, d *document.Document) (*pyramid, error) {
	img, err := c.drawer.Draw(ctx, d, k.page)
	if err != nil {
		return nil, err
	}
	return build(img, k.size)
}
