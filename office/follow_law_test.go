package office

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/policy"
)

// TestFollow_newText: the policy desk publishes a text that asks for another paper,
// asks for one no more and takes a day longer. A draft has them at once, with every
// answer and upload, and its next act keeps them; what was sent and what was
// accepted before stand as they stood, word for word.
func TestFollow_newText(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		must(t, w.Reload(ctx))
		open := Opening{Who: hr, Matter: "work-permit-first", Place: "650100", Employer: "firm", Foreigner: "anna"}
		cases := map[string]casefile.Case{}
		for _, state := range []string{"draft", "sent", "accepted"} {
			open.Key = "open-" + state
			c := w.openedOn(open, "{}")
			var err error
			if state != "draft" {
				c, err = w.Submit(ctx, w.write(hr, c), "declaration", "")
				must(t, err)
			}
			if state == "accepted" {
				for _, slot := range c.Unsettled() {
					c, err = w.Judge(ctx, w.write(clerk, c), casefile.PaperJudged{Slot: slot, State: casefile.Seen})
					must(t, err)
				}
				c, err = w.Accept(ctx, w.write(clerk, c))
				must(t, err)
			}
			cases[state] = c
		}
		w.tightens(t)

		before := cases["draft"]
		now, err := w.Case(ctx, hr, before.Number)
		must(t, err)
		w.mustFollow(t, before, now)
		d, err := w.Determine(now)
		must(t, err)
		drift, moved, err := w.Drift(ctx, hr, now, d)
		must(t, err)
		if !moved || !slices.Contains(drift.Packs, urumqi) || drift.Then.Receipt.Determination == d.Receipt.Determination {
			t.Errorf("moved %t, packs %v; want the text of %s and another result than then", moved, drift.Packs, urumqi)
		}
		kept, _, err := w.Supply(ctx, w.write(hr, before), "tax-record", "tax.pdf", strings.NewReader(string(page(t)))) // of a page opened before
		must(t, err)
		w.mustFollow(t, before, kept)
		if slot, _ := kept.Slot("tax-record"); len(slot.Files) != 1 {
			t.Errorf("the new paper has %d files, want the one handed in", len(slot.Files))
		}
		sent, err := w.Submit(ctx, w.write(hr, kept), "declaration", "")
		must(t, err)
		w.mustFollow(t, before, sent)

		for _, state := range []string{"sent", "accepted"} {
			before := cases[state]
			now, err := w.Case(ctx, hr, before.Number)
			must(t, err)
			if _, asked := now.Slot("tax-record"); asked || now.Version != before.Version || now.Determination.Hash != before.Determination.Hash {
				t.Errorf("%s: version %d, result %s; want it untouched", state, now.Version, now.Determination.Hash)
			}
			w.keepsItsLaw(t, now)
			if _, moved, err := w.Drift(ctx, hr, now, drift.Then); moved || err != nil {
				t.Errorf("%s: moved %t, %v; want its day kept", state, moved, err)
			}
		}
	})
}

// mustFollow holds a case to the text that tightens published, and to everything
// that was typed and handed in before.
func (w *world) mustFollow(t *testing.T, before, now casefile.Case) {
	t.Helper()
	added, asked := now.Slot("tax-record")
	gone, still := now.Slot("medical-certificate")
	if !asked || added.Treatment != casefile.Required || still && gone.Treatment != casefile.Exempt {
		t.Errorf("new paper %+v, other one %+v; want the one required and the other not", added, gone)
	}
	if i := slices.IndexFunc(now.Limits, func(l casefile.Limit) bool { return l.Track == "permit" && l.Step == "work-permit" && !l.Statutory }); i < 0 || now.Limits[i].Amount != 6 {
		t.Errorf("limits %+v; want the promise of six days", now.Limits)
	}
	if !maps.EqualFunc(before.Answers, now.Answers, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
		t.Errorf("answers %v, want %v", now.Answers, before.Answers)
	}
	for _, slot := range before.Slots {
		if after, kept := now.Slot(slot.ID); len(slot.Files) > 0 && (!kept || len(after.Files) != len(slot.Files)) {
			t.Errorf("%s lost its files", slot.ID)
		}
	}
}

// tightens publishes a text of Urumqi from today on.
func (w *world) tightens(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	author, second := deskStaff("zhou", "650100", "xpcc-12"), deskStaff("wu", "650100", "xpcc-12")
	old, err := w.PolicyFiles(ctx, author, urumqi)
	must(t, err)
	files := policy.Files{
		"clauses/U12.yaml": strings.Replace(old["clauses/U12.yaml"], "amount: 5,", "amount: 6,", 1),
		"clauses/U4.yaml":  strings.TrimRight(old["clauses/U4.yaml"], "\n") + "\n  - {material: tax-record, treatment: required, when: new_permit}\n  - {material: medical-certificate, treatment: exempt, when: new_permit}\n",
	}
	w.publish(t, author, second, files)
}

// publish brings files into force from today on, whatever scenarios say.
func (w *world) publish(t *testing.T, author, second people.Who, files policy.Files) {
	t.Helper()
	ctx := t.Context()
	id, err := w.BeginDraft(ctx, author, "publish", urumqi)
	must(t, err)
	must(t, w.PutFiles(ctx, w.on(author, id), files))
	must(t, w.SaveDraft(ctx, w.on(author, id), DraftEdit{From: civil.DateOf(w.now), Note: "demo"}))
	draft, err := w.PolicyDraft(ctx, author, id)
	must(t, err)
	trial, err := w.Try(ctx, author, draft, false)
	must(t, err)
	if len(trial.Problems) > 0 {
		t.Fatal(trial.Problems)
	}
	must(t, w.AcceptScenarios(ctx, w.on(author, id), trial.Red, "a stricter text"))
	must(t, w.AskSecond(ctx, w.on(author, id)))
	must(t, w.PublishDraft(ctx, w.on(second, id)))
}
