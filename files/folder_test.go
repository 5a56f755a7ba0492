package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"yichuang/fault"
)

func testFolder(t testing.TB) *Folder {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(filepath.Join(t.TempDir(), "files"), []byte("naming key of the test"), identity)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFolder(t *testing.T) {
	f := testFolder(t)
	content := goodPDF("")
	id, paper, err := f.Put(context.Background(), bytes.NewReader(content))
	if err != nil || paper.Pages != 2 {
		t.Fatalf("got %+v, %v", paper, err)
	}
	t.Run("read back", func(t *testing.T) {
		if got, err := f.Get(id); err != nil || !bytes.Equal(got, content) {
			t.Errorf("got %d bytes, %v", len(got), err)
		}
	})
	t.Run("stored once, encrypted, for its owner", func(t *testing.T) {
		if again, _, err := f.Put(context.Background(), bytes.NewReader(content)); err != nil || again != id {
			t.Errorf("got %s, %v; want %s", again, err, id)
		}
		kept := filesIn(t, f.dir)
		if len(kept) != 1 {
			t.Fatalf("got files %v, want one", kept)
		}
		b, err := os.ReadFile(kept[0])
		if err != nil || bytes.Contains(b, []byte("PDF")) {
			t.Errorf("the file can be read: %v", err)
		}
		if stat, _ := os.Stat(kept[0]); stat.Mode().Perm() != 0o600 {
			t.Errorf("got mode %v, want 0600", stat.Mode())
		}
	})
	t.Run("the name needs the key", func(t *testing.T) {
		other := testFolder(t)
		other.naming = []byte("another naming key")
		if same, _, err := other.Put(context.Background(), bytes.NewReader(content)); err != nil || same == id {
			t.Errorf("another key gives the same name (%v)", err)
		}
	})
	t.Run("no path from outside", func(t *testing.T) {
		for _, bad := range []ID{"", "../../etc/passwd", ID(strings.Repeat("g", 64)), ID("../" + strings.Repeat("a", 61)), ID(strings.Repeat("a", 64))} {
			if _, err := f.Get(bad); !fault.Is(err, fault.NotFound) {
				t.Errorf("%q: got %v, want not found", bad, err)
			}
		}
	})
	t.Run("moved sealed", func(t *testing.T) {
		copied := testFolder(t)
		copied.naming, copied.identity = f.naming, f.identity
		sealed, err := f.Sealed(string(id))
		if err != nil {
			t.Fatal(err)
		}
		if err := copied.KeepSealed(string(id), sealed); err != nil {
			t.Fatal(err)
		}
		if got, err := copied.Get(id); err != nil || !bytes.Equal(got, content) {
			t.Errorf("got %d bytes, %v", len(got), err)
		}
		if err := copied.KeepSealed(strings.Repeat("a", 64), sealed); err == nil {
			t.Error("kept under another name")
		}
		if err := copied.KeepSealed("../x", sealed); err == nil {
			t.Error("kept under a name that is no id")
		}
	})
	t.Run("another content under the name", func(t *testing.T) {
		second, _, err := f.Put(context.Background(), bytes.NewReader(goodPDF("% other")))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(f.path(second), f.path(id)); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Get(id); err == nil {
			t.Error("a swapped file was read")
		}
		if broken := f.Verify([]string{string(id), string(second)}); len(broken) != 2 {
			t.Errorf("got %v, want both broken", broken)
		}
	})
	t.Run("waiting ends with its context", func(t *testing.T) {
		for range examinedNow {
			f.turns <- struct{}{}
		}
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		if _, _, err := f.Put(gone, bytes.NewReader(content)); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want cancelled", err)
		}
	})
}

func TestFolder_refusedLeavesNothing(t *testing.T) {
	f := testFolder(t)
	if _, _, err := f.Put(context.Background(), strings.NewReader("<html>")); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v, want invalid", err)
	}
	if _, _, err := f.Put(context.Background(), io.MultiReader(strings.NewReader("%PDF-"), brokenReader{})); err == nil {
		t.Error("a broken upload was kept")
	}
	if kept := filesIn(t, f.dir); len(kept) != 0 {
		t.Errorf("got files %v, want none", kept)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("line went dead") }

func TestFolder_Sweep(t *testing.T) {
	f := testFolder(t)
	var ids []string
	for i := range 3 {
		id, _, err := f.Put(context.Background(), bytes.NewReader(goodPDF(fmt.Sprintf("%% %d", i))))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, string(id))
	}
	if err := os.WriteFile(filepath.Join(f.dir, incoming, "part-1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := f.Sweep(ids[:1], time.Unix(0, 0)); err != nil || n != 0 {
		t.Errorf("removed %d (%v), want nothing that is young", n, err)
	}
	if n, err := f.Sweep(ids[:1], time.Now().Add(time.Hour)); err != nil || n != 3 {
		t.Errorf("removed %d (%v), want two contents and an unfinished file", n, err)
	}
	if broken := f.Verify(ids); len(broken) != 2 || broken[ids[0]] != nil {
		t.Errorf("got %v broken, want all but the first", broken)
	}
}

func filesIn(t testing.TB, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
