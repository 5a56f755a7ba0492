package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
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
		t.Problems = append(t.Problems, policy.Problem{File: d.Pack + "/scenarios", Text: "no scenario: nothing proves what the policy does (want scenarios/<clause>-<what>.txtar)"})
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

// AcceptScenarios takes what comes out of the draft as what the scenarios expect.
// It is the deliberate step: somebody names the reason, which stays with the
// draft and is recorded.
func (w *Window) AcceptScenarios(ctx context.Context, in DraftWrite, scenarios []string, reason string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case len(scenarios) == 0:
		return fault.New(fault.Invalid, "fault.policy.no-scenario").WithPath("scenario")
	case reason == "":
		return fault.New(fault.Invalid, "fault.policy.no-reason").WithPath("reason")
	}
	d, err := w.PolicyDraft(ctx, in.Who, in.ID)
	if err != nil {
		return err
	}
	trial, err := w.Try(ctx, in.Who, d, false)
	if err != nil {
		return err
	}
	changes, err := w.acceptedTexts(ctx, d, trial, scenarios)
	if err != nil {
		return err
	}
	return w.changeDraft(ctx, in, func(tx *store.Tx, d *PolicyDraft) error {
		base, err := w.textOf(ctx, d.Base)
		if err != nil {
			return err
		}
		d.Changes = base.Changes(base.With(d.Changes).With(changes))
		for _, file := range scenarios {
			d.Accepted = append(d.Accepted, AcceptedScenario{File: file, Reason: reason, By: in.Who.Account, At: tx.Now()})
		}
		d.edited(in.Who.Account)
		return record(ctx, tx, in.Who, "policy/"+d.Pack, "policy.accepted", map[string]any{"draft": d.ID, "scenarios": scenarios, "reason": reason})
	})
}

// acceptedTexts are the new texts of the draft's own scenarios among those named;
// scenarios of other packs stay as they are and are only noted.
func (w *Window) acceptedTexts(ctx context.Context, d PolicyDraft, trial DraftTrial, scenarios []string) (policy.Files, error) {
	if trial.Pack == nil {
		return nil, fault.New(fault.Conflict, "fault.policy.problems")
	}
	desk, err := deskLaw(w.Law())
	if err != nil {
		return nil, err
	}
	after, err := replaced(desk, trial.Pack)
	if err != nil {
		return nil, err
	}
	files, _, err := w.current(ctx, desk, d)
	if err != nil {
		return nil, err
	}
	changes := policy.Files{}
	for _, file := range scenarios {
		i := slices.IndexFunc(trial.Scenarios, func(t determination.Trial) bool { return t.Scenario.File == file })
		if i < 0 {
			return nil, fault.New(fault.Invalid, "fault.policy.no-scenario").WithPath("scenario")
		}
		name, own := strings.CutPrefix(file, d.Pack+"/")
		if !own {
			continue
		}
		if changes[name], err = after.Accept(trial.Scenarios[i].Scenario, files[name]); err != nil {
			return nil, fault.New(fault.Invalid, "fault.policy.scenario-broken", "file", file).WithPath("scenario").WithCause(err)
		}
	}
	return changes, nil
}

// fewCases is how many people of earlier cases there must be before their
// standing is shown: of fewer one could guess who they are.
const fewCases = 10

// mostCases is how many cases a trial looks at, the newest first.
const mostCases = 500

// CaseEffects is how people of cases of this window would stand under a draft,
// without a trace of who they are: the same changes of several people are one line.
type CaseEffects struct {
	TooFew              bool
	Tried               int
	Better, Same, Worse int
	Mixed               int
	Lines               []CaseEffect
	Open                []OpenEffect // open cases among those looked at
	Drafts              int64        // cases that are not sent yet: the text of their day judges them
}

// OpenEffect is whether an open case would be answered otherwise if it were sent
// again under the draft. It keeps the text it was sent under, and how the answer
// differs is not said: a number leads to a person.
type OpenEffect struct {
	ConcernedCase
	Changes bool
}

// CaseEffect is one change and how many people it concerns.
type CaseEffect struct {
	determination.Shift
	Edge  bool
	Count int
}

// casesUnder determines the facts of cases in the person's places under both laws.
func (w *Window) casesUnder(ctx context.Context, who people.Who, pack *policy.Pack, before, after *determination.Engine) (CaseEffects, error) {
	var out CaseEffects
	scope := people.Scope{Account: who.Account, Places: who.Places, AnyOffice: true}
	places := make([]people.PlaceCode, len(pack.Scope))
	for i, p := range pack.Scope {
		places[i] = people.PlaceCode(p)
	}
	lines := map[string]int{}
	for offset := 0; offset < mostCases; offset += passPage {
		rows, err := w.DB.Cases(ctx, store.CaseFilter{Scope: scope, Places: places, Order: store.ByChange, Limit: passPage, Offset: offset})
		if err != nil {
			return out, err
		}
		for _, row := range rows {
			if err := w.caseUnder(ctx, row, before, after, &out, lines); err != nil {
				return out, err
			}
		}
		if len(rows) < passPage {
			break
		}
	}
	var err error
	if out.Drafts, err = w.DB.CountDrafts(ctx, placesWithin(scope, places).Places); err != nil {
		return out, err
	}
	if out.Tried < fewCases {
		return CaseEffects{TooFew: true, Open: out.Open, Drafts: out.Drafts}, nil
	}
	slices.SortStableFunc(out.Lines, func(a, b CaseEffect) int { return b.Count - a.Count })
	return out, nil
}

func (w *Window) caseUnder(ctx context.Context, row store.CaseRow, before, after *determination.Engine, out *CaseEffects, lines map[string]int) error {
	c, err := w.DB.CaseFile(ctx, casefile.CaseNumber(row.Number))
	if err != nil || c.Determination == nil {
		return err
	}
	f, err := w.Facts(c, c.Determination.On)
	if err != nil {
		var refused *fault.Error
		if errors.As(err, &refused) {
			return nil // answers that today's vocabulary no longer reads prove nothing
		}
		return err
	}
	shift, edge := before.Shift(f, after, f)
	out.Tried++
	if row.IsOpen {
		out.Open = append(out.Open, OpenEffect{w.concernedCase(row), len(shift.Steps) > 0})
	}
	switch {
	case shift.Better && shift.Worse:
		out.Mixed++
	case shift.Better:
		out.Better++
	case shift.Worse:
		out.Worse++
	default:
		out.Same++
	}
	if len(shift.Steps) == 0 {
		return nil
	}
	key := fmt.Sprint(shift, edge)
	if i, known := lines[key]; known {
		out.Lines[i].Count++
		return nil
	}
	lines[key] = len(out.Lines)
	out.Lines = append(out.Lines, CaseEffect{shift, edge, 1})
	return nil
}
