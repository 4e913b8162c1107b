package access

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const secret = "correct horse battery"

func newStore(t *testing.T) *Store {
	t.Helper()
	s, err := OpenStore(filepath.Join(t.TempDir(), "access"))
	if err != nil {
		t.Fatal(err)
	}
	s.cost = cost{time: 1, memory: 64, threads: 1} // a test looks at many passwords
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestUsersAreKeptForTheirOwnerOnly(t *testing.T) {
	s := newStore(t)
	s.cost = fullCost()
	must(t, s.Add("petra", Archivist, secret))
	must(t, s.Add("anna", Reader, ""))
	info, err := os.Stat(s.path())
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	data, _ := os.ReadFile(s.path())
	if strings.Contains(string(data), secret) || !strings.Contains(string(data), "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Errorf("stored as %s", data)
	}
	entries, _ := os.ReadDir(s.dir)
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	other, err := OpenStore(s.dir)
	must(t, err)
	all, err := other.Accounts()
	if err != nil || len(all) != 2 || all[0].Name != "anna" || all[1].Role != Archivist {
		t.Errorf("got %+v, %v", all, err)
	}
}

func TestAStoreSeesWhatAnotherProcessChanged(t *testing.T) {
	s := newStore(t)
	must(t, s.Add("petra", Reader, secret))
	other, err := OpenStore(s.dir)
	must(t, err)
	must(t, other.SetRole("petra", Admin))
	if a, err := s.Account("petra"); err != nil || a.Role != Admin {
		t.Errorf("got %+v, %v", a, err)
	}
	must(t, other.Remove("petra"))
	if _, err := s.Account("petra"); !errors.Is(err, ErrNoUser) {
		t.Errorf("got %v", err)
	}
}

func TestManyChangesAtOnceLoseNone(t *testing.T) {
	s := newStore(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			other, err := OpenStore(s.dir)
			if err == nil {
				err = other.Add("user"+string(rune('a'+i)), Reader, "")
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if a, err := s.Accounts(); err != nil || len(a) != 20 {
		t.Errorf("%d users, %v", len(a), err)
	}
}

func TestWhatIsNoUserIsRefused(t *testing.T) {
	s := newStore(t)
	must(t, s.Add("petra", Reader, secret))
	for _, c := range []struct{ name, role, password string }{
		{"petra", "reader", secret}, {"", "reader", secret}, {"-x", "reader", secret}, {"a b", "reader", secret},
		{"a\nb", "reader", secret}, {strings.Repeat("a", 65), "reader", secret}, {"anna", "root", secret},
		{"anna", "reader", "short"}, {"anna", "reader", strings.Repeat("x", 1025)},
	} {
		if err := s.Add(c.name, Role(c.role), c.password); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
	for _, err := range []error{s.Remove("nobody"), s.SetPassword("nobody", secret), s.SetRole("nobody", Reader)} {
		if !errors.Is(err, ErrNoUser) {
			t.Errorf("got %v", err)
		}
	}
}

func TestADamagedFileLetsNobodyIn(t *testing.T) {
	s := newStore(t)
	must(t, s.Add("petra", Reader, secret))
	for _, data := range []string{"", "{", `{"format":2}`, `{"format":1,"users":[{"name":"a b","role":"admin"}]}`, `{"format":1,"users":[{"name":"a","role":"god"}]}`} {
		must(t, os.WriteFile(s.path(), []byte(data), 0o600))
		s.seen = nil // within one tick of the clock the file may look the same
		if _, err := s.Accounts(); err == nil {
			t.Errorf("%q was taken", data)
		}
	}
}

func TestPasswordsAreTold(t *testing.T) {
	c := fullCost()
	d := c.digest(secret)
	if d == c.digest(secret) {
		t.Error("two digests of a password are the same: no salt")
	}
	for password, want := range map[string]bool{secret: true, secret + " ": false, "": false} {
		if got, err := matches(d, password); err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=99999999,t=3,p=4$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA", strings.Replace(d, "argon2id", "argon2i", 1), d[:len(d)-40], strings.Replace(d, "v=19", "v=16", 1)} {
		if got, err := matches(bad, secret); got || err == nil {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
}

func TestTokensAskInAUsersName(t *testing.T) {
	s := newStore(t)
	must(t, s.Add("petra", Archivist, ""))
	full, t1, err := s.NewToken("petra", Admin, "all she may", time.Hour)
	must(t, err)
	less, _, err := s.NewToken("petra", Reader, "search only", time.Hour)
	must(t, err)
	data, _ := os.ReadFile(s.path())
	if strings.Contains(string(data), full) || !strings.Contains(string(data), t1.ID) || !strings.HasPrefix(full, t1.ID) {
		t.Errorf("stored %s for %s", data, full)
	}
	if u, err := s.ByToken(full); err != nil || u != (User{Name: "petra", Role: Archivist}) {
		t.Errorf("got %+v, %v", u, err)
	}
	if u, err := s.ByToken(less); err != nil || u != (User{Name: "petra", Role: Reader}) {
		t.Errorf("got %+v, %v", u, err)
	}
	for _, bad := range []string{"", "akte_", full + "x", full[:len(full)-1], t1.ID, t1.ID + less[len(t1.ID):]} {
		if u, err := s.ByToken(bad); !errors.Is(err, ErrNoUser) {
			t.Errorf("%q: %+v, %v", bad, u, err)
		}
	}
	must(t, s.RemoveToken("petra", t1.ID))
	if _, err := s.ByToken(full); !errors.Is(err, ErrNoUser) {
		t.Errorf("a removed token: %v", err)
	}
	s.now = func() time.Time { return time.Now().Add(2 * time.Hour) }
	if _, err := s.ByToken(less); !errors.Is(err, ErrNoUser) {
		t.Errorf("a token that is over: %v", err)
	}
	if s.RemoveToken("petra", "akte_nothing") == nil {
		t.Error("a token that is not there was removed")
	}
	if _, _, err := s.NewToken("petra", Reader, "", 0); err == nil {
		t.Error("a token without time")
	}
}
