package worker

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"aktenkundig/ocr/ocrtest"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// escapes runs Escapes in a process of its own, confined or not.
func escapes(t *testing.T, how string) (could, lacks []string) {
	t.Helper()
	out, err := exec.Command("/proc/self/exe", "as-child", how).Output()
	if err != nil {
		t.Fatal(err)
	}
	var said struct{ Could, Lacks []string }
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return said.Could, said.Lacks
}

func TestConfinedProcessCannotGetOut(t *testing.T) {
	free, _ := escapes(t, "free")
	for _, way := range []string{"network", "files", "writing"} {
		if !slices.Contains(free, way) {
			t.Errorf("an unconfined process should manage %q, could only %q", way, free)
		}
	}
	could, lacks := escapes(t, "confined")
	if len(lacks) > 0 {
		t.Skipf("the kernel lacks %q", lacks)
	}
	if len(could) > 0 {
		t.Errorf("a confined process could %q", could)
	}
}

func TestConfinedEngineReads(t *testing.T) {
	needTesseract(t)
	w := open(t, Options{Command: command("tesseract-confined")})
	s := ocrtest.NewSheet(t, 105, 74, 200)
	s.Print(10, 20, 12, "Der Stadtrat beschließt")
	r, err := w.Read(t.Context(), s.Ink)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, word := range r.Words {
		words = append(words, word.Text)
	}
	if got := strings.Join(words, " "); !strings.Contains(got, "Stadtrat") {
		t.Errorf("read %q", got)
	}
}

// TestFilter runs the program that the kernel runs, on calls made up for it.
func TestFilter(t *testing.T) {
	raw, err := filter(unix.AUDIT_ARCH_X86_64)
	if err != nil {
		t.Fatal(err)
	}
	program, ok := bpf.Disassemble(raw)
	if !ok {
		t.Fatal("does not disassemble")
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ arch, nr, want uint32 }{
		"read":                 {unix.AUDIT_ARCH_X86_64, unix.SYS_READ, unix.SECCOMP_RET_ALLOW},
		"socket":               {unix.AUDIT_ARCH_X86_64, unix.SYS_SOCKET, unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		"the last one":         {unix.AUDIT_ARCH_X86_64, unix.SYS_SETTIMEOFDAY, unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		"another architecture": {unix.AUDIT_ARCH_I386, unix.SYS_READ, unix.SECCOMP_RET_KILL_PROCESS},
		"x32":                  {unix.AUDIT_ARCH_X86_64, 1<<30 | unix.SYS_SOCKET, unix.SECCOMP_RET_KILL_PROCESS},
	} {
		// The VM reads big-endian, as of a packet; the kernel reads seccomp_data in its own order.
		data := []byte{byte(c.nr >> 24), byte(c.nr >> 16), byte(c.nr >> 8), byte(c.nr), byte(c.arch >> 24), byte(c.arch >> 16), byte(c.arch >> 8), byte(c.arch)}
		got, err := vm.Run(data)
		if err != nil || uint32(got) != c.want {
			t.Errorf("%s: %#x, %v; want %#x", name, got, err, c.want)
		}
	}
}
