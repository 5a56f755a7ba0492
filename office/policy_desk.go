package office

import (
	"context"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// PolicyStanding is a pack as the policy desk sees it today.
type PolicyStanding struct {
	Pack      *policy.Pack // newest text, as it is written
	Line      []TextSpan   // which text speaks when
	Editions  []Edition    // what was published, newest first
	May       bool         // the person may change it
	Ends      *civil.Date  // last day, where it holds today or has ended; nil: open
	Left      int          // days until then; negative once it has ended
	Concerned Concerned
	Rules     int
	Red       []string // scenarios that the rules answer otherwise
}

// Edition is one publication.
type Edition struct {
	Seq               int64
	Hash, Note        string
	From, On          civil.Date
	Author, Publisher string
}

// Concerned are the cases and permits that the end of a policy concerns. Cases
// are named by number, matter and state, never by person.
type Concerned struct {
	Drafts, Sent int64 // not sent yet: they lose it; sent: they keep it
	Cases        []ConcernedCase
	Permits      int64 // that end within mostLeft days, so that an extension may come too late
}

// ConcernedCase is an open case as the policy desk may know of it.
type ConcernedCase struct {
	Number casefile.CaseNumber
	Matter people.Words
	Place  people.PlaceCode
	Status casefile.Status
	Due    *civil.Date
}

// Warnings are the days before the end of a policy from which the desk warns, the
// most urgent first.
var Warnings = []int{30, 60, 90}

const (
	mostLeft      = 90
	mostConcerned = 200 // cases that a warning lists; how many there are it counts
)

// Warning is the smallest of Warnings that has been reached; 0 before all.
func (s PolicyStanding) Warning() int {
	for _, n := range Warnings {
		if s.Ends != nil && s.Left >= 0 && s.Left <= n {
			return n
		}
	}
	return 0
}

// Ended reports whether the last day has passed.
func (s PolicyStanding) Ended() bool { return s.Ends != nil && s.Left < 0 }

// Standings are all packs as they stand today.
func (w *Window) Standings(ctx context.Context, who people.Who) ([]PolicyStanding, error) {
	if err := mayReadDesk(who); err != nil {
		return nil, err
	}
	law := w.Law()
	desk, err := deskLaw(law)
	if err != nil {
		return nil, err
	}
	editions, err := w.editions(ctx)
	if err != nil {
		return nil, err
	}
	var out []PolicyStanding
	for _, pack := range desk.Policies.Packs {
		s, err := w.standing(ctx, who, law, desk, pack)
		if err != nil {
			return nil, err
		}
		s.Editions = editions[pack.ID]
		out = append(out, s)
	}
	return out, nil
}

// PolicyStanding is one pack as it stands today.
func (w *Window) PolicyStanding(ctx context.Context, who people.Who, id string) (PolicyStanding, error) {
	all, err := w.Standings(ctx, who)
	if err != nil {
		return PolicyStanding{}, err
	}
	i := slices.IndexFunc(all, func(s PolicyStanding) bool { return s.Pack.ID == id })
	if i < 0 {
		return PolicyStanding{}, fault.New(fault.NotFound, "fault.no-policy", "id", id)
	}
	return all[i], nil
}

func (w *Window) standing(ctx context.Context, who people.Who, law Law, desk *determination.Engine, pack *policy.Pack) (PolicyStanding, error) {
	today := civil.DateOf(w.Clock())
	s := PolicyStanding{Pack: pack, May: covers(who.Places, pack), Line: lineOf(law, pack)}
	for _, c := range pack.Clauses {
		s.Rules += len(c.Rules)
	}
	for _, scenario := range pack.Scenarios {
		if failures, err := desk.RunScenario(scenario); err != nil || len(failures) > 0 {
			s.Red = append(s.Red, scenario.File)
		}
	}
	if last := lastSpoken(s.Line); last != nil {
		s.Ends, s.Left = last, int(*last-today)
	}
	if s.Ends == nil || s.Left > mostLeft {
		return s, nil
	}
	var err error
	s.Concerned, err = w.concerned(ctx, who, pack, today)
	return s, err
}

// lineOf is when which text of the pack speaks, with the gaps.
func lineOf(law Law, pack *policy.Pack) []TextSpan {
	var out []TextSpan
	for _, p := range law.Engine.Policies.Packs {
		if p.ID != pack.ID {
			continue
		}
		for _, days := range p.Periods() {
			out = withGap(out, TextSpan{Period: days, Hash: p.Hash})
		}
	}
	return out
}

// withGap adds a period, and before it the gap to the one before.
func withGap(line []TextSpan, next TextSpan) []TextSpan {
	if n := len(line); n > 0 && line[n-1].Until != nil && next.From != nil && *next.From > *line[n-1].Until+1 {
		first, last := *line[n-1].Until+1, *next.From-1
		line = append(line, TextSpan{Period: policy.Period{From: &first, Until: &last}})
	}
	return append(line, next)
}

func lastSpoken(line []TextSpan) *civil.Date {
	if len(line) == 0 {
		return nil
	}
	return line[len(line)-1].Until
}

// concerned are the open cases where the pack speaks, within the person's places.
func (w *Window) concerned(ctx context.Context, who people.Who, pack *policy.Pack, today civil.Date) (Concerned, error) {
	var out Concerned
	scope := people.Scope{Account: who.Account, Places: who.Places, AnyOffice: true}
	var places []people.PlaceCode
	for _, p := range pack.Scope {
		places = append(places, people.PlaceCode(p))
	}
	filter := store.CaseFilter{Scope: scope, Places: places, OpenOnly: true, Limit: mostConcerned}
	rows, err := w.DB.Cases(ctx, filter)
	if err != nil {
		return out, err
	}
	total, err := w.DB.CountCases(ctx, filter)
	if err != nil {
		return out, err
	}
	out.Sent = total
	if out.Drafts, err = w.DB.CountDrafts(ctx, placesWithin(scope, places).Places); err != nil {
		return out, err
	}
	for _, row := range rows {
		out.Cases = append(out.Cases, w.concernedCase(row))
	}
	until := today + mostLeft
	out.Permits, err = w.DB.CountPermits(ctx, store.PermitFilter{Scope: placesWithin(scope, places), Statuses: []string{"active"}, EndsFrom: &today, EndsUntil: &until})
	return out, err
}

func (w *Window) concernedCase(row store.CaseRow) ConcernedCase {
	c := ConcernedCase{Number: casefile.CaseNumber(row.Number), Place: people.PlaceCode(row.Place), Status: casefile.Status(row.Status), Due: row.DueOn}
	if m, ok := w.Matters.Find(casefile.MatterID(row.Matter)); ok {
		c.Matter = m.Title
	}
	return c
}

// placesWithin narrows a scope of places to further places.
func placesWithin(scope people.Scope, places []people.PlaceCode) people.Scope {
	var both []people.PlaceCode
	for _, a := range scope.Places {
		for _, b := range places {
			switch {
			case a == people.Nation || a.Holds(b):
				both = append(both, b)
			case b == people.Nation || b.Holds(a):
				both = append(both, a)
			}
		}
	}
	scope.Places = both
	return scope
}

// editions are the publications of every pack, newest first.
func (w *Window) editions(ctx context.Context) (map[string][]Edition, error) {
	rows, err := w.DB.Policies(ctx)
	if err != nil {
		return nil, err
	}
	name := w.names(ctx)
	out := map[string][]Edition{}
	for _, row := range rows {
		out[row.Pack] = append(out[row.Pack], Edition{
			Seq: row.Seq, Hash: row.Digest, Note: row.Note, From: row.ValidFrom, On: civil.DateOf(row.CreatedAt),
			Author: name(row.Author), Publisher: name(row.AddedBy),
		})
	}
	for _, list := range out {
		slices.Reverse(list)
	}
	return out, nil
}

// ClauseOf is the clause that a scenario's file belongs to, by its name.
func ClauseOf(file string) string {
	name := file[strings.LastIndexByte(file, '/')+1:]
	clause, _, _ := strings.Cut(name, "-")
	return clause
}
