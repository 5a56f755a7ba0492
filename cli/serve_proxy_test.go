package cli

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestProxies_behind(t *testing.T) {
	known, err := readProxies("127.0.0.1, 10.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ from, header, want string }{
		"no header":        {"127.0.0.1:9", "", "127.0.0.1:9"},
		"one visitor":      {"127.0.0.1:9", "203.0.113.7", "203.0.113.7:9"},
		"a visitor's lie":  {"127.0.0.1:9", "198.51.100.1, 203.0.113.7", "203.0.113.7:9"},
		"two proxies":      {"10.1.2.3:9", "203.0.113.7, 10.9.9.9", "203.0.113.7:9"},
		"not from a proxy": {"203.0.113.7:9", "198.51.100.1", "203.0.113.7:9"},
		"nonsense":         {"127.0.0.1:9", "someone", "127.0.0.1:9"},
		"version 6":        {"[::ffff:127.0.0.1]:9", "2001:db8::1", "[2001:db8::1]:9"},
	} {
		got := ""
		handler := known.behind(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }))
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.from
		if c.header != "" {
			r.Header.Set("X-Forwarded-For", c.header)
		}
		handler.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	if _, err := readProxies("the balancer"); err == nil {
		t.Error("a name is taken for an address")
	}
}
