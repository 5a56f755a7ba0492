package web

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/office"
	"yichuang/packs"
	"yichuang/people"
)

// TestWatch_filled fills the lists that are empty on the story's day, and reads
// them as pages and as CSV in both languages.
func TestWatch_filled(t *testing.T) {
	now := inForce
	s := newStorySite(t, &now)
	s.server.Demo = true
	for _, a := range []people.PartyID{"supervisor-chen", "supervisor-ur"} {
		s.server.People = append(s.server.People, DemoPerson{Account: a})
	}
	window, ctx := s.server.Window, t.Context()
	clerk, officer := mustWho(t, "clerk-li"), mustWho(t, "officer-zhang")
	write := func(who people.Who, number string) office.Write {
		c, err := window.Case(ctx, who, casefile.CaseNumber(number))
		must(t, err)
		return office.Write{Who: who, Number: c.Number, Seen: c.Version, Key: rand.Text()}
	}
	one := func(who people.Who, name string) casefile.Case {
		rows, _, err := window.Cases(ctx, who, office.CaseFilter{Text: name, OpenOnly: true})
		must(t, err)
		c, err := rows[0].Folded()
		must(t, err)
		return c
	}
	late := one(officer, "EXAMPLE-SMITH")
	_, err := window.Pause(ctx, write(officer, string(late.Number)), casefile.ClockPaused{Track: "permit", Ground: casefile.ForExpertReview, Reason: "two experts"})
	must(t, err)
	sample, err := packs.FS.ReadFile("demo/sample.pdf")
	must(t, err)
	asked := one(clerk, "DVORAK")
	for _, again := range []string{"", "the seal is from another office"} {
		item := casefile.CorrectionItem{Slot: asked.Slots[0].ID, Fault: "no seal", Fix: "send it sealed"}
		_, err := window.AskCorrection(ctx, write(clerk, string(asked.Number)), casefile.CorrectionRequested{Items: []casefile.CorrectionItem{item}, Due: civil.MustParseDate("2026-06-20"), Again: again})
		must(t, err)
		if again == "" {
			_, _, err := window.Supply(ctx, write(mustWho(t, "hr-liu"), string(asked.Number)), item.Slot, "sealed.pdf", bytes.NewReader(sample))
			must(t, err)
			_, err = window.AnswerCorrection(ctx, write(mustWho(t, "hr-liu"), string(asked.Number)), casefile.CorrectionAnswered{Done: []int{0}}, nil)
			must(t, err)
		}
	}
	now = now.AddDate(0, 0, 11)
	s.is("supervisor-chen")
	for list, want := range map[string]map[string]string{
		"paused": {"en": "expert review, since Mon 27 April 2026", "zh": "2026年4月27日"},
		"again":  {"en": "the seal is from another office", "zh": "the seal is from another office"},
	} {
		for lang, text := range want {
			if got := s.get("/watch?list=" + list + "&lang=" + lang); !strings.Contains(got.body, text) {
				t.Errorf("%s in %s: %q is missing\n%s", list, lang, text, got.body)
			}
			csv := s.get("/watch?list=" + list + "&format=csv&lang=" + lang)
			head := map[string]string{"en": "Number,Due,", "zh": "编号,期限,"}[lang]
			if !strings.Contains(csv.body, head) || !strings.Contains(csv.body, text) {
				t.Errorf("%s as CSV in %s: %s", list, lang, csv.body)
			}
		}
	}
}
