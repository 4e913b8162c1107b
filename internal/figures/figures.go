// Package figures puts what a benchmark measured into the documents that show it.
package figures

import (
	"fmt"
	"os"
	"strings"
)

// Replace puts text between two marks of the file at path, which each stand there once; what was between them goes.
func Replace(path, begin, end, text string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(b), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s: the marks %q and %q are missing", path, begin, end)
	}
	return os.WriteFile(path, []byte(head+begin+text+end+tail), 0o644)
}
