package people

import (
	"slices"
	"testing"
	"time"

	"yichuang/civil"
	"yichuang/fault"
)

func day(s string) civil.Date { return civil.MustParseDate(s) }

// now is Monday 27 April 2026, nine in the morning in Beijing.
var now = day("2026-04-27").Time().Add(9 * time.Hour)

func until(s string) *civil.Date { d := day(s); return &d }

func goodMandate() Mandate {
	return Mandate{ID: "m1", Principal: "employer", Agent: "agency", Acts: MandateActs, From: day("2026-04-01"), Until: until("2026-04-30"), GivenBy: "hr"}
}

// goodSubject is a sent case of an employer in Urumqi with two agencies.
func goodSubject() Subject {
	return Subject{
		Place: "650100", Offices: []OfficeID{"experts", "police"}, Principal: "employer", Foreigner: "anna", Agent: "agency",
		Consenters: []PartyID{"second"}, Handlers: []PartyID{"hr"}, OpenedBy: "hr",
	}
}

// everybody is one Who of each role and of each way to stand outside.
func everybody() map[string]Who {
	dead := goodMandate().Revoke("hr", now.Add(-time.Hour))
	urumqi, shandong := []PlaceCode{"650100", "xpcc-12"}, []PlaceCode{"370000"}
	people := map[string]Who{
		"own foreigner":   {Account: "anna", Role: Applicant, Party: "anna"},
		"other foreigner": {Account: "kim", Role: Applicant, Party: "kim"},
		"own employer":    {Account: "hr", Role: EmployerHR, Party: "employer"},
		"other employer":  {Account: "hr2", Role: EmployerHR, Party: "rival"},
		"second employer": {Account: "hr3", Role: EmployerHR, Party: "second"},
		"nobody's HR":     {Account: "hr4", Role: EmployerHR},
		"own agency":      {Account: "ag", Role: Agency, Party: "agency", Mandates: []Mandate{goodMandate()}},
		"ended agency":    {Account: "ag", Role: Agency, Party: "agency", Mandates: []Mandate{dead}},
		"other agency":    {Account: "ag2", Role: Agency, Party: "other", Mandates: []Mandate{goodMandate()}},
		"disabled":        {Account: "hr", Role: EmployerHR, Party: "employer", Disabled: true},
		"platform":        {Account: "inc", Role: Incubator, Party: "park"},
	}
	for _, role := range Roles {
		if role.Staff() {
			people["experts "+string(role)] = Who{Account: "e", Role: role, Office: "experts", Places: urumqi}
			people["police "+string(role)] = Who{Account: "p", Role: role, Office: "police", Places: urumqi}
			people["far "+string(role)] = Who{Account: "f", Role: role, Office: "experts", Places: shandong}
			people["housing "+string(role)] = Who{Account: "h", Role: role, Office: "housing", Places: urumqi}
			people["homeless "+string(role)] = Who{Account: "n", Role: role}
		}
	}
	return people
}

// subjects are the same case seen from all the sides that rights depend on.
func subjects() map[string]Subject {
	change := func(f func(*Subject)) Subject { s := goodSubject(); f(&s); return s }
	return map[string]Subject{
		"sent":             goodSubject(),
		"draft":            change(func(s *Subject) { s.Draft = true }),
		"counter draft":    change(func(s *Subject) { s.Draft, s.OpenedBy = true, "e" }),
		"district":         change(func(s *Subject) { s.Place = "650102" }),
		"Shandong":         change(func(s *Subject) { s.Place = "370200" }),
		"12th Division":    change(func(s *Subject) { s.Place = "xpcc-12" }),
		"other division":   change(func(s *Subject) { s.Place = "xpcc-1" }),
		"nobody's":         change(func(s *Subject) { s.Principal, s.Foreigner, s.Consenters = "", "", nil }),
		"rival's":          change(func(s *Subject) { s.Principal = "rival" }),
		"another person's": change(func(s *Subject) { s.Foreigner = "kim" }),
		"platform's":       change(func(s *Subject) { s.Principal = "park" }),
	}
}

