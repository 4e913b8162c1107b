package scan

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
)

// Renderer draws PDF pages with PDFium inside WebAssembly: the file cannot touch anything but the renderer's own
// memory. It starts when the first page is drawn. It may be shared by any number of files and goroutines; pages
// beyond the number of its instances wait.
type Renderer struct {
	cacheDir string
	places   chan struct{} // one for each instance in use

	compiling sync.Mutex // held without mu, for seconds: one instance starts at a time, the next finds compiled code

	mu       sync.Mutex // never held for long
	cache    wazero.CompilationCache
	starting int // instances that start, or wait to
	idle     []*instance
	isClosed bool
}

// Bounds on an instance. Its memory grows with the pages drawn and never shrinks, so it is replaced now and then.
const (
	instanceMemory = 768 << 20 // bytes
	wasmPage       = 64 << 10  // bytes
	maxDrawings    = 64        // of one instance
)

// NewRenderer prepares a renderer with so many instances, at least one, each of which may take up to 768 MiB while it
// draws, 50 to 100 MiB as a rule. Compiled code is kept in cacheDir, about 21 MB, and makes the next start take a
// tenth of a second instead of some; "" keeps nothing.
func NewRenderer(cacheDir string, instances int) *Renderer {
	return &Renderer{cacheDir: cacheDir, places: make(chan struct{}, max(1, instances))}
}

// Close ends the renderer. Files that still need it give errors.
func (r *Renderer) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.isClosed = true
	for _, i := range r.idle {
		i.close()
	}
	r.idle = nil
	return r.closeCache()
}

// closeCache lets go of the compiled code, or leaves that to the last instance that starts. mu is held.
func (r *Renderer) closeCache() error {
	if r.cache == nil || r.starting > 0 {
		return nil
	}
	return r.cache.Close(context.Background())
}

// instance is one PDFium with at most one document open in it.
type instance struct {
	pool     pdfium.Pool
	cancel   context.CancelFunc
	pdfium   pdfium.Pdfium
	owner    *drawing // whose document is open, nil if none
	root     *drawing // the file it has been used for since the last reset
	document references.FPDF_DOCUMENT
	drawn    int
	spent    bool
}

func (i *instance) close() {
	i.cancel()
	_ = i.pool.Close() // nothing in it is worth keeping
}

// onInstance runs do on an instance that has the drawing's document open. PDFium cannot be stopped from outside
// without making all of it several times slower, so do must look at the context where it can; if it does not come
// back soon after the context ended it is left behind, and its place in the renderer stays taken until it is done.
func onInstance[T any](ctx context.Context, r *Renderer, d *drawing, do func(context.Context, *instance) (T, error)) (T, error) {
	var none T
	select {
	case r.places <- struct{}{}:
	case <-ctx.Done():
		return none, ctx.Err()
	}
	type answer struct {
		value T
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		defer func() { <-r.places }()
		var a answer
		a.value, a.err = onOpened(ctx, r, d, do)
		done <- a
	}()
	select {
	case a := <-done:
		return a.value, a.err
	case <-ctx.Done():
	}
	select {
	case a := <-done:
		return a.value, a.err
	case <-time.After(stopTime):
		return none, ctx.Err()
	}
}

// stopTime is how long a drawing may take to notice that it is not wanted any more.
const stopTime = 2 * time.Second

func onOpened[T any](ctx context.Context, r *Renderer, d *drawing, do func(context.Context, *instance) (T, error)) (value T, err error) {
	defer rescue(&err)
	i, err := r.take(d)
	if err != nil {
		return value, err
	}
	defer r.put(i)
	if err := i.open(d); err != nil {
		return value, err
	}
	value, err = do(ctx, i)
	if err != nil && strings.Contains(err.Error(), "wasm error") { // what it names are addresses
		i.spent, err = true, fail(Damaged, "the renderer gave up on it: it takes more than %d MiB, or is broken", instanceMemory>>20)
	}
	i.spent = i.spent || ctx.Err() != nil
	return value, err
}

// take gives an idle instance, if possible one that has the document open already, or starts one.
func (r *Renderer) take(d *drawing) (*instance, error) {
	i, err := r.takeIdle(d)
	if i != nil || err != nil {
		return i, err
	}
	i, err = r.compile()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.starting--
	if !r.isClosed {
		return i, err
	}
	if i != nil {
		i.close()
	}
	return nil, errors.Join(errRendererClosed, r.closeCache())
}

