package supervision

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"yichuang/civil"
	"yichuang/people"
)

// Candidate is a signed commitment that can be checked.
type Candidate struct {
	Case       string
	Commitment string
	Employer   people.PartyID
	Agent      people.PartyID
	Foreigner  people.PartyID
	SignedOn   civil.Date
	Class      string // of the grant
	Slot       string // the paper it stands for
}

// Risk is what makes a check urgent. The weights are the operator's.
type Risk struct {
	Entry     int `json:"entry" yaml:"entry"`           // per active entry of a party to the case
	FirstTime int `json:"first_time" yaml:"first_time"` // the employer's first case
	Agent     int `json:"agent" yaml:"agent"`           // signed in a case that an agency handles
}

// Picked is a candidate that is to be checked, with how it was found.
type Picked struct {
	Candidate
	Method Method
	Score  int
	Draw   string // seed, size and share of the draw, so that it can be repeated
}

// Draw picks the commitments to check: every one whose risk reaches the
// threshold, and a random share of the rest, in percent (0 to 100), rounded up.
// The same seed and candidates, in any order, give the same draw.
func Draw(seed uint64, share, threshold int, candidates []Candidate, score func(Candidate) int) []Picked {
	sorted := slices.Clone(candidates)
	slices.SortFunc(sorted, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Case, b.Case), cmp.Compare(a.Commitment, b.Commitment))
	})
	share = min(max(share, 0), 100)
	var picked []Picked
	var rest []Candidate
	name := fmt.Sprintf("seed %d, %d %% of %d", seed, share, len(sorted))
	for _, c := range sorted {
		if s := score(c); s >= threshold {
			picked = append(picked, Picked{c, ByRisk, s, name})
		} else {
			rest = append(rest, c)
		}
	}
	random := rand.New(rand.NewPCG(seed, uint64(len(sorted))))
	random.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	for _, c := range rest[:(len(rest)*share+99)/100] {
		picked = append(picked, Picked{c, BySample, score(c), name})
	}
	return picked
}

// Score weighs a candidate: active entries of its parties, a first-time
// employer, an agency. Cases counts the employer's earlier cases.
func (r Risk) Score(c Candidate, entries []Entry, cases map[people.PartyID]int, on civil.Date) int {
	score := 0
	for _, e := range entries {
		party := e.Party == c.Employer || e.Party == c.Foreigner || e.Party == c.Agent
		if e.Party != "" && party && e.Active(on) {
			score += r.Entry
		}
	}
	if cases[c.Employer] == 0 {
		score += r.FirstTime
	}
	if c.Agent != "" {
		score += r.Agent
	}
	return score
}
