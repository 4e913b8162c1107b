// Package access says who asks and what they may see: users with roles, passwords as argon2id, sessions, tokens for
// programs, a brake on guessing, and a log of who did what.
//
// What it keeps lies in a folder of the archive: users.json, written whole, and audit.jsonl, which only grows. Passwords
// and tokens are never stored, only what they are checked with.
package access

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"aktenkundig/document"
)

// Role says what a user may do. Each may do what the one before may.
type Role string

// The roles.
const (
	Reader    Role = "reader"    // sees what is open or bears no mark
	Archivist Role = "archivist" // sees everything, rules, imports
	Admin     Role = "admin"     // sees the log of who did what
)

// Roles lists the roles, the one with the fewest rights first.
func Roles() []Role { return []Role{Reader, Archivist, Admin} }

// ParseRole reads the name of a role.
func ParseRole(s string) (Role, error) {
	if r := Role(s); slices.Contains(Roles(), r) {
		return r, nil
	}
	return "", fmt.Errorf("%q is no role: say reader, archivist or admin", s)
}

// User is who asks. The zero value is nobody and may do nothing.
type User struct {
	Name  string
	Role  Role
	Alone bool // there are no users: it is whoever sits at the machine
}

// Local is who asks where no users are set up and only this machine is listened to: one person with all rights.
func Local(name string) User { return User{Name: name, Role: Admin, Alone: true} }

// Is tells whether u has at least the rights of a role.
func (u User) Is(r Role) bool {
	has, wants := slices.Index(Roles(), u.Role), slices.Index(Roles(), r)
	return wants >= 0 && has >= wants
}

// Sees tells whether documents of a level exist for u.
func (u User) Sees(l document.Level) bool {
	if u.Is(Archivist) {
		return true
	}
	return u.Is(Reader) && (l == document.LevelOpen || l == document.LevelUnmarked)
}

// Levels are the levels that u sees, for index.Visible: nil are all of them.
func (u User) Levels() []document.Level {
	switch {
	case u.Is(Archivist):
		return nil
	case u.Is(Reader):
		return []document.Level{document.LevelOpen, document.LevelUnmarked}
	}
	return []document.Level{}
}

type key struct{}

// With gives a context in which u asks.
func With(ctx context.Context, u User) context.Context { return context.WithValue(ctx, key{}, u) }

// Of tells who asks; nobody, if the context does not say.
func Of(ctx context.Context) User {
	u, _ := ctx.Value(key{}).(User)
	return u
}

var userName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$`)

func checkName(name string) error {
	if !userName.MatchString(name) {
		return fmt.Errorf("%q is no name for a user: letters, digits and . _ @ + -, at most 64", name)
	}
	return nil
}
