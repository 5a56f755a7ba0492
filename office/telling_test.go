package office

import (
	"testing"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// TestTellings_ofACase: the officers of a case see what was told about it, to
// whom and what became of it; handlers of the applicant's side are masked, the
// other agency's officers have no name, and nobody else reads any of it.
func TestTellings_ofACase(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, w *world) {
		story := w.storied()
		who := func(account people.PartyID) people.Who {
			t.Helper()
			out, err := story.Who(account)
			must(t, err)
			return out
		}
		officer, police := who("officer-ur"), who("police-ur")
		rows, _, err := w.Cases(t.Context(), officer, CaseFilter{Text: "OBRAZTSOVA"})
		must(t, err)
		number := casefile.CaseNumber(rows[0].Number)
		c, err := w.Case(t.Context(), officer, number)
		must(t, err)
		c, err = w.Assign(t.Context(), w.write(officer, c), "permit", officer.Account)
		must(t, err)
		c, err = w.Message(t.Context(), w.write(officer, c), casefile.Messaged{To: "applicant", Text: "Please come on Tuesday."})
		must(t, err)
		anna := who("anna-account")
		_, err = w.Message(t.Context(), w.write(anna, c), casefile.Messaged{To: "office", Text: "I will."})
		must(t, err)
		must(t, w.DB.Do(t.Context(), w.now, func(tx *store.Tx) error {
			_, err := store.Outbox.Lease(t.Context(), tx, store.Lease{Worker: "test", For: leaseFor, Limit: 1000})
			if err != nil {
				return err
			}
			all, err := tx.Messages(t.Context(), store.MessageFilter{Parties: []people.PartyID{"anna-account"}, CaseID: string(number)})
			if err != nil {
				return err
			}
			return store.Outbox.Finish(t.Context(), tx, all[0].ID, "test")
		}))

		told, err := w.Tellings(t.Context(), officer, number, "en")
		must(t, err)
		if len(told) < 4 || told[len(told)-1].Subject == "" {
			t.Fatalf("got %+v, want what was told since the draft", told)
		}
		var whys = map[string]Hearer{}
		sent := 0
		for _, x := range told {
			for _, h := range x.To {
				whys[h.Why] = h
				if h.State == MessageSent {
					sent++
				}
			}
		}
		if whys["foreigner"].Name != "OBRAZTSOVA-EXAMPLE Anna" || whys["employer"].Name != MaskName(w.nameOf("hr-ur")) || sent != 1 {
			t.Errorf("got %+v, %d sent; want Anna by name, the handler masked, one sent", whys, sent)
		}
		if whys["office"].Name == "" {
			t.Errorf("a colleague has no name: %+v", whys["office"])
		}
		told, err = w.Tellings(t.Context(), police, number, "zh")
		must(t, err)
		for _, x := range told {
			for _, h := range x.To {
				if h.Why == "office" && (h.Name != "" || h.Office.ZH == "") {
					t.Errorf("the other agency reads %+v", h)
				}
			}
		}
		if told, err = w.Tellings(t.Context(), who("hr-ur"), number, "zh"); err != nil || told != nil {
			t.Errorf("the employer reads %+v, %v", told, err)
		}
		if _, err = w.Tellings(t.Context(), who("officer-zhang"), number, "zh"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an officer of another city: %v", err)
		}
	})
}

// nameOf is what an account is called.
func (w *world) nameOf(account string) string {
	w.t.Helper()
	a, err := w.DB.Account(w.t.Context(), account)
	must(w.t, err)
	return a.Name
}
