package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"aktenkundig/scan"

	"github.com/spf13/cobra"
)

// opening holds the flags that say how files are opened and what they may cost.
type opening struct {
	passwordFile string
	scan         scan.Options
}

func (o *opening) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Int64Var(&o.scan.MaxBytes, "max-bytes", 0, "largest file taken, in bytes (0: the built-in bound)")
	f.IntVar(&o.scan.MaxPages, "max-pages", 0, "most pages in a file (0: the built-in bound)")
	f.Int64Var(&o.scan.MaxPixels, "max-pixels", 0, "most pixels in a page (0: the built-in bound)")
	f.StringVar((*string)(&o.scan.TextLayer), "text-layer", string(scan.AutoLayer), "text that a PDF brings along: auto keeps what is real text, keep any, ignore none")
	f.StringVar(&o.passwordFile, "password-file", "", "file with passwords for encrypted PDFs, one a line; all are tried")
}

// options are the options of scan, with a renderer, which the caller closes.
func (o *opening) options() (scan.Options, error) {
	opened := o.scan
	switch o.scan.TextLayer {
	case "", scan.AutoLayer, scan.KeepLayer, scan.IgnoreLayer:
	default:
		return opened, usage(fmt.Errorf("--text-layer %s: say auto, keep or ignore", o.scan.TextLayer))
	}
	if o.passwordFile != "" {
		var err error
		if opened.Passwords, err = readPasswords(o.passwordFile); err != nil {
			return opened, fmt.Errorf("--password-file: %w", err)
		}
	}
	opened.Renderer = scan.NewRenderer(cacheDir(), 1)
	return opened, nil
}

// textLayer is how records name the treatment of text layers: "" for the usual one.
func (o *opening) textLayer() string {
	if o.scan.TextLayer == scan.AutoLayer || o.scan.TextLayer == "" {
		return ""
	}
	return string(o.scan.TextLayer)
}

// readPasswords gives the lines of a file as they are, without the empty ones.
func readPasswords(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if p := strings.TrimSuffix(lines.Text(), "\r"); p != "" {
			all = append(all, p)
		}
	}
	return all, lines.Err()
}
