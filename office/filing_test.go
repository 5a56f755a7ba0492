package office

import (
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// The offices of Qingdao, for what is offered in Shandong alone.
var (
	qdExperts = people.Office{
		ID: "qd-experts", Kind: people.ForeignExperts, Places: []people.PlaceCode{"370200"}, Letters: "QD",
		Name: people.Words{ZH: "青岛示例外专", EN: "Qingdao experts"}, Numbering: "青示〔{year}〕{number}号",
		Phone: "0532-000", Address: people.Words{ZH: "示例路1号", EN: "1 Example Road"}, Remedies: remedies("permit/refused", "permit/granted", "filing/returned"),
	}
	qdPolice = people.Office{
		ID: "qd-exit-entry", Kind: people.ExitEntry, Places: []people.PlaceCode{"370200"}, Letters: "QD",
		Name: people.Words{ZH: "青岛示例出入境", EN: "Qingdao exit-entry"}, Numbering: "青出示〔{year}〕{number}号",
		Phone: "0532-001", Address: people.Words{ZH: "示例路2号", EN: "2 Example Road"}, Remedies: remedies("residence/refused", "residence/granted", "residence/returned"),
	}
	qdOfficer  = people.Who{Account: "qd-officer", Role: people.OfficerRole, Office: qdExperts.ID, Places: qdExperts.Places}
	qdApprover = people.Who{Account: "qd-approver", Role: people.Approver, Office: qdExperts.ID, Places: qdExperts.Places}
	qdCop      = people.Who{Account: "qd-police", Role: people.Police, Office: qdPolice.ID, Places: qdPolice.Places}
	qdCop2     = people.Who{Account: "qd-police-2", Role: people.Police, Office: qdPolice.ID, Places: qdPolice.Places}
)

func remedies(keys ...string) map[string]people.Words {
	out := map[string]people.Words{}
	for _, key := range keys {
		out[key] = people.Words{ZH: "复议或者诉讼", EN: "review or court"}
	}
	return out
}

// qingdao adds the offices of Qingdao and Anna's class A permit with the firm,
// in force until the last day given, with a residence permit beside it.
func (w *world) qingdao(until string) (permitRow string) {
	w.t.Helper()
	ctx := w.t.Context()
	must(w.t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
		for _, o := range []people.Office{qdExperts, qdPolice} {
			body, err := json.Marshal(o)
			if err != nil {
				return err
			}
			if err := tx.AddOffice(ctx, &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body}); err != nil {
				return err
			}
		}
		for _, p := range []store.Party{
			{ID: "maria", Kind: "person", Name: "EXAMPLE Maria", Nationality: "PHL", Passport: "DEMO0002", Body: json.RawMessage("{}")},
			{ID: "rosa", Kind: "person", Name: "EXAMPLE Rosa", Nationality: "PHL", Passport: "DEMO0003", Body: json.RawMessage("{}")},
		} {
			if err := tx.AddParty(ctx, &p); err != nil {
				return err
			}
		}
		for _, a := range []store.Account{
			{ID: "hr-wang", Party: "firm", Name: "Wang", Login: "hr@example.org", Status: accountActive, Language: "en", Body: json.RawMessage(`{"roles":["employer-hr"]}`)},
			{ID: "anna-account", Party: "anna", Name: "Anna", Login: "anna@example.org", Status: accountActive, Language: "en", Body: json.RawMessage(`{"roles":["applicant"]}`)},
		} {
			if err := tx.AddAccount(ctx, &a); err != nil {
				return err
			}
		}
		for _, kind := range []permit.Kind{permit.Work, permit.WorkResidence} {
			row := store.PermitRow{ID: "held-" + string(kind), Code: "code-" + string(kind)}
			limit := permit.Cap{Binding: permit.PolicyCap, Until: civil.MustParseDate(until)}
			p, err := permit.Issue(permit.Permit{
				Number: permit.Number(string(kind) + "-1"), Kind: kind, Holder: "anna", Employer: "firm", Place: "370200", Class: "A", Occupation: "researcher", Post: "engineer",
				Term: permit.Term{From: civil.MustParseDate("2025-01-01"), Until: limit.Until, Caps: []permit.Cap{limit}},
			}, permit.Imported, permit.By{At: w.now})
			if err != nil {
				return err
			}
			if err := fill(&row, p); err != nil {
				return err
			}
			if err := tx.AddPermit(ctx, &row); err != nil {
				return err
			}
		}
		return nil
	}))
	return "held-" + string(permit.Work)
}

