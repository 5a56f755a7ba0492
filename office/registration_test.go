package office

import (
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

func goodRegistration() Registration {
	return Registration{Name: "Standard Example", CreditCode: "91350100m000100y43 ", Place: "650100", Handler: "Zhao", Login: "zhao@example.org"}
}

func TestRegister(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for name, change := range map[string]func(*Registration){
			"no name":    func(r *Registration) { r.Name = "" },
			"wrong code": func(r *Registration) { r.CreditCode = "91350100M000100Y44" },
			"no place":   func(r *Registration) { r.Place = "000000" },
		} {
			r := goodRegistration()
			change(&r)
			if _, err := w.Register(ctx, r); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		code, err := w.Register(ctx, goodRegistration())
		must(t, err)
		s, err := w.Take(ctx, code, goodPassword)
		must(t, err)
		zhao, err := w.Who(ctx, s.Account, "employer-hr")
		must(t, err)
		again := goodRegistration()
		again.Login = "other@example.org"
		if _, err := w.Register(ctx, again); !fault.Is(err, fault.Conflict) {
			t.Errorf("one credit code registered twice: %v", err)
		}
		list, err := w.Registrations(ctx, clerk, people.Unverified)
		if err != nil || len(list) != 1 || list[0].ID != zhao.Party {
			t.Fatalf("got %+v, %v", list, err)
		}
		far := clerk
		far.Places = []people.PlaceCode{"370000"}
		if list, err := w.Registrations(ctx, far, people.Unverified); err != nil || len(list) != 0 {
			t.Errorf("another place sees %+v, %v", list, err)
		}
		if err := w.Verify(ctx, far, zhao.Party, people.Verified, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("another place verifies: %v", err)
		}
		if err := w.Verify(ctx, clerk, zhao.Party, people.Rejected, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("a rejection without a reason: %v", err)
		}
		must(t, w.Verify(ctx, clerk, zhao.Party, people.Rejected, "licence is missing"))
		got, err := w.Party(ctx, zhao, zhao.Party)
		if err != nil || got.Status != people.Rejected || got.Note != "licence is missing" {
			t.Errorf("got %+v, %v; want the party to read what is missing", got, err)
		}
		if _, err := w.Party(ctx, hr, zhao.Party); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer reads it: %v", err)
		}
	})
}

func TestMandates(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		r := goodRegistration()
		r.Agency = true
		code, err := w.Register(ctx, r)
		must(t, err)
		s, err := w.Take(ctx, code, goodPassword)
		must(t, err)
		on := civil.DateOf(w.now)
		m, err := w.Grant(ctx, hr, Granting{AgentCode: "91350100M000100Y43", Acts: people.MandateActs, From: on})
		must(t, err)
		subject := people.Subject{Place: "650100", Principal: "firm"}
		agent := func() people.Who {
			who, err := w.Who(ctx, s.Account, "agency")
			must(t, err)
			return who
		}
		if err := agent().May(people.Submit, subject, w.now); err != nil {
			t.Errorf("with a mandate: %v", err)
		}
		if given, err := w.Mandates(ctx, agent()); err != nil || len(given) != 1 || !given[0].Alive || given[0].PrincipalName != "Example Energy Storage" {
			t.Errorf("got %+v, %v", given, err)
		}
		if err := w.Revoke(ctx, otherHR, m.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer revokes it: %v", err)
		}
		must(t, w.Revoke(ctx, hr, m.ID))
		if err := agent().May(people.Submit, subject, w.now); !fault.Is(err, fault.NotFound) {
			t.Errorf("after revocation: %v", err)
		}
		if given, err := w.Mandates(ctx, hr); err != nil || len(given) != 1 || given[0].Alive {
			t.Errorf("got %+v, %v; want the dead mandate kept", given, err)
		}
		if _, err := w.Grant(ctx, hr, Granting{AgentCode: "DEMO-2", Acts: people.MandateActs, From: on}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an employer became an agent: %v", err)
		}
	})
}

// TestClaim: all three details, one answer to every wrong one, held after five.
func TestClaim(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		born := civil.MustParseDate("1990-03-02")
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			p, err := tx.Party(ctx, "anna")
			if err != nil {
				return err
			}
			p.BirthDate = &born
			return tx.ChangeParty(ctx, &p)
		}))
		c, err := w.Open(ctx, Opening{Who: hr, Key: "claimed", Matter: w.Matters[0].ID, Place: "650100", Employer: "firm", Foreigner: "anna"})
		must(t, err)
		good := Claiming{Number: c.Number, BirthDate: born, LastFour: "0001", Login: "anna@example.org"}
		for name, change := range map[string]func(*Claiming){
			"number":   func(c *Claiming) { c.Number = "WL26-999999-X" },
			"date":     func(c *Claiming) { c.BirthDate++ },
			"passport": func(c *Claiming) { c.LastFour = "0002" },
			"too long": func(c *Claiming) { c.LastFour = "O0001" },
		} {
			wrong := good
			change(&wrong)
			if _, err := w.Claim(ctx, wrong); err != error(errClaim) && !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		code, err := w.Claim(ctx, good)
		must(t, err)
		for range mostTries {
			_, _ = w.Claim(ctx, Claiming{Number: c.Number, LastFour: "0000", Login: "x"})
		}
		if _, err := w.Claim(ctx, good); !fault.Is(err, fault.Invalid) {
			t.Errorf("after five tries: got %v, want the number held", err)
		}
		s, err := w.Take(ctx, code, goodPassword)
		must(t, err)
		anna, err := w.Who(ctx, s.Account, "applicant")
		must(t, err)
		if _, err := w.Case(ctx, anna, c.Number); err != nil {
			t.Errorf("the foreigner does not read the own case: %v", err)
		}
		if err := anna.May(people.Submit, c.Subject(""), w.now); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the foreigner submits: %v", err)
		}
	})
}

// TestInviteForeigner: the employer never holds the code to the foreigner's account.
func TestInviteForeigner(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.pending(t)
		invite := func(who people.Who, login string) (string, error) {
			return w.InviteForeigner(ctx, who, c.Number, login, "en")
		}
		if code, err := invite(hr, "anna@example.org"); err != nil || code != "" {
			t.Errorf("got %q, %v; want the code in the mail alone", code, err)
		}
		if _, err := invite(hr, "anna"); !fault.Is(err, fault.Invalid) {
			t.Errorf("an invitation to no address: %v", err)
		}
		if _, err := invite(hr, "hr@example.org"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the employer's side turns an invitation to another address: %v", err)
		}
		if code, err := invite(clerk, "anna@second.example"); err != nil || code == "" {
			t.Errorf("the window turns it: %q, %v", code, err)
		}
		if _, err := invite(hr, "anna@example.org"); !fault.Is(err, fault.Conflict) {
			t.Errorf("and the employer's side turns it back: %v", err)
		}
		if _, err := invite(otherHR, "eve@example.org"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger invites: %v", err)
		}
	})
}
