package main

import (
	"errors"
	"syscall"

	"aktenkundig/archive"
	"aktenkundig/index"
	"aktenkundig/ingest"
	"aktenkundig/ocr/tesseract"
)

// hinted is an error with a way out, best a command to run.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

// hintFor is what helps against err, or nothing.
func hintFor(err error) string {
	var (
		h *hinted
		m *tesseract.MissingModel
	)
	switch {
	case errors.As(err, &h):
		return h.hint
	case errors.As(err, &m):
		return m.Hint()
	case errors.Is(err, archive.ErrNoArchive):
		return "make one with `akte import PATH`, or name another with --archive DIR or AKTE_ARCHIVE"
	case errors.Is(err, ingest.ErrNoRoom), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "make room, then run the same command again: it goes on where it stopped (--min-free sets the limit)"
	case errors.Is(err, index.ErrBusy):
		return "search in the reading room, if one is open (akte serve); otherwise wait for the other akte to finish, then try again"
	}
	return ""
}
