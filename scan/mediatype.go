package scan

import (
	"errors"
	"io"

	"github.com/gabriel-vasile/mimetype"
)

// MediaType tells what the file at path holds, by content, also for a format that is not read here. The error is that
// of opening the file as Open does.
func MediaType(path string) (string, error) {
	file, size, err := openRegular(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	body := io.NewSectionReader(file, 0, size)
	kind, err := sniff(body)
	if err == nil {
		return kind.mediaType, nil
	}
	if e, ok := errors.AsType[*Error](err); !ok || e.Reason != Unsupported {
		return "", err
	}
	m, err := mimetype.DetectReader(body)
	if err != nil {
		return "", err
	}
	return m.String(), nil
}
