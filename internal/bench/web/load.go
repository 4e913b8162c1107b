package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// words draws words that stand in the papers, as frequent as there.
func (b *bench) words(r *rand.Rand, n int) string {
	var words []string
	for range n {
		words = append(words, b.text.Content(r))
	}
	return url.QueryEscape(strings.Join(words, " "))
}

// search is a search as people type it, sometimes narrowed.
func (b *bench) search(r *rand.Rand) string {
	u := "/?q=" + b.words(r, 1+r.IntN(3))
	switch r.IntN(5) {
	case 0:
		u += "&f=type%3Avorlage"
	case 1:
		u += "&order=newest"
	case 2:
		u += "&from=" + strconv.Itoa(2000+r.IntN(20))
	}
	return u
}

// late is a later page of the answer to a frequent word.
func (b *bench) late(r *rand.Rand) string {
	return "/?q=" + b.words(r, 1) + "&page=" + strconv.Itoa(2+r.IntN(99))
}

// measured is what came of a load.
type measured struct {
	took   []time.Duration // ascending
	time   time.Duration
	bytes  int64
	failed int
	err    error // the first
}

func (m *measured) quantile(q float64) float64 {
	return float64(m.took[int(q*float64(len(m.took)-1))].Microseconds()) / 1000
}

// newClient makes a client with one connection that stays open, as a browser's. It takes no packed answers: unpacking
// would burden the machine that is measured.
func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1, DisableCompression: true}, Timeout: time.Minute}
}

// load has clients ask one request after the other for a time or, if most is not 0, that many requests each.
func load(base string, clients, most int, d time.Duration, seed uint64, draw func(*rand.Rand) string) *measured {
	var (
		all   sync.WaitGroup
		mu    sync.Mutex
		total measured
	)
	begin := time.Now()
	for c := range clients {
		all.Go(func() {
			r, client, own := rand.New(rand.NewPCG(seed, uint64(c))), newClient(), measured{}
			for time.Since(begin) < d && (most == 0 || len(own.took) < most) {
				path := draw(r)
				at := time.Now()
				n, err := ask(client, base+path)
				own.took = append(own.took, time.Since(at))
				own.bytes += n
				if err != nil {
					own.failed++
					own.err = err
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total.took = append(total.took, own.took...)
			total.bytes += own.bytes
			total.failed += own.failed
			if total.err == nil {
				total.err = own.err
			}
		})
	}
	all.Wait()
	total.time = time.Since(begin)
	slices.Sort(total.took)
	return &total
}

// ask reads an answer to its end.
func ask(client *http.Client, u string) (int64, error) {
	res, err := client.Get(u)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", u, res.Status)
	}
	return n, err
}

// documents gives the paths of pages, from a list that the reading room gives.
func documents(base string) (paths []string, err error) {
	res, err := newClient().Get(base + "/results.json?all=1")
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	var list struct {
		Hits []struct {
			ID   string
			Page int
		}
	}
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
		return nil, err
	}
	for _, h := range list.Hits {
		for p := range pagesEach {
			paths = append(paths, "/doc/"+h.ID+"/"+strconv.Itoa(p+1))
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s has no documents", base)
	}
	return paths, nil
}
