package office

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/supervision"
)

var (
	integrity  = people.Who{Account: "integrity-lu", Role: people.IntegrityOfficer, Office: experts.ID, Places: experts.Places}
	integrity2 = people.Who{Account: "integrity-qi", Role: people.IntegrityOfficer, Office: experts.ID, Places: experts.Places}
	farAway    = people.Who{Account: "integrity-far", Role: people.IntegrityOfficer, Office: "elsewhere", Places: []people.PlaceCode{"370200"}}
	supervisor = people.Who{Account: "supervisor-chen", Role: people.Supervisor, Office: experts.ID, Places: experts.Places}
	keeper     = people.Who{Account: "operator-wu", Role: people.Operator}
)

// as is the envelope of an act of supervision.
func (w *world) as(who people.Who) Supervising {
	w.keys++
	return Supervising{Who: who, Key: "watch-" + strconv.Itoa(w.keys)}
}

// posts gives the integrity officers accounts and posts.
func (w *world) posts() {
	w.t.Helper()
	must(w.t, w.DB.Do(w.t.Context(), w.now, func(tx *store.Tx) error {
		for _, a := range []Newcomer{
			{ID: "integrity-lu", Name: "Lu", Login: "lu@office.example", Roles: []people.Role{people.IntegrityOfficer}, Office: experts.ID},
			{ID: "integrity-qi", Name: "Qi", Login: "qi@office.example", Roles: []people.Role{people.IntegrityOfficer}, Office: experts.ID},
			{ID: "officer-zhang", Name: "Zhang", Login: "zhang@office.example", Roles: []people.Role{people.OfficerRole}, Office: experts.ID},
			{ID: "hr-wang", Name: "Wang", Login: "wang@firm.example", Party: "firm", Roles: []people.Role{people.EmployerHR}},
		} {
			if _, err := addAccount(w.t.Context(), tx, admin, a); err != nil {
				return err
			}
		}
		return nil
	}))
}

// granted is a decided case that rests on a promise.
func (w *world) granted() casefile.Case {
	w.t.Helper()
	ctx := w.t.Context()
	c := w.opened("work-permit-first")
	if len(c.Commitments) == 0 {
		w.t.Fatalf("nothing was promised: %+v", c.Slots)
	}
	c, err := w.Submit(ctx, w.write(hr, c), "declaration", "")
	must(w.t, err)
	for _, s := range c.Unsettled() {
		c, err = w.Judge(ctx, w.write(clerk, c), casefile.PaperJudged{Slot: s, State: casefile.Good})
		must(w.t, err)
	}
	c, err = w.Accept(ctx, w.write(clerk, c))
	must(w.t, err)
	c, err = w.PassJointReview(ctx, w.write(officer, c), "")
	must(w.t, err)
	w.now = at("2026-04-29")
	c = w.grant(c, "permit", officer, approver, "2026-05-01", "2031-04-30")
	return w.grant(c, "residence", cop, cop2, "2026-05-01", "2031-04-30")
}

// entered makes an entry about a party of the case for work without permits.
func (w *world) entered(c casefile.Case, of supervision.SubjectKind) supervision.EntryID {
	w.t.Helper()
	entry, err := w.RecordFinding(w.t.Context(), Finding{
		Supervising: w.as(integrity), Case: c.Number, Of: of, Cause: supervision.IllegalWork, Reason: "two without permits",
		Evidence: []string{"report"}, Clause: w.SupervisionClauses("650100")[0].Ref(), Until: civil.MustParseDate("2027-04-26"),
	})
	must(w.t, err)
	return entry
}

// falselyPromised records that a commitment of a granted case was false.
func (w *world) falselyPromised(c casefile.Case) supervision.EntryID {
	w.t.Helper()
	entry, err := w.RecordFinding(w.t.Context(), Finding{
		Supervising: w.as(integrity), Case: c.Number, Of: supervision.OfEmployer, Cause: supervision.FalseCommitment, Reason: "no such work",
		Evidence: []string{"report"}, Clause: w.SupervisionClauses("650100")[0].Ref(), Until: civil.MustParseDate("2027-05-10"),
	})
	must(w.t, err)
	return entry
}

// suspended imposes a suspension on such an entry.
func (w *world) suspended(c casefile.Case, of supervision.SubjectKind, from, until civil.Date) supervision.SanctionID {
	w.t.Helper()
	id, err := w.Impose(w.t.Context(), Imposing{Supervising: w.as(integrity), Entry: w.entered(c, of), Reason: "illegal work", From: from, Until: until})
	must(w.t, err)
	return id
}

