package office

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
)

const (
	shandong = "cn-370000-2023"
	urumqi   = "cn-650100-2024"
	bonus    = "clauses/S4.yaml:rules[0].value"
	kimFile  = shandong + "/scenarios/S4-person-kim.txtar"
)

func english(w facts.Wording) string { return w.En }

// deskStaff is somebody of the policy desk for the places.
func deskStaff(account people.PartyID, places ...people.PlaceCode) people.Who {
	return people.Who{Account: account, Role: people.PolicyStaff, Office: "desk", Places: places}
}

// on is a write on a draft as it stands.
func (w *world) on(who people.Who, id string) DraftWrite {
	w.t.Helper()
	row, err := w.DB.PolicyDraft(w.t.Context(), id)
	must(w.t, err)
	w.keys++
	return DraftWrite{Who: who, ID: id, Seen: row.Version, Key: "draft-" + strconv.Itoa(w.keys)}
}

// TestDraft_amend walks scene 6 and beyond: the bonus of Shandong from 10 to 5.
// Red scenarios stop the question to a second person until somebody accepts them
// with a reason; the author cannot publish; once published the new text speaks
// from its day, and what was sent before keeps the old one word for word.
func TestDraft_amend(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		zhou, wu := deskStaff("zhou", "370000", "650100", "xpcc-12"), deskStaff("wu", "370000")
		must(t, w.Reload(ctx))
		sent := w.sentUnder(t)

		id, err := w.BeginDraft(ctx, zhou, "begin", shandong)
		must(t, err)
		from := civil.MustParseDate("2026-05-11")
		late := w.on(wu, id)
		must(t, w.SaveDraft(ctx, w.on(zhou, id), DraftEdit{From: from, Note: "half", Fields: map[string]string{bonus: "5"}}))
		late.Key = "late"
		if err := w.SaveDraft(ctx, late, DraftEdit{From: from}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a stale save: got %v, want a conflict", err)
		}
		if err := w.SaveDraft(ctx, w.on(zhou, id), DraftEdit{From: from, Fields: map[string]string{bonus: "five"}}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), bonus) {
			t.Errorf("a word for a figure: got %v, want the field named", err)
		}
		draft, err := w.PolicyDraft(ctx, zhou, id)
		must(t, err)
		trial, err := w.Try(ctx, zhou, draft, true)
		must(t, err)
		if trial.Ready() || !slices.Contains(trial.Red, kimFile) || len(trial.Problems) > 0 || !trial.Cases.TooFew || len(trial.Changes(english)) != 1 {
			t.Errorf("ready %t, red %v, problems %v, changes %v; want KIM's scenario red alone", trial.Ready(), trial.Red, trial.Problems, trial.Changes(english))
		}
		if len(trial.Line) != 2 || !trial.Line[1].New || *trial.Line[0].Until != from-1 {
			t.Errorf("timeline %+v; want the old text until the day before", trial.Line)
		}
		if err := w.AskSecond(ctx, w.on(zhou, id)); !fault.Is(err, fault.Conflict) {
			t.Errorf("asked with red scenarios: %v", err)
		}
		if err := w.AcceptScenarios(ctx, w.on(zhou, id), trial.Red, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("accepted without a reason: %v", err)
		}
		must(t, w.AcceptScenarios(ctx, w.on(zhou, id), trial.Red, "the bonus is halved from 11 May"))
		must(t, w.AskSecond(ctx, w.on(zhou, id)))
		for _, who := range []people.Who{zhou, deskStaff("far", "650100"), {Account: "e", Role: people.OfficerRole, Places: []people.PlaceCode{"370000"}}} {
			if err := w.PublishDraft(ctx, w.on(who, id)); err == nil {
				t.Errorf("%s published it", who.Account)
			}
		}
		must(t, w.PublishDraft(ctx, w.on(wu, id)))
		if err := w.SaveDraft(ctx, w.on(zhou, id), DraftEdit{From: from}); !fault.Is(err, fault.Conflict) {
			t.Errorf("saved after publication: %v", err)
		}
		events, err := recorded(ctx, &w.DB.Reader, "policy/"+shandong)
		must(t, err)
		if len(events) != 3 || events[2].Kind != "policy.published" || events[2].Actor != "wu" {
			t.Errorf("recorded %+v; want accepted, asked, published", events)
		}
		w.keepsItsLaw(t, sent)
		w.sameDay(t, zhou, deskStaff("wu", "650100", "xpcc-12"))
		w.keepsItsLaw(t, sent)
		if f, err := w.Facts(sent, sent.Determination.On); err != nil {
			t.Error(err)
		} else if d, err := w.Law().Engine.Determine(f); err != nil || d.Receipt.Determination == sent.Determination.Hash {
			t.Errorf("the same facts sent later that day give the same answer (%v); want the new text's", err)
		}
		w.anotherProgram(t)
		w.keepsItsLaw(t, sent)
		for day, want := range map[string]int{"2026-05-10": 65, "2026-05-11": 60} {
			if got := w.kimPoints(t, day); got != want {
				t.Errorf("on %s KIM has %d points, want %d", day, got, want)
			}
		}
	})
}