var errRendererClosed = errors.New("the renderer is closed")

// takeIdle gives an idle instance; nil if there is none and one is to be started.
func (r *Renderer) takeIdle(d *drawing) (*instance, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.isClosed {
		return nil, errRendererClosed
	}
	at := slices.IndexFunc(r.idle, func(i *instance) bool { return i.root == d.root })
	if at < 0 && len(r.idle) > 0 {
		at = 0
	}
	if at >= 0 {
		i := r.idle[at]
		r.idle = slices.Delete(r.idle, at, at+1)
		return i, nil
	}
	if r.cache == nil {
		r.cache = compilationCache(r.cacheDir)
	}
	r.starting++
	return nil, nil
}

// compile starts an instance unless the renderer was closed while it waited.
func (r *Renderer) compile() (i *instance, err error) {
	defer rescue(&err)
	r.compiling.Lock()
	defer r.compiling.Unlock()
	r.mu.Lock()
	isClosed, cache := r.isClosed, r.cache
	r.mu.Unlock()
	if isClosed {
		return nil, errRendererClosed
	}
	return start(cache)
}

func (r *Renderer) put(i *instance) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i.spent || r.isClosed {
		i.close()
		return
	}
	r.idle = append(r.idle, i)
}

// forget throws away what was made of a file that is done.
func (r *Renderer) forget(d *drawing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, i := range r.idle {
		if i.root == d {
			i.reset()
		}
	}
}

// start makes an instance; the compiled code is shared by all of a renderer. Where cache has none it takes seconds.
func start(cache wazero.CompilationCache) (*instance, error) {
	ctx, cancel := context.WithCancel(experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(newMapped)))
	pool, err := webassembly.Init(webassembly.Config{
		Context:  ctx,
		MaxIdle:  1,
		MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // it sees no files
		Stdout:   io.Discard,
		Stderr:   io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCompilationCache(cache).
			WithMemoryLimitPages(instanceMemory / wasmPage),
	})
	if err != nil {
		cancel()
		return nil, fmt.Errorf("starting the PDF renderer: %w", err)
	}
	return &instance{pool: pool, cancel: cancel}, nil
}

// compilationCache keeps compiled code in dir; where that cannot be, in memory: a cache must not cost a page.
func compilationCache(dir string) wazero.CompilationCache {
	if dir != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			return cache
		}
	}
	return wazero.NewCompilationCache()
}

// reset throws away PDFium's memory with all that is in it.
func (i *instance) reset() {
	if i.pdfium != nil {
		_ = i.pdfium.Close()
	}
	i.pdfium, i.owner, i.root, i.drawn = nil, nil, nil, 0
}

// open makes sure that the drawing's document is open in i. One file's memory never serves another: a hostile one may
// have left something in it.
func (i *instance) open(d *drawing) error {
	switch {
	case i.root != d.root || i.drawn >= maxDrawings:
		i.reset()
	case i.owner == d:
		return nil
	case i.owner != nil:
		_, _ = i.pdfium.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: i.document})
		i.owner = nil
	}
	if i.pdfium == nil {
		p, err := i.pool.GetInstanceWithContext(context.Background())
		if err != nil {
			i.spent = true
			return fmt.Errorf("starting the PDF renderer: %w", err)
		}
		i.pdfium, i.root = p, d.root
	}
	return i.load(d)
}

// load opens the drawing's document.
func (i *instance) load(d *drawing) (err error) {
	for _, password := range d.passwords() {
		var doc *openDocument
		doc, err = i.pdfium.OpenDocument(&requests.OpenDocument{
			FileReader: io.NewSectionReader(d.body, 0, d.body.Size()), FileReaderSize: d.body.Size(), Password: &password,
		})
		if err == nil {
			i.owner, i.document = d, doc.Document
			return nil
		}
		if !errors.Is(err, pdfiumerrors.ErrPassword) {
			break
		}
	}
	i.reset()
	return openError(err)
}

func openError(err error) error {
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return errEncrypted()
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return fail(Unsupported, "a PDF with an unknown kind of encryption")
	}
	return fail(Damaged, "PDF: %w", err)
}
