package office

import (
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// TestOrganisation: what an employer says of itself is checked anew where it
// matters, answers in its cases, and is nobody else's to change.
func TestOrganisation(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		o, err := w.Organisation(ctx, hr)
		must(t, err)
		if len(o.Checkers) != 1 || o.Checkers[0].ID != experts.ID {
			t.Errorf("checked by %+v, want the foreign-expert department", o.Checkers)
		}
		ends := civil.MustParseDate("2030-12-31")
		change := OrganisationChange{Name: o.Name, Place: "650100", LicenceExpires: &ends, Seen: o.Version}
		must(t, w.ChangeOrganisation(ctx, hr, change))
		if err := w.ChangeOrganisation(ctx, hr, change); !fault.Is(err, fault.Conflict) {
			t.Errorf("from an older version: %v", err)
		}
		must(t, w.Verify(ctx, clerk, hr.Party, people.Verified, ""))
		o, err = w.Organisation(ctx, hr)
		must(t, err)
		change.Seen, change.NameEN = o.Version, "Example"
		must(t, w.ChangeOrganisation(ctx, hr, change))
		if o, err = w.Organisation(ctx, hr); err != nil || o.Status != people.Verified {
			t.Errorf("got %s, %v; an English name is not checked again", o.Status, err)
		}
		change.Seen, change.Representative = o.Version, "Zhou"
		must(t, w.ChangeOrganisation(ctx, hr, change))
		if o, err = w.Organisation(ctx, hr); err != nil || o.Status != people.Unverified || *o.LicenceExpires != ends {
			t.Errorf("got %+v, %v; want it to be checked again", o, err)
		}
		c, err := w.Open(ctx, Opening{Who: hr, Key: "open", Matter: "work-permit-first", Place: "650100", Employer: hr.Party, Foreigner: "anna"})
		must(t, err)
		known, err := w.Known(ctx, c)
		must(t, err)
		found := false
		for _, k := range known {
			found = found || k.Path == "employer.licence_expires" && string(k.Value) == `"2030-12-31"`
		}
		if !found {
			t.Errorf("the case does not know the end of the licence: %+v", known)
		}
		for _, who := range []people.Who{clerk, admin, {Account: "anna", Role: people.Applicant, Party: "anna"}} {
			if err := w.ChangeOrganisation(ctx, who, change); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s changes an organisation: %v", who.Role, err)
			}
		}
	})
}

// TestHandlers: one handler invites another and closes the account again, of the
// own organisation alone.
func TestHandlers(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		code, err := w.InviteHandler(ctx, hr, Newcomer{Name: "Ma", Login: "ma@example.org", Roles: []people.Role{people.Administrator}})
		must(t, err)
		s, err := w.Take(ctx, code, goodPassword)
		must(t, err)
		posts, err := w.Posts(ctx, s.Account)
		if err != nil || len(posts) != 1 || posts[0].Who.Role != people.EmployerHR || posts[0].Who.Party != hr.Party {
			t.Fatalf("got %+v, %v; want a handler of the employer and nothing more", posts, err)
		}
		if err := w.CloseHandler(ctx, otherHR, s.Account); !fault.Is(err, fault.NotFound) {
			t.Errorf("another employer closes the account: %v", err)
		}
		if err := w.CloseHandler(ctx, posts[0].Who, s.Account); !fault.Is(err, fault.Invalid) {
			t.Errorf("a handler closes the own account: %v", err)
		}
		must(t, w.CloseHandler(ctx, hr, s.Account))
		if posts, err := w.Posts(ctx, s.Account); err != nil || len(posts) != 0 {
			t.Errorf("got %+v, %v after closing", posts, err)
		}
	})
}

// TestClients: an agency sees cases of those whose mandate holds, and of the others
// only that it does not.
func TestClients(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		r := goodRegistration()
		r.Agency = true
		code, err := w.Register(ctx, r)
		must(t, err)
		s, err := w.Take(ctx, code, goodPassword)
		must(t, err)
		on := civil.DateOf(w.now)
		until := on + 10
		m, err := w.Grant(ctx, hr, Granting{AgentCode: r.CreditCode, Acts: people.MandateActs, From: on, Until: &until})
		must(t, err)
		_, err = w.Grant(ctx, otherHR, Granting{AgentCode: r.CreditCode, Acts: people.MandateActs, From: on + 1})
		must(t, err)
		agent, err := w.Who(ctx, s.Account, "agency")
		must(t, err)
		_, err = w.Open(ctx, Opening{Who: agent, Key: "open", Matter: "work-permit-first", Place: "650100", Employer: hr.Party, Agent: agent.Party, Foreigner: "anna"})
		must(t, err)
		clients, err := w.Clients(ctx, agent)
		if err != nil || len(clients) != 2 || !clients[0].Alive || !clients[0].Soon || clients[0].Cases != 1 || clients[1].Alive {
			t.Fatalf("got %+v, %v", clients, err)
		}
		must(t, w.Revoke(ctx, hr, m.ID))
		must(t, w.Revoke(ctx, hr, m.ID)) // the first stands
		agent, err = w.Who(ctx, s.Account, "agency")
		must(t, err)
		if clients, err = w.Clients(ctx, agent); err != nil || clients[0].Alive || clients[0].Cases != 0 {
			t.Errorf("got %+v, %v; want nothing of a revoked employer's cases", clients, err)
		}
		if _, err := w.Clients(ctx, hr); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer has clients: %v", err)
		}
	})
}
