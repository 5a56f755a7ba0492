// Package audit makes a record of acts tamper-evident. Entries form one hash
// chain per subject, numbered from 1 without gaps; a signed checkpoint commits
// to the heads of all chains; Verify reads everything again and names the first
// entry that was changed, removed, put in or put elsewhere. The package takes
// strings and sequences, and knows neither the domain nor a database.
package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is SHA-256; its text form is base64, as in tlog.
type Hash = tlog.Hash

// ParseHash reads the text form of a hash.
func ParseHash(s string) (Hash, error) { return tlog.ParseHash(s) }

// Entry is one link of a chain as it was stored. Fields is everything the entry
// says, in an order the storer never changes; Hash is what Link gave when the
// entry was written. Versions of a chain are 1, 2, 3, …
type Entry struct {
	Chain   string
	Version int64
	Fields  []string
	Hash    Hash
}

// Head is the last entry of a chain at some moment.
type Head struct {
	Chain   string
	Version int64
	Hash    Hash
}

func (h Head) String() string { return fmt.Sprintf("%s version %d", h.Chain, h.Version) }

// linkPrefix keeps hashes of links apart from hashes of anything else.
const linkPrefix = "yichuang audit entry v1\n"

// Link returns the hash of the entry that follows prev in its chain. prev is
// the zero Hash for version 1. Every part is preceded by its length, so that no
// two different entries give the same bytes.
func Link(prev Hash, chain string, version int64, fields ...string) Hash {
	b := make([]byte, 0, 512)
	b = append(b, linkPrefix...)
	b = append(b, prev[:]...)
	b = appendString(b, chain)
	b = binary.BigEndian.AppendUint64(b, uint64(version))
	b = binary.BigEndian.AppendUint64(b, uint64(len(fields)))
	for _, f := range fields {
		b = appendString(b, f)
	}
	return sha256.Sum256(b)
}

func appendString(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
	return append(b, s...)
}
