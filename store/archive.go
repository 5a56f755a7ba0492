package store

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"filippo.io/age"
)

// A backup is a tar file inside age encryption (age-encryption.org), the same
// from both databases: manifest.json, keys.json, tables/<name>/<n>.jsonl in the
// order in which they load, files/<id> as stored, and last sums.json with the
// SHA-256 of every entry before it. age notices a changed or cut-off file; the
// sums notice one that was put together wrongly.

const (
	archiveFormat = "yichuang backup v1"
	manifestEntry = "manifest.json"
	keysEntry     = "keys.json"
	sumsEntry     = "sums.json"
	tableEntries  = "tables/"
	fileEntries   = "files/"
)

// Manifest says what a backup is.
type Manifest struct {
	Format  string    `json:"format"`
	Schema  int64     `json:"schema"` // version of the database's schema
	TakenAt time.Time `json:"taken_at"`
}

// sums are the hexadecimal SHA-256 of entries, and the rows of each table.
type sums struct {
	Entries map[string]string `json:"entries"`
	Rows    map[string]int64  `json:"rows"`
	Files   int               `json:"files"`
}

func newSums() sums { return sums{Entries: map[string]string{}, Rows: map[string]int64{}} }

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// archiveWriter writes entries and remembers their sums.
type archiveWriter struct {
	tar    *tar.Writer
	sealed io.WriteCloser
	at     time.Time
	sums   sums
}

func newArchiveWriter(w io.Writer, at time.Time, to []age.Recipient) (*archiveWriter, error) {
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return nil, fmt.Errorf("encrypt backup: %w", err)
	}
	return &archiveWriter{tar: tar.NewWriter(sealed), sealed: sealed, at: at, sums: newSums()}, nil
}

func (a *archiveWriter) add(name string, content []byte) error {
	a.sums.Entries[name] = hexSum(content)
	err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: a.at, Format: tar.FormatPAX})
	if err == nil {
		_, err = a.tar.Write(content)
	}
	if err != nil {
		return fmt.Errorf("write %s of backup: %w", name, err)
	}
	return nil
}

func (a *archiveWriter) addJSON(name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return a.add(name, text)
}

// close adds the sums and completes the encryption.
func (a *archiveWriter) close() error {
	if err := a.addJSON(sumsEntry, a.sums); err != nil {
		return err
	}
	return errors.Join(a.tar.Close(), a.sealed.Close())
}

// archiveReader gives back entries and checks their sums at the end.
type archiveReader struct {
	tar  *tar.Reader
	seen sums
}

func newArchiveReader(r io.Reader, identities []age.Identity) (*archiveReader, error) {
	plain, err := age.Decrypt(r, identities...)
	if err != nil {
		return nil, fmt.Errorf("open backup: %w", err)
	}
	return &archiveReader{tar: tar.NewReader(plain), seen: newSums()}, nil
}

// next returns the next entry before the sums. At the sums it checks that they
// are those of what it has given, and that nothing follows, and returns io.EOF.
func (a *archiveReader) next() (name string, content []byte, err error) {
	header, err := a.tar.Next()
	if err != nil {
		return "", nil, fmt.Errorf("read backup: %w", noEOF(err))
	}
	content, err = io.ReadAll(a.tar)
	if err != nil {
		return "", nil, fmt.Errorf("read %s of backup: %w", header.Name, noEOF(err))
	}
	if header.Name == sumsEntry {
		return "", nil, a.check(content)
	}
	a.seen.Entries[header.Name] = hexSum(content)
	return header.Name, content, nil
}

// noEOF keeps a backup that breaks off from looking like one that ends.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (a *archiveReader) check(content []byte) error {
	var want sums
	if err := json.Unmarshal(content, &want); err != nil {
		return fmt.Errorf("read sums of backup: %w", err)
	}
	for name, sum := range want.Entries {
		if a.seen.Entries[name] != sum {
			return fmt.Errorf("backup: %s is not what was written", name)
		}
	}
	if len(a.seen.Entries) != len(want.Entries) {
		return errors.New("backup: it holds entries that were not written")
	}
	for table, rows := range want.Rows {
		if a.seen.Rows[table] != rows {
			return fmt.Errorf("backup: %s has %d rows, written were %d", table, a.seen.Rows[table], rows)
		}
	}
	if _, err := a.tar.Next(); err != io.EOF {
		return fmt.Errorf("backup: something follows its end (%v)", err)
	}
	return io.EOF
}

// expect reads an entry that has to come next into a value.
func (a *archiveReader) expect(want string) ([]byte, error) {
	name, content, err := a.next()
	if err == nil && name != want {
		err = fmt.Errorf("read backup: %s stands where %s should", name, want)
	}
	return content, err
}

// open reads the first two entries.
func (a *archiveReader) open() (m Manifest, keys *Keys, err error) {
	text, err := a.expect(manifestEntry)
	if err != nil {
		return m, nil, err
	}
	if err := json.Unmarshal(text, &m); err != nil || m.Format != archiveFormat {
		return m, nil, fmt.Errorf("read backup: its format is %q, not %q", m.Format, archiveFormat)
	}
	if text, err = a.expect(keysEntry); err != nil {
		return m, nil, err
	}
	if keys, err = parseKeys(bytes.TrimSpace(text)); err != nil {
		return m, nil, fmt.Errorf("read keys of backup: %w", err)
	}
	return m, keys, nil
}
