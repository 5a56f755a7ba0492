package office

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/files"
	"yichuang/lists"
	"yichuang/packs"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/policy"
	"yichuang/store"
	"yichuang/store/storetest"
)

// world is a window with two offices in Urumqi, a firm and a foreigner.
type world struct {
	*Window
	t    *testing.T
	now  time.Time
	keys int
}

func eachDatabase(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		w.people()
		test(t, w)
	})
}

// eachEmptyDatabase runs the test on both databases, beside other tests: acts
// wait for the disk most of the time.
func eachEmptyDatabase(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	for name, source := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return t.TempDir() },
		"postgres": storetest.Postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, source(t)))
		})
	}
}

func newWorld(t *testing.T, source string) *world {
	t.Helper()
	keys, err := store.NewKeys()
	must(t, err)
	return worldIn(t, source, keys, t.TempDir())
}

// worldIn is the world of a database and a folder that may hold one already.
func worldIn(t *testing.T, source string, keys *store.Keys, papers string) *world {
	t.Helper()
	db, err := store.Open(t.Context(), source, keys)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	must(t, db.Migrate(t.Context()))
	naming, identity := keys.Files()
	folder, err := files.Open(papers, naming, identity)
	must(t, err)
	w := &world{t: t, now: at("2026-04-27")}
	book, err := NewLawbook(db, func() time.Time { return w.now }, shippedProgram(t))
	must(t, err)
	w.Window = &Window{DB: db, Files: folder, Law: book.Law, Reload: book.Refresh, Matters: shippedMatters(t), Lists: shippedLists(t), Clock: func() time.Time { return w.now }}
	return w
}

// shippedProgram is the law that ships with the program, with its texts.
func shippedProgram(t *testing.T) Program {
	t.Helper()
	law := shippedLaw(t)
	dir, err := fs.Sub(packs.FS, "policies")
	must(t, err)
	texts := map[string]policy.Files{}
	for _, p := range law.Engine.Policies.Packs {
		texts[p.Hash], err = policy.FilesIn(dir, p.ID)
		must(t, err)
	}
	return Program{Language: law.Engine.Policies.Language, Base: law.Engine.Policies.Packs, Texts: texts, Places: law.Places, Calendars: law.Calendars}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func at(day string) time.Time { return civil.MustParseDate(day).Time().Add(9 * time.Hour) }

func shippedLaw(t *testing.T) Law {
	t.Helper()
	law, err := shippedOnce()
	must(t, err)
	return law
}

// shippedOnce reads the law that ships with the program once for all tests:
// nothing changes it.
var shippedOnce = sync.OnceValues(func() (law Law, err error) {
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		return law, err
	}
	dir, err := fs.Sub(packs.FS, "policies")
	if err != nil {
		return law, err
	}
	read, problems := language.ReadAll(dir)
	if len(problems) > 0 {
		return law, problems
	}
	set, err := policy.NewSet(language, read)
	if err != nil {
		return law, err
	}
	codes, err := fs.ReadFile(packs.FS, "places/gb2260.csv")
	if err != nil {
		return law, err
	}
	gazetteers, err := packs.Files(packs.FS, "places", "*.yaml")
	if err != nil {
		return law, err
	}
	places, err := facts.ReadPlaces(codes, slices.Collect(maps.Values(gazetteers))...)
	if err != nil {
		return law, err
	}
	almanacs, err := packs.Files(packs.FS, "calendars", "*.yaml")
	if err != nil {
		return law, err
	}
	var read2 []civil.Almanac
	for _, name := range slices.Sorted(maps.Keys(almanacs)) {
		a, err := civil.ReadAlmanac(almanacs[name])
		if err != nil {
			return law, err
		}
		read2 = append(read2, a)
	}
	calendars, err := civil.NewCalendars(read2...)
	if err != nil {
		return law, err
	}
	return Law{Engine: determination.New(set, places, nil), Places: places, Calendars: calendars, Shipped: calendars}, nil
})

