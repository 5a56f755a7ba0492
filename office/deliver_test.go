package office

import (
	"fmt"
	"testing"
	"time"

	"yichuang/mail"
	"yichuang/mail/mailtest"
	"yichuang/store"
)

// Messages go from the outbox through a real SMTP server; what it puts off
// waits, what it refuses is left to people.
func TestOutbox_Deliver(t *testing.T) { eachEmptyDatabase(t, deliverInRounds) }

func deliverInRounds(t *testing.T, w *world) {
	box := Outbox{Window: w.Window, Worker: "w1"}
	err := box.do(t.Context(), func(tx *store.Tx) error {
		for i := range 4 {
			m := store.Message{ID: fmt.Sprintf("m%d", i), Dedupe: fmt.Sprint(i), Party: "kim", Recipient: "kim@example.org", Subject: "A notice for you", Text: "Open it."}
			if i == 3 {
				m.Recipient = "" // for the page only
			}
			if err := tx.AddMessage(t.Context(), &m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	server := mailtest.Start(t)
	server.Refuse("451 try again later", "550 no such person")
	client, err := mail.NewClient(mail.Config{Host: server.Host, Port: server.Port, Encryption: "none", From: "window@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []mail.Report{{Sent: 1, Failed: 1, Refused: 1}, {}, {Sent: 1}} {
		got, err := mail.Deliver(t.Context(), box, client)
		if err != nil || got != want {
			t.Fatalf("got %+v, %v; want %+v", got, err, want)
		}
		w.now = w.now.Add(30 * time.Second) // the second round comes before the wait of a minute is over
	}
	if n := len(server.Wait(t, 2)); n != 2 {
		t.Errorf("%d messages arrived, want 2", n)
	}
	if lost, err := w.DB.Messages(t.Context(), store.MessageFilter{GivenUp: true}); err != nil || len(lost) != 1 {
		t.Errorf("got %+v, %v; want the refused one", lost, err)
	}
}
