package office

import (
	"testing"

	"yichuang/fault"
	"yichuang/people"
)

func TestKeepOffice(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		good := people.Office{ID: "qd-experts", Kind: people.ForeignExperts, Name: people.Words{ZH: "zh", EN: "en"},
			Places: []people.PlaceCode{"370200"}, Letters: "QD"}
		must(t, w.KeepOffice(ctx, admin, good))
		good.Phone = "0532"
		must(t, w.KeepOffice(ctx, admin, good))
		all, err := w.Offices(ctx, admin)
		if err != nil || len(all) != 3 || all[0].Phone != "0532" {
			t.Errorf("got %+v, %v; want the office once, changed", all, err)
		}
		for name, change := range map[string]func(*people.Office){
			"id":      func(o *people.Office) { o.ID = "Two Words" },
			"kind":    func(o *people.Office) { o.Kind = "bakery" },
			"name":    func(o *people.Office) { o.Name.EN = "" },
			"letters": func(o *people.Office) { o.Letters = "IO" },
			"places":  func(o *people.Office) { o.Places = []people.PlaceCode{"999999"} },
			"nowhere": func(o *people.Office) { o.Places = nil },
		} {
			o := good
			change(&o)
			if err := w.KeepOffice(ctx, admin, o); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if err := w.KeepOffice(ctx, officer, good); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an officer changes offices: %v", err)
		}
	})
}

func TestAdmin_lists(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		a, err := w.AddAccount(ctx, admin, wang)
		must(t, err)
		_, err = w.Invite(ctx, admin, a.ID)
		must(t, err)
		accounts, err := w.Others(ctx, admin, "")
		if err != nil || len(accounts) != 1 || accounts[0].Login != wang.Login || accounts[0].Status != accountInvited {
			t.Errorf("got %+v, %v", accounts, err)
		}
		messages, err := w.Outgoing(ctx, admin, OutboxFilter{})
		if err != nil || len(messages) != 1 || messages[0].State != "waiting" {
			t.Errorf("got %+v, %v", messages, err)
		}
		must(t, w.Repeat(ctx, admin, messages[0].ID))
		for name, list := range map[string]func() error{
			"offices":  func() error { _, err := w.Offices(ctx, hr); return err },
			"accounts": func() error { _, err := w.Others(ctx, hr, ""); return err },
			"staff":    func() error { _, err := w.Staff(ctx, hr); return err },
			"outbox":   func() error { _, err := w.Outgoing(ctx, hr, OutboxFilter{}); return err },
			"repeat":   func() error { return w.Repeat(ctx, hr, messages[0].ID) },
		} {
			if err := list(); !fault.Is(err, fault.Forbidden) {
				t.Errorf("an employer reads %s: %v", name, err)
			}
		}
	})
}
