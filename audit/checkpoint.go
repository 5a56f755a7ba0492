package audit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint says what all chains looked like at the end of a day. It commits
// to every head that moved since the checkpoint before and, through Previous,
// to all checkpoints before; so the newest one commits to all heads there are.
// A copy kept outside the database (a printout will do) proves that history up
// to its day was not rewritten, even by someone who has the database and keys.
type Checkpoint struct {
	Number   int64  // 1, 2, 3, … without gaps
	Day      string // YYYY-MM-DD in Beijing
	Previous Hash   // of the signed text before, zero for number 1
	Heads    int64  // how many heads moved
	Root     Hash   // Root of those heads
}

const checkpointTitle = "yichuang audit checkpoint v1"

// Text is the form that is signed: one value a line.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n%s\n%d\n%s\n", checkpointTitle, c.Number, c.Day, c.Previous, c.Heads, c.Root)
}

func parseCheckpoint(text string) (c Checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 7 || lines[0] != checkpointTitle || lines[6] != "" {
		return c, errors.New("not a checkpoint")
	}
	var errs [4]error
	c.Number, errs[0] = strconv.ParseInt(lines[1], 10, 64)
	c.Day = lines[2]
	c.Previous, errs[1] = ParseHash(lines[3])
	c.Heads, errs[2] = strconv.ParseInt(lines[4], 10, 64)
	c.Root, errs[3] = ParseHash(lines[5])
	if err := errors.Join(errs[:]...); err != nil {
		return c, fmt.Errorf("not a checkpoint: %w", err)
	}
	if c.Text() != text {
		return c, errors.New("not a checkpoint: spelled in another way")
	}
	return c, nil
}

// Sign returns the checkpoint as a signed note (golang.org/x/mod/sumdb/note).
func Sign(c Checkpoint, signer note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}

// Open checks the signature of a signed note and reads the checkpoint in it.
func Open(signed []byte, known note.Verifiers) (Checkpoint, error) {
	n, err := note.Open(signed, known)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open checkpoint: %w", err)
	}
	return parseCheckpoint(n.Text)
}

// Next makes the checkpoint that follows prev, which is the signed note before
// or nil for the first. heads are those that moved since, ordered by chain.
func Next(prev []byte, number int64, day string, heads []Head) (Checkpoint, error) {
	root, err := Root(heads)
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{Number: number, Day: day, Previous: noteHash(prev), Heads: int64(len(heads)), Root: root}, nil
}

// noteHash is the hash by which a checkpoint names the one before.
func noteHash(signed []byte) Hash {
	if signed == nil {
		return Hash{}
	}
	return tlog.RecordHash(signed)
}

// Root is the root of the Merkle tree (RFC 6962) over heads in the given order.
func Root(heads []Head) (Hash, error) {
	stored := make([]Hash, 0, 2*len(heads))
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		found := make([]Hash, len(indexes))
		for i, x := range indexes {
			found[i] = stored[x]
		}
		return found, nil
	})
	for i, h := range heads {
		leaf := Link(h.Hash, h.Chain, h.Version)
		more, err := tlog.StoredHashes(int64(i), leaf[:], reader)
		if err != nil {
			return Hash{}, fmt.Errorf("hash heads: %w", err)
		}
		stored = append(stored, more...)
	}
	return tlog.TreeHash(int64(len(heads)), reader)
}
