package files

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"yichuang/fault"
)

// ID names a content: 64 hexadecimal digits, the keyed hash (HMAC-SHA-256) of
// it. Without the key nobody can tell whether a file they know is there.
type ID string

// valid keeps everything that is no ID away from the file system.
func (id ID) valid() bool {
	return len(id) == 2*sha256.Size && strings.Trim(string(id), "0123456789abcdef") == ""
}

// Folder stores contents in a directory, encrypted with age (age-encryption.org)
// so that a plain age program with the key file's identity opens them too.
// Several servers may share it: files are only added, whole, and removed by Sweep.
type Folder struct {
	dir      string
	naming   []byte
	identity *age.X25519Identity
	turns    chan struct{} // uploads that are looked into at once
}

const (
	incoming    = "incoming" // where files are written before they are complete
	examinedNow = 2          // a picture of MaxPixels takes 160 MB while it is measured
)

// Open opens a folder, which it makes if it is missing, with the keys that
// store.Keys.Files returns.
func Open(dir string, naming []byte, identity *age.X25519Identity) (*Folder, error) {
	if len(naming) == 0 || identity == nil {
		return nil, errors.New("open files: keys are missing")
	}
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o700); err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	return &Folder{dir: dir, naming: naming, identity: identity, turns: make(chan struct{}, examinedNow)}, nil
}

// Put examines an upload and stores it. When it returns, the content is on disk
// for good. The same content again is not stored again. Uploads wait for each
// other while they are examined; ctx ends the waiting.
func (f *Folder) Put(ctx context.Context, upload io.Reader) (ID, Paper, error) {
	content, err := io.ReadAll(io.LimitReader(upload, MaxSize+1))
	if err != nil {
		return "", Paper{}, fmt.Errorf("read upload: %w", err)
	}
	select {
	case f.turns <- struct{}{}:
		defer func() { <-f.turns }()
	case <-ctx.Done():
		return "", Paper{}, ctx.Err()
	}
	paper, content, err := Examine(content)
	if err != nil {
		return "", Paper{}, err
	}
	id := f.idOf(content)
	if err := f.keep(id, content); err != nil {
		return "", Paper{}, fmt.Errorf("keep file: %w", err)
	}
	return id, paper, nil
}

func (f *Folder) idOf(content []byte) ID {
	mac := hmac.New(sha256.New, f.naming)
	mac.Write(content)
	return ID(hex.EncodeToString(mac.Sum(nil)))
}

func (f *Folder) path(id ID) string { return filepath.Join(f.dir, string(id[:2]), string(id)) }

// keep writes beside, syncs, and gives the file its name last: a crash at any
// point leaves either nothing or the whole content under the name.
func (f *Folder) keep(id ID, content []byte) error {
	path := f.path(id)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.Mkdir(filepath.Dir(path), 0o700); err == nil {
		if err := syncDir(f.dir); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	part, err := os.CreateTemp(filepath.Join(f.dir, incoming), "part-")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) // of no effect once it has its name
	if err := errors.Join(f.seal(part, content), part.Sync(), part.Close()); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func (f *Folder) seal(w io.Writer, content []byte) error {
	sealed, err := age.Encrypt(w, f.identity.Recipient())
	if err != nil {
		return err
	}
	_, err = sealed.Write(content)
	return errors.Join(err, sealed.Close())
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get returns a content, after checking that it is the one that was put in:
// another file under the name is refused as broken.
func (f *Folder) Get(id ID) ([]byte, error) {
	sealed, err := f.Sealed(string(id))
	if err != nil {
		return nil, err
	}
	return f.unseal(id, sealed)
}

// Sealed returns a content as it is stored, for a backup.
func (f *Folder) Sealed(id string) ([]byte, error) {
	if !ID(id).valid() {
		return nil, fault.New(fault.NotFound, "fault.not-found").WithDetail("%q is no file id", id)
	}
	sealed, err := os.ReadFile(f.path(ID(id)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "fault.not-found").WithCause(err)
	}
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	return sealed, nil
}

// KeepSealed stores what Sealed returned, after checking that it opens to the
// content it is named for.
func (f *Folder) KeepSealed(id string, sealed []byte) error {
	if !ID(id).valid() {
		return fmt.Errorf("%q is no file id", id)
	}
	content, err := f.unseal(ID(id), sealed)
	if err != nil {
		return err
	}
	return f.keep(ID(id), content)
}

func (f *Folder) unseal(id ID, sealed []byte) ([]byte, error) {
	plain, err := age.Decrypt(bytes.NewReader(sealed), f.identity)
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", id, err)
	}
	content, err := io.ReadAll(plain)
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", id, err)
	}
	if f.idOf(content) != id {
		return nil, fmt.Errorf("file %s holds another content; bring it back from a backup", id)
	}
	return content, nil
}

// Verify reads every content that is named and returns those that are missing
// or broken, with why.
func (f *Folder) Verify(ids []string) map[string]error {
	broken := map[string]error{}
	for _, id := range ids {
		if _, err := f.Get(ID(id)); err != nil {
			broken[id] = err
		}
	}
	return broken
}

// Sweep removes contents that nothing refers to, and unfinished files, if they
// were written before an instant: an upload whose transaction is still under
// way must be younger. It returns how many it removed.
func (f *Folder) Sweep(referred []string, before time.Time) (removed int, err error) {
	keep := make(map[string]bool, len(referred))
	for _, id := range referred {
		keep[id] = true
	}
	err = filepath.WalkDir(f.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || keep[entry.Name()] {
			return err
		}
		stat, err := entry.Info()
		if err != nil || !stat.ModTime().Before(before) {
			return err
		}
		removed++
		return os.Remove(path)
	})
	return removed, err
}
