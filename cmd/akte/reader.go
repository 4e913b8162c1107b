package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"aktenkundig/archive"
	"aktenkundig/cleanup"
	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/ocr"
	"aktenkundig/ocr/tesseract"
	"aktenkundig/ocr/worker"

	"github.com/spf13/cobra"
)

// reading holds the flags that say how pages are read.
type reading struct {
	languages string
	policy    string
	profiles  []string
	register  string
	jobs      int
	timeout   time.Duration
	opening
}

const (
	defaultLanguages = "deu+eng"
	defaultPolicy    = "conservative"
)

// workerMemory is the address space of a worker; a Go process with the engine reserves 1.7 GB before it reads.
const workerMemory = 4 << 30

func (o *reading) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&o.languages, "lang", "l", "", "languages of the engine, joined by + (AKTE_LANG; default: the archive's, "+defaultLanguages+" for a new one)")
	f.StringVar(&o.policy, "policy", "", "what to hide: conservative, balanced, off, or a `file` NAME.json with thresholds of your own (AKTE_POLICY; default: the archive's, "+defaultPolicy+" for a new one)")
	f.StringArrayVar(&o.profiles, "profile", nil, "`file` that says how a city writes its references and dates; kept in the archive for all further reading (docs/references.md)")
	f.StringVar(&o.register, "register", "", "CSV `file` of references that are known to exist; kept in the archive")
	f.IntVarP(&o.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "pages read at once")
	f.DurationVar(&o.timeout, "page-timeout", 180*time.Second, "longest time the engine may take for one page")
	o.opening.flags(cmd)
}

// settle fills what no flag said from the environment, then the archive, then the defaults.
func (o *reading) settle(s archive.Settings) {
	o.languages = first(o.languages, os.Getenv("AKTE_LANG"), strings.Join(s.Languages, "+"), defaultLanguages)
	o.policy = first(o.policy, os.Getenv("AKTE_POLICY"), s.Policy, defaultPolicy)
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func (o *reading) settings() archive.Settings {
	return archive.Settings{Languages: strings.Split(o.languages, "+"), Policy: o.policy}
}

// policyOf gives the policy of that name, or the one in that file; an archive's settings may name a file in its folder dir.
func policyOf(name, dir string) (cleanup.Policy, error) {
	if filepath.Ext(name) != ".json" {
		return cleanup.Named(name)
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !filepath.IsAbs(name) {
		data, err = os.ReadFile(filepath.Join(dir, name))
	}
	if err != nil {
		return cleanup.Policy{}, fmt.Errorf("--policy: %w", err)
	}
	return cleanup.ParsePolicy(data)
}

// What the decoding and preparing of pages may take in this process. The word lists and models live all the time, so a
// heap of half as much again is enough for the collector of garbage: it costs 3 % of CPU and saves 40 MB. Beyond
// slotMemory for each page in work it works harder still; that is no hard limit, and a page drawn by the PDF renderer
// takes more.
const (
	growth     = 50 // percent
	slotMemory = 80 << 20
)

// pipeline chooses the concrete parts; the caller calls stop when all is read.
func (o *reading) pipeline(a *archive.Archive) (p *ingest.Pipeline, stop func(), err error) {
	policy, err := policyOf(o.policy, a.Dir())
	if err != nil {
		return nil, nil, usage(err)
	}
	languages := strings.Split(o.languages, "+")
	if err := tesseract.Check(languages, ""); err != nil {
		return nil, nil, err
	}
	if o.jobs < 1 {
		return nil, nil, usage(fmt.Errorf("--jobs %d: at least one page must be read at a time", o.jobs))
	}
	engine, err := engineName(languages)
	if err != nil {
		return nil, nil, err
	}
	if err := takePapers(a, o.profiles, o.register); err != nil {
		return nil, nil, err
	}
	reader, own, err := papers(a)
	if err != nil {
		return nil, nil, err
	}
	if err := derives(a); err != nil {
		return nil, nil, err
	}
	opened, err := o.options()
	if err != nil {
		return nil, nil, err
	}
	pool := ocr.NewPool(o.jobs, func() (ocr.Engine, error) {
		return worker.New(worker.Options{
			Command: []string{self, workerCommand, "--lang", o.languages},
			Timeout: o.timeout,
			Memory:  workerMemory,
		}), nil
	})
	free := boundMemory(o.jobs)
	stop = func() {
		pool.Close()
		opened.Renderer.Close()
		free()
	}
	return &ingest.Pipeline{
		Archive:   a,
		Scan:      opened,
		Engine:    pool,
		Detectors: []cleanup.Detector{cleanup.Noise{}, cleanup.Signed{}, cleanup.Dated{}},
		Policy:    policy,
		Extract:   reader,
		Made:      document.Made{Program: "akte " + version + revision(), Engine: engine, Languages: languages, Policy: policy.Name, TextLayer: o.textLayer(), Extract: own},
		Slots:     o.jobs,
	}, stop, nil
}

// boundMemory tells the collector of garbage how much to leave, unless the environment does; free takes it back.
func boundMemory(jobs int) (free func()) {
	var undo []func()
	if os.Getenv("GOMEMLIMIT") == "" {
		before := debug.SetMemoryLimit(int64(max(2, jobs)) * slotMemory)
		undo = append(undo, func() { debug.SetMemoryLimit(before) })
	}
	if os.Getenv("GOGC") == "" {
		before := debug.SetGCPercent(growth)
		undo = append(undo, func() { debug.SetGCPercent(before) })
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

// cacheDir is where the PDF renderer keeps its compiled code between runs; "" if this user has no such place.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "akte")
}

// engineName is how records name the engine: its version and the beginning of each model's hash, since both decide
// what is read.
func engineName(languages []string) (string, error) {
	models, err := tesseract.Models("")
	if err != nil {
		return "", err
	}
	var parts []string
	for _, m := range models {
		if slices.Contains(languages, m.Language) {
			parts = append(parts, m.Language+" "+m.SHA256[:8])
		}
	}
	return "tesseract " + tesseract.Version() + " (" + strings.Join(parts, ", ") + ")", nil
}

// self is this program, also after somebody has put a newer one in its place.
const self = "/proc/self/exe"
