package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"aktenkundig/ocr"

	"golang.org/x/sys/unix"
)

// Serve is the child's side: it reads pages from in, has e read them and writes the answers to out, until in ends. It
// greets at once, so start the engine first. If out is the process's stdout, stdout is stderr from then on: whatever
// C code prints there cannot get between the answers. Serve does not close e.
func Serve(in io.Reader, out io.Writer, e ocr.Engine) error {
	out, err := takeStdout(out)
	if err != nil {
		return fmt.Errorf("worker: stdout: %w", err)
	}
	if _, err := io.WriteString(out, greeting); err != nil {
		return fmt.Errorf("worker: greeting: %w", err)
	}
	for {
		number, ink, err := readPage(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("worker: %w", err)
		}
		if err := writeAnswer(out, number, ask(e, ink)); err != nil {
			return fmt.Errorf("worker: page %d: %w", number, err)
		}
	}
}

// ask has no context to hand on: whoever loses patience kills the process.
func ask(e ocr.Engine, ink ocr.Ink) answer {
	r, err := e.Read(context.Background(), ink)
	if err != nil {
		return answer{Problem: err.Error()}
	}
	return answer{Reading: r}
}

// takeStdout gives a writer to where out leads, and if that was file descriptor 1, lets 1 lead to stderr.
func takeStdout(out io.Writer) (io.Writer, error) {
	f, ok := out.(*os.File)
	if !ok || f.Fd() != 1 {
		return out, nil
	}
	fd, err := unix.FcntlInt(1, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	if err := unix.Dup3(2, 1, 0); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "answers"), nil
}
