package bagit_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/export/bagit"
	"aktenkundig/export/internal/exporttest"
)

// make makes a bag of two files.
func makeBag(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bag")
	w, err := bagit.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(t.TempDir(), "source")
	if err := os.WriteFile(source, []byte("an original"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.Copy("originals/ab/100%.pdf", source); err != nil {
		t.Fatal(err)
	}
	if err := w.Add("Über uns.txt", func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }); err != nil {
		t.Fatal(err)
	}
	if err := w.Close([]bagit.Info{{Label: "Bag-Software-Agent", Value: "akte\n0.1.0"}}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestABagIsValid(t *testing.T) {
	dir := makeBag(t)
	if err := bagit.Verify(t.Context(), dir); err != nil {
		t.Error(err)
	}
	info, err := os.ReadFile(filepath.Join(dir, "bag-info.txt"))
	if err != nil || string(info) != "Bag-Software-Agent: akte 0.1.0\nPayload-Oxum: 15.2\n" {
		t.Errorf("bag-info.txt = %q, %v", info, err)
	}
	if _, err := bagit.Create(dir); err == nil {
		t.Error("a bag is written over")
	}
}

func TestChecksumsAreThoseOfCoreutils(t *testing.T) {
	dir := makeBag(t)
	// sha256sum knows nothing of RFC 8493's percent signs.
	if err := os.Rename(filepath.Join(dir, "data/originals/ab/100%.pdf"), filepath.Join(dir, "data/originals/ab/100%25.pdf")); err != nil {
		t.Fatal(err)
	}
	for _, a := range []string{"sha256", "sha512"} {
		for _, kind := range []string{"manifest", "tagmanifest"} {
			cmd := exec.Command(exporttest.Tool(t, a+"sum"), "--check", "--strict", kind+"-"+a+".txt")
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", a, err, out)
			}
		}
	}
}

func TestDamageToABagIsFound(t *testing.T) {
	for name, harm := range map[string]func(dir string) error{
		"another byte": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "data/Über uns.txt"), []byte("tExt"), 0o600)
		},
		"a file more": func(dir string) error { return os.WriteFile(filepath.Join(dir, "data/more"), nil, 0o600) },
		"a file less": func(dir string) error { return os.Remove(filepath.Join(dir, "data/Über uns.txt")) },
		"another tag": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bag-info.txt"), []byte("x: y\n"), 0o600)
		},
		"parts to fetch": func(dir string) error { return os.WriteFile(filepath.Join(dir, "fetch.txt"), nil, 0o600) },
		"a later BagIt": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bagit.txt"), []byte("BagIt-Version: 2.0\n"), 0o600)
		},
		"a link": func(dir string) error {
			p := filepath.Join(dir, "data/Über uns.txt")
			return firstError(os.Rename(p, dir+".x"), os.Symlink(dir+".x", p))
		},
		"a way out": func(dir string) error {
			f, err := os.OpenFile(filepath.Join(dir, "manifest-sha256.txt"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = io.WriteString(f, strings.Repeat("0", 64)+"  data/../../../etc/passwd\n")
			return firstError(err, f.Close(), os.Remove(filepath.Join(dir, "tagmanifest-sha256.txt")))
		},
	} {
		dir := makeBag(t)
		if err := harm(dir); err != nil {
			t.Fatal(err)
		}
		if err := bagit.Verify(t.Context(), dir); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestAnInterruptedBagIsGoneOnWith(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bag")
	first, err := bagit.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"stays", "goes"} {
		if err := first.Add(name, func(w io.Writer) error { _, err := io.WriteString(w, name); return err }); err != nil {
			t.Fatal(err)
		}
	}
	again, err := bagit.Create(dir) // the first is lost
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Add("stays", func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if err := again.Close(nil); err != nil {
		t.Fatal(err)
	}
	if err := bagit.Verify(t.Context(), dir); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "data/goes")); err == nil {
		t.Error("what was not added is in the bag")
	}
}
