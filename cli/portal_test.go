package cli

import (
	"bytes"
	"net/http/httptest"
	"testing"
	"time"

	"yichuang/civil"
)

// lapsedTime lies after the end of both local policies: the normal state of a
// window until new ones are published.
var lapsedTime = time.Date(2026, time.November, 22, 9, 0, 0, 0, civil.Beijing)

// portalAt serves the portal of the built-in packs as on a real clock.
func portalAt(t *testing.T, now time.Time, demo bool) (url string, log *bytes.Buffer) {
	t.Helper()
	log = &bytes.Buffer{}
	e := &env{stdout: log, stderr: log, now: func() time.Time { return now }}
	p, err := (&lawFlags{}).read()
	if err != nil {
		t.Fatal(err)
	}
	handler, err := e.portal(p, serveFlags{demo: demo}, &casework{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL, log
}