// TestSupervision_journey: draw, check, interview, broken, entry, sanction; the
// pending case is held, a new one refused, cancelling goes on; contest, ruling by
// another person, everything goes on again. On both databases. Of S6 it proves the
// draw by sample, the interview, the employer's file, the list of false commitments,
// the suspension of new and pending handling by a finding of its own, the way to
// contest, and that the supervised see their own file and nobody another's. The draw
// by risk and the duty to cooperate are TestSupervision_cooperation, the foreigner's
// file and the correction TestSupervision_foreigner, the agency's TestSanction_agency.
func TestSupervision_journey(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		c := w.granted()
		w.now = at("2026-05-11")
		month := Drawing{Supervising: w.as(supervisor), Place: "650100", From: civil.MustParseDate("2026-04-01"), Until: civil.MustParseDate("2026-05-11"), Seed: 7}
		for name, who := range map[string]people.Who{"officer": officer, "employer": hr, "elsewhere": farAway} {
			other := month
			other.Supervising = w.as(who)
			if _, err := w.Draw(ctx, other); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s draws: got %v, want forbidden", name, err)
			}
		}
		drawn, err := w.Draw(ctx, month)
		must(t, err)
		again, err := w.Draw(ctx, month)
		must(t, err)
		if drawn.Candidates == 0 || drawn.Risky+drawn.Sampled != len(drawn.Commitments) || !slices.Equal(again.Commitments, drawn.Commitments) {
			t.Fatalf("got %+v, repeated %+v", drawn, again)
		}
		checks, total, err := w.Checks(ctx, integrity, CheckFilter{Results: []string{"open"}})
		must(t, err)
		if total != int64(len(drawn.Commitments)) || checks[0].Method != supervision.BySample {
			t.Fatalf("got %d checks %+v", total, checks)
		}
		if _, n, err := w.Checks(ctx, farAway, CheckFilter{}); err != nil || n != 0 {
			t.Errorf("elsewhere: got %d, %v; want none", n, err)
		}
		check := string(checks[0].ID)
		must(t, w.AssignCheck(ctx, w.as(supervisor), check, "integrity-lu"))
		if err := w.AssignCheck(ctx, w.as(supervisor), check, "officer-zhang"); !fault.Is(err, fault.Invalid) {
			t.Errorf("assigned to a permit officer: %v", err)
		}
		must(t, w.Interview(ctx, w.as(integrity), check, supervision.Interview{With: "firm", Notes: "nobody came"}))
		if err := w.Interview(ctx, w.as(integrity), check, supervision.Interview{With: "other-firm", Notes: "x"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an interview with no party to the case: %v", err)
		}
		if err := w.FinishCheck(ctx, w.as(supervisor), check, supervision.Broken, "forged", []string{"letter"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a supervisor finished a check: %v", err)
		}
		must(t, w.FinishCheck(ctx, w.as(integrity), check, supervision.Broken, "the certificate was never issued", []string{"letter of the school"}))

		finding := Finding{
			Supervising: w.as(integrity), Case: c.Number, Of: supervision.OfEmployer, Cause: supervision.FalseCommitment, Reason: "the certificate was never issued",
			Evidence: []string{"letter of the school"}, Clause: w.SupervisionClauses("650100")[0].Ref(), Until: civil.MustParseDate("2027-05-10"),
		}
		entry, err := w.RecordFinding(ctx, finding)
		must(t, err)
		if list, n, err := w.Entries(ctx, integrity, FileFilter{Kind: string(supervision.FalseCommitment)}); err != nil || n != 1 || list[0].Name != "Example Energy Storage" {
			t.Errorf("the list of false commitments: got %+v, %v", list, err)
		}
		w.seen(t, string(entry))

		pending := w.pending(t)
		sanction, err := w.Impose(ctx, Imposing{Supervising: w.as(integrity), Entry: entry, Reason: "false commitment", From: civil.MustParseDate("2026-05-11"), Until: civil.MustParseDate("2026-11-10")})
		must(t, err)
		held, err := w.Case(ctx, hr, pending.Number)
		must(t, err)
		if held.Held != string(sanction) || held.Label() != casefile.LabelPaused || len(held.Letters) != len(pending.Letters)+1 {
			t.Errorf("got held %q, label %s, %d letters; want the case held with its letter", held.Held, held.Label(), len(held.Letters))
		}
		w.refusedWhileHeld(t, held)
		if l, err := w.Notice(ctx, hr, string(sanction)); err != nil || !strings.Contains(l.ZH.Number, "乌示专") {
			t.Errorf("the letter to the party: got %+v, %v", l.ZH.Number, err)
		}

		if err := w.ContestEntry(ctx, w.as(otherHR), string(entry), "not mine", nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("a rival contests: %v", err)
		}
		must(t, w.ContestEntry(ctx, w.as(hr), string(entry), "the school has a second register", []string{"extract"}))
		if err := w.RuleEntry(ctx, w.as(integrity), string(entry), false, "x"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("ruled on the own entry: %v", err)
		}
		must(t, w.RuleEntry(ctx, w.as(integrity2), string(entry), false, "the extract is genuine"))
		free, err := w.Case(ctx, hr, pending.Number)
		must(t, err)
		if free.Held != "" {
			t.Errorf("the case is still held by %s", free.Held)
		}
		view, _, err := w.Sanction(ctx, hr, string(sanction))
		if err != nil || view.Lifted == nil {
			t.Errorf("got %+v, %v; want the sanction lifted with its entry", view, err)
		}
		w.told(t, "hr-wang", "integrity-entry", "sanction-imposed", "integrity-ruling", "sanction-lifted")
		w.told(t, "integrity-qi", "integrity-contest")
		if acts, err := recorded(ctx, &w.DB.Reader, "integrity/"+string(entry)); err != nil || len(acts) != 3 || acts[2].Kind != "integrity.ruled" {
			t.Errorf("the audit record of the entry: got %+v, %v", acts, err)
		}
		wrong, err := w.DB.VerifyFolds(ctx)
		if err != nil || len(wrong) > 0 {
			t.Errorf("cases %v do not fold to their rows, %v", wrong, err)
		}
	})
}

