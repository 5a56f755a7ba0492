package office

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
)

const kunming = "cn-530100-2026"

// kunmingFiles is the invented policy of a city that the window does not have.
func kunmingFiles(t *testing.T) policy.Files {
	t.Helper()
	files, err := policy.FilesIn(os.DirFS("../cli/testdata/city/policies"), kunming)
	must(t, err)
	return files
}

// liveIn are the packs that speak at a place on a day under the law of now.
func (w *world) liveIn(place facts.PlaceCode, day string) (ids []string) {
	at, _ := w.Law().Places.Lookup(place)
	for _, p := range w.Law().Engine.Policies.Plan(at, civil.MustParseDate(day)).Packs {
		ids = append(ids, p.ID)
	}
	return ids
}

// TestDraft_bring: a whole policy that the window never had is brought as files, tried,
// published by a second person of its place, and speaks from its day, on this
// server and on one that starts afterwards.
func TestDraft_bring(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		must(t, w.Reload(ctx))
		zhou, wu, far := deskStaff("zhou", "530100"), deskStaff("wu", "530000"), deskStaff("far", "650100")
		from := civil.DateOf(w.now)
		id, err := w.BringPolicy(ctx, zhou, "bring", NewPolicy{Files: kunmingFiles(t), From: from, Note: " the city's own measures "})
		must(t, err)
		if again, err := w.BringPolicy(ctx, zhou, "bring", NewPolicy{Files: kunmingFiles(t), From: from, Note: "sent twice"}); err != nil || again != id {
			t.Errorf("sent twice: %q, %v; want the same draft", again, err)
		}
		if _, err := w.PolicyDraft(ctx, far, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("another place reads the draft: %v", err)
		}
		draft, err := w.PolicyDraft(ctx, wu, id)
		must(t, err)
		trial, err := w.Try(ctx, wu, draft, true)
		must(t, err)
		if !trial.Ready() || trial.Base != nil || len(trial.Changes(english)) < 4 || draft.Note != "the city's own measures" {
			t.Fatalf("problems %v, red %v, changes %v; want a new policy that is ready", trial.Problems, trial.Red, trial.Changes(english))
		}
		must(t, w.AskSecond(ctx, w.on(zhou, id)))
		if err := w.PublishDraft(ctx, w.on(zhou, id)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who brought it publishes it: %v", err)
		}
		must(t, w.PublishDraft(ctx, w.on(wu, id)))
		if got := w.liveIn("530100", from.String()); !slices.Contains(got, kunming) {
			t.Errorf("%v speak on the first day, want %s among them", got, kunming)
		}
		if got := w.liveIn("530100", (from - 1).String()); slices.Contains(got, kunming) {
			t.Error("it speaks before its first day")
		}
		book, err := NewLawbook(w.DB, w.Clock, shippedProgram(t))
		must(t, err)
		must(t, book.Refresh(ctx))
		if _, ok := book.Law().Engine.Policies.Pack(kunming); !ok {
			t.Error("a server that starts afterwards does not know the policy")
		}
		if _, err := w.BringPolicy(ctx, zhou, "once more", NewPolicy{Files: kunmingFiles(t), From: from}); !fault.Is(err, fault.Conflict) {
			t.Errorf("brought a second time: %v, want a conflict", err)
		}
		events, err := recorded(ctx, &w.DB.Reader, "policy/"+kunming)
		must(t, err)
		if len(events) != 2 || events[1].Kind != "policy.published" {
			t.Errorf("recorded %+v; want asked, published", events)
		}
		files, err := w.PolicyFiles(ctx, far, kunming)
		if err != nil || !maps.Equal(files, kunmingFiles(t)) {
			t.Errorf("its text reads otherwise than it was brought (%v)", err)
		}
	})
}

// TestDraft_bringFaults: what cannot become a draft is refused with its reason; what
// is wrong inside becomes a draft that says so and cannot be asked for.
func TestDraft_bringFaults(t *testing.T) {
	w := newWorld(t, t.TempDir())
	ctx := t.Context()
	must(t, w.Reload(ctx))
	zhou := deskStaff("zhou", "530100")
	officer := people.Who{Account: "o", Role: people.OfficerRole, Places: []people.PlaceCode{"530100"}}
	with := func(name, old, new string) policy.Files {
		files := kunmingFiles(t)
		files[name] = strings.Replace(files[name], old, new, 1)
		return files
	}
	today := civil.DateOf(w.now)
	for name, c := range map[string]struct {
		who   people.Who
		files policy.Files
		from  civil.Date
		code  fault.Code
	}{
		"no pack.yaml":     {zhou, kunmingFiles(t).With(policy.Files{"pack.yaml": ""}), today, fault.Invalid},
		"no YAML":          {zhou, with("pack.yaml", "id:", "\tid"), today, fault.Invalid},
		"no id":            {zhou, with("pack.yaml", "id: "+kunming, "level: city"), today, fault.Invalid},
		"a path for an id": {zhou, with("pack.yaml", kunming, "../x"), today, fault.Invalid},
		"dots for an id":   {zhou, with("pack.yaml", kunming, `".."`), today, fault.Invalid},
		"no place":         {zhou, with("pack.yaml", `scope: ["530100"]`, "scope: []"), today, fault.Invalid},
		"another place":    {zhou, with("pack.yaml", "530100\"]", "370200\"]"), today, fault.Forbidden},
		"the nation":       {zhou, with("pack.yaml", "\"530100\"", "CN"), today, fault.Forbidden},
		"a known one":      {deskStaff("u", "650100", "xpcc-12", "530100"), with("pack.yaml", kunming, urumqi), today, fault.Conflict},
		"a strange file":   {zhou, kunmingFiles(t).With(policy.Files{"../../etc/passwd": "x"}), today, fault.Invalid},
		"yesterday":        {zhou, kunmingFiles(t), today - 1, fault.Invalid},
		"an officer":       {officer, kunmingFiles(t), today, fault.Forbidden},
	} {
		if id, err := w.BringPolicy(ctx, c.who, name, NewPolicy{Files: c.files, From: c.from}); !fault.Is(err, c.code) || id != "" {
			t.Errorf("%s: %q, %v; want %s", name, id, err, c.code)
		}
	}
	noScenario := kunmingFiles(t)
	maps.DeleteFunc(noScenario, func(name, _ string) bool { return strings.HasPrefix(name, "scenarios/") })
	for name, c := range map[string]struct {
		files policy.Files
		want  string
	}{
		"unknown fact":   {with("clauses/K1.yaml", "employer.genuine_need", "employer.genuin_need"), "did you mean employer.genuine_need"},
		"no such place":  {with("pack.yaml", `["530100"]`, `["530100", "530199"]`), "scope: 530199 is no place"},
		"nothing proves": {noScenario, "no scenario"},
	} {
		id, err := w.BringPolicy(ctx, deskStaff("zhou", "530000"), name, NewPolicy{Files: c.files, From: today})
		must(t, err)
		draft, err := w.PolicyDraft(ctx, deskStaff("zhou", "530000"), id)
		must(t, err)
		trial, err := w.Try(ctx, zhou, draft, false)
		must(t, err)
		if trial.Ready() || !strings.Contains(trial.Problems.Error(), c.want) {
			t.Errorf("%s: problems %v; want %q", name, trial.Problems, c.want)
		}
		if err := w.AskSecond(ctx, w.on(deskStaff("zhou", "530000"), id)); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: asked for: %v", name, err)
		}
	}
}
