package scan

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// corpus lists the files of a set that stands beside the repository, apart from its truths and lists.
func corpus(t testing.TB, set string) []string {
	t.Helper()
	root := filepath.Join("..", "..", "shared", "corpus", set)
	if _, err := os.Stat(root); err != nil {
		t.Skip("the corpus is not here:", err)
	}
	var files []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasSuffix(path, ".tsv") && !strings.HasSuffix(path, ".gt.txt") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// each runs a test over files, two at a time.
func each(files []string, do func(path string)) {
	var all sync.WaitGroup
	next := make(chan string)
	for range 2 {
		all.Go(func() {
			for path := range next {
				do(path)
			}
		})
	}
	for _, path := range files {
		next <- path
	}
	close(next)
	all.Wait()
}

// sheetsOfCorpus is how many sheets of a file the tests decode; the rest is more of the same.
const sheetsOfCorpus = 2

func TestWeirdFilesGiveSheetsOrAReason(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	const patience = 60 * time.Second
	var mu sync.Mutex
	outcomes := map[string]int{}
	note := func(outcome string) {
		mu.Lock()
		defer mu.Unlock()
		outcomes[outcome]++
	}
	each(corpus(t, "weird-pdf"), func(path string) {
		start := time.Now()
		defer func() {
			if took := time.Since(start); took > patience {
				t.Errorf("%s took %v", path, took)
			}
		}()
		f, err := Open(context.Background(), path, Options{Renderer: testRenderer()})
		if err != nil {
			note(reasonOf(t, path, err))
			return
		}
		defer f.Close()
		for n := 1; n <= min(f.Len(), sheetsOfCorpus); n++ {
			s, err := f.Sheet(context.Background(), n)
			if err != nil {
				note("page " + reasonOf(t, path, err))
				continue
			}
			checkContract(t, s)
			note(s.Path)
		}
	})
	t.Log(outcomes)
	for _, path := range []string{PathImage, PathRendered} {
		if outcomes[path] < 40 {
			t.Errorf("only %d sheets by %q", outcomes[path], path)
		}
	}
}

// reasonOf gives the reason of an error, which must have one.
func reasonOf(t *testing.T, path string, err error) string {
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("%s: an error without a reason: %v", path, err)
		return "?"
	}
	if strings.Contains(err.Error(), "gave up") {
		t.Errorf("%s: a panic: %v", path, err)
	}
	return string(e.Reason)
}

// TestPasswordsOpenWhatIsEncrypted takes the passwords from the corpus's list.
func TestPasswordsOpenWhatIsEncrypted(t *testing.T) {
	files := corpus(t, "weird-pdf")
	for name, password := range map[string]string{
		"qpdf/enc-R2_V1_U=view_O=view.pdf":      "view",
		"qpdf/enc-XI-R6_V5_U=view_O=master.pdf": "view",
		"pdfminer/aes-128.pdf":                  "foo",
		"pdfminer/aes-256-r6.pdf":               "usersecret",
		"pdfjs/print_protection.pdf":            "password",
	} {
		at := slices.IndexFunc(files, func(path string) bool { return strings.HasSuffix(path, name) })
		if at < 0 {
			t.Errorf("%s is not in the corpus", name)
			continue
		}
		f, err := Open(context.Background(), files[at], Options{Renderer: testRenderer(), Passwords: []string{"wrong", password}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := f.Sheet(context.Background(), 1); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		f.Close()
	}
}

func TestScansOfRealPaperGiveAllTheirPages(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	each(corpus(t, "ocr-gt"), func(path string) {
		f, err := Open(context.Background(), path, Options{Renderer: testRenderer()})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return
		}
		defer f.Close()
		for n := 1; n <= f.Len(); n++ {
			s, err := f.Sheet(context.Background(), n)
			if err != nil || s.Problem != "" || s.Image == nil {
				t.Errorf("%s, page %d: %v %s", path, n, err, s.Problem)
			}
		}
	})
}
