package eval

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Golden compares scores with those written at path, so that quality is a diff. The error names each rate that
// differs by more than tolerance, better ones too: they are to be written down with WriteGolden. Tolerance is
// absolute for rates up to 1 and relative above.
func Golden(path string, sets []SetScore, tolerance float64) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	want, err := parseGolden(data)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var differ []error
	seen := make(map[string]bool)
	for _, s := range sets {
		for _, r := range ratesOf(s.Counts) {
			key := s.Set + " " + r.name
			seen[key] = true
			w, ok := want[key]
			switch {
			case !ok:
				differ = append(differ, fmt.Errorf("%s: %.4f, but no golden score", key, r.value))
			case math.Abs(r.value-w) > tolerance*max(1, math.Abs(w))+1e-9:
				differ = append(differ, fmt.Errorf("%s: %.4f, golden %.4f", key, r.value, w))
			}
		}
	}
	for _, key := range goldenKeys(data) {
		if !seen[key] {
			differ = append(differ, fmt.Errorf("%s: golden %.4f, but no score", key, want[key]))
		}
	}
	return errors.Join(differ...)
}

// WriteGolden writes the scores that Golden compares with: one rate a line, set, name and value.
func WriteGolden(path string, sets []SetScore) error {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, s := range sets {
		for _, r := range ratesOf(s.Counts) {
			fmt.Fprintf(w, "%s\t%s\t%.4f\n", s.Set, r.name, r.value)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// parseGolden reads lines of set, name and value; "#" begins a comment. A set may hold blanks, name and value not.
func parseGolden(data []byte) (map[string]float64, error) {
	scores := make(map[string]float64)
	for i, line := range goldenLines(data) {
		v, err := strconv.ParseFloat(line[len(line)-1], 64)
		if err != nil || len(line) < 3 {
			return nil, fmt.Errorf("score %d: want set, name and value, got %q", i+1, strings.Join(line, " "))
		}
		scores[goldenKey(line)] = v
	}
	return scores, nil
}

func goldenKeys(data []byte) []string {
	var keys []string
	for _, line := range goldenLines(data) {
		keys = append(keys, goldenKey(line))
	}
	return keys
}

func goldenKey(line []string) string { return strings.Join(line[:len(line)-1], " ") }

func goldenLines(data []byte) [][]string {
	var lines [][]string
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "#")
		if f := strings.Fields(line); len(f) > 0 {
			lines = append(lines, f)
		}
	}
	return lines
}