// seen: the supervised read their own file, others do not know of it.
func (w *world) seen(t *testing.T, entry string) {
	t.Helper()
	for name, who := range map[string]people.Who{"rival": otherHR, "foreigner": {Account: "anna", Role: people.Applicant, Party: "anna"}, "officer": officer, "elsewhere": farAway, "police": cop} {
		if _, _, _, err := w.Entry(t.Context(), who, entry); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s reads the entry: %v", name, err)
		}
		if list, n, err := w.Entries(t.Context(), who, FileFilter{}); err == nil && n+int64(len(list)) > 0 {
			t.Errorf("%s lists %d entries", name, n)
		}
	}
	for name, who := range map[string]people.Who{"the party": hr, "supervisor": supervisor, "the other officer": integrity2} {
		if v, _, _, err := w.Entry(t.Context(), who, entry); err != nil || v.Name == "" {
			t.Errorf("%s: got %+v, %v", name, v, err)
		}
	}
}

// pending is another case of the firm, sent and not decided.
func (w *world) pending(t *testing.T) casefile.Case {
	t.Helper()
	must(t, w.DB.Do(t.Context(), w.now, func(tx *store.Tx) error {
		return tx.AddParty(t.Context(), &store.Party{ID: "boris", Kind: "person", Name: "EXAMPLE Boris", Body: json.RawMessage("{}")})
	}))
	c := w.openedOn(Opening{Who: hr, Key: "open-boris", Matter: "work-permit-first", Place: "650100", Employer: "firm", Foreigner: "boris"}, "{}")
	c, err := w.Submit(t.Context(), w.write(hr, c), "declaration", "")
	must(t, err)
	return c
}

// refusedWhileHeld: the held case does not move, no new one begins or is sent,
// and cancelling the permit is still possible.
func (w *world) refusedWhileHeld(t *testing.T, held casefile.Case) {
	t.Helper()
	ctx := t.Context()
	for _, s := range held.Unsettled() {
		var err error
		held, err = w.Judge(ctx, w.write(clerk, held), casefile.PaperJudged{Slot: s, State: casefile.Good})
		must(t, err)
	}
	if _, err := w.Accept(ctx, w.write(clerk, held)); fault.CodeOf(err) != fault.Forbidden || !strings.Contains(err.Error(), "sanction") {
		t.Errorf("accepted while handling is suspended: %v", err)
	}
	opening := Opening{Who: hr, Key: "new", Matter: "work-permit-first", Place: "650100", Employer: "firm", Foreigner: "anna"}
	if _, err := w.Open(ctx, opening); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a new case was opened: %v", err)
	}
	opening.Who, opening.Employer, opening.Key = otherHR, "other-firm", "new-2"
	if _, err := w.Open(ctx, opening); err != nil {
		t.Errorf("another firm's case: %v", err)
	}
	rows, _, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna", Kinds: []string{string(permit.Work)}})
	must(t, err)
	relief := Opening{Who: hr, Key: "cancel", Matter: "work-permit-cancel", Place: "650100", Employer: "firm", Foreigner: "anna", PermitRow: rows[0].ID}
	if _, err := w.Open(ctx, relief); err != nil {
		t.Errorf("cancelling is blocked: %v", err)
	}
}

