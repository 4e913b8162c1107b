package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Token is what is kept of a token, with which a program asks in a user's name.
type Token struct {
	ID      string    `json:"id"`     // the token's beginning, shown to tell it from others
	Digest  string    `json:"sha256"` // of the whole token, which holds 130 random bits
	Note    string    `json:"note,omitempty"`
	Role    Role      `json:"role"` // at most this; the user's role bounds it, too
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
}

// tokenPrefix lets people, and programs that look for leaked secrets, know a token.
const tokenPrefix = "akte_"

const tokenID = len(tokenPrefix) + 8

// NewToken makes a token for a user, with at most a role, that is good for some time. It is shown this once.
func (s *Store) NewToken(name string, role Role, note string, good time.Duration) (token string, t Token, err error) {
	if _, err := ParseRole(string(role)); err != nil {
		return "", Token{}, err
	}
	if good <= 0 {
		return "", Token{}, fmt.Errorf("a token that is good for %v is none", good)
	}
	token = tokenPrefix + strings.ToLower(rand.Text()[:8]) + rand.Text()
	now := s.now().UTC().Truncate(time.Second)
	t = Token{ID: token[:tokenID], Digest: sum(token), Note: note, Role: role, Created: now, Expires: now.Add(good)}
	err = s.edit(name, func(a *Account) error {
		a.Tokens = slices.DeleteFunc(slices.Clone(a.Tokens), func(t Token) bool { return !now.Before(t.Expires) })
		if len(a.Tokens) >= maxTokens {
			return fmt.Errorf("%s has %d tokens; remove one first", name, maxTokens)
		}
		a.Tokens = append(a.Tokens, t)
		return nil
	})
	return token, t, err
}

// RemoveToken removes the token of a user whose beginning is id.
func (s *Store) RemoveToken(name, id string) error {
	return s.edit(name, func(a *Account) error {
		left := slices.DeleteFunc(slices.Clone(a.Tokens), func(t Token) bool { return t.ID == id })
		if len(left) == len(a.Tokens) {
			return fmt.Errorf("%s has no token %s", name, id)
		}
		a.Tokens = left
		return nil
	})
}

// ByToken gives the user in whose name a token asks; ErrNoUser if it is none, or no longer good.
func (s *Store) ByToken(token string) (User, error) {
	if !strings.HasPrefix(token, tokenPrefix) || len(token) <= tokenID || len(token) > 100 {
		return User{}, ErrNoUser
	}
	accounts, err := s.Accounts()
	if err != nil {
		return User{}, err
	}
	got := []byte(sum(token))
	for _, a := range accounts {
		for _, t := range a.Tokens {
			if t.ID == token[:tokenID] && subtle.ConstantTimeCompare([]byte(t.Digest), got) == 1 && s.now().Before(t.Expires) {
				u := User{Name: a.Name, Role: a.Role}
				if u.Is(t.Role) {
					u.Role = t.Role
				}
				return u, nil
			}
		}
	}
	return User{}, ErrNoUser
}

func sum(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}
