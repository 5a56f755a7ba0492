package policy

// Truth is the value of a condition. Beside yes and no there are three ways of
// not knowing, and they are never mistaken for each other or for no.
type Truth uint8

// The values, in the order in which "and" prefers them.
const (
	False   Truth = iota
	Wanting       // hangs on an operator's parameter that is not loaded: decides nothing, but is said
	Unknown       // hangs on a fact that is not known
	Officer       // the law leaves it to an authority
	True
)

// And is the smallest of both: one no settles it, and what is unknown may still
// become a no, so it outweighs an officer's discretion.
func (a Truth) And(b Truth) Truth { return min(a, b) }

// orRank orders the values for "or": one yes settles it; unknown may still
// become a yes, so it outweighs discretion here too.
var orRank = [...]uint8{False: 0, Wanting: 1, Officer: 2, Unknown: 3, True: 4}

// Or is the value of a ∨ b.
func (a Truth) Or(b Truth) Truth {
	if orRank[a] >= orRank[b] {
		return a
	}
	return b
}

// Not swaps yes and no and leaves the rest.
func (a Truth) Not() Truth {
	switch a {
	case True:
		return False
	case False:
		return True
	}
	return a
}

// Settled reports whether no missing fact can change the value.
func (a Truth) Settled() bool { return a != Unknown && a != Wanting }

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}
