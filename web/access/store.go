package access

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// What callers may test with errors.Is.
var (
	ErrNoUser = errors.New("there is no such user")
	ErrExists = errors.New("there is such a user already")
)

const (
	usersFile = "users.json"
	format    = 1
	dirMode   = 0o700
	fileMode  = 0o600
	maxUsers  = 10000
	maxTokens = 100 // of one user
)

// Account is what is kept of a user.
type Account struct {
	Name     string    `json:"name"`
	Role     Role      `json:"role"`
	Password string    `json:"password"` // argon2id in the PHC string format; "": no login by password
	Created  time.Time `json:"created"`
	Tokens   []Token   `json:"tokens,omitempty"`
}

// book is the content of users.json.
type book struct {
	Format int       `json:"format"`
	Users  []Account `json:"users"` // ascending by name
}

// Store keeps the users in a folder. Its methods may be called from several goroutines, and several processes may use
// one folder: changes are seen at the next call.
type Store struct {
	dir  string
	now  func() time.Time
	cost cost

	mu   sync.Mutex
	book book
	seen fs.FileInfo // of the file that book is from; nil: none was there
}

// OpenStore opens the users in a folder, which need not be there.
func OpenStore(dir string) (*Store, error) {
	s := &Store{dir: dir, now: time.Now, cost: fullCost()}
	_, err := s.Accounts()
	return s, err
}

// Accounts gives all users, ascending by name. The list is the caller's; what is in it is not to be changed.
func (s *Store) Accounts() ([]Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return nil, err
	}
	return slices.Clone(s.book.Users), nil
}

// Account gives one user; ErrNoUser if there is none.
func (s *Store) Account(name string) (Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return Account{}, err
	}
	i := s.book.find(name)
	if i < 0 {
		return Account{}, fmt.Errorf("%s: %w", name, ErrNoUser)
	}
	return s.book.Users[i], nil
}

// Add adds a user. An empty password means that the user cannot log in by one.
func (s *Store) Add(name string, role Role, password string) error {
	if err := checkName(name); err != nil {
		return err
	}
	if _, err := ParseRole(string(role)); err != nil {
		return err
	}
	sum, err := s.digest(password)
	if err != nil {
		return err
	}
	return s.change(func(b *book) error {
		if b.find(name) >= 0 {
			return fmt.Errorf("%s: %w", name, ErrExists)
		}
		if len(b.Users) >= maxUsers {
			return fmt.Errorf("there are %d users, more are not kept in a file", maxUsers)
		}
		b.Users = append(b.Users, Account{Name: name, Role: role, Password: sum, Created: s.now().UTC().Truncate(time.Second)})
		slices.SortFunc(b.Users, func(a, b Account) int { return strings.Compare(a.Name, b.Name) })
		return nil
	})
}

// SetPassword gives a user another password, which ends all sessions.
func (s *Store) SetPassword(name, password string) error {
	sum, err := s.digest(password)
	if err != nil {
		return err
	}
	return s.edit(name, func(a *Account) error { a.Password = sum; return nil })
}

// SetRole gives a user another role.
func (s *Store) SetRole(name string, role Role) error {
	if _, err := ParseRole(string(role)); err != nil {
		return err
	}
	return s.edit(name, func(a *Account) error { a.Role = role; return nil })
}

// Remove removes a user with all sessions and tokens.
func (s *Store) Remove(name string) error {
	return s.change(func(b *book) error {
		i := b.find(name)
		if i < 0 {
			return fmt.Errorf("%s: %w", name, ErrNoUser)
		}
		b.Users = slices.Delete(b.Users, i, i+1)
		return nil
	})
}

func (s *Store) digest(password string) (string, error) {
	if password == "" {
		return "", nil
	}
	if err := checkPassword(password); err != nil {
		return "", err
	}
	return s.cost.digest(password), nil
}

func (b *book) find(name string) int {
	return slices.IndexFunc(b.Users, func(a Account) bool { return a.Name == name })
}

func (s *Store) edit(name string, how func(*Account) error) error {
	return s.change(func(b *book) error {
		i := b.find(name)
		if i < 0 {
			return fmt.Errorf("%s: %w", name, ErrNoUser)
		}
		return how(&b.Users[i])
	})
}

func (s *Store) path() string { return filepath.Join(s.dir, usersFile) }

// load reads users.json if it is another file than the last time.
func (s *Store) load() error {
	info, err := os.Stat(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		s.book, s.seen = book{}, nil
		return nil
	}
	if err != nil {
		return fmt.Errorf("users: %w", err)
	}
	if s.seen != nil && os.SameFile(info, s.seen) && info.ModTime().Equal(s.seen.ModTime()) && info.Size() == s.seen.Size() {
		return nil
	}
	data, err := os.ReadFile(s.path())
	if err != nil {
		return fmt.Errorf("users: %w", err)
	}
	b, err := parseBook(data)
	if err != nil {
		return fmt.Errorf("users: %s: %w", s.path(), err)
	}
	s.book, s.seen = b, info
	return nil
}

func parseBook(data []byte) (b book, err error) {
	if err := json.Unmarshal(data, &b); err != nil {
		return book{}, err
	}
	if b.Format != format {
		return book{}, fmt.Errorf("it has format %d, this akte knows %d", b.Format, format)
	}
	for _, a := range b.Users {
		if err := checkName(a.Name); err != nil {
			return book{}, err
		}
		if _, err := ParseRole(string(a.Role)); err != nil {
			return book{}, fmt.Errorf("%s: %w", a.Name, err)
		}
	}
	return b, nil
}

// change reads the file, changes its content and writes it whole, while no other process does.
func (s *Store) change(how func(*book) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(s.dir, dirMode); err != nil {
		return fmt.Errorf("users: %w", err)
	}
	lock, err := os.Open(s.dir)
	if err != nil {
		return fmt.Errorf("users: %w", err)
	}
	defer lock.Close()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return fmt.Errorf("users: lock %s: %w", s.dir, err)
	}
	if err := s.load(); err != nil {
		return err
	}
	b := book{Format: format, Users: slices.Clone(s.book.Users)}
	if err := how(&b); err != nil {
		return err
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	if err := replace(s.path(), append(data, '\n'), lock); err != nil {
		return fmt.Errorf("users: %w", err)
	}
	return s.load()
}

// replace writes a file whole: under another name, synced, renamed, and the folder synced.
func replace(path string, data []byte, dir *os.File) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(fileMode)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err == nil {
		err = dir.Sync()
	}
	return err
}
