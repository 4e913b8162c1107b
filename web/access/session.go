package access

import (
	"crypto/rand"
	"sync"
	"time"
)

// Bounds of sessions.
const (
	sessionIdle = 8 * time.Hour  // without a request
	sessionLife = 24 * time.Hour // in all
	maxSessions = 10000          // the one that was used longest ago goes
	maxPerUser  = 20
)

// session is one login. What is kept in memory is gone with the process.
type session struct {
	name        string
	stamp       string // the account's password as stored: another one ends the session
	begun, used time.Time
}

// sessions are the logins, by the SHA-256 of their secret. Its methods may be called from several goroutines.
type sessions struct {
	mu  sync.Mutex
	all map[string]*session
	now func() time.Time
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{all: map[string]*session{}, now: now}
}

// begin begins a session and gives its secret.
func (s *sessions) begin(a Account) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep(a.Name)
	secret := rand.Text() + rand.Text()
	s.all[sum(secret)] = &session{name: a.Name, stamp: a.Password, begun: s.now(), used: s.now()}
	return secret
}

// get gives the name and the stamp of a session that goes on.
func (s *sessions) get(secret string) (name, stamp string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := sum(secret)
	x, now := s.all[key], s.now()
	if x == nil {
		return "", "", false
	}
	if x.over(now) {
		delete(s.all, key)
		return "", "", false
	}
	x.used = now
	return x.name, x.stamp, true
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, sum(secret))
}

func (x *session) over(now time.Time) bool {
	return now.Sub(x.used) > sessionIdle || now.Sub(x.begun) > sessionLife
}

// sweep makes room for one more session of a user.
func (s *sessions) sweep(name string) {
	now, of := s.now(), 0
	var oldest, oldestOf string
	for key, x := range s.all {
		if x.over(now) {
			delete(s.all, key)
			continue
		}
		if oldest == "" || x.used.Before(s.all[oldest].used) {
			oldest = key
		}
		if x.name != name {
			continue
		}
		if of++; oldestOf == "" || x.used.Before(s.all[oldestOf].used) {
			oldestOf = key
		}
	}
	if of >= maxPerUser {
		delete(s.all, oldestOf)
	} else if len(s.all) >= maxSessions {
		delete(s.all, oldest)
	}
}
