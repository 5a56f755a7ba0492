package office

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/people"
	"yichuang/policy"
)

// DraftTrial is what a draft would do: what is wrong with it, which scenarios
// and which people of earlier cases it answers otherwise, and when it speaks.
type DraftTrial struct {
	Base, Pack *policy.Pack // newest text, and the draft's; Pack is nil where it cannot be read
	Stale      bool         // another text was published since, in files that the draft changes too
	Problems   policy.Problems
	Ran        int                   // scenarios of all policies
	Scenarios  []determination.Trial // those that the draft answers otherwise
	Red        []string              // files of scenarios that contradict the draft and nobody accepted
	Line       []TextSpan
	Cases      CaseEffects
}

// Ready reports whether nothing stands against publication but a second person.
func (t DraftTrial) Ready() bool {
	return t.Pack != nil && !t.Stale && len(t.Problems) == 0 && len(t.Red) == 0
}

// Changes are what the draft changes in the newest text, or all that it brings
// where there is none. say picks the language of texts.
func (t DraftTrial) Changes(say func(facts.Wording) string) []policy.Change {
	if t.Pack == nil {
		return nil
	}
	return policy.Diff(cmp.Or(t.Base, &policy.Pack{}), t.Pack, say)
}

// TextSpan is a period in which a text of the pack speaks; Hash "" is a gap.
type TextSpan struct {
	policy.Period
	Hash string
	New  bool
}

// deskLaw is the newest text of every pack as it is written, without the cuts
// that later texts make: what drafts change and what scenarios speak of.
func deskLaw(law Law) (*determination.Engine, error) {
	set := law.Engine.Policies
	var newest []*policy.Pack
	for i, p := range set.Packs {
		if i+1 < len(set.Packs) && set.Packs[i+1].ID == p.ID {
			continue
		}
		whole := i == 0 || set.Packs[i-1].ID != p.ID
		if files, kept := law.Texts[p.Hash]; !whole && kept {
			read, problems := set.Language.ReadFiles(p.ID, files)
			if len(problems) > 0 {
				return nil, fmt.Errorf("read the newest text of %s: %w", p.ID, problems)
			}
			p = read
		}
		newest = append(newest, p)
	}
	own, err := policy.NewSet(set.Language, newest)
	if err != nil {
		return nil, err
	}
	return determination.New(own, law.Places, nil), nil
}

// replaced is the engine with another text of one pack.
func replaced(e *determination.Engine, pack *policy.Pack) (*determination.Engine, error) {
	packs := []*policy.Pack{pack}
	for _, p := range e.Policies.Packs {
		if p.ID != pack.ID {
			packs = append(packs, p)
		}
	}
	set, err := policy.NewSet(e.Policies.Language, packs)
	if err != nil {
		return nil, err
	}
	return determination.New(set, e.Places, nil), nil
}

// Try tries a draft against the law of this moment. withCases asks for the
// people of earlier cases too.
func (w *Window) Try(ctx context.Context, who people.Who, d PolicyDraft, withCases bool) (DraftTrial, error) {
	var t DraftTrial
	law := w.Law()
	before, err := deskLaw(law)
	if err != nil {
		return t, err
	}
	files, stale, err := w.current(ctx, before, d)
	if err != nil {
		return t, err
	}
	t.Stale = stale
	t.Base, _ = before.Policies.Pack(d.Pack)
	if t.Pack, t.Problems = before.Policies.Language.ReadFiles(d.Pack, files); len(t.Problems) > 0 {
		t.Pack = nil
		return t, nil
	}
	after, err := replaced(before, t.Pack)
	if err != nil {
		t.Problems = policy.Problems{{File: d.Pack + "/pack.yaml", Text: err.Error()}}
		return t, nil
	}
	t.Problems = after.CheckRules()
	if len(t.Pack.Scenarios) == 0 {
		t.Problems = append(t.Problems, policy.ProblemIn(d.Pack+"/scenarios", "no scenario: nothing proves what the policy does (want scenarios/<clause>-<what>.txtar)"))
	}
	for _, pack := range after.Policies.Packs {
		t.Ran += len(pack.Scenarios)
	}
	t.Scenarios = determination.Try(before, after)
	t.Red = red(t.Scenarios, d)
	t.Line = timeline(law, t.Pack, d.From)
	if withCases {
		t.Cases, err = w.casesUnder(ctx, who, t.Pack, before, after)
	}
	return t, err
}

// current are the draft's files over the newest text. Where another text was
// published since the draft began, the draft moves on to it by itself, unless
// both change the same file.
func (w *Window) current(ctx context.Context, desk *determination.Engine, d PolicyDraft) (files policy.Files, stale bool, err error) {
	base, err := w.textOf(ctx, d.Base)
	if err != nil {
		return nil, false, err
	}
	newest, ok := desk.Policies.Pack(d.Pack)
	if !ok || newest.Hash == d.Base {
		return base.With(d.Changes), false, nil
	}
	text, err := w.textOf(ctx, newest.Hash)
	if err != nil {
		return nil, false, err
	}
	for name := range d.Changes {
		stale = stale || base[name] != text[name]
	}
	if stale {
		return base.With(d.Changes), true, nil
	}
	return text.With(d.Changes), false, nil
}

// red are the scenarios that contradict the draft: its own, and those of other
// packs that held before and that nobody accepted.
func red(trials []determination.Trial, d PolicyDraft) []string {
	var out []string
	for _, t := range trials {
		own := strings.HasPrefix(t.Scenario.File, d.Pack+"/")
		accepted := slices.ContainsFunc(d.Accepted, func(a AcceptedScenario) bool { return a.File == t.Scenario.File })
		if (len(t.Failures) > 0 || t.Err != nil) && (own || !t.Failed && !accepted) {
			out = append(out, t.Scenario.File)
		}
	}
	return out
}

// timeline is when which text of the pack would speak, gaps between them included.
func timeline(law Law, pack *policy.Pack, from civil.Date) []TextSpan {
	var own []*policy.Pack
	for _, p := range law.Engine.Policies.Packs {
		if p.ID == pack.ID {
			own = append(own, p)
		}
	}
	var out []TextSpan
	for _, p := range policy.Timeline(own, []policy.Edition{{Pack: pack, From: from}}) {
		for _, days := range p.Periods() {
			out = withGap(out, TextSpan{Period: days, Hash: p.Hash, New: p.Hash == pack.Hash && days.From != nil && *days.From >= from})
		}
	}
	return out
}
