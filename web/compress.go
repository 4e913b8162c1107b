package web

import (
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// compressed packs answers of text for those who take gzip. Pictures and PDF are packed already; a stream of events must
// not wait.
func compressed(next http.Handler) http.Handler {
	pool := sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
		if err != nil {
			panic(err) // the level is a constant
		}
		return z
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Header.Get("Range") != "" || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		p := &packer{ResponseWriter: w, pool: &pool}
		defer p.end()
		next.ServeHTTP(p, r)
	})
}

// packer decides with the head of an answer whether to pack it.
type packer struct {
	http.ResponseWriter
	pool    *sync.Pool
	decided bool
	z       *gzip.Writer
}

// WriteHeader implements http.ResponseWriter.
func (p *packer) WriteHeader(status int) {
	if !p.decided && status >= http.StatusOK {
		p.decided = true
		h := p.Header()
		if status != http.StatusNoContent && status != http.StatusNotModified && h.Get("Content-Encoding") == "" && packs(h.Get("Content-Type")) {
			h.Add("Vary", "Accept-Encoding")
			h.Set("Content-Encoding", "gzip")
			h.Del("Content-Length")
			if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
				h.Set("ETag", "W/"+tag) // other bytes, the same content
			}
			p.z = p.pool.Get().(*gzip.Writer)
			p.z.Reset(p.ResponseWriter)
		}
	}
	p.ResponseWriter.WriteHeader(status)
}

func packs(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	switch {
	case mediaType == "text/event-stream":
		return false
	case strings.HasPrefix(mediaType, "text/"), strings.HasSuffix(mediaType, "json"), strings.HasSuffix(mediaType, "xml"), strings.HasSuffix(mediaType, "javascript"):
		return true
	}
	return false
}

// Write implements http.ResponseWriter.
func (p *packer) Write(b []byte) (int, error) {
	if !p.decided {
		if p.Header().Get("Content-Type") == "" {
			p.Header().Set("Content-Type", http.DetectContentType(b))
		}
		p.WriteHeader(http.StatusOK)
	}
	if p.z != nil {
		return p.z.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what lies below.
func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// end writes what is left. After a panic nothing is, so that the reader sees the answer is not whole.
func (p *packer) end() {
	if p.z == nil {
		return
	}
	if err := recover(); err != nil {
		panic(err)
	}
	p.z.Close() // an error says that the reader is gone
	p.pool.Put(p.z)
}
