package web

import (
	"bytes"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/office"
	"yichuang/packs"
)

// handIn sends a file as the paper form of a case does.
func (s *site) handIn(number string, seen int, slot, key, name string, content []byte) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, value := range map[string]string{"seen": fmt.Sprint(seen), "key": key, "slot": slot} {
		must(s.t, form.WriteField(field, value))
	}
	part, err := form.CreateFormFile("paper", name)
	must(s.t, err)
	_, err = part.Write(content)
	must(s.t, err)
	must(s.t, form.Close())
	r, err := http.NewRequest(http.MethodPost, s.url+"/case/"+number+"/paper", &body)
	must(s.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.do(r)
}

// filesOf are the names of the files in a slot.
func (s *site) filesOf(number, slot string) (names []string) {
	s.t.Helper()
	c, err := s.server.Window.DB.CaseFile(s.t.Context(), casefile.CaseNumber(number))
	must(s.t, err)
	at, ok := c.Slot(casefile.SlotID(slot))
	if !ok {
		s.t.Fatalf("no slot %s", slot)
	}
	for _, f := range at.Files {
		names = append(names, f.Name)
	}
	return names
}

// TestUpload_hostile: what is too large, of another kind, broken or does something
// is refused kindly on the page of the case, says what to do, and changes nothing.
func TestUpload_hostile(t *testing.T) {
	sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
	must(t, err)
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	s.get("/?lang=en")
	number := s.draftOf("hr-wang")
	before, papers := s.version(number), s.filesOf(number, "contract")
	script := append(bytes.Clone(sample), "<script>alert(1)</script><html>"...)
	active := bytes.Replace(bytes.Clone(sample), []byte("trailer"), []byte("9 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj\ntrailer"), 1)
	for name, c := range map[string]struct {
		file    string
		content []byte
		want    string
	}{
		"oversized":        {"big.pdf", append([]byte("%PDF-1.7\n"), make([]byte, office.MaxUpload+1)...), "larger than"},
		"far oversized":    {"huge.pdf", make([]byte, office.MaxUpload+2<<20), "larger than"},
		"nothing in it":    {"empty.pdf", nil, "empty"},
		"a program":        {"contract.pdf", []byte("MZ\x90\x00\x03"), "cannot be used"},
		"a page":           {"contract.pdf", []byte("<!doctype html><script>alert(1)</script>"), "cannot be used"},
		"a drawing":        {"photo.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "cannot be used"},
		"cut off":          {"contract.pdf", sample[:len(sample)/3], "damaged or incomplete"},
		"a PDF and a page": {"contract.pdf", script, "Save or scan it again"},
		"a PDF that acts":  {"contract.pdf", active, "contains a program"},
	} {
		got := s.handIn(number, before, "contract", "hostile "+name, c.file, c.content)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.want) {
			t.Errorf("%s: status %d without %q: %s", name, got.status, c.want, summaryOf(got.body))
		}
		if strings.Contains(got.body, "alert(1)") {
			t.Errorf("%s: the page repeats the content", name)
		}
		mustBeWhole(t, name, got.body)
	}
	if now := s.version(number); now != before || len(s.filesOf(number, "contract")) != len(papers) {
		t.Errorf("a refused file changed the case from version %d to %d", before, now)
	}
}

// summaryOf is the error summary of a page.
func summaryOf(body string) string {
	_, rest, _ := strings.Cut(body, `class="error-summary"`)
	return rest[:min(len(rest), 300)]
}

// TestUpload_namesAndDownloads: the name of a file is only a name, whatever it
// says; a double click is one file; and the browser that downloads it runs nothing.
func TestUpload_namesAndDownloads(t *testing.T) {
	sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
	must(t, err)
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	number := s.draftOf("hr-wang")
	had, seen := len(s.filesOf(number, "contract")), s.version(number)
	for range 2 {
		if got := s.handIn(number, seen, "contract", "one", `../../etc/"<script>x.pdf`, sample); got.status != http.StatusOK {
			t.Fatalf("status %d: %s", got.status, summaryOf(got.body))
		}
	}
	names := s.filesOf(number, "contract")
	if len(names) != had+1 || strings.Contains(names[had], "/") {
		t.Fatalf("got files %q; want one more, without a path", names)
	}
	page := s.get("/case/" + number + "?lang=en")
	if strings.Contains(page.body, "<script>x") {
		t.Error("the file's name is not escaped")
	}
	c, err := s.server.Window.DB.CaseFile(t.Context(), casefile.CaseNumber(number))
	must(t, err)
	slot, _ := c.Slot("contract")
	got := s.get("/case/" + number + "/paper/" + slot.Files[had].Hash)
	if got.status != http.StatusOK || got.body != string(sample) {
		t.Fatalf("download: status %d, %d bytes", got.status, len(got.body))
	}
	for header, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment", "Cache-Control": "private, no-store",
	} {
		if got.header.Get(header) != want {
			t.Errorf("%s is %q, want %q", header, got.header.Get(header), want)
		}
	}
	if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "sandbox") {
		t.Errorf("policy %q lets a download do something", policy)
	}
}

// TestSend_twice: the send button pressed twice sends once; the second press and
// an older page say where the case is, and change nothing.
func TestSend_twice(t *testing.T) {
	sample, err := fs.ReadFile(packs.FS, "demo/sample.pdf")
	must(t, err)
	s, _ := newDemoSite(t)
	s.is("hr-wang")
	number := s.draftOf("hr-wang")
	for _, slot := range []string{"contract", "photo"} {
		if got := s.handIn(number, s.version(number), slot, slot, slot+".pdf", sample); got.status != http.StatusOK {
			t.Fatalf("%s: status %d: %s", slot, got.status, summaryOf(got.body))
		}
	}
	old := url.Values{"seen": {fmt.Sprint(s.version(number) - 1)}, "key": {"old"}, "declared": {"yes"}}
	send := url.Values{"seen": {fmt.Sprint(s.version(number))}, "key": {"send"}, "declared": {"yes"}}
	sent := 0
	for range 2 {
		got := s.post("/case/"+number+"/send", send)
		if got.status != http.StatusOK || !strings.HasSuffix(got.address, "/sent") {
			t.Fatalf("status %d at %s: %s", got.status, got.address, summaryOf(got.body))
		}
		if sent != 0 && sent != s.version(number) {
			t.Error("the second press did something")
		}
		sent = s.version(number)
	}
	if got := s.post("/case/"+number+"/send", old); got.status != http.StatusConflict || s.version(number) != sent {
		t.Errorf("an older page: status %d, want 409 and nothing changed", got.status)
	}
}
