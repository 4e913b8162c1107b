package bagit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Verify sees that a bag is complete and valid (RFC 8493, 3): every payload file is in every manifest, no other is, and all have the
// checksums that the manifests say. Manifests of other algorithms than SHA-256 and SHA-512 are passed over, but one of the two
// must be there. Bags with fetch.txt, with links, or with names that lead outside are refused.
func Verify(ctx context.Context, dir string) error {
	if err := version(dir); err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, "fetch.txt")); err == nil {
		return errors.New("the bag has a fetch.txt: parts of it are elsewhere; complete it first")
	}
	known := false
	for i, a := range algorithms {
		name := filepath.Join(dir, "manifest-"+a+".txt")
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		known = true
		listed, err := check(ctx, dir, name, i)
		if err != nil {
			return err
		}
		if err := complete(dir, listed); err != nil {
			return fmt.Errorf("manifest-%s.txt: %w", a, err)
		}
		tags := filepath.Join(dir, "tagmanifest-"+a+".txt")
		if _, err := os.Lstat(tags); err == nil {
			if _, err := check(ctx, dir, tags, i); err != nil {
				return err
			}
		}
	}
	if !known {
		return errors.New("the bag has no manifest-sha256.txt and no manifest-sha512.txt")
	}
	return nil
}

// version refuses what does not call itself BagIt 0.97 or 1.0.
func version(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "bagit.txt"))
	if err != nil {
		return err
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	for _, v := range []string{"1.0", "0.97"} {
		if strings.HasPrefix(text, "BagIt-Version: "+v) {
			return nil
		}
	}
	return fmt.Errorf("bagit.txt: %.60q is no version that is known", text)
}

// check compares the files that a manifest lists with their checksums, and gives their names.
func check(ctx context.Context, dir, manifest string, algorithm int) (map[string]bool, error) {
	listed := map[string]bool{}
	err := lines(manifest, func(want, name string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !filepath.IsLocal(filepath.FromSlash(name)) || strings.Contains(name, "\\") {
			return fmt.Errorf("%q leads outside the bag", name)
		}
		if err := regular(dir, name); err != nil {
			return err
		}
		f, err := sum(dir, name)
		if err != nil {
			return err
		}
		if f.sums[algorithm] != want {
			return fmt.Errorf("%s is not as it was when the bag was made", name)
		}
		listed[name] = true
		return nil
	})
	return listed, err
}

// regular refuses links, in the name itself or on the way to it.
func regular(dir, name string) error {
	at := dir
	parts := strings.Split(name, "/")
	for i, p := range parts {
		at = filepath.Join(at, p)
		info, err := os.Lstat(at)
		if err != nil {
			return err
		}
		if last := i == len(parts)-1; last && !info.Mode().IsRegular() || !last && !info.IsDir() {
			return fmt.Errorf("%s is no plain file", name)
		}
	}
	return nil
}

// complete sees that every file under data is listed.
func complete(dir string, listed map[string]bool) error {
	return filepath.WalkDir(filepath.Join(dir, "data"), func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err == nil && !listed[filepath.ToSlash(rel)] {
			err = fmt.Errorf("%s is not listed", filepath.ToSlash(rel))
		}
		return err
	})
}
