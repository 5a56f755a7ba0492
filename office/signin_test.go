package office

import (
	"errors"
	"sync"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

var admin = people.Who{Account: "admin", Role: people.Administrator}

const goodPassword = "quiet words for a window"

// code is what the account's app shows now.
func (w *world) code(secret string) string {
	w.t.Helper()
	c, err := oneTimeCode(secret, w.now.Unix()/30)
	must(w.t, err)
	return c
}

// member is an account that has taken its invitation and set up its app.
func (w *world) member(n Newcomer) (id people.PartyID, secret string, recovery []string) {
	w.t.Helper()
	ctx := w.t.Context()
	a, err := w.AddAccount(ctx, admin, n)
	must(w.t, err)
	invitation, err := w.Invite(ctx, admin, a.ID)
	must(w.t, err)
	s, err := w.Take(ctx, invitation, goodPassword)
	must(w.t, err)
	if s.Account != a.ID || s.Code {
		w.t.Fatalf("got %+v; want the account without a second factor", s)
	}
	factor, err := w.NewFactor(ctx, a.ID, "Test")
	must(w.t, err)
	recovery, err = w.KeepFactor(ctx, a.ID, factor.Secret, w.code(factor.Secret))
	must(w.t, err)
	w.now = w.now.Add(time.Minute) // the code of this step is used
	return a.ID, factor.Secret, recovery
}

var wang = Newcomer{Party: "firm", Name: "Wang", Login: "Wang@example.org", Roles: []people.Role{people.EmployerHR}}

func TestSignIn(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		id, secret, recovery := w.member(wang)
		s, err := w.SignIn(ctx, " wang@EXAMPLE.org", goodPassword)
		if err != nil || s.Account != id || !s.Code {
			t.Fatalf("got %+v, %v", s, err)
		}
		used := w.code(secret)
		must(t, w.Prove(ctx, id, used))
		if err := w.Prove(ctx, id, used); !fault.Is(err, fault.Invalid) {
			t.Errorf("a code worked twice: %v", err)
		}
		must(t, w.Prove(ctx, id, recovery[0]))
		if err := w.Prove(ctx, id, recovery[0]); !fault.Is(err, fault.Invalid) {
			t.Errorf("a recovery code worked twice: %v", err)
		}
		if n, err := w.RecoveryLeft(ctx, id); err != nil || n != recoveryCodes-1 {
			t.Errorf("%d recovery codes left, %v", n, err)
		}
		must(t, w.Confirm(ctx, id, goodPassword))
		if err := w.Confirm(ctx, id, "wrong words for a window"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a wrong password confirms: %v", err)
		}
		other, _, others := w.member(Newcomer{Name: "Li", Login: "0042", Roles: []people.Role{people.Operator}})
		if err := w.Prove(ctx, id, others[0]); !fault.Is(err, fault.Invalid) {
			t.Errorf("the recovery code of %s works for %s", other, id)
		}
	})
}

// TestSignIn_holdsAfterFailures: five wrong ones hold the account, also against
// the right password, and only for a while; a burst gains nothing.
func TestSignIn_holdsAfterFailures(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		id, _, _ := w.member(wang)
		var burst sync.WaitGroup
		checked := make(chan error, 12)
		for range cap(checked) {
			burst.Go(func() { checked <- w.try(ctx, id) })
		}
		burst.Wait()
		close(checked)
		let := 0
		for err := range checked {
			if err == nil {
				let++
			}
		}
		if let > mostTries {
			t.Errorf("%d guesses were let through at once, want %d at most", let, mostTries)
		}
		for range mostTries {
			if _, err := w.SignIn(ctx, wang.Login, "wrong words for a window"); !fault.Is(err, fault.Invalid) {
				t.Fatalf("got %v", err)
			}
		}
		_, held := w.SignIn(ctx, wang.Login, goodPassword)
		_, unknown := w.SignIn(ctx, "nobody@example.org", goodPassword)
		if !fault.Is(held, fault.Invalid) || held.Error() != unknown.Error() {
			t.Errorf("held: %v, unknown: %v; want the same answer", held, unknown)
		}
		w.now = w.now.Add(tryHold)
		_, err := w.SignIn(ctx, wang.Login, goodPassword)
		must(t, err)
	})
}

func TestSignIn_disabled(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		id, _, _ := w.member(wang)
		must(t, w.Disable(ctx, admin, id, true))
		if _, err := w.SignIn(ctx, wang.Login, goodPassword); !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
		if _, err := w.Who(ctx, id, "employer-hr"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("got %v; want no post for a disabled account", err)
		}
		if err := w.Disable(ctx, hr, id, false); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer's handler enables accounts: %v", err)
		}
	})
}