// kimPoints are the points of KIM's scenario on a day under the law of now.
func (w *world) kimPoints(t *testing.T, day string) int {
	t.Helper()
	engine := w.Law().Engine
	pack, _ := engine.Policies.Pack(shandong)
	i := slices.IndexFunc(pack.Scenarios, func(s *policy.Scenario) bool { return s.File == kimFile })
	facts := engine.Policies.Vocabulary().New()
	must(t, engine.Policies.Vocabulary().Parse([]byte(strings.Replace(string(pack.Scenarios[i].Facts), "2026-04-27", day, 1)), facts))
	d, err := engine.Determine(facts)
	must(t, err)
	return *d.Points.Total
}

// sentUnder is a case that was sent under the law of now.
func (w *world) sentUnder(t *testing.T) casefile.Case {
	t.Helper()
	c := w.sent()
	if !c.Pinned || c.Determination.Law.Texts[urumqi] == "" {
		t.Fatalf("the case keeps %+v; want the texts of its packs", c.Determination.Law)
	}
	return c
}

// sameDay publishes a change of Urumqi's time limit from today on.
func (w *world) sameDay(t *testing.T, author, second people.Who) {
	t.Helper()
	ctx := t.Context()
	id, err := w.BeginDraft(ctx, author, "same day", urumqi)
	must(t, err)
	must(t, w.SaveDraft(ctx, w.on(author, id), DraftEdit{From: civil.DateOf(w.now), Fields: map[string]string{"clauses/U12.yaml:rules[0].amount": "6"}}))
	draft, err := w.PolicyDraft(ctx, author, id)
	must(t, err)
	trial, err := w.Try(ctx, author, draft, false)
	must(t, err)
	must(t, w.AcceptScenarios(ctx, w.on(author, id), trial.Red, "six days from today"))
	must(t, w.AskSecond(ctx, w.on(author, id)))
	must(t, w.PublishDraft(ctx, w.on(second, id)))
}

// anotherProgram lets a later program serve the installation, whose own text of
// Urumqi is another one.
func (w *world) anotherProgram(t *testing.T) {
	t.Helper()
	program := shippedProgram(t)
	program.Base, program.Texts = slices.Clone(program.Base), maps.Clone(program.Texts)
	i := slices.IndexFunc(program.Base, func(p *policy.Pack) bool { return p.ID == urumqi })
	files, problems := program.Texts[program.Base[i].Hash].Edit(map[string]string{"clauses/U12.yaml:rules[0].amount": "9"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	delete(program.Texts, program.Base[i].Hash)
	if program.Base[i], problems = program.Language.ReadFiles(urumqi, files); len(problems) > 0 {
		t.Fatal(problems)
	}
	program.Texts[program.Base[i].Hash] = files
	book, err := NewLawbook(w.DB, w.Clock, program)
	must(t, err)
	must(t, book.Refresh(t.Context()))
	w.Window.Law = book.Law
}

// keepsItsLaw determines the case again: word for word what it was sent under.
func (w *world) keepsItsLaw(t *testing.T, sent casefile.Case) {
	t.Helper()
	d, err := w.Determine(sent)
	must(t, err)
	if d.Receipt.Determination != sent.Determination.Hash {
		t.Errorf("determined again the case has %s, want %s", d.Receipt.Determination, sent.Determination.Hash)
	}
}

// TestDraft_renew: on the real day of today the measures of Urumqi have lapsed.
// Renewing them is one form and a second person; then they answer again, from
// the first day of the renewal to its last, and the gap stays a gap.
func TestDraft_renew(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.now = at("2026-11-25")
		must(t, w.Reload(ctx))
		zhou, wu := deskStaff("zhou", "650100", "xpcc-12"), deskStaff("wu", "650100", "xpcc-12")
		good := Renewal{Pack: urumqi, From: civil.MustParseDate("2026-11-25"), Until: civil.MustParseDate("2028-11-24"), Source: "notice (demo)"}
		for name, change := range map[string]func(*Renewal){
			"past":      func(r *Renewal) { r.From-- },
			"backwards": func(r *Renewal) { r.Until = r.From - 1 },
			"no source": func(r *Renewal) { r.Source = "" },
			"no end":    func(r *Renewal) { r.Pack = "cn-2017" },
			"unknown":   func(r *Renewal) { r.Pack = "cn-000000-0000" },
		} {
			bad := good
			change(&bad)
			if _, err := w.RenewPolicy(ctx, zhou, name, bad); err == nil {
				t.Errorf("%s: renewed", name)
			}
		}
		if _, err := w.RenewPolicy(ctx, deskStaff("far", "370000"), "far", good); !fault.Is(err, fault.Forbidden) {
			t.Errorf("from another province: %v", err)
		}
		id, err := w.RenewPolicy(ctx, zhou, "renew", good)
		must(t, err)
		draft, err := w.PolicyDraft(ctx, wu, id)
		must(t, err)
		trial, err := w.Try(ctx, zhou, draft, false)
		must(t, err)
		if !trial.Ready() {
			t.Fatalf("problems %v, red %v; want a draft that can be published at once", trial.Problems, trial.Red)
		}
		if len(trial.Line) != 3 || trial.Line[1].Hash != "" || *trial.Line[1].From != civil.MustParseDate("2026-06-18") {
			t.Errorf("timeline %+v; want a gap from 18 June", trial.Line)
		}
		must(t, w.AskSecond(ctx, w.on(zhou, id)))
		must(t, w.PublishDraft(ctx, w.on(wu, id)))
		for day, want := range map[string]bool{"2026-06-17": true, "2026-06-18": false, "2026-11-24": false, "2026-11-25": true, "2028-11-24": true, "2028-11-25": false} {
			place, _ := w.Law().Places.Lookup("650100")
			live := false
			for _, p := range w.Law().Engine.Policies.Plan(place, civil.MustParseDate(day)).Packs {
				live = live || p.ID == urumqi
			}
			if live != want {
				t.Errorf("%s: in force %t, want %t", day, live, want)
			}
		}
		standing, err := w.PolicyStanding(ctx, zhou, urumqi)
		must(t, err)
		if standing.Ended() || standing.Warning() != 0 || len(standing.Editions) != 1 || standing.Editions[0].Publisher != "wu" {
			t.Errorf("got %+v; want it in force, with one publication", standing)
		}
		again, err := w.RenewPolicy(ctx, zhou, "again", Renewal{Pack: urumqi, From: good.Until + 1, Until: good.Until + 300, Source: "second (demo)"})
		must(t, err)
		if draft, err = w.PolicyDraft(ctx, zhou, again); err != nil {
			t.Fatal(err)
		}
		if trial, err = w.Try(ctx, zhou, draft, false); err != nil || trial.Pack == nil || len(trial.Pack.Renewed) != 2 {
			t.Errorf("renewed twice: %+v, %v", trial.Problems, err)
		}
	})
}

