package letter

import (
	"os"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/permit"
)

var names = Names{
	Paper: func(id casefile.SlotID) people.Words {
		return map[casefile.SlotID]people.Words{"degree": {ZH: "学历证明", EN: "certificate of the degree"}}[id]
	},
	Clause: func(id string) people.Words { return people.Words{ZH: "条款" + id, EN: "clause " + id} },
	Step:   func(string) people.Words { return people.Words{ZH: "作出决定", EN: "decision"} },
}

// wantItems composes a letter whose list has the items and compares the lines.
func wantItems(t *testing.T, kind casefile.LetterKind, list string, items []Fields, want ...string) {
	t.Helper()
	l := goodLetter(kind)
	l.Lists = map[string][]Fields{"clauses": goodLists()["clauses"], "changes": goodLists()["changes"], list: items}
	doc, err := l.Compose(locale.English)
	must(t, err)
	var got []string
	for _, b := range doc.Blocks {
		if b.Kind == Item && len(got) < len(items) {
			got = append(got, strings.Join(b.Lines, " | "))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", list, got, want)
	}
}

func TestPapers(t *testing.T) {
	wantItems(t, casefile.ReceiptLetter, "papers", Papers([]casefile.Slot{
		{ID: "degree", State: casefile.Supplied, Files: make([]casefile.File, 2)},
		{ID: "contract", State: casefile.Seen},
		{ID: "health", State: casefile.Empty, Committed: "c1"},
		{ID: "police", State: casefile.Empty, Treatment: casefile.SharedByState},
		{ID: "photo", State: casefile.Empty},
		{ID: "tax", State: casefile.Empty, Treatment: casefile.Exempt},
	}, names),
		"certificate of the degree, electronic copy, number: 2",
		"contract, original seen, number: 1",
		"health, promise instead of the paper, number: 1",
		"police, fetched by the authority, number: 1")
}

func TestCorrections(t *testing.T) {
	wantItems(t, casefile.CorrectionLetter, "corrections", Corrections([]casefile.CorrectionItem{
		{Slot: "degree", Page: 2, Fault: "No seal.", Fix: "Seal it.", Clause: "S3.2"},
		{Field: "job.post", Fault: "Unclear.", Fix: "Say more."},
	}, names),
		"certificate of the degree | Page: 2 | What is wrong: No seal. | How to put it right: Seal it. | Clause: clause S3.2",
		"job.post | What is wrong: Unclear. | How to put it right: Say more.")
}

func TestFollowing(t *testing.T) {
	wantItems(t, casefile.ToleranceLetter, "papers",
		Following(casefile.Tolerance{Slots: []casefile.SlotID{"degree"}, Due: day("2026-05-20")}, names),
		"certificate of the degree, by Wed 20 May 2026 at the latest")
}

func TestFindings(t *testing.T) {
	found := Findings([]casefile.Finding{{Condition: "limit:age", Computed: "met", Found: "not-met", Reason: "Two passports differ."}}, names)
	wantItems(t, casefile.RefusalLetter, "findings", found, "limit:age: not met | Reason: Two passports differ.")
}

func TestConditions(t *testing.T) {
	wantItems(t, casefile.ProlongLetter, "conditions",
		Conditions([]permit.Condition{{ID: "tax-proof", Clause: "U3"}, {ID: "area", Clause: "U4", Note: "Only in the zone."}}, names),
		"tax-proof | Clause: clause U3", "Only in the zone. | Clause: clause U4")
}

func TestCitations(t *testing.T) {
	l := goodLetter(casefile.ReissueLetter)
	l.Lists = map[string][]Fields{"clauses": Citations([]casefile.Citation{{Clause: "U10"}}, names)}
	doc, err := l.Compose(locale.Chinese)
	must(t, err)
	if !slices.ContainsFunc(doc.Blocks, func(b Block) bool { return slices.Equal(b.Lines, []string{"条款U10"}) }) {
		t.Errorf("the clause is not cited: %+v", doc.Blocks)
	}
}

// TestLimits takes Shandong's seven working days of the demonstration, a paused
// clock, which has no last day, and one that runs into a year not loaded.
func TestLimits(t *testing.T) {
	limit := casefile.Limit{Track: "permit", Step: "work-permit", Amount: 7, Unit: casefile.InWorkingDays, Statutory: true, Clause: "S3.4"}
	late := limit
	late.Amount, late.Clause = 400, ""
	started := casefile.Entry{Kind: casefile.Started, On: day("2026-04-27")}
	cal := nationalCalendar(t)
	far := locale.For(locale.English).Date(cal.Due(day("2026-04-27"), 400))
	wantItems(t, casefile.AcceptanceLetter, "limits", Limits([]casefile.Clock{
		{Limit: limit, Entries: []casefile.Entry{started}},
		{Limit: limit, Entries: []casefile.Entry{started, {Kind: casefile.Paused, On: day("2026-04-28")}}},
		{Limit: late, Entries: []casefile.Entry{started}},
	}, cal, day("2026-04-28"), names),
		"decision: by Sat 9 May 2026 at the latest | Clause: clause S3.4",
		"decision: by "+far+" at the latest | This date is provisional: the national working calendar for 2027 is not loaded; its holidays are unknown, Monday to Friday were counted")
}

func nationalCalendar(t *testing.T) *civil.Calendar {
	t.Helper()
	text, err := os.ReadFile("../packs/calendars/cn.yaml")
	must(t, err)
	almanac, err := civil.ReadAlmanac(text)
	must(t, err)
	set, err := civil.NewCalendars(almanac)
	must(t, err)
	cal, ok := set.Calendar("cn")
	if !ok {
		t.Fatal("no calendar cn")
	}
	return cal
}