// TestInvariant11_scopeIsTheSingleRead: for every person and every case, lists
// hold exactly what the single read allows.
func TestInvariant11_scopeIsTheSingleRead(t *testing.T) {
	read := 0
	for name, w := range everybody() {
		scope := w.Scope(now)
		for what, s := range subjects() {
			single := w.May(Read, s, now) == nil
			if single != scope.Holds(s) {
				t.Errorf("%s reads %s: single %t, in lists %t", name, what, single, scope.Holds(s))
			}
			if single && scope.Empty() {
				t.Errorf("%s reads %s with an empty scope", name, what)
			}
			if single {
				read++
			}
		}
	}
	if read == 0 {
		t.Error("nobody reads anything")
	}
}

// TestInvariant11_whoReads is the table itself.
func TestInvariant11_whoReads(t *testing.T) {
	want := map[string][]string{
		"own foreigner":             {"sent", "draft", "counter draft", "district", "Shandong", "12th Division", "other division", "rival's", "platform's"},
		"other foreigner":           {"another person's"},
		"other employer":            {"rival's"},
		"platform":                  {"platform's"},
		"nobody's HR":               nil,
		"disabled":                  nil,
		"ended agency":              nil,
		"other agency":              nil,
		"experts officer":           {"sent", "counter draft", "district", "12th Division", "nobody's", "rival's", "another person's", "platform's"},
		"police police":             {"sent", "district", "12th Division", "nobody's", "rival's", "another person's", "platform's"},
		"far officer":               {"Shandong"},
		"housing partner":           nil,
		"housing supervisor":        {"sent", "district", "12th Division", "nobody's", "rival's", "another person's", "platform's"},
		"homeless officer":          nil,
		"experts policy-staff":      nil,
		"experts administrator":     nil,
		"experts operator":          nil,
		"housing integrity-officer": {"sent", "district", "12th Division", "nobody's", "rival's", "another person's", "platform's"},
	}
	all := everybody()
	for name, cases := range want {
		w, ok := all[name]
		if !ok {
			t.Fatalf("no %s", name)
		}
		for what, s := range subjects() {
			if got := w.May(Read, s, now) == nil; got != slices.Contains(cases, what) {
				t.Errorf("%s reads %s: got %t", name, what, got)
			}
		}
	}
}

// TestInvariant11_outsideIsNotFound: who may not read learns nothing, whatever
// the act.
func TestInvariant11_outsideIsNotFound(t *testing.T) {
	for name, w := range everybody() {
		for what, s := range subjects() {
			if w.May(Read, s, now) == nil {
				continue
			}
			for _, act := range []Act{Read, Submit, Accept, Approve, Upload, Issue} {
				if !w.Role.Can(act) || w.Disabled {
					continue
				}
				if err := w.May(act, s, now); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s, %s on %s: got %v, want not found", name, act, what, err)
				}
			}
		}
	}
}

// TestInvariant9_mandateAliveAtThatInstant, at both ends and at the revocation.
func TestInvariant9_mandateAliveAtThatInstant(t *testing.T) {
	agent := everybody()["own agency"]
	lastMoment := day("2026-05-01").Time().Add(-time.Second)
	for _, c := range []struct {
		name string
		at   time.Time
		m    Mandate
		want bool
	}{
		{"first day", day("2026-04-01").Time(), goodMandate(), true},
		{"the day before", day("2026-04-01").Time().Add(-time.Second), goodMandate(), false},
		{"last moment of the last day", lastMoment, goodMandate(), true},
		{"the day after", day("2026-05-01").Time(), goodMandate(), false},
		{"just before revocation", now.Add(-time.Second), goodMandate().Revoke("hr", now), true},
		{"at revocation", now, goodMandate().Revoke("hr", now), false},
	} {
		agent.Mandates = []Mandate{c.m}
		if got := agent.May(Submit, goodSubject(), c.at) == nil; got != c.want {
			t.Errorf("%s: got %t, want %t", c.name, got, c.want)
		}
	}
	narrow := goodMandate()
	narrow.Acts = []Act{Edit}
	agent.Mandates = []Mandate{narrow}
	if agent.May(Edit, goodSubject(), now) != nil || agent.May(Read, goodSubject(), now) != nil || agent.May(Submit, goodSubject(), now) == nil {
		t.Error("a mandate to edit must allow reading and editing, not submitting")
	}
	if twice := goodMandate().Revoke("hr", now).Revoke("x", now.Add(time.Hour)); twice.RevokedBy != "hr" {
		t.Errorf("got revoked by %s; want the first revocation", twice.RevokedBy)
	}
}

