// Package tesseract is the engine Tesseract, by way of gosseract, the only C code in the house. The C code is handed
// nothing but pixels that we laid out ourselves.
//
// Three things belong to the process and not to an engine, which is why akte runs engines in child processes of
// package worker: a page cannot be stopped, every page leaks its hOCR (0.1 to 0.2 MB), and OpenMP must be off
// (OMP_THREAD_LIMIT=1 in the environment before the process starts) or a page takes four to nine times as long.
package tesseract

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime/debug"
	"strings"
	"sync"

	"aktenkundig/ocr"
	"aktenkundig/ocr/hocr"

	"github.com/otiai10/gosseract/v2"
)

// Options say what to read with. The zero value reads German and English with the models of the system.
type Options struct {
	Languages []string          // names of models, the likeliest first; deu and eng if empty
	DataPath  string            // the folder with the models; the system's if empty
	Variables map[string]string // Tesseract's own settings, over those chosen here
	Alone     bool              // for a process that does nothing else: what Go holds of the page goes back to the system while it is read
}

// Engine reads with one instance of Tesseract, which it keeps. It is an ocr.Engine that reads one page at a time and
// cannot be stopped within a page.
type Engine struct {
	turn   chan struct{} // holds one token while the client is at work
	client client        // nil once closed
	tiff   []byte        // room for the ink, kept from page to page unless alone
	alone  bool
}

// client is what is used of gosseract. It is this narrow on purpose: each of gosseract's other questions (Text,
// GetBoundingBoxes) would recognise the page once more.
type client interface {
	SetImageFromBytes([]byte) error
	HOCRText() (string, error)
	Close() error
}

// starting lets one instance start at a time in the whole process: while it starts, gosseract turns the process's
// stderr away, and two at once leave it on /dev/null.
var starting sync.Mutex

// New starts an engine, which takes 45 ms for one language and 90 ms for two. A language without a model is a
// *MissingModel.
func New(o Options) (*Engine, error) {
	if len(o.Languages) == 0 {
		o.Languages = []string{"deu", "eng"}
	}
	if o.DataPath == "" {
		o.DataPath = SystemDataPath()
	}
	if err := Check(o.Languages, o.DataPath); err != nil {
		return nil, fmt.Errorf("tesseract: %w", err)
	}
	c, err := start(o)
	if err != nil {
		return nil, fmt.Errorf("tesseract: %w", err)
	}
	return &Engine{turn: make(chan struct{}, 1), client: c, alone: o.Alone}, nil
}

// settings are what differs from the defaults of the library.
func settings() map[string]string {
	return map[string]string{
		// Automatic, as on the command line; the library's own default takes the page for one block. A variable
		// because SetPageSegMode is lost when it comes before the first page.
		"tessedit_pageseg_mode": "3",
		"hocr_font_info":        "1", // x_size, ascenders and descenders of lines
	}
}

func start(o Options) (client, error) {
	c := gosseract.NewClient()
	if err := prepare(c, o); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// prepare makes the client load its models now, which gosseract otherwise leaves to the first page.
func prepare(c *gosseract.Client, o Options) error {
	if err := errors.Join(c.SetTessdataPrefix(o.DataPath), c.SetLanguage(o.Languages...)); err != nil {
		return err
	}
	for _, variables := range []map[string]string{settings(), o.Variables} {
		for k, v := range variables {
			if err := c.SetVariable(gosseract.SettableVariable(k), v); err != nil {
				return err
			}
		}
	}
	white := image.NewGray(image.Rect(0, 0, 40, 40))
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	if err := c.SetImageFromBytes(appendTIFF(nil, ocr.Ink{Image: white, DPI: 300})); err != nil {
		return err
	}
	starting.Lock()
	defer starting.Unlock()
	_, err := c.HOCRText()
	return err
}

// Read recognises the page once. It waits while another page is being read, and once it has begun it goes on to the
// end, whatever becomes of ctx.
func (e *Engine) Read(ctx context.Context, ink ocr.Ink) (ocr.Reading, error) {
	if err := ctx.Err(); err != nil {
		return ocr.Reading{}, err
	}
	if err := ink.Check(); err != nil {
		return ocr.Reading{}, err
	}
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return ocr.Reading{}, ctx.Err()
	}
	if e.client == nil {
		return ocr.Reading{}, ocr.ErrClosed
	}
	r, err := e.recognise(ink)
	if err != nil {
		return ocr.Reading{}, fmt.Errorf("tesseract: %w", err)
	}
	return r, nil
}

func (e *Engine) recognise(ink ocr.Ink) (ocr.Reading, error) {
	e.tiff = appendTIFF(e.tiff[:0], ink)
	if err := e.client.SetImageFromBytes(e.tiff); err != nil {
		return ocr.Reading{}, err
	}
	if e.alone { // 17 MB of an A4 page at 300 dpi, in two copies; leptonica has its own
		e.tiff = nil
		debug.FreeOSMemory()
	}
	text, err := e.client.HOCRText()
	if err != nil {
		return ocr.Reading{}, err
	}
	pages, err := hocr.Parse(strings.NewReader(text))
	if err != nil {
		return ocr.Reading{}, err
	}
	if len(pages) != 1 {
		return ocr.Reading{}, fmt.Errorf("hocr of %d pages for one", len(pages))
	}
	return pages[0].Reading, nil
}

// Close waits for the page being read and frees the instance.
func (e *Engine) Close() error {
	e.turn <- struct{}{}
	defer func() { <-e.turn }()
	if e.client == nil {
		return nil
	}
	err := e.client.Close()
	e.client = nil
	return err
}

// Version gives the version of the library, for example "5.3.0".
func Version() string { return gosseract.Version() }
