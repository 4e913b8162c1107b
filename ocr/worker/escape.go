package worker

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Escapes tries what a confined process should not be able to do and names what it could: "network", "files",
// "writing", "programs", "core dumps". It is how `akte doctor` knows, instead of believing what was asked of the kernel.
func Escapes() []string {
	could := []string{}
	for _, way := range []struct {
		name string
		try  func() bool
	}{
		{"network", reachesNetwork},
		{"files", readsFiles},
		{"writing", writesFiles},
		{"programs", startsPrograms},
		{"core dumps", dumpsCore},
	} {
		if way.try() {
			could = append(could, way.name)
		}
	}
	return could
}

func reachesNetwork() bool {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		return false
	}
	c.Close()
	return true
}

func readsFiles() bool {
	f, err := os.Open("/etc/passwd")
	if err != nil {
		return false
	}
	f.Close()
	return true
}

func writesFiles() bool {
	f, err := os.CreateTemp("", "akte-escape")
	if err != nil {
		return false
	}
	defer os.Remove(filepath.Clean(f.Name()))
	defer f.Close()
	_, err = f.WriteString("out")
	return err == nil
}

func startsPrograms() bool { return exec.Command("/bin/true").Run() == nil }

func dumpsCore() bool {
	var limit unix.Rlimit
	return unix.Getrlimit(unix.RLIMIT_CORE, &limit) != nil || limit.Cur != 0
}
