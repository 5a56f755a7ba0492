package store

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
	"golang.org/x/mod/sumdb/note"
)

// Keys are the secrets of one installation. They live in a file beside the
// database, never in it: who has only the database reads no identifier, and who
// has only the keys reads nothing. Losing them loses the identifiers and the
// attachments, so Backup carries them.
type Keys struct {
	fields   *keyset.Handle // seals personal identifiers; may hold several keys, one of them primary
	sealer   tink.AEAD
	index    []byte // keys the blind indexes
	files    []byte // names attachments, see package files
	identity *age.X25519Identity
	audit    string // signs checkpoints
	permits  ed25519.PrivateKey
}

// keyFile is the JSON form of Keys.
type keyFile struct {
	Format   string          `json:"format"`
	Fields   json.RawMessage `json:"fields"`
	Index    []byte          `json:"index"`
	Files    []byte          `json:"files"`
	Identity string          `json:"identity"`
	Audit    string          `json:"audit"`
	Permits  []byte          `json:"permits"`
}

const (
	keyFormat = "yichuang keys v1"
	keyBytes  = 32
	auditName = "yichuang-audit"
)

// NewKeys makes fresh keys.
func NewKeys() (*Keys, error) {
	fields, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("make field key: %w", err)
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make attachment key: %w", err)
	}
	audit, _, err := note.GenerateKey(rand.Reader, auditName)
	if err != nil {
		return nil, fmt.Errorf("make audit key: %w", err)
	}
	_, permits, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make certificate key: %w", err)
	}
	k := &Keys{fields: fields, index: randomKey(), files: randomKey(), identity: identity, audit: audit, permits: permits}
	return k, k.open()
}

func randomKey() []byte {
	b := make([]byte, keyBytes)
	rand.Read(b) // never fails: crypto/rand ends the program rather than give weak bytes
	return b
}

// open prepares the sealer from the keyset.
func (k *Keys) open() (err error) {
	k.sealer, err = aead.New(k.fields)
	if err != nil {
		return fmt.Errorf("open field keys: %w", err)
	}
	return nil
}

// ReadKeys reads a key file.
func ReadKeys(path string) (*Keys, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("read keys: %w; make them with yichuang init, or bring the file back from a backup", err)
	}
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	k, err := parseKeys(text)
	if err != nil {
		return nil, fmt.Errorf("read keys %s: %w", path, err)
	}
	return k, nil
}

func parseKeys(text []byte) (*Keys, error) {
	var f keyFile
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, err
	}
	if f.Format != keyFormat {
		return nil, fmt.Errorf("format %q is not %q", f.Format, keyFormat)
	}
	if len(f.Index) != keyBytes || len(f.Files) != keyBytes || len(f.Permits) != ed25519.SeedSize {
		return nil, errors.New("a key has the wrong length; bring the file back from a backup")
	}
	fields, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.Fields)))
	if err != nil {
		return nil, fmt.Errorf("field keys: %w", err)
	}
	identity, err := age.ParseX25519Identity(f.Identity)
	if err != nil {
		return nil, fmt.Errorf("attachment key: %w", err)
	}
	if _, err := note.NewSigner(f.Audit); err != nil {
		return nil, fmt.Errorf("audit key: %w", err)
	}
	k := &Keys{fields: fields, index: f.Index, files: f.Files, identity: identity, audit: f.Audit,
		permits: ed25519.NewKeyFromSeed(f.Permits)}
	return k, k.open()
}

func (k *Keys) text() ([]byte, error) {
	var fields bytes.Buffer
	if err := insecurecleartextkeyset.Write(k.fields, keyset.NewJSONWriter(&fields)); err != nil {
		return nil, fmt.Errorf("write field keys: %w", err)
	}
	return json.MarshalIndent(keyFile{Format: keyFormat, Fields: fields.Bytes(), Index: k.index, Files: k.files,
		Identity: k.identity.String(), Audit: k.audit, Permits: k.permits.Seed()}, "", "  ")
}

// Create writes the keys to a new file that only its owner reads. It never
// replaces a file: keys that sealed something must not vanish.
func (k *Keys) Create(path string) error {
	return k.write(path, os.O_EXCL)
}

// Replace writes the keys over the file after Rotate. The new file is complete
// on disk before it takes the old one's name.
func (k *Keys) Replace(path string) error {
	next := path + ".next"
	if err := k.write(next, os.O_TRUNC); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("replace keys: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

func (k *Keys) write(path string, flag int) error {
	text, err := k.text()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|flag, 0o600)
	if err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Rotate adds a key and seals new values with it; the older keys stay and go on
// opening what they sealed. Blind indexes keep their key.
func (k *Keys) Rotate() error {
	m := keyset.NewManagerFromHandle(k.fields)
	id, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("add field key: %w", err)
	}
	if err := m.SetPrimary(id); err != nil {
		return fmt.Errorf("use field key: %w", err)
	}
	if k.fields, err = m.Handle(); err != nil {
		return fmt.Errorf("use field key: %w", err)
	}
	return k.open()
}

// Files returns what package files needs: the key that names attachments and
// the identity that opens them.
func (k *Keys) Files() (naming []byte, identity *age.X25519Identity) { return k.files, k.identity }

// Certificates returns the key that signs permit certificates; its public part
// is published, so that anyone verifies one without asking.
func (k *Keys) Certificates() ed25519.PrivateKey { return k.permits }