// partTime is a draft of Anna's part-time filing in Shandong, at the place.
func (w *world) partTime(permitRow, place string) casefile.Case {
	w.t.Helper()
	ctx := w.t.Context()
	w.keys++
	c, err := w.Open(ctx, Opening{Who: hr, Key: "open-" + place, Matter: "part-time-shandong", Place: "370200", Employer: "firm", Foreigner: "anna", PermitRow: permitRow})
	must(w.t, err)
	c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{
		"part_time.kind": json.RawMessage(`"work"`), "part_time.related": json.RawMessage("true"), "part_time.place": json.RawMessage(`"` + place + `"`),
	})
	must(w.t, err)
	return c
}

// filedIn sends the filing and lets both agencies complete it.
func (w *world) filedIn(c casefile.Case) casefile.Case {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.AnswerConsent(ctx, w.write(hr, c), "main-employer", Answering{Agree: true, Name: "Wang"})
	must(w.t, err)
	c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
	must(w.t, err)
	c, err = w.Accept(ctx, w.write(qdOfficer, c))
	must(w.t, err)
	for track, who := range map[casefile.TrackID]people.Who{"filing": qdOfficer, "residence": qdCop} {
		c, err = w.Conclude(ctx, w.write(who, c), casefile.Decision{Track: track, Outcome: casefile.Complete})
		must(w.t, err)
	}
	return c
}

func (w *world) held(row string) permit.Permit {
	w.t.Helper()
	_, p, err := readPermit(w.t.Context(), &w.DB.Reader, row)
	must(w.t, err)
	return p
}

func (w *world) reread(c casefile.Case) casefile.Case {
	w.t.Helper()
	c, err := w.DB.CaseFile(w.t.Context(), c.Number)
	must(w.t, err)
	return c
}

// messages are the subjects told to an account.
func (w *world) messages(account people.PartyID) string {
	w.t.Helper()
	rows, err := w.Messages(w.t.Context(), people.Who{Account: account}, "", 100, 0)
	must(w.t, err)
	var b strings.Builder
	for _, m := range rows {
		b.WriteString(m.Subject + "\n")
	}
	return b.String()
}

// cancel takes Anna's permit back through a cancellation of the firm's.
func (w *world) cancel(permitRow string) { w.t.Helper(); w.cancelOf("anna", permitRow) }

func (w *world) cancelOf(holder people.PartyID, permitRow string) {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.Open(ctx, Opening{Who: hr, Key: "cancel", Matter: "work-permit-cancel", Place: "370200", Employer: "firm", Foreigner: holder, PermitRow: permitRow})
	must(w.t, err)
	c, err = w.Save(ctx, w.write(hr, c), map[string]json.RawMessage{"previous_permit.contract_terminated": json.RawMessage("true")})
	must(w.t, err)
	c, err = w.Refresh(ctx, w.write(hr, c))
	must(w.t, err)
	c = w.papers(c)
	c = w.acceptedBy(c, hr, qdOfficer)
	c, err = w.Draft(ctx, w.write(qdOfficer, c), casefile.Decision{Track: "permit", Outcome: casefile.Granted})
	must(w.t, err)
	_, err = w.Approve(ctx, w.write(qdApprover, c), "permit")
	must(w.t, err)
}

// papers supplies what the draft still lacks.
func (w *world) papers(c casefile.Case) casefile.Case {
	w.t.Helper()
	var err error
	for _, s := range c.Slots {
		switch {
		case s.Ready():
		case s.Treatment == casefile.ByCommitment:
			c, err = w.Sign(w.t.Context(), w.write(hr, c), casefile.Commitment{ID: "promise-" + string(s.ID), Slot: s.ID, Name: "Wang", Text: "hash"})
		case s.Treatment == casefile.Required:
			c, _, err = w.Supply(w.t.Context(), w.write(hr, c), s.ID, string(s.ID)+".png", strings.NewReader(string(page(w.t))))
		}
		must(w.t, err)
	}
	return c
}