// TestInvariant9_principalAlwaysSeesTheFile, also while an agency handles it,
// and after the mandate.
func TestInvariant9_principalAlwaysSeesTheFile(t *testing.T) {
	for _, what := range []string{"sent", "draft", "Shandong"} {
		if err := everybody()["own employer"].May(Read, subjects()[what], now.AddDate(9, 0, 0)); err != nil {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

// TestInvariant9_foreignerNeverSubmits, but reads, uploads, signs and reports.
func TestInvariant9_foreignerNeverSubmits(t *testing.T) {
	w := everybody()["own foreigner"]
	for _, act := range []Act{Read, Upload, Sign, Report, Book, Rate, Message} {
		if err := w.May(act, goodSubject(), now); err != nil {
			t.Errorf("%s: got %v", act, err)
		}
	}
	for _, act := range []Act{Open, Edit, Submit, Answer, Withdraw, Consent, Accept, Approve} {
		if w.May(act, goodSubject(), now) == nil {
			t.Errorf("the foreigner may %s", act)
		}
	}
}

// TestInvariant9_foreignerAsks: a request that the foreigner makes alone is the
// foreigner's from the draft to its withdrawal; one that the employer makes is not.
func TestInvariant9_foreignerAsks(t *testing.T) {
	w, other := everybody()["own foreigner"], everybody()["other foreigner"]
	asked := Subject{Place: "650100", Foreigner: "anna", Request: true, Draft: true, OpenedBy: "anna"}
	filed, employers := asked, asked
	filed.Request, employers.Principal = false, "employer"
	for _, act := range asking {
		if err := w.May(act, asked, now); err != nil {
			t.Errorf("the own request, %s: got %v", act, err)
		}
		if err := other.May(act, asked, now); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's request, %s: got %v, want not found", act, err)
		}
		for name, s := range map[string]Subject{"no request": filed, "the employer's request": employers} {
			if err := w.May(act, s, now); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, %s: got %v, want forbidden", name, act, err)
			}
		}
	}
	if w.May(Consent, asked, now) == nil || w.May(Accept, asked, now) == nil {
		t.Error("the foreigner consents or accepts")
	}
}

// TestInvariant7_drafterIsNotApprover, nobody is a party, everybody keeps to
// the own office's track.
func TestInvariant7_drafterIsNotApprover(t *testing.T) {
	s := goodSubject()
	s.Office, s.Drafter = "experts", "zhang"
	approver := Who{Account: "zhao", Role: Approver, Office: "experts", Places: []PlaceCode{"650100"}}
	for name, c := range map[string]struct {
		change func(*Who)
		want   bool
	}{
		"another person": {func(*Who) {}, true},
		"the drafter":    {func(w *Who) { w.Account = "zhang" }, false},
		"a handler":      {func(w *Who) { w.Account = "hr" }, false},
		"the foreigner":  {func(w *Who) { w.Account = "anna" }, false},
		"other office":   {func(w *Who) { w.Office = "police" }, false},
		"other place":    {func(w *Who) { w.Places = []PlaceCode{"370000"} }, false},
		"an officer":     {func(w *Who) { w.Role = OfficerRole }, false},
	} {
		w := approver
		c.change(&w)
		if got := w.May(Approve, s, now) == nil; got != c.want {
			t.Errorf("%s: got %t, want %t", name, got, c.want)
		}
	}
}

// TestPostOf: a substitute has the post on the days that the data say, acts in
// the own name, and cannot sign the own draft.
func TestPostOf(t *testing.T) {
	office := Office{ID: "experts", Places: []PlaceCode{"650100", "xpcc-12"}}
	post := Officer{Account: "zhao", Office: "experts", Role: Approver, Places: []PlaceCode{"650100", "370000"},
		Substitutes: []Substitution{{Account: "zhang", From: day("2026-04-27"), Until: day("2026-04-28")}}}
	w, err := PostOf(post, office, "zhang", now)
	if err != nil || w.Account != "zhang" || w.For != "zhao" || w.Role != Approver {
		t.Fatalf("got %+v, %v; want zhang for zhao", w, err)
	}
	if !slices.Equal(w.Places, []PlaceCode{"650100"}) {
		t.Errorf("got places %v; a post never reaches beyond its office", w.Places)
	}
	s := goodSubject()
	s.Office, s.Drafter = "experts", "zhang"
	if err := w.May(Approve, s, now); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a substitute signs the own draft: %v", err)
	}
	for name, at := range map[string]time.Time{"before": now.AddDate(0, 0, -1), "after": now.AddDate(0, 0, 2)} {
		if _, err := PostOf(post, office, "zhang", at); err == nil {
			t.Errorf("%s: the substitute has the post", name)
		}
	}
	if _, err := PostOf(post, office, "stranger", now); err == nil {
		t.Error("a stranger has the post")
	}
	if _, err := PostOf(post, Office{ID: "police"}, "zhao", now); err == nil {
		t.Error("the post was taken at another office")
	}
}