func shippedLists(t *testing.T) lists.Kinds {
	t.Helper()
	documents, err := packs.Files(packs.FS, "lists", "*.yaml")
	must(t, err)
	kinds, err := lists.Read(documents)
	must(t, err)
	return kinds
}

func shippedMatters(t *testing.T) casefile.Matters {
	t.Helper()
	documents, err := packs.Files(packs.FS, "matters", "*.yaml")
	must(t, err)
	matters, err := casefile.ReadMatters(documents)
	must(t, err)
	return matters
}

var (
	experts = people.Office{
		ID: "urumqi-experts", Kind: people.ForeignExperts, Places: []people.PlaceCode{"650100", "xpcc-12"}, Letters: "WL",
		Name:      people.Words{ZH: "示例外国专家主管部门", EN: "Example foreign-expert department"},
		Numbering: "乌示专〔{year}〕{number}号", Phone: "0991-000", Address: people.Words{ZH: "示例路1号", EN: "1 Example Road"},
		Remedies: map[string]people.Words{"permit/refused": {ZH: "review or court", EN: "review or court"}, "permit/granted": {ZH: "review or court", EN: "review or court"}},
	}
	police = people.Office{
		ID: "urumqi-exit-entry", Kind: people.ExitEntry, Places: []people.PlaceCode{"650100", "xpcc-12"}, Letters: "WL",
		Name:      people.Words{ZH: "示例出入境管理机构", EN: "Example exit-entry administration"},
		Numbering: "乌示出〔{year}〕{number}号", Phone: "0991-001", Address: people.Words{ZH: "示例路2号", EN: "2 Example Road"},
		Remedies: map[string]people.Words{"residence/refused": {ZH: "final", EN: "final"}, "residence/granted": {ZH: "review or court", EN: "review or court"}},
	}
	hr       = people.Who{Account: "hr-wang", Role: people.EmployerHR, Party: "firm"}
	otherHR  = people.Who{Account: "hr-other", Role: people.EmployerHR, Party: "other-firm"}
	clerk    = people.Who{Account: "clerk-li", Role: people.Clerk, Office: experts.ID, Places: experts.Places}
	officer  = people.Who{Account: "officer-zhang", Role: people.OfficerRole, Office: experts.ID, Places: experts.Places}
	approver = people.Who{Account: "approver-zhao", Role: people.Approver, Office: experts.ID, Places: experts.Places}
	cop      = people.Who{Account: "police-ma", Role: people.Police, Office: police.ID, Places: police.Places}
	cop2     = people.Who{Account: "police-han", Role: people.Police, Office: police.ID, Places: police.Places}
)

