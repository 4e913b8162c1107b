package ocrtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"aktenkundig/document"
	"aktenkundig/ocr"
)

// Func is a function that is an engine.
type Func func(context.Context, ocr.Ink) (ocr.Reading, error)

// Read calls f.
func (f Func) Read(ctx context.Context, ink ocr.Ink) (ocr.Reading, error) { return f(ctx, ink) }

// Line is a reading of one line with the given words, each in a box of its own, for an ink of at least
// 10×10 pixels a word.
func Line(words ...string) ocr.Reading {
	all := document.Box{0, 0, 10 * len(words), 10}
	r := ocr.Reading{
		Regions: []document.Region{{Kind: document.Paragraph, Box: all}},
		Lines:   []document.Line{{Box: all}},
	}
	for i, w := range words {
		r.Words = append(r.Words, document.Word{Text: w, Box: document.Box{10 * i, 0, 10*i + 10, 10}, Conf: 1})
	}
	return r
}

// Mood is what Moody does with a page. A page says so itself: see Mood.Ink.
type Mood byte

// The moods.
const (
	Good      Mood = iota // answers with two words: its process number and how many pages it was asked for
	Segfault              // dies of a signal
	Panic                 // dies of a panic
	Exit                  // leaves with status 3 and says "out of paper" on stderr
	CrashOnce             // dies, but only if it finds no file of the name in $MOODY_MARK, which it makes
	Hang                  // never answers
	Family                // starts a process that sleeps, writes its number to $MOODY_MARK and never answers
	Late                  // answers after LateAfter
	Prints                // prints to stdout before it answers as when Good
	Hoards                // takes 3 GB of address space before it answers as when Good
	Environ               // answers with the environment variables its process was started with that name OMP
	Refuses               // returns an error
)

// LateAfter is how long Moody takes for a Late page.
const LateAfter = 3 * time.Second

// Ink is a page of that mood.
func (m Mood) Ink() ocr.Ink {
	img := image.NewGray(image.Rect(0, 0, 100, 100))
	img.Pix[0] = byte(m)
	return ocr.Ink{Image: img, DPI: 300}
}

// Moody is an engine that does what engines should not. Run it in a process that may die.
type Moody struct{ pages int }

// Read does what the mood of the page says.
func (e *Moody) Read(ctx context.Context, ink ocr.Ink) (ocr.Reading, error) {
	e.pages++
	switch Mood(ink.Image.Pix[0]) {
	case Segfault:
		_ = syscall.Kill(syscall.Getpid(), syscall.SIGSEGV)
		<-ctx.Done()
	case Panic:
		panic("moody")
	case Exit:
		fmt.Fprintln(os.Stderr, "out of paper")
		os.Exit(3)
	case CrashOnce:
		if f, err := os.OpenFile(os.Getenv("MOODY_MARK"), os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			_ = f.Close()
			os.Exit(1)
		}
	case Hang:
		select {}
	case Family:
		sleep := exec.Command("sleep", "1000")
		if err := sleep.Start(); err != nil {
			return ocr.Reading{}, err
		}
		_ = os.WriteFile(os.Getenv("MOODY_MARK"), []byte(strconv.Itoa(sleep.Process.Pid)), 0o600)
		select {}
	case Late:
		time.Sleep(LateAfter)
	case Prints:
		fmt.Println("Warning: Invalid resolution 0 dpi. Using 70 instead.")
		_, _ = syscall.Write(1, []byte("as C code would\n"))
	case Hoards:
		if len(make([]byte, 3<<30)) == 0 {
			return ocr.Reading{}, nil
		}
	case Environ:
		return environ()
	case Refuses:
		return ocr.Reading{}, errors.New("not today")
	}
	return Line(strconv.Itoa(os.Getpid()), strconv.Itoa(e.pages)), nil
}

// environ asks the kernel, because os.Setenv comes too late for libraries.
func environ() (ocr.Reading, error) {
	all, err := os.ReadFile("/proc/self/environ")
	if err != nil {
		return ocr.Reading{}, err
	}
	var words []string
	for v := range bytes.SplitSeq(all, []byte{0}) {
		if bytes.HasPrefix(v, []byte("OMP_")) {
			words = append(words, string(v))
		}
	}
	return Line(words...), nil
}
