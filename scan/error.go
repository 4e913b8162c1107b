package scan

import "fmt"

// Reason says in a word or two why a file or a sheet cannot be had.
type Reason string

// The reasons.
const (
	NotAFile    Reason = "not a regular file" // a folder, link, pipe or device
	Empty       Reason = "empty"              // no bytes, or no pages
	TooLarge    Reason = "too large"          // beyond one of the limits in Options
	Encrypted   Reason = "encrypted"          // none of the passwords opens it
	Damaged     Reason = "damaged"            // of a known format, but it cannot be decoded
	Unsupported Reason = "unsupported"        // a format, or a part of one, that is not read here
)

// Error is what Open and File.Sheet return, apart from errors of the file system and of the context; find it with
// errors.As.
type Error struct {
	Reason Reason
	Err    error // what was tried, and what helps
}

// Error gives the reason and the cause.
func (e *Error) Error() string { return string(e.Reason) + ": " + e.Err.Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

func fail(r Reason, format string, args ...any) error {
	return &Error{r, fmt.Errorf(format, args...)}
}

// rescue turns a panic of a decoder into an error. Decoders meet strangers' bytes; one file must not stop a batch.
func rescue(err *error) {
	if p := recover(); p != nil {
		*err = fail(Damaged, "the decoder gave up: %v", p)
	}
}
