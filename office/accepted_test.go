package office

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/letter"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// acceptedBy sends the case, shows the officer the originals and has it accepted.
func (w *world) acceptedBy(c casefile.Case, sender, officer people.Who) casefile.Case {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.Submit(ctx, w.write(sender, c), "declaration", "")
	must(w.t, err)
	for _, s := range c.Unsettled() {
		c, err = w.Judge(ctx, w.write(officer, c), casefile.PaperJudged{Slot: s, State: casefile.Seen})
		must(w.t, err)
	}
	c, err = w.Accept(ctx, w.write(officer, c))
	must(w.t, err)
	return c
}

// accepted is a first permit in Urumqi, every paper seen, accepted by the clerk
// with one form of ticks.
func (w *world) accepted() casefile.Case {
	w.t.Helper()
	c := w.sent()
	var seen []casefile.PaperJudged
	for _, s := range c.Unsettled() {
		seen = append(seen, casefile.PaperJudged{Slot: s, State: casefile.Seen})
	}
	c, err := w.JudgeAll(w.t.Context(), w.write(clerk, c), seen)
	must(w.t, err)
	c, err = w.Accept(w.t.Context(), w.write(clerk, c))
	must(w.t, err)
	return c
}

// spoken is all that a letter says, in a language.
func spoken(d letter.Document) string {
	text := []string{d.Title}
	for _, b := range d.Blocks {
		text = append(text, b.Text)
		text = append(text, b.Lines...)
		for _, r := range b.Rows {
			text = append(text, r.Label+" "+r.Text)
		}
	}
	return strings.Join(text, "\n")
}

// lastLetter is the newest letter of a case, as the reader sees it.
func (w *world) lastLetter(who people.Who, c casefile.Case) Letter {
	w.t.Helper()
	all, err := w.Letters(w.t.Context(), who, c.Number)
	must(w.t, err)
	if len(all) == 0 {
		w.t.Fatal("no letter")
	}
	return all[len(all)-1]
}

// leading answers for a leading scientist in the zone, whose lesser papers may
// follow; at the counter some are missing.
const leading = `{"zone":"xj-ftz-urumqi","applicant.claims":["leading-talent"],"applicant.projects":[{"level":"national","rank":1,"major":true,"programme":"none"}]}`

// promise is what a tolerance rests on.
var promise = casefile.Commitment{ID: FollowPromise, Name: "OBRAZTSOVA-EXAMPLE Anna", Text: "follow-1"}

// lacking is a case of the leading scientist at the counter, complete but for the
// papers that may follow.
func (w *world) lacking() casefile.Case {
	w.t.Helper()
	ctx := w.t.Context()
	c, err := w.Open(ctx, Opening{Who: hr, Key: "follow", Matter: "work-permit-first", Place: "650100", Employer: "firm", Foreigner: "anna"})
	must(w.t, err)
	var answers, more map[string]json.RawMessage
	must(w.t, json.Unmarshal([]byte(anna), &answers))
	must(w.t, json.Unmarshal([]byte(leading), &more))
	for path, v := range more {
		answers[path] = v
	}
	c, err = w.Save(ctx, w.write(hr, c), answers)
	must(w.t, err)
	c, err = w.Refresh(ctx, w.write(hr, c))
	must(w.t, err)
	for _, s := range c.Slots {
		if s.Treatment == casefile.Required {
			c, _, err = w.Supply(ctx, w.write(hr, c), s.ID, "scan.png", bytes.NewReader(page(w.t)))
			must(w.t, err)
		}
	}
	c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
	must(w.t, err)
	for _, s := range c.Unsettled() {
		if slot, _ := c.Slot(s); slot.Treatment != casefile.Deferrable {
			c, err = w.Judge(ctx, w.write(clerk, c), casefile.PaperJudged{Slot: s, State: casefile.Seen})
			must(w.t, err)
		}
	}
	return c
}

// allowDays sets within how many working days papers may follow.
func (w *world) allowDays(n float64) {
	w.parameter(policy.ParameterValue{ID: toleranceDays, Place: "650100", Value: n, ValidFrom: civil.MustParseDate("2026-01-01")})
}

// parameter loads an operator's number.
func (w *world) parameter(v policy.ParameterValue) {
	law := w.Law()
	law.Engine = determination.New(law.Engine.Policies, law.Places, law.Engine.Parameters.With([]policy.ParameterValue{v}))
	w.Window.Law = func() Law { return law }
}

// account gives an account a name.
func (w *world) account(id people.PartyID, name string) {
	w.t.Helper()
	must(w.t, w.DB.Do(w.t.Context(), w.now, func(tx *store.Tx) error {
		_, err := addAccount(w.t.Context(), tx, admin, Newcomer{ID: id, Name: name, Login: string(id), Roles: []people.Role{people.Clerk}})
		return err
	}))
}

func (w *world) find(t *testing.T, id casefile.MatterID) casefile.Matter {
	t.Helper()
	m, err := w.matter(id)
	must(t, err)
	return m
}

// changing is an accepted change of employer whose former permit another city
// gave.
func (w *world) changing(t *testing.T) casefile.Case {
	t.Helper()
	c := w.openedWith("work-permit-change-employer", `{"previous_permit.class":"A","previous_permit.issued_in":"110000","previous_permit.occupation":"researcher","previous_permit.post":"engineer","previous_permit.valid":true}`)
	c, err := w.Submit(t.Context(), w.write(hr, c), "declaration", "")
	must(t, err)
	var seen []casefile.PaperJudged
	for _, s := range c.Unsettled() {
		seen = append(seen, casefile.PaperJudged{Slot: s, State: casefile.Seen})
	}
	if len(seen) > 0 {
		c, err = w.JudgeAll(t.Context(), w.write(clerk, c), seen)
		must(t, err)
	}
	c, err = w.Accept(t.Context(), w.write(clerk, c))
	must(t, err)
	return c
}
