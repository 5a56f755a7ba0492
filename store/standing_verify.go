package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// together is how many subjects are compared at once: few enough for the memory
// that their rows take, enough that asking takes little of the time.
const together = 200

// VerifyStanding compares the rows of every subject with what its last entry left,
// and says of each that somebody changed, put in or took out behind the record
// what is wrong with it. The record itself is for VerifyAudit.
func (r *Reader) VerifyStanding(ctx context.Context) (wrong []string, err error) {
	for _, kind := range slices.Sorted(maps.Keys(subjects)) {
		ids, err := r.followed(ctx, kind)
		if err != nil {
			return nil, err
		}
		for part := range slices.Chunk(ids, together) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			wrong = append(wrong, r.verifySubjects(ctx, kind, part)...)
		}
	}
	return wrong, ctx.Err()
}

// followed lists the ids of every subject of a kind that has rows, or had: those
// in the tables and those in the record.
func (r *Reader) followed(ctx context.Context, kind string) ([]string, error) {
	ids, err := r.texts(ctx, subjects[kind].ids)
	if err != nil {
		return nil, err
	}
	recorded, err := r.texts(ctx, "SELECT chain FROM registers WHERE chain LIKE $1", kind+"/%")
	if err != nil {
		return nil, err
	}
	for _, chain := range recorded {
		ids = append(ids, strings.TrimPrefix(chain, kind+"/"))
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// verifySubjects compares some subjects of a kind. Where one of them cannot be
// read, each is read by itself, so that the right one is named.
func (r *Reader) verifySubjects(ctx context.Context, kind string, ids []string) (wrong []string) {
	chains := make([]string, len(ids))
	for i, id := range ids {
		chains[i] = kind + "/" + id
	}
	lasts, missing := r.lasts(ctx, chains)
	stands, unread := r.standings(ctx, kind, ids)
	if len(ids) > 1 && (missing != nil || unread != nil) {
		for _, id := range ids {
			wrong = append(wrong, r.verifySubjects(ctx, kind, []string{id})...)
		}
		return wrong
	}
	for i, id := range ids {
		last, name := lasts[chains[i]], kind+" "+id // "office qd-experts"
		switch {
		case missing != nil: // what is wrong with the entry, VerifyAudit says
			wrong = append(wrong, fmt.Sprintf("the record of %s cannot be read: %v", name, missing))
		case last.Version == 0:
			wrong = append(wrong, name+" stands in no record")
		case unread != nil: // a sealed field that was changed does not open
			wrong = append(wrong, fmt.Sprintf("%s cannot be read: %v", name, unread))
		case stands[id] == "" && last.Left != "":
			wrong = append(wrong, name+" is gone, its record is not")
		case stands[id] != last.Left:
			wrong = append(wrong, name+" is not what its record says")
		}
	}
	return wrong
}
