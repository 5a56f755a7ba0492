package office

import (
	"slices"
	"testing"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
)

// TestStaff: somebody is welcomed with a post, gets another, is stood in for, and
// ends; the rights follow on the day.
func TestStaff(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		on := civil.DateOf(w.now)
		lin := Newcomer{Name: "Lin", Login: "lin@example.org", Roles: []people.Role{people.Clerk}, Office: experts.ID}
		for name, change := range map[string]func(*Newcomer){
			"no office": func(n *Newcomer) { n.Office = "" }, "office": func(n *Newcomer) { n.Office = "nowhere" },
			"role": func(n *Newcomer) { n.Roles = []people.Role{people.Applicant} }, "places": func(n *Newcomer) { n.Places = []people.PlaceCode{"370200"} },
		} {
			n := lin
			change(&n)
			if _, _, err := w.Welcome(ctx, admin, n); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		a, code, err := w.Welcome(ctx, admin, lin)
		must(t, err)
		_, err = w.Take(ctx, code, goodPassword)
		must(t, err)
		must(t, w.GivePost(ctx, admin, NewPost{Account: a.ID, Office: experts.ID, Role: people.Approver}))
		must(t, w.GivePost(ctx, admin, NewPost{Account: a.ID, Office: experts.ID, Role: people.Approver})) // held already
		posts, err := w.Posts(ctx, a.ID)
		if err != nil || len(posts) != 2 || posts[0].Who.Role != people.Clerk || posts[1].Who.Office != experts.ID {
			t.Fatalf("got %+v, %v; want clerk and approver", posts, err)
		}
		other, code, err := w.Welcome(ctx, admin, Newcomer{Name: "Xu", Login: "xu", Roles: []people.Role{people.PolicyStaff}})
		must(t, err)
		_, err = w.Take(ctx, code, goodPassword)
		must(t, err)
		must(t, w.Substitute(ctx, admin, posts[1].ID, people.Substitution{Account: other.ID, From: on, Until: on}))
		stands, err := w.Posts(ctx, other.ID)
		if err != nil || len(stands) != 2 || stands[0].For != "Lin" {
			t.Errorf("got %+v, %v; want the approver's post for Lin, and the own role", stands, err)
		}
		must(t, w.EndSubstitute(ctx, admin, posts[1].ID, people.Substitution{Account: other.ID, From: on, Until: on}))
		must(t, w.EndPost(ctx, admin, posts[0].ID, on-1))
		if posts, err = w.Posts(ctx, a.ID); err != nil || len(posts) != 1 {
			t.Errorf("got %+v, %v; want the approver's post alone", posts, err)
		}
		must(t, w.SetRoles(ctx, admin, other.ID, []people.Role{people.Administrator}))
		if posts, err = w.Posts(ctx, other.ID); err != nil || len(posts) != 1 || posts[0].Who.Role != people.Administrator {
			t.Errorf("got %+v, %v; want the administrator alone", posts, err)
		}
		own := people.Who{Account: other.ID, Role: people.Administrator}
		if err := w.SetRoles(ctx, own, other.ID, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("an administrator gives the own role up: %v", err)
		}
		if err := w.Disable(ctx, own, other.ID, true); !fault.Is(err, fault.Invalid) {
			t.Errorf("an administrator closes the own account: %v", err)
		}
		entries, err := recorded(ctx, &w.DB.Reader, accountChain(a.ID))
		must(t, err)
		var kinds []string
		for _, e := range entries {
			kinds = append(kinds, e.Kind)
		}
		want := []string{"account.added", "account.password-set", "post.given", "post.substituted", "post.substitute-ended", "post.ended"}
		if !slices.Equal(kinds, want) {
			t.Errorf("got %v, want %v", kinds, want)
		}
		for name, err := range map[string]error{
			"give": w.GivePost(ctx, officer, NewPost{Account: a.ID, Office: experts.ID, Role: people.Clerk}), "end": w.EndPost(ctx, hr, posts[0].ID, on),
			"roles": w.SetRoles(ctx, operator, a.ID, nil), "substitute": w.Substitute(ctx, officer, posts[0].ID, people.Substitution{}),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s without the right: %v", name, err)
			}
		}
	})
}

// TestSaveOffice_seen: of two administrators who change one office, the second is
// told, and nothing is lost.
func TestSaveOffice_seen(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		seen, err := w.Office(ctx, admin, experts.ID)
		must(t, err)
		mine := seen.Office
		mine.Phone = "1"
		must(t, w.SaveOffice(ctx, admin, mine, seen.Version))
		mine.Phone = "2"
		if err := w.SaveOffice(ctx, admin, mine, seen.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("an older version: %v", err)
		}
		if err := w.SaveOffice(ctx, admin, mine, 0); !fault.Is(err, fault.Conflict) {
			t.Errorf("an id that is taken: %v", err)
		}
		mine.ID = "brand-new"
		if err := w.SaveOffice(ctx, admin, mine, 3); !fault.Is(err, fault.NotFound) {
			t.Errorf("one that is not there: %v", err)
		}
		if now, err := w.Office(ctx, admin, experts.ID); err != nil || now.Phone != "1" {
			t.Errorf("got %+v, %v", now, err)
		}
	})
}

// TestExamine names what the two offices of the test lack.
func TestExamine(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		findings, err := w.Lacks(t.Context(), admin)
		must(t, err)
		keys := map[string]int{}
		for _, f := range findings {
			keys[f.Key]++
		}
		for key, want := range map[string]bool{"no-kind": true, "remedy": true, "no-officer": true, "no-office": false, "outbox": false} {
			if (keys[key] > 0) != want {
				t.Errorf("%s: found %d times, want it %t", key, keys[key], want)
			}
		}
		if _, err := w.Lacks(t.Context(), officer); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an officer examines: %v", err)
		}
	})
}

func TestExamine_empty(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		findings, err := w.Examine(t.Context())
		if err != nil || len(findings) == 0 || findings[0].Key != "no-office" {
			t.Errorf("got %+v, %v; want first that there is no office", findings, err)
		}
	})
}

// TestOthers: an administrator finds an employer's handler by login or name and
// makes a new invitation; nobody else does.
func TestOthers(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		id, _, _ := w.member(wang)
		for _, text := range []string{"", "wang@EXAMPLE.org", "wAn"} {
			found, err := w.Others(ctx, admin, text)
			if err != nil || len(found) != 1 || found[0].ID != id || found[0].PartyName != "Example Energy Storage" {
				t.Errorf("%q: got %+v, %v", text, found, err)
			}
		}
		if found, err := w.Others(ctx, admin, "nobody"); err != nil || len(found) != 0 {
			t.Errorf("got %+v, %v", found, err)
		}
		if staff, err := w.Staff(ctx, admin); err != nil || len(staff) != 0 {
			t.Errorf("an employer's handler is an officer: %+v, %v", staff, err)
		}
		if m, err := w.StaffMember(ctx, admin, id); err != nil || m.PartyName == "" {
			t.Errorf("got %+v, %v", m, err)
		}
		for _, who := range []people.Who{operator, officer, hr} {
			if _, err := w.Others(ctx, who, ""); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s finds accounts: %v", who.Role, err)
			}
		}
	})
}
