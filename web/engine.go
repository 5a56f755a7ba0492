package web

import (
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/policy"
)

// Engine is what the pages ask of the law. Implementations are safe for
// concurrent use.
type Engine interface {
	// Determine says what the packs in force give for the facts, which name
	// place and filing date. A fault names the fact that is wrong.
	Determine(f *facts.Facts) (*determination.Determination, error)
	// NextQuestion names the unknown fact that can change the result most,
	// leaving out the declined ones, and how many are still worth asking, that
	// one included; path is "" when nothing more can change the result.
	NextQuestion(f *facts.Facts, declined []string) (path string, remaining int, err error)
	// Advise proposes true and legal changes that better the result, the best
	// and smallest first.
	Advise(f *facts.Facts) ([]determination.Advice, error)
	// Lapsed says what the packs that speak at the place but are not in force
	// would have given on their last day, or will give on their first.
	Lapsed(f *facts.Facts, d *determination.Determination) ([]determination.Lapsed, error)
	// Outline lists the rules from which a result for facts that leave the person
	// open can be made: what a guide tells everybody, or people who rest on a ground.
	Outline(f *facts.Facts, ground string) ([]determination.Outlined, error)
	// Trace lists the rules of an outcome of d, such as ("route", "in-country"), those
	// that decided first.
	Trace(d *determination.Determination, kind, id string) []determination.Traced
	// Packs lists every pack in the text of today, the general before the special.
	Packs() []*policy.Pack
	// Clause returns the clause that "pack/clause" names, in the text of a day.
	Clause(ref string, on civil.Date) (*policy.Clause, bool)
	// Name is what people call an id that rules set, such as ground "points".
	Name(kind, id string) (facts.Wording, bool)
}
