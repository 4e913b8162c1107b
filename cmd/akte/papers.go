package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	gosync "sync"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/extract"
)

const registerFile = "register.csv"

// papers is how this archive's papers are read: its own profiles before the built-in ones, its register, and the words
// that people corrected. made names all this, "" if there is nothing of the kind.
func papers(a *archive.Archive) (r *extract.Reader, made string, err error) {
	o, sum, err := ownPapers(a)
	if err != nil {
		return nil, "", err
	}
	o.Words = extract.Vocabulary{}
	for text, err := range a.Said() {
		if err != nil {
			return nil, "", err
		}
		o.Words.Learn(text)
		sum = append(sum, text...)
	}
	if len(sum) > 0 {
		hash := sha256.Sum256(sum)
		made = hex.EncodeToString(hash[:8])
	}
	r, err = extract.NewReader(o)
	return r, made, err
}

// ownPapers reads the profiles and the register that lie in the archive, and gives their bytes one behind the other.
func ownPapers(a *archive.Archive) (o extract.Options, sum []byte, err error) {
	names, err := filepath.Glob(filepath.Join(a.ExtractDir(), "*.json"))
	if err != nil {
		return o, nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return o, nil, err
		}
		p, err := extract.ParseProfile(data)
		if err != nil {
			return o, nil, &hinted{fmt.Errorf("%s: %w", name, err), "mend the file or take it away"}
		}
		o.Profiles = append(o.Profiles, p)
		sum = append(sum, data...)
	}
	o.Profiles = append(o.Profiles, extract.Profiles()...)
	data, err := os.ReadFile(filepath.Join(a.ExtractDir(), registerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return o, sum, nil
	}
	if err != nil {
		return o, nil, err
	}
	o.Register, _, err = extract.ReadRegister(strings.NewReader(string(data)), o.Profiles...)
	return o, append(sum, data...), err
}

// derives lets the archive find fields anew in documents that people corrected, with its own profiles and words, which
// are read when the first such document is asked for. A profile that cannot be read is an error at once.
func derives(a *archive.Archive) error {
	if _, _, err := ownPapers(a); err != nil {
		return err
	}
	read := gosync.OnceValue(func() *extract.Reader {
		r, _, err := papers(a)
		if err != nil {
			return nil // with the built-in profiles, then
		}
		return r
	})
	a.Derive = func(d *document.Document) { read().Derive(d) }
	return nil
}

// takePapers copies a profile or a register into the archive, where all further reading finds it.
func takePapers(a *archive.Archive, profiles []string, register string) error {
	for _, path := range profiles {
		data, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("--profile: %w", err)
		}
		if _, err := extract.ParseProfile(data); err != nil {
			return usage(fmt.Errorf("--profile %s: %w", path, err))
		}
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + ".json"
		if err := keepPaper(a, name, data); err != nil {
			return err
		}
	}
	if register == "" {
		return nil
	}
	data, err := os.ReadFile(register)
	if err != nil {
		return fmt.Errorf("--register: %w", err)
	}
	o, _, err := ownPapers(a)
	if err != nil {
		return err
	}
	known, strange, err := extract.ReadRegister(strings.NewReader(string(data)), o.Profiles...)
	if err != nil {
		return usage(fmt.Errorf("--register %s: %w", register, err))
	}
	if len(known) == 0 {
		return usage(fmt.Errorf("--register %s: none of its %d lines is a reference that a profile knows", register, strange))
	}
	return keepPaper(a, registerFile, data)
}

// keepPaper writes a file into the archive's extract folder whole.
func keepPaper(a *archive.Archive, name string, data []byte) error {
	if err := os.MkdirAll(a.ExtractDir(), 0o750); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(a.ExtractDir(), name+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(a.ExtractDir(), name))
	}
	if err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	return nil
}
