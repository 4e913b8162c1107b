package figures

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnlyWhatStandsBetweenTheMarksIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "doc.md")
	if err := os.WriteFile(path, []byte("before <a>old<b> after"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, "<a>", "<b>", "new"); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, "<a>", "<c>", "newer"); err == nil {
		t.Error("a missing mark is no error")
	}
	got, _ := os.ReadFile(path)
	if want := "before <a>new<b> after"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
