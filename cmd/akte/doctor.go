package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"aktenkundig/ocr/tesseract"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"
)

// health is what `akte doctor --json` prints.
type health struct {
	Version   string            `json:"version"`
	Engine    string            `json:"engine"`
	Models    []tesseract.Model `json:"models"`
	OpenMP    string            `json:"openmp"` // OMP_THREAD_LIMIT of the workers
	Cores     int               `json:"cores"`
	MemoryMB  uint64            `json:"memoryMB"`
	Archive   string            `json:"archive"`
	DiskMB    uint64            `json:"diskMB"` // free where the archive lies
	Sandbox   string            `json:"sandbox"`
	Lacks     []string          `json:"lacks,omitempty"` // what the kernel lacks for the sandbox; no reason not to import
	Complaint []string          `json:"complaints,omitempty"`
}

func newDoctor(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the engine, its languages and this machine",
		Long: `doctor tells which engine and language models akte reads with, and whether this machine is fit for it.

Exit codes: 0 fit, 1 something is missing, 2 wrong usage.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h := examine(e.archiveDir)
			if asJSON {
				enc := json.NewEncoder(cmd.OutOrStdout())
				enc.SetIndent("", "  ")
				if err := enc.Encode(h); err != nil {
					return err
				}
			} else {
				h.print(cmd.OutOrStdout())
			}
			if h.Complaint != nil {
				return &exitError{code: exitFailed, quiet: true}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// lowDisk is the free space under which an import should not begin.
const lowDisk = 1024 // MB

func examine(archiveDir string) health {
	h := health{
		Version: version,
		Engine:  "tesseract " + tesseract.Version(),
		OpenMP:  "OMP_THREAD_LIMIT=1 in every worker",
		Cores:   runtime.GOMAXPROCS(0),
		Archive: archiveDir,
	}
	h.probeSandbox()
	var err error
	if h.Models, err = tesseract.Models(""); err != nil {
		h.complain("%v", err)
	}
	if err := tesseract.Check(strings.Split(defaultLanguages, "+"), ""); err != nil {
		h.complain("%v", err)
	}
	var si unix.Sysinfo_t
	if err := unix.Sysinfo(&si); err == nil {
		h.MemoryMB = si.Totalram * uint64(si.Unit) >> 20
	}
	if free, err := freeMB(archiveDir); err != nil {
		h.complain("free space of %s: %v", archiveDir, err)
	} else if h.DiskMB = free; free < lowDisk {
		h.complain("only %d MB are free for the archive %s", free, archiveDir)
	}
	return h
}

// probeSandbox has a worker process try to get out.
func (h *health) probeSandbox() {
	h.Sandbox = "child process, killed with its parent; memory and time bounded"
	cmd := exec.Command(self, workerCommand, "--probe")
	cmd.Env = os.Environ()
	out, err := cmd.Output()
	var c confinement
	if err == nil {
		err = json.Unmarshal(out, &c)
	}
	if err != nil {
		h.complain("cannot start a worker: %v", err)
		return
	}
	if len(c.Could) == 0 {
		h.Sandbox += "; no network, no files but the language models, no other programs, no core dumps (tried)"
		return
	}
	h.Sandbox += "; but a worker can reach: " + strings.Join(c.Could, ", ")
	h.Lacks = c.Lacks
}

func (h *health) complain(format string, args ...any) {
	h.Complaint = append(h.Complaint, fmt.Sprintf(format, args...))
}

// freeMB is the free space where dir lies or would lie.
func freeMB(dir string) (uint64, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return 0, err
	}
	for {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return st.Bavail * uint64(st.Bsize) >> 20, nil
}

func (h *health) print(w io.Writer) {
	fmt.Fprintf(w, "akte      %s%s\n", h.Version, revision())
	fmt.Fprintf(w, "engine    %s\n", h.Engine)
	for _, m := range h.Models {
		fmt.Fprintf(w, "model     %-4s %s  sha256 %s\n", m.Language, m.Path, m.SHA256)
	}
	fmt.Fprintf(w, "openmp    %s\n", h.OpenMP)
	fmt.Fprintf(w, "machine   %d cores, %d MB memory\n", h.Cores, h.MemoryMB)
	fmt.Fprintf(w, "archive   %s, %d MB free\n", h.Archive, h.DiskMB)
	fmt.Fprintf(w, "sandbox   %s\n", h.Sandbox)
	for _, l := range h.Lacks {
		fmt.Fprintf(w, "          %s\n", l)
	}
	for _, c := range h.Complaint {
		fmt.Fprintf(w, "problem   %s\n", c)
	}
	if h.Complaint == nil {
		fmt.Fprintln(w, "all is well")
	}
}
