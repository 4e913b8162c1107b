package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// cost is what looking at a password takes.
type cost struct {
	time, memory uint32 // passes; KiB
	threads      uint8
}

// fullCost is the second recommendation of RFC 9106, section 4.
func fullCost() cost { return cost{time: 3, memory: 64 << 10, threads: 4} }

// Lengths in bytes.
const (
	saltLength = 16
	keyLength  = 32
)

// Bounds of a password, in characters (NIST SP 800-63B) and bytes.
const (
	minPassword = 10
	maxPassword = 1024
)

// checkPassword says what is wrong with a new password.
func checkPassword(password string) error {
	if n := utf8.RuneCountInString(password); n < minPassword {
		return fmt.Errorf("the password has %d characters; it needs at least %d", n, minPassword)
	}
	if len(password) > maxPassword {
		return fmt.Errorf("the password has more than %d bytes", maxPassword)
	}
	return nil
}

// digest makes of a password what is stored, in the PHC string format.
func (c cost) digest(password string) string {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never fails, see package crypto/rand
	sum := argon2.IDKey([]byte(password), salt, c.time, c.memory, c.threads, keyLength)
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, b.EncodeToString(salt), b.EncodeToString(sum))
}

var errDigest = errors.New("the stored password is damaged")

// matches tells whether a password is the one of a digest.
func matches(digest, password string) (bool, error) {
	parts := strings.Split(digest, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return false, errDigest
	}
	var version int
	var memory, time uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &time, &threads); err != nil {
		return false, errDigest
	}
	// Bounds, so that a line in a file cannot ask for all memory.
	if version != argon2.Version || memory < 8 || memory > 1<<20 || time < 1 || time > 64 || threads < 1 {
		return false, errDigest
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 {
		return false, errDigest
	}
	sum, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(sum) < 16 || len(sum) > 128 {
		return false, errDigest
	}
	got := argon2.IDKey([]byte(password), salt, time, memory, threads, uint32(len(sum)))
	return subtle.ConstantTimeCompare(got, sum) == 1, nil
}

// checker compares passwords, few at a time: each takes 64 MB.
type checker struct {
	slots chan struct{}
	decoy string // compared with where there is no such user, so that time does not tell
}

func newChecker(c cost) *checker {
	return &checker{slots: make(chan struct{}, 2), decoy: c.digest(rand.Text())}
}

// check tells whether the password is that of the digest; "" is nobody's. It waits for a slot until ctx ends.
func (c *checker) check(ctx context.Context, digest, password string) (bool, error) {
	if len(password) > maxPassword {
		return false, nil
	}
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if digest == "" {
		_, err := matches(c.decoy, password)
		return false, err
	}
	return matches(digest, password)
}
