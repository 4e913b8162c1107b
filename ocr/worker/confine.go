package worker

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"github.com/landlock-lsm/go-landlock/landlock"
	ll "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// Confine gives up, for this process and for good, whatever an engine has no need of: files other than those below
// the readable folders, which it can read only, the network, other programs and processes, core dumps. It is for the
// child, to be called once the engine has started and before the first page comes. What the kernel cannot do
// is left out; lacks names it.
func Confine(readable ...string) (lacks []string) {
	for _, part := range []struct {
		name  string
		apply func() error
	}{
		{"limits", confineLimits},
		{"landlock", func() error { return confineFiles(readable) }},
		{"seccomp", confineCalls}, // last: it may refuse what the others need
	} {
		if err := part.apply(); err != nil {
			lacks = append(lacks, fmt.Sprintf("%s: %v", part.name, err))
		}
	}
	return lacks
}

// maxOpen is how many files a child may have open: its pipes, and one of its engine's.
const maxOpen = 64

// confineLimits forbids core dumps, which would put a page's content on the disk, and writing to files.
func confineLimits() error {
	var errs []error
	for limit, most := range map[int]uint64{unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 0, unix.RLIMIT_NOFILE: maxOpen} {
		errs = append(errs, unix.Setrlimit(limit, &unix.Rlimit{Cur: most, Max: most}))
	}
	return errors.Join(append(errs, unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0))...)
}

// confineFiles leaves of the file system what is below the readable folders, and nothing of TCP.
func confineFiles(readable []string) error {
	if abi, err := ll.LandlockGetABIVersion(); err != nil || abi < 1 {
		return errors.New("this kernel has none: files are not kept from a worker (needs Linux 5.13 with landlock among its security modules)")
	}
	return landlock.V6.BestEffort().Restrict(
		landlock.RODirs(readable...).IgnoreIfMissing(),
		landlock.RWFiles("/dev/null").IgnoreIfMissing(), // gosseract turns stderr there for a moment
	)
}

// refused are system calls that no engine needs. Most are ways out of the process; the others are parts of the kernel
// in which holes are found.
func refused() []uint32 {
	return []uint32{
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT, unix.SYS_ACCEPT4,
		unix.SYS_SENDTO, unix.SYS_SENDMSG, unix.SYS_SENDMMSG,
		unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_KILL, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV,
		unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_GETFD, unix.SYS_PIDFD_SEND_SIGNAL, unix.SYS_SETNS, unix.SYS_UNSHARE, unix.SYS_CHROOT,
		unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_MEMFD_CREATE,
		unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_MSGGET, unix.SYS_SEMGET, unix.SYS_MQ_OPEN,
		unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD, unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY,
		unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE,
		unix.SYS_KEXEC_LOAD, unix.SYS_REBOOT, unix.SYS_SWAPON, unix.SYS_ACCT, unix.SYS_QUOTACTL, unix.SYS_SETTIMEOFDAY,
	}
}

// auditArch is this machine's number in <linux/audit.h>, 0 if it is not known here.
func auditArch() uint32 {
	switch runtime.GOARCH {
	case "amd64":
		return unix.AUDIT_ARCH_X86_64
	case "arm64":
		return unix.AUDIT_ARCH_AARCH64
	}
	return 0
}

// filter is the program that the kernel asks about every system call (struct seccomp_data: the call's number is at
// byte 0, the architecture at byte 4). A call by the numbers of another architecture, behind which every refused one
// could hide, ends the process; so does the x32 interface, whose numbers have bit 30 set.
func filter(arch uint32) ([]bpf.RawInstruction, error) {
	const x32 = 1 << 30
	calls := refused()
	program := []bpf.Instruction{
		bpf.LoadAbsolute{Off: 4, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: arch, SkipTrue: 1},
		bpf.RetConstant{Val: unix.SECCOMP_RET_KILL_PROCESS},
		bpf.LoadAbsolute{Off: 0, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpLessThan, Val: x32, SkipTrue: 1},
		bpf.RetConstant{Val: unix.SECCOMP_RET_KILL_PROCESS},
	}
	for i, nr := range calls {
		program = append(program, bpf.JumpIf{Cond: bpf.JumpEqual, Val: nr, SkipTrue: uint8(len(calls) - i)})
	}
	program = append(program,
		bpf.RetConstant{Val: unix.SECCOMP_RET_ALLOW},
		bpf.RetConstant{Val: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
	)
	return bpf.Assemble(program)
}

// confineCalls refuses system calls in all threads of the process.
func confineCalls() error {
	arch := auditArch()
	if arch == 0 {
		return errors.New("no rules for " + runtime.GOARCH + ": the network is not kept from a worker")
	}
	raw, err := filter(arch)
	if err != nil {
		return err
	}
	program := make([]unix.SockFilter, len(raw))
	for i, r := range raw {
		program[i] = unix.SockFilter{Code: r.Op, Jt: r.Jt, Jf: r.Jf, K: r.K}
	}
	fprog := &unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	runtime.LockOSThread() // no_new_privs is a thread's; the filter takes it along to the others
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(fprog)))
	if errno != 0 {
		return fmt.Errorf("this kernel refuses it, so the network is not kept from a worker: %w", errno)
	}
	return nil
}