// TestWho_consent: a second employer reads and consents, nothing else.
func TestWho_consent(t *testing.T) {
	w := everybody()["second employer"]
	for act, want := range map[Act]bool{Read: true, Consent: true, Submit: false, Edit: false, Withdraw: false, Upload: false} {
		if got := w.May(act, goodSubject(), now) == nil; got != want {
			t.Errorf("%s: got %t, want %t", act, got, want)
		}
	}
	if everybody()["own employer"].May(Consent, goodSubject(), now) == nil {
		t.Error("an employer gives a consent that is not asked of it")
	}
}

func TestPlaceCode_Holds(t *testing.T) {
	for _, c := range []struct {
		place, other PlaceCode
		want         bool
	}{
		{"370000", "370200", true}, {"370000", "370281", true}, {"370200", "370281", true}, {"370200", "370000", false},
		{"650100", "650102", true}, {"650102", "650100", false}, {"650102", "650102", true}, {"650000", "xpcc-12", false},
		{"xpcc-1", "xpcc-12", false}, {"xpcc-12", "xpcc-12", true}, {"370000", "3702", false}, {"", "370200", false},
	} {
		if got := c.place.Holds(c.other); got != c.want {
			t.Errorf("%s holds %s: got %t, want %t", c.place, c.other, got, c.want)
		}
	}
}

func TestMandate_Validate(t *testing.T) {
	if err := goodMandate().Validate(); err != nil {
		t.Errorf("got %v", err)
	}
	for name, change := range map[string]func(*Mandate){
		"nobody":     func(m *Mandate) { m.Agent = "" },
		"oneself":    func(m *Mandate) { m.Agent = m.Principal },
		"nothing":    func(m *Mandate) { m.Acts = nil },
		"signing":    func(m *Mandate) { m.Acts = []Act{Sign} },
		"deciding":   func(m *Mandate) { m.Acts = []Act{Approve} },
		"ends first": func(m *Mandate) { m.Until = until("2026-03-31") },
	} {
		m := goodMandate()
		change(&m)
		if m.Validate() == nil {
			t.Errorf("%s: valid", name)
		}
	}
}

func TestRoles(t *testing.T) {
	for _, r := range Roles {
		if parsed, err := ParseRole(string(r)); err != nil || parsed != r {
			t.Errorf("%s: got %s, %v", r, parsed, err)
		}
		if len(acts[r]) == 0 {
			t.Errorf("role %s can do nothing", r)
		}
	}
	if _, err := ParseRole("manager"); err == nil {
		t.Error("manager is a role")
	}
	if len(acts) != len(Roles) {
		t.Errorf("%d roles have acts, %d exist", len(acts), len(Roles))
	}
}

func TestEmployer_PrefiledOn(t *testing.T) {
	e := Employer{Prefiled: true, PrefiledUntil: until("2026-04-27")}
	if !e.PrefiledOn(day("2026-04-27")) || e.PrefiledOn(day("2026-04-28")) {
		t.Error("want the last day included and no more")
	}
	if !(Employer{Prefiled: true}).PrefiledOn(day("2099-01-01")) || (Employer{}).PrefiledOn(day("2026-01-01")) {
		t.Error("want a pre-filing without end to hold, and none not to")
	}
}
