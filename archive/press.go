package archive

import (
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// maxRecord bounds the JSON of one record in bytes; ten thousand densely printed pages stay below it.
const maxRecord = 1 << 30

// maxWindow bounds what a damaged or hostile file can make the decompressor set aside, in bytes.
const maxWindow = 16 << 20

var errTooBig = errors.New("larger than a record can be")

// press compresses and restores. The zero value is ready; it may be used by many goroutines at once.
type press struct {
	once    sync.Once
	encoder *zstd.Encoder
	err     error
	readers sync.Pool // of *zstd.Decoder
}

// pack compresses data into one Zstandard frame with a checksum. Equal data gives equal bytes.
func (p *press) pack(data []byte) ([]byte, error) {
	p.once.Do(func() {
		// Two at once are plenty beside the reading of pages, and each costs some megabytes.
		p.encoder, p.err = zstd.NewWriter(nil, zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(2))
	})
	if p.err != nil {
		return nil, p.err
	}
	return p.encoder.EncodeAll(data, nil), nil
}

// unpack gives use the restored bytes of r, at most maxRecord of them.
func (p *press) unpack(r io.Reader, use func(io.Reader) error) error {
	d, err := p.reader(r)
	if err != nil {
		return err
	}
	defer func() {
		// Let go of r before the decoder rests in the pool.
		_ = d.Reset(nil)
		p.readers.Put(d)
	}()
	return use(&bounded{r: d, left: maxRecord})
}

func (p *press) reader(r io.Reader) (*zstd.Decoder, error) {
	if d, ok := p.readers.Get().(*zstd.Decoder); ok {
		return d, d.Reset(r)
	}
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
}

// bounded is a reader that fails, instead of ending, after left bytes.
type bounded struct {
	r    io.Reader
	left int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooBig
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}