func TestInvitation(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, err := w.AddAccount(ctx, admin, wang)
		must(t, err)
		first, err := w.Invite(ctx, admin, a.ID)
		must(t, err)
		second, err := w.Invite(ctx, admin, a.ID)
		must(t, err)
		for name, c := range map[string]struct{ code, password, key string }{
			"ended by a newer one": {first, goodPassword, "fault.account.invitation"},
			"wrong":                {"AAAAA-BBBBB-CCCCC-DDDDD", goodPassword, "fault.account.invitation"},
			"short password":       {second, "short", "fault.account.password-length"},
			"login in password":    {second, "I am Wang of the firm", "fault.account.password-login"},
		} {
			_, err := w.Take(ctx, c.code, c.password)
			if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Key != c.key {
				t.Errorf("%s: got %v", name, err)
			}
		}
		messages, err := w.DB.Messages(ctx, store.MessageFilter{Waiting: true})
		if err != nil || len(messages) != 2 || messages[0].Recipient != wang.Login {
			t.Errorf("got %+v, %v; want both invitations in the outbox", messages, err)
		}
		_, err = w.Take(ctx, second, goodPassword)
		must(t, err)
		if _, err := w.Take(ctx, second, goodPassword); !fault.Is(err, fault.NotFound) {
			t.Errorf("an invitation was taken twice: %v", err)
		}
		third, err := w.Invite(ctx, admin, a.ID)
		must(t, err)
		w.now = w.now.Add(invitationLife)
		if _, err := w.Take(ctx, third, goodPassword); !fault.Is(err, fault.NotFound) {
			t.Errorf("an old invitation was taken: %v", err)
		}
		if _, err := w.AddAccount(ctx, admin, wang); !fault.Is(err, fault.Conflict) {
			t.Errorf("a login was given twice: %v", err)
		}
	})
}

func TestPosts(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		zhang, err := w.AddAccount(ctx, admin, Newcomer{Name: "Zhang", Login: "0001", Office: experts.ID, Places: []people.PlaceCode{"650100"},
			Roles: []people.Role{people.OfficerRole, people.Clerk}})
		must(t, err)
		posts, err := w.Posts(ctx, zhang.ID)
		if err != nil || len(posts) != 2 || posts[0].Who.Role != people.Clerk || posts[1].Who.Office != experts.ID {
			t.Fatalf("got %+v, %v; want clerk and officer", posts, err)
		}
		if got := posts[1].Who.Places; len(got) != 1 || got[0] != "650100" {
			t.Errorf("got jurisdiction %v; want the narrower one", got)
		}
		who, err := w.Who(ctx, zhang.ID, posts[1].ID)
		if err != nil || who.Role != people.OfficerRole {
			t.Errorf("got %+v, %v", who, err)
		}
		li, err := w.AddAccount(ctx, admin, Newcomer{Name: "Li", Login: "0002", Roles: []people.Role{people.Operator}})
		must(t, err)
		if _, err := w.Who(ctx, li.ID, posts[1].ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger takes the post: %v", err)
		}
		if _, err := w.Who(ctx, li.ID, "administrator"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an operator becomes administrator: %v", err)
		}
		w.standIn(posts[1].ID, li.ID)
		if posts, err = w.Posts(ctx, li.ID); err != nil || len(posts) != 2 || posts[0].For != "Zhang" || posts[0].Who.For != zhang.ID {
			t.Errorf("got %+v, %v; want the substitute's post", posts, err)
		}
		w.now = w.now.AddDate(0, 0, 1)
		if posts, err = w.Posts(ctx, li.ID); err != nil || len(posts) != 1 {
			t.Errorf("got %+v, %v; want the substitution to have ended", posts, err)
		}
	})
}

// standIn lets account stand in for a post today.
func (w *world) standIn(post string, account people.PartyID) {
	w.t.Helper()
	on := civil.DateOf(w.now)
	must(w.t, w.Substitute(w.t.Context(), admin, post, people.Substitution{Account: account, From: on, Until: on}))
}

func TestNewcomer_validate(t *testing.T) {
	for name, change := range map[string]func(*Newcomer){
		"no name":                 func(n *Newcomer) { n.Name = " " },
		"no login":                func(n *Newcomer) { n.Login = "" },
		"no role":                 func(n *Newcomer) { n.Roles = nil },
		"unknown role":            func(n *Newcomer) { n.Roles = []people.Role{"king"} },
		"officer of a firm":       func(n *Newcomer) { n.Roles = []people.Role{people.OfficerRole} },
		"handler without a party": func(n *Newcomer) { n.Party = "" },
	} {
		n := wang
		change(&n)
		if n.validate() == nil {
			t.Errorf("%s: let through", name)
		}
	}
}
