package office

import (
	"encoding/json"
	"slices"
	"testing"

	"yichuang/casefile"
	"yichuang/facts"
	"yichuang/lists"
)

// TestLists_settle: what a list is said to settle is there, with its words.
func TestLists_settle(t *testing.T) {
	settling := 0
	for _, kind := range shippedLists(t) {
		if kind.Settles == nil {
			continue
		}
		settling++
		name, ok := facts.Default().Lookup(kind.Settles.Name)
		if !ok || name.Type != facts.Text {
			t.Errorf("%s: %s is no text", kind.ID, kind.Settles.Name)
		}
		fact, ok := facts.Default().Lookup(kind.Settles.Fact)
		if !ok || fact.Type != facts.Set {
			t.Fatalf("%s: %s is no set", kind.ID, kind.Settles.Fact)
		}
		for _, word := range kind.Settles.Words {
			if !slices.Contains(fact.Words, word) {
				t.Errorf("%s: %s has no word %s", kind.ID, kind.Settles.Fact, word)
			}
		}
	}
	if settling < 2 {
		t.Errorf("%d lists settle a fact; want the two of universities", settling)
	}
}

// TestKnown_listedName: a name on the operator's lists settles what kind of school
// it is, with the entry and the edition; another name settles nothing and takes
// back what the one before it settled; without a list the form is as it was.
func TestKnown_listedName(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		const school = "applicant.degree.school"
		c := w.openedWith("work-permit-first", `{"applicant.degree.school":null}`)
		answer := func(set string) {
			t.Helper()
			var values map[string]json.RawMessage
			must(t, json.Unmarshal([]byte(set), &values))
			var err error
			c, err = w.Answer(t.Context(), w.write(hr, c), values)
			must(t, err)
		}
		want := func(kind string, listed ...string) {
			t.Helper()
			if got := string(c.Answers[school]); got != kind {
				t.Fatalf("school is %q, want %q", got, kind)
			}
			known, ok := c.KnownAs(school)
			if ok != (len(listed) > 0) || len(known.Listed) != len(listed) {
				t.Fatalf("known is %+v, want %v", known, listed)
			}
			for i, l := range known.Listed {
				if l.List != listed[i] || l.Edition != 1 || l.Name.EN != "Example Institute of Technology" || l.On == 0 || known.From != casefile.FromList {
					t.Fatalf("known is %+v, want %v", known, listed)
				}
			}
		}
		answer(`{"applicant.degree.university":"EIT"}`)
		want("") // nobody keeps a list
		row := lists.Rows{{ID: "1", Cells: map[string]string{"name.zh": "示范理工大学", "name.en": "Example Institute of Technology",
			"country.zh": "样例国", "country.en": "Exampleland", "also": "EIT"}}}
		keep := func(id lists.ID) {
			t.Helper()
			_, err := w.KeepList(t.Context(), policyStaff, ListEdit{Kind: id, Place: "CN", Rows: row, Source: "list of the test"})
			must(t, err)
		}
		keep("high-level-universities")
		answer(`{"applicant.degree.university":"示范 理工大学"}`)
		want(`["abroad","high-level"]`, "high-level-universities")
		answer(`{"applicant.degree.university":"Somewhere Else"}`)
		want("")
		answer(`{"applicant.degree.school":["abroad"]}`) // not on the list: the own answer stands, the office decides
		want(`["abroad"]`)
		keep("renowned-universities")
		answer(`{"applicant.degree.university":"example institute OF technology"}`)
		want(`["abroad","high-level","renowned"]`, "high-level-universities", "renowned-universities")
		answer(`{"applicant.degree.school":["abroad"]}`) // what a list says is not ticked away
		want(`["abroad","high-level","renowned"]`, "high-level-universities", "renowned-universities")
		answer(`{"applicant.degree.university":null}`)
		want("") // and goes with the name
		found, err := w.LookUp(t.Context(), "650102", school, "Somewhere Else")
		if err != nil || len(found) != 2 || found[0].Found || found[1].Found {
			t.Fatalf("got %+v, %v; want two lists without the name", found, err)
		}
	})
}
