package web

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// After freeTries wrong tries each further one waits, twice as long every time,
// up to longestWait. What was not tried for forgetAfter is forgotten.
const (
	freeTries   = 5
	firstWait   = time.Minute
	longestWait = time.Hour
	forgetAfter = 2 * longestWait
	mostTried   = 10_000 // keys remembered at once; more are cleared of what waits no longer
)

// tries slows down guessing. It is kept in the memory of one server: of several
// servers each counts for itself. The zero value is ready for use.
type tries struct {
	mu    sync.Mutex
	wrong map[string]wrongTries
}

type wrongTries struct {
	n    int
	last time.Time
}

// wait is how long from now on the keys must rest; 0: they may try.
func (t *tries) wait(now time.Time, keys ...string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	longest := time.Duration(0)
	for _, key := range keys {
		longest = max(longest, t.wrong[key].rest(now))
	}
	return longest
}

func (w wrongTries) rest(now time.Time) time.Duration {
	if w.n < freeTries || now.Sub(w.last) >= forgetAfter {
		return 0
	}
	pause := firstWait << min(w.n-freeTries, 10)
	return max(w.last.Add(min(pause, longestWait)).Sub(now), 0)
}

// fail counts a wrong try for every key.
func (t *tries) fail(now time.Time, keys ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wrong == nil {
		t.wrong = map[string]wrongTries{}
	}
	if len(t.wrong) > mostTried {
		for key, w := range t.wrong {
			if w.rest(now) == 0 {
				delete(t.wrong, key)
			}
		}
	}
	for _, key := range keys {
		w := t.wrong[key]
		if now.Sub(w.last) >= forgetAfter {
			w.n = 0
		}
		t.wrong[key] = wrongTries{w.n + 1, now}
	}
}

// forgive forgets the wrong tries for a key.
func (t *tries) forgive(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.wrong, key)
}

// visitorAddress is where a request comes from. Behind a balancer that is the
// balancer, unless it is told to keep the visitor's.
func visitorAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
