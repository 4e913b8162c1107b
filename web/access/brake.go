package access

import (
	"maps"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// How many logins may fail within brakeTime before further ones are refused unseen. Few from one address for one user;
// more for a user from all addresses, so that strangers cannot easily keep a user out; more for an address, behind
// which many users may sit.
const (
	brakeTime    = 15 * time.Minute
	brakeBoth    = 5
	brakeUser    = 50
	brakeAddress = 50
	maxBraked    = 30000 // keys held in memory
)

// brake counts failed logins. Its methods may be called from several goroutines.
type brake struct {
	mu     sync.Mutex
	counts map[string]*failures
	now    func() time.Time
}

type failures struct {
	n     int
	first time.Time
}

func newBrake(now func() time.Time) *brake { return &brake{counts: map[string]*failures{}, now: now} }

type limit struct {
	key  string
	most int
}

func limits(name string, from netip.Addr) []limit {
	a := network(from)
	if len(name) > 64 {
		name = name[:64]
	}
	return []limit{{"both " + a + " " + name, brakeBoth}, {"user " + name, brakeUser}, {"from " + a, brakeAddress}}
}

// network is an address, of IPv6 the part that stands for one subscriber.
func network(a netip.Addr) string {
	if a = a.Unmap(); a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// try tells how long no login for a user from an address is looked at. If it is at once, the login counts as failed until
// passed takes that back, so that many at the same time count as many.
func (b *brake) try(name string, from netip.Addr) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now, all := b.now(), limits(name, from)
	var longest time.Duration
	for _, l := range all {
		if f := b.counts[l.key]; f != nil && f.n >= l.most {
			longest = max(longest, brakeTime-now.Sub(f.first))
		}
	}
	if longest > 0 {
		return longest
	}
	for _, l := range all {
		f := b.counts[l.key]
		if f == nil || now.Sub(f.first) >= brakeTime {
			b.room(now)
			f = &failures{first: now}
			b.counts[l.key] = f
		}
		f.n++
	}
	return 0
}

// passed takes back what try counted.
func (b *brake) passed(name string, from netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, l := range limits(name, from) {
		switch f := b.counts[l.key]; {
		case f == nil:
		case i == 0:
			delete(b.counts, l.key)
		case f.n > 0:
			f.n--
		}
	}
}

// room forgets what is over and, if that is not enough, the older half, so that it is seldom called.
func (b *brake) room(now time.Time) {
	if len(b.counts) < maxBraked {
		return
	}
	maps.DeleteFunc(b.counts, func(_ string, f *failures) bool { return now.Sub(f.first) >= brakeTime })
	if len(b.counts) < maxBraked*3/4 {
		return
	}
	keys := slices.SortedFunc(maps.Keys(b.counts), func(x, y string) int { return b.counts[x].first.Compare(b.counts[y].first) })
	for _, key := range keys[:len(keys)/2] {
		delete(b.counts, key)
	}
}