// TestDraft_faults: what is wrong with a draft is found with its place and shown
// as it is: a file that cannot be read, a conflict with its witness, a rule that
// nobody can meet, a replacement that leads nowhere.
func TestDraft_faults(t *testing.T) {
	w := newWorld(t, t.TempDir())
	ctx := t.Context()
	must(t, w.Reload(ctx))
	zhou := deskStaff("zhou", "650100", "xpcc-12")
	law := shippedProgram(t)
	i := slices.IndexFunc(law.Base, func(p *policy.Pack) bool { return p.ID == urumqi })
	base := law.Texts[law.Base[i].Hash]
	for name, c := range map[string]struct{ file, old, new, want string }{
		"conflict":         {"clauses/U12.yaml", ", replaces: [cn-650100-2024/U12-residence]", "", "conflict on deadline residence-permit"},
		"dead rule":        {"clauses/U12.yaml", `new_permit && class == "A"`, `new_permit && class == "A" && age > 70.0 && age < 60.0`, "can never be met"},
		"dangling replace": {"clauses/U3.yaml", "cn-2017/TERM]", "cn-2017/TRM]", "did you mean cn-2017/TERM?"},
		"wrong unit":       {"clauses/U12.yaml", "unit: working-days", "unit: workdays", "workdays is none of working-days"},
		"missing language": {"clauses/U12.yaml", "\n  en: ", "\n  fr: ", "want both zh and en"},
		"contradiction":    {"clauses/U3.yaml", "months: 60", "months: 48", ""},
	} {
		id, err := w.BeginDraft(ctx, zhou, name, urumqi)
		must(t, err)
		text := strings.Replace(base[c.file], c.old, c.new, 1)
		if text == base[c.file] {
			t.Fatalf("%s: %s does not say %q", name, c.file, c.old)
		}
		must(t, w.PutFiles(ctx, w.on(zhou, id), policy.Files{c.file: text}))
		draft, err := w.PolicyDraft(ctx, zhou, id)
		must(t, err)
		trial, err := w.Try(ctx, zhou, draft, false)
		must(t, err)
		if trial.Ready() || c.want != "" && !strings.Contains(trial.Problems.Error(), c.want) || c.want == "" && len(trial.Red) == 0 {
			t.Errorf("%s: problems %v, red %v; want %q", name, trial.Problems, trial.Red, c.want)
		}
		if c.want != "" && !strings.Contains(trial.Problems.Error(), urumqi+"/"+c.file+":") {
			t.Errorf("%s: %v names no line of %s", name, trial.Problems, c.file)
		}
		if err := w.AskSecond(ctx, w.on(zhou, id)); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: asked a second person: %v", name, err)
		}
	}
	id, err := w.BeginDraft(ctx, zhou, "names", urumqi)
	must(t, err)
	for _, name := range []string{"../pack.yaml", "clauses/../../x.yaml", "run.sh", "/pack.yaml", "scenarios/deep/x.txtar"} {
		if err := w.PutFiles(ctx, w.on(zhou, id), policy.Files{name: "x"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("file %s: got %v, want it refused", name, err)
		}
	}
}
