package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"yichuang/policy"
)

// jinanFiles is the invented policy of a city within the places of the demo's desk:
// Kunming's own, moved there. Its first clause contradicts the province's.
func jinanFiles(t *testing.T) policy.Files {
	t.Helper()
	files, err := policy.FilesIn(os.DirFS("../cli/testdata/city/policies"), "cn-530100-2026")
	must(t, err)
	for name, text := range files {
		files[name] = strings.NewReplacer("530100", "370100", "昆明", "济南", "Kunming", "Jinan").Replace(text)
	}
	return files
}

// sendPolicy posts files to /rules/new as a browser does.
func (s *site) sendPolicy(fields map[string]string, files map[string][]byte) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		must(s.t, form.WriteField(name, value))
	}
	for name, data := range files {
		file, err := form.CreateFormFile("archive", name)
		must(s.t, err)
		_, err = file.Write(data)
		must(s.t, err)
	}
	must(s.t, form.Close())
	r, err := http.NewRequest(http.MethodPost, s.url+"/rules/new?lang=en", &body)
	must(s.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.do(r)
}

// zipOf is an archive with entries as they are given, in any shape.
func zipOf(t *testing.T, write func(*zip.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	write(archive)
	must(t, archive.Close())
	return out.Bytes()
}

func entry(t *testing.T, archive *zip.Writer, name string, mode fs.FileMode, content []byte) {
	t.Helper()
	header := &zip.FileHeader{Name: name, Method: zip.Deflate}
	header.SetMode(mode)
	file, err := archive.CreateHeader(header)
	must(t, err)
	_, err = file.Write(content)
	must(t, err)
}

// TestBring_hostile: an archive that is too large once unpacked, holds too many
// files, leads out of itself, links, repeats names or is no archive is refused at
// its field with what to do; nothing is kept, and what was typed stays.
func TestBring_hostile(t *testing.T) {
	s, story := newDemoSite(t)
	s.is("policy-zhou")
	one := func(name string, mode fs.FileMode, content []byte) []byte {
		return zipOf(t, func(z *zip.Writer) { entry(t, z, name, mode, content) })
	}
	named := func(names ...string) []byte {
		return zipOf(t, func(z *zip.Writer) {
			for _, name := range names {
				entry(t, z, name, 0o644, []byte("id: x\n"))
			}
		})
	}
	many := zipOf(t, func(z *zip.Writer) {
		for i := range maxFiles + 1 {
			entry(t, z, fmt.Sprintf("clauses/K%d.yaml", i), 0o644, []byte("x"))
		}
	})
	for name, c := range map[string]struct {
		file string
		data []byte
		want string
	}{
		"bomb": {"a.zip", one("pack.yaml", 0o644, make([]byte, maxPack+1)), "too large"},
		"bomb in parts": {"a.zip", zipOf(t, func(z *zip.Writer) {
			for i := range 9 {
				entry(t, z, fmt.Sprintf("clauses/K%d.yaml", i), 0o644, bytes.Repeat([]byte("#"), 1<<20))
			}
		}), "too large"},
		"too many":         {"a.zip", many, "too large"},
		"sent too large":   {"a.zip", bytes.Repeat([]byte{7}, maxArchive+128<<10), "too large"},
		"out of itself":    {"a.zip", named("../pack.yaml"), "has no file ../pack.yaml"},
		"deep out":         {"a.zip", named("p/../../pack.yaml"), "has no file p/../../pack.yaml"},
		"absolute":         {"a.zip", named("/pack.yaml"), "has no file /pack.yaml"},
		"backslashes":      {"a.zip", named(`clauses\K1.yaml`), `has no file clauses\K1.yaml`},
		"another kind":     {"a.zip", named("pack.yaml", "run.sh"), "has no file run.sh"},
		"beside the pack":  {"a.zip", named("p/pack.yaml", "q/clauses/K1.yaml"), "has no file q/clauses/K1.yaml"},
		"a link":           {"a.zip", one("pack.yaml", fs.ModeSymlink|0o777, []byte("/etc/passwd")), "has no file pack.yaml"},
		"two of one name":  {"a.zip", named("pack.yaml", "clauses/K1.yaml", "clauses/K1.yaml"), "clauses/K1.yaml is there twice"},
		"two packs":        {"a.zip", named("a/pack.yaml", "b/pack.yaml"), "several policies"},
		"no text":          {"a.zip", one("pack.yaml", 0o644, []byte{0xff, 0xfe, 0}), "no texts of a policy"},
		"no archive":       {"a.zip", []byte("PK nothing"), "no texts of a policy"},
		"empty":            {"a.zip", zipOf(t, func(*zip.Writer) {}), "Choose a file"},
		"a picture":        {"a.png", []byte("x"), "no texts of a policy"},
		"markup in a name": {"a.zip", named("<b>.yaml"), "has no file &lt;b&gt;.yaml"},
		"clauses alone":    {"K1.yaml", []byte("clause: K1\n"), "pack.yaml is missing"},
	} {
		got := s.sendPolicy(map[string]string{"key": name, "from": "2026-05-04", "note": "kept words"}, map[string][]byte{c.file: c.data})
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.want) || !strings.Contains(got.body, `id="archive-error"`) {
			t.Errorf("%s: status %d; want 422 with %q", name, got.status, c.want)
		}
		if name != "sent too large" && !strings.Contains(got.body, "kept words") {
			t.Errorf("%s: what was typed is lost", name)
		}
		mustBeWhole(t, name, got.body)
	}
	who, err := story.Who("policy-zhou")
	must(t, err)
	drafts, err := s.server.Window.Drafts(t.Context(), who)
	must(t, err)
	if len(drafts) > 0 {
		t.Errorf("%d drafts were begun", len(drafts))
	}
	s.is("officer-zhang")
	if got := s.get("/rules/new"); got.status != http.StatusForbidden {
		t.Errorf("an officer at the form: status %d, want 403", got.status)
	}
	if got := s.get("/rules/cn-2017/pack.zip"); got.status != http.StatusForbidden {
		t.Errorf("an officer at a text: status %d, want 403", got.status)
	}
}