// people registers the parties and offices of every test.
func (w *world) people() {
	w.t.Helper()
	must(w.t, w.DB.Do(w.t.Context(), w.now, func(tx *store.Tx) error {
		for _, p := range []store.Party{
			{ID: "firm", Kind: "employer", Name: "Example Energy Storage", Code: "DEMO-1", Place: "650100", Body: json.RawMessage("{}")},
			{ID: "other-firm", Kind: "employer", Name: "Another Example", Code: "DEMO-2", Place: "650100", Body: json.RawMessage("{}")},
			{ID: "anna", Kind: "person", Name: "OBRAZTSOVA-EXAMPLE Anna", Passport: "DEMO0001", Body: json.RawMessage("{}")},
		} {
			if err := tx.AddParty(w.t.Context(), &p); err != nil {
				return err
			}
		}
		for _, o := range []people.Office{experts, police} {
			body, err := json.Marshal(o)
			if err != nil {
				return err
			}
			if err := tx.AddOffice(w.t.Context(), &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// write is the envelope of an act on the case as it stands.
func (w *world) write(who people.Who, c casefile.Case) Write {
	w.keys++
	return Write{Who: who, Number: c.Number, Seen: c.Version, Key: "key-" + strconv.Itoa(w.keys)}
}

// page is a readable little document.
func page(t testing.TB) []byte {
	t.Helper()
	document, err := packs.FS.ReadFile("demo/sample.pdf")
	must(t, err)
	return document
}

// anna is what the firm answers for a post-doctoral researcher of 36.
var anna = `{"applicant.birth_date":"1990-03-02","applicant.nationality":"RUS","applicant.passport_expires":"2033-01-01",
 "applicant.in_china":true,"applicant.visa":"M","applicant.stay_until":"2026-07-01","applicant.residence_permit":"none",
 "applicant.degree.level":"doctor","applicant.degree.awarded_on":"2018-06-30","applicant.degree.school":["abroad"],
 "applicant.vocational_certificate":"none","applicant.experience_years":6,"applicant.postdoc":"china","applicant.hsk":4,
 "applicant.claims":[],"job.annual_salary":360000,"job.months_per_year":12,"job.occupation":"researcher","job.post":"engineer",
 "job.contract_from":"2026-05-01","job.contract_until":"2031-12-31","employer.genuine_need":false,"employer.licence_expires":"none",
 "employer.sector_licence_expires":"none","employer.kind":[],"employer.county":[],"employer.prefiled":false,"zone":"none",
 "previous_permit.class":"none"}`

// opened is a draft with every answer and every paper.
func (w *world) opened(matter casefile.MatterID) casefile.Case {
	w.t.Helper()
	return w.openedWith(matter, "{}")
}

// openedWith is opened with further answers.
func (w *world) openedWith(id casefile.MatterID, further string) casefile.Case {
	w.t.Helper()
	return w.openedOn(Opening{Who: hr, Key: "open-" + string(id), Matter: id, Place: "650100", Employer: "firm", Foreigner: "anna"}, further)
}

// openedOn is opened as the opening says.
func (w *world) openedOn(o Opening, further string) casefile.Case {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.Open(ctx, o)
	must(w.t, err)
	matter, err := w.matter(o.Matter)
	must(w.t, err)
	var all, more, answers map[string]json.RawMessage
	must(w.t, json.Unmarshal([]byte(anna), &all))
	must(w.t, json.Unmarshal([]byte(further), &more))
	maps.Copy(all, more)
	answers = map[string]json.RawMessage{}
	for _, path := range matter.Fields {
		known, _ := c.KnownAs(path)
		if v, ok := all[path]; ok && !known.Firm {
			answers[path] = v
		}
	}
	c, err = w.Save(ctx, w.write(o.Who, c), answers)
	must(w.t, err)
	c, err = w.Refresh(ctx, w.write(o.Who, c))
	must(w.t, err)
	signer := o.Who
	if o.Agent != "" {
		signer = hr // an agency signs for nobody
	}
	scan := page(w.t)
	for _, s := range c.Slots {
		switch s.Treatment {
		case casefile.Required:
			c, _, err = w.Supply(ctx, w.write(o.Who, c), s.ID, string(s.ID)+".pdf", bytes.NewReader(scan))
		case casefile.ByCommitment:
			c, err = w.Sign(ctx, w.write(signer, c), casefile.Commitment{ID: "promise-" + string(s.ID), Slot: s.ID, Name: "OBRAZTSOVA-EXAMPLE Anna", Text: "hash"})
		}
		must(w.t, err)
	}
	return c
}

// grant drafts and signs a grant on a track.
func (w *world) grant(c casefile.Case, track casefile.TrackID, drafter, signer people.Who, from, until string) casefile.Case {
	w.t.Helper()
	limit := permit.Cap{Binding: permit.PolicyCap, Until: civil.MustParseDate("2031-04-30")}
	d := casefile.Decision{
		Track: track, Outcome: casefile.Granted, Reason: "post-doctoral research", Class: "A", Ground: "young-talent",
		Term: &permit.Term{From: civil.MustParseDate(from), Until: civil.MustParseDate(until), Binding: permit.PolicyCap, Caps: []permit.Cap{limit}},
	}
	c, err := w.Draft(w.t.Context(), w.write(drafter, c), d)
	must(w.t, err)
	c, err = w.Approve(w.t.Context(), w.write(signer, c), track)
	must(w.t, err)
	return c
}