// told: the account has messages of these kinds.
func (w *world) told(t *testing.T, account people.PartyID, kinds ...string) {
	t.Helper()
	messages, err := w.DB.Messages(t.Context(), store.MessageFilter{Parties: []people.PartyID{account}, Limit: 100})
	must(t, err)
	for _, kind := range kinds {
		if !slices.ContainsFunc(messages, func(m store.Message) bool { return m.Kind == kind && m.Recipient != "" }) {
			t.Errorf("%s was not told of %s", account, kind)
		}
	}
}

// TestSanction_byDate: a sanction that begins later holds the case on its first
// day by itself and lets it go on the day after its last; a second one takes over.
// Of S6: the end date is kept by the calendar, and a held case is not accepted by silence.
func TestSanction_byDate(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		c := w.pending(t)
		entry := w.entered(c, supervision.OfEmployer)
		impose := func(from, until string) supervision.SanctionID {
			id, err := w.Impose(ctx, Imposing{Supervising: w.as(integrity), Entry: entry, Reason: "illegal work", From: civil.MustParseDate(from), Until: civil.MustParseDate(until)})
			must(t, err)
			return id
		}
		first, second := impose("2026-04-29", "2026-04-30"), impose("2026-04-30", "2026-05-12")
		for _, step := range []struct {
			day  string
			held supervision.SanctionID
		}{{"2026-04-28", ""}, {"2026-04-29", first}, {"2026-04-30", first}, {"2026-05-01", second}, {"2026-05-12", second}, {"2026-05-13", ""}} {
			w.now = at(step.day)
			_, err := w.Pass(ctx)
			must(t, err)
			got, err := w.Case(ctx, hr, c.Number)
			must(t, err)
			if got.Held != string(step.held) || got.Status != casefile.StatusSubmitted {
				t.Errorf("%s: got held by %q, %s; want %q, not accepted by silence", step.day, got.Held, got.Status, step.held)
			}
		}
	})
}

// TestSanction_everyPlace: who watches over any place of a sanction finds and
// reads it, with or without the entry it rests on; who watches elsewhere does not.
// Of S6: a suspension holds where the deciding office has jurisdiction, no further.
func TestSanction_everyPlace(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		c := w.pending(t)
		entry := w.entered(c, supervision.OfEmployer)
		wide := integrity
		wide.Places = []people.PlaceCode{"650100", "659000"}
		id, err := w.Impose(ctx, Imposing{Supervising: w.as(wide), Entry: entry, Reason: "illegal work", From: civil.MustParseDate("2026-04-27"), Until: civil.MustParseDate("2026-05-12")})
		must(t, err)
		for place, open := range map[people.PlaceCode]bool{"650100": true, "659000": false} {
			there := people.Who{Account: "watcher", Role: people.Supervisor, Places: []people.PlaceCode{place}}
			list, total, err := w.Sanctions(ctx, there, FileFilter{})
			if err != nil || total != 1 || len(list) != 1 || list[0].ID != id {
				t.Errorf("at %s: got %d of %d, %v; want the suspension", place, len(list), total, err)
			}
			if v, _, err := w.Sanction(ctx, there, string(id)); err != nil || v.Open != open {
				t.Errorf("at %s: got open %t, %v; want %t", place, v.Open, err, open)
			}
		}
		if list, total, err := w.Sanctions(ctx, farAway, FileFilter{}); err != nil || len(list) > 0 || total > 0 {
			t.Errorf("elsewhere: got %d of %d, %v; want none", len(list), total, err)
		}
		if _, _, err := w.Sanction(ctx, farAway, string(id)); !fault.Is(err, fault.NotFound) {
			t.Errorf("elsewhere: %v, want not found", err)
		}
	})
}

// TestRules: what an operator sets for a place, a province or the nation, the
// nearest and newest counts; nobody else sets anything.
func TestRules(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		set := func(who people.Who, place people.PlaceCode, value int, from string) error {
			return w.SetRule(ctx, SettingRule{Supervising: w.as(who), Place: place, Name: "supervision-share", Value: value, From: civil.MustParseDate(from), Source: "order 1"})
		}
		if err := set(supervisor, "650100", 50, "2026-01-01"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a supervisor set a figure: %v", err)
		}
		if err := set(keeper, "650100", 101, "2026-01-01"); !fault.Is(err, fault.Invalid) {
			t.Errorf("101 %% was taken: %v", err)
		}
		must(t, set(keeper, "650100", 30, "2026-01-01"))
		must(t, set(keeper, people.Nation, 20, "2026-01-01"))
		must(t, set(keeper, "650100", 99, "2026-05-01"))
		for place, want := range map[people.PlaceCode]int{"650100": 30, "370200": 20} {
			if r, sets, err := w.Rules(ctx, place); err != nil || r.Share != want || sets[0].Source != "order 1" || sets[1].Source != "" {
				t.Errorf("%s: got %+v, %+v, %v; want a share of %d", place, r, sets, err, want)
			}
		}
	})
}