// TestFiling_partTime is S1.3 from end to end: what the register knows is not
// asked, both agencies complete the filing, the engagement stands beside the
// permit, and it ends by itself when the permit is cancelled; everybody is told.
func TestFiling_partTime(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		w.Say = speaks(t)
		row := w.qingdao("2029-12-31")
		c := w.partTime(row, "370200")
		if k, known := c.KnownAs("previous_permit.class"); !known || string(k.Value) != `"A"` || k.Ref != "work-1" || !k.Firm {
			t.Fatalf("the class is known as %+v, want A from the permit", k)
		}
		if d, err := w.Determine(c); err != nil || d.Verdict != determination.Unknown {
			t.Errorf("a consent that nobody has answered is taken for a refusal: %v, %v", d, err)
		}
		_, err := w.Save(t.Context(), w.write(hr, c), map[string]json.RawMessage{"previous_permit.class": json.RawMessage(`"B"`)})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("an answer against the register: %v, want a conflict", err)
		}
		if _, err := w.Submit(t.Context(), w.write(hr, c), "declaration", ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("sent without consent: %v", err)
		}
		c = w.filedIn(c)
		if c.Determination.Verdict != "met" || c.Label() != casefile.LabelComplete {
			t.Errorf("got %s, %s; want met, complete", c.Determination.Verdict, c.Label())
		}
		p := w.held(row)
		if len(p.EngagementsOn(civil.DateOf(w.now))) != 1 || p.Engagements[0].Case != string(c.Number) {
			t.Fatalf("the permit has engagements %+v, want the filing's", p.Engagements)
		}
		w.now = at("2026-04-28")
		w.cancel(row)
		c = w.reread(c)
		if c.Ended == nil || c.Ended.Cause != endedCancelled || c.Ended.Permit != "work-1" || c.Label() != casefile.LabelEnded {
			t.Errorf("got %+v, %s; want the filing ended with the permit", c.Ended, c.Label())
		}
		if w.held(row).Engagements[0].EndedOn == nil {
			t.Error("the engagement goes on beside a cancelled permit")
		}
		for _, account := range []people.PartyID{"hr-wang", "anna-account"} {
			if got := w.messages(account); !strings.Contains(got, "the filing has ended") {
				t.Errorf("%s was told\n%s", account, got)
			}
		}
		if wrong, err := w.DB.VerifyFolds(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("cases %v do not fold to their rows, %v", wrong, err)
		}
	})
}

// TestFiling_expires: the engagement ends with the last day of the permit, told
// once, however often timed work runs.
func TestFiling_expires(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		row := w.qingdao("2026-06-30")
		c := w.filedIn(w.partTime(row, "370200"))
		w.now = at("2026-06-30")
		_, err := w.Pass(t.Context())
		must(t, err)
		if c = w.reread(c); c.Ended != nil {
			t.Fatalf("on the last day it ended: %+v", c.Ended)
		}
		w.now = at("2026-07-01")
		for range 2 {
			_, err = w.Pass(t.Context())
			must(t, err)
		}
		if c = w.reread(c); c.Ended == nil || c.Ended.Cause != endedExpired || c.Ended.On.String() != "2026-06-30" {
			t.Errorf("got %+v, want expired on 2026-06-30", c.Ended)
		}
	})
}

// TestFiling_outsideTheArea: part-time work outside the province is returned,
// with the clause, by either agency; nothing is put on record.
func TestFiling_outsideTheArea(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		row := w.qingdao("2029-12-31")
		c := w.partTime(row, "650100")
		c, err := w.AnswerConsent(ctx, w.write(hr, c), "main-employer", Answering{Agree: true, Name: "Wang"})
		must(t, err)
		c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
		must(t, err)
		if c.Determination.Verdict != "not-met" {
			t.Fatalf("got %s, want not-met", c.Determination.Verdict)
		}
		c, err = w.Accept(ctx, w.write(qdOfficer, c))
		must(t, err)
		returned := casefile.Decision{Track: "filing", Outcome: casefile.Returned, Reason: "The work lies outside the province."}
		_, err = w.Conclude(ctx, w.write(qdOfficer, c), returned)
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("returned without a clause: %v", err)
		}
		returned.Clauses = []casefile.Citation{{Clause: "cn-370000-2023/S1.3"}}
		c, err = w.Conclude(ctx, w.write(qdOfficer, c), returned)
		must(t, err)
		returned.Track = "residence"
		c, err = w.Conclude(ctx, w.write(qdCop, c), returned)
		must(t, err)
		if c.Label() != casefile.LabelReturned || len(w.held(row).Engagements) > 0 {
			t.Errorf("got %s with %d engagements, want returned with none", c.Label(), len(w.held(row).Engagements))
		}
	})
}
