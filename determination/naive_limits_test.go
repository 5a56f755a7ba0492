package determination_test

import (
	"fmt"
	"slices"

	"yichuang/facts"
	"yichuang/policy"
)

// tried is how a ground stands towards its limits.
type tried struct {
	id     string
	held   policy.Truth
	worst  string
	kept   policy.Truth
	limits []string
}

var ranks = []string{"", "waived", "met", "discretion", "unknown", "not-met"}

// doLimits tries the grounds of the best class and returns the most favourable.
func (n *naive) doLimits(o *outline) (best *tried, all []tried) {
	n.limits = policy.False
	switch n.class {
	case "":
		n.limits = policy.Unknown
		return nil, nil
	case "none":
		n.ground = "none"
		return nil, nil
	}
	for _, held := range []policy.Truth{policy.True, policy.Unknown} {
		for _, id := range n.ids(policy.Ground) {
			if n.classOf(id) == n.class && n.grounds[id] == held {
				all = append(all, n.try(id))
			}
		}
	}
	for i, t := range all {
		n.limits = or(n.limits, and(t.held, t.kept))
		if t.held == policy.True && (best == nil || slices.Index(ranks, t.worst) < slices.Index(ranks, best.worst)) {
			best = &all[i]
		}
	}
	// An open ground that can at best be an officer's leaves an officer's verdict alone.
	n.limits = n.limitsKept(all)
	n.ground = best.id
	*o = append(*o, best.limits...)
	return best, all
}

func (n *naive) limitsKept(all []tried) policy.Truth {
	kept := policy.False
	for _, t := range all {
		if t.held == policy.True {
			kept = or(kept, t.kept)
		}
	}
	for _, t := range all {
		if atBest := t.kept; t.held == policy.Unknown {
			if atBest == policy.Unknown {
				atBest = policy.True
			}
			if atBest > kept {
				return policy.Unknown
			}
		}
	}
	return kept
}

func (n *naive) classOf(ground string) string {
	for _, r := range n.of(policy.Ground) {
		if r.ID == ground {
			return r.Class
		}
	}
	return ""
}

func (n *naive) try(ground string) tried {
	n.ground = ground
	t := tried{id: ground, held: n.grounds[ground], kept: policy.True}
	for _, id := range n.ids(policy.Limit) {
		s, kept := n.limit(id)
		if s == "" {
			continue
		}
		if slices.Index(ranks, s) > slices.Index(ranks, t.worst) {
			t.worst = s
		}
		t.kept = and(t.kept, kept)
		t.limits = append(t.limits, fmt.Sprintf("limit %s %s of %s", id, s, ground))
	}
	return t
}

// limit settles a limit by trying every answer to what its rules wait for: the
// yes-or-no facts they read, then the rules themselves. kept is settled where all
// answers keep, or all break, the limit.
func (n *naive) limit(id string) (status string, kept policy.Truth) {
	var rules []*policy.Rule
	for _, r := range n.of(policy.Limit) {
		if r.ID == id {
			rules = append(rules, r)
		}
	}
	waits := slices.ContainsFunc(rules, func(r *policy.Rule) bool { return open(n.when(r)) && !n.silent(r) })
	if !waits {
		return n.settledLimit(rules)
	}
	if f := n.openQuestion(rules); f != nil {
		real := n.f
		defer func() { n.f = real }()
		n.f = real.Clone()
		n.f.Set(f.Slot, facts.Value{State: facts.Known, N: 1})
		a, keptA := n.limit(id)
		n.f.Set(f.Slot, facts.Value{State: facts.Known, N: 0})
		b, keptB := n.limit(id)
		return agree(a, b, keptA, keptB)
	}
	for _, r := range rules {
		if open(n.when(r)) && !n.silent(r) {
			defer delete(n.assume, r)
			n.assume[r] = policy.True
			a, keptA := n.limit(id)
			n.assume[r] = policy.False
			b, keptB := n.limit(id)
			return agree(a, b, keptA, keptB)
		}
	}
	return "", policy.True
}

func agree(a, b string, keptA, keptB policy.Truth) (string, policy.Truth) {
	if a != b {
		a = "unknown"
	}
	if keptA != keptB {
		keptA = policy.Unknown
	}
	return a, keptA
}

// openQuestion is an unknown yes-or-no fact that an open rule reads.
func (n *naive) openQuestion(rules []*policy.Rule) *facts.Field {
	for _, r := range rules {
		if !open(n.when(r)) {
			continue
		}
		for _, path := range r.When.Facts() {
			f, _ := n.set.Vocabulary().Lookup(path)
			if f.Type == facts.Bool && n.f.Get(f.Slot).State == facts.Unknown {
				return f
			}
		}
	}
	return nil
}

// settledLimit: a firm figure that is broken stands; else a waiver; else an
// officer may excuse what is broken.
func (n *naive) settledLimit(rules []*policy.Rule) (string, policy.Truth) {
	var kept []policy.Truth
	firm, waived, excused := false, false, false
	for _, r := range rules {
		if !n.live(r) {
			continue
		}
		switch r.Limit.Effect {
		case policy.Waive:
			waived = true
		case policy.Discretion:
			excused = true
		case policy.Figure:
			v := n.keeps(r)
			firm = firm || r.Limit.Firm && v == policy.False
			kept = append(kept, v)
		}
	}
	all := and(kept...)
	switch {
	case all == policy.False && firm:
		return "not-met", policy.False
	case waived:
		return "waived", policy.True
	case len(kept) == 0:
		return "", policy.True
	case all == policy.False && excused:
		return "discretion", policy.Officer
	}
	if all == policy.Wanting {
		all = policy.Unknown
	}
	return map[policy.Truth]string{policy.True: "met", policy.False: "not-met", policy.Officer: "discretion", policy.Unknown: "unknown"}[all], all
}

func (n *naive) keeps(r *policy.Rule) policy.Truth {
	if r.Limit.Test != nil {
		return n.truth(r.Clause.Pack, r.Limit.Test)
	}
	at := n.value(r.Clause.Pack, r.Limit.Of)
	if at.known != policy.True {
		return at.known
	}
	low, high := figure(r, r.Limit.Min, at.num), figure(r, r.Limit.Max, at.num)
	return truth(low <= at.num && at.num <= high)
}

// figure is a bound as a number; where there is none, what is measured.
func figure(r *policy.Rule, bound string, otherwise float64) float64 {
	if bound == "" {
		return otherwise
	}
	if f := r.Limit.Of.Field; f != nil {
		if i := slices.Index(f.Words, bound); i >= 0 {
			return float64(i)
		}
	}
	var v float64
	if _, err := fmt.Sscan(bound, &v); err != nil {
		panic(err)
	}
	return v
}