// TestBring_shapes: a policy comes as an archive with its folder or without, with
// what macOS adds, as .txtar, or as its single files; what the desk hands out is
// taken again.
func TestBring_shapes(t *testing.T) {
	s, _ := newDemoSite(t)
	s.is("policy-zhou")
	files := jinanFiles(t)
	plain, err := zipped("cn-370100-2026", files)
	must(t, err)
	mac := zipOf(t, func(z *zip.Writer) {
		entry(t, z, "data/policies/cn-370100-2026/", fs.ModeDir|0o755, nil)
		entry(t, z, "__MACOSX/data/._x", 0o644, []byte{0, 1})
		for name, text := range files {
			entry(t, z, "data/policies/cn-370100-2026/"+name, 0o644, []byte(text))
		}
	})
	bare := zipOf(t, func(z *zip.Writer) {
		for name, text := range files {
			entry(t, z, name, 0o644, []byte(text))
		}
	})
	single, archive := map[string][]byte{}, ""
	for name, text := range files {
		single[name[strings.LastIndexByte(name, '/')+1:]] = []byte(text)
		if !strings.HasPrefix(name, "scenarios/") { // a scenario is such an archive itself
			archive += "-- " + name + " --\n" + text
		}
	}
	for shape, sent := range map[string]map[string][]byte{
		"folder": {"p.zip": plain}, "bare": {"p.zip": bare}, "mac": {"p.zip": mac}, "single": single, "txtar": {"p.txtar": []byte(archive)},
	} {
		got := s.sendPolicy(map[string]string{"key": shape, "from": "2026-05-04"}, sent)
		if got.status != http.StatusOK || !strings.HasSuffix(got.address, "/try") {
			t.Errorf("%s: status %d at %s\n%s", shape, got.status, got.address, got.body)
			continue
		}
		back := s.get(strings.TrimSuffix(got.address, "/try") + "/draft.zip")
		held := gathered{files: policy.Files{}}
		must(t, held.take("draft.zip", []byte(back.body)))
		if shape != "txtar" && !maps.Equal(held.files, files) || len(held.files) < 4 {
			t.Errorf("%s: the draft holds %d files, want the %d that were sent", shape, len(held.files), len(files))
		}
	}
}

// FuzzUpload: whatever is uploaded, what is taken of it is text with names that stay
// inside the pack, no more than a pack may be.
func FuzzUpload(f *testing.F) {
	archive := func(names ...string) []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, name := range names {
			file, err := z.Create(name)
			if err != nil {
				f.Fatal(err)
			}
			if _, err := file.Write([]byte("id: x\n")); err != nil {
				f.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			f.Fatal(err)
		}
		return out.Bytes()
	}
	f.Add("p.zip", archive("p/pack.yaml", "p/clauses/K1.yaml"))
	f.Add("p.zip", archive("../pack.yaml"))
	f.Add("p.txtar", []byte("-- pack.yaml --\nid: x\n-- clauses/K1.yaml --\nclause: K1\n"))
	f.Add("K1.yaml", []byte("clause: K1\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		g := gathered{files: policy.Files{}}
		if g.take(name, data) != nil {
			return
		}
		size := 0
		for name, text := range g.files {
			size += len(text)
			if !fs.ValidPath(name) || !utf8.ValidString(text) {
				t.Errorf("took %q, %d bytes", name, len(text))
			}
		}
		if size > maxPack || len(g.files) > maxFiles {
			t.Errorf("took %d files of %d bytes", len(g.files), size)
		}
	})
}
