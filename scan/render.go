package scan

import (
	"context"
	"io"
)

type Renderer struct{}

type drawing struct{ password string }

func newDrawing(body *io.SectionReader, o Options) drawing { return drawing{} }
func (d *drawing) count(ctx context.Context) (int, error)  { return 0, fail(Damaged, "no renderer yet") }
func (d *drawing) close() error                            { return nil }
func (d *drawing) sheet(ctx context.Context, n int, density float64) (Sheet, error) {
	return Sheet{}, fail(Unsupported, "no renderer yet")
}
func openJP2(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	return nil, fail(Unsupported, "JP2")
}
