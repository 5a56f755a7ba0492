package mail

import (
	"context"
	"errors"
	"fmt"
	"mime"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"yichuang/mail/mailtest"
)

func client(t *testing.T, server *mailtest.Server) *Client {
	t.Helper()
	c, err := NewClient(Config{Host: server.Host, Port: server.Port, Encryption: "none",
		From: "一窗 <window@example.org>", Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func goodMessage(id string) Message {
	return Message{ID: id, To: "kim@example.org", Subject: "补正告知书 / Notice of corrections",
		Text: "请在5个工作日内更正。\nPlease correct by Sat 9 May 2026.\n", At: time.Date(2026, 4, 27, 1, 0, 0, 0, time.UTC)}
}

func TestClient_Send(t *testing.T) {
	server := mailtest.Start(t)
	if err := client(t, server).Send(t.Context(), goodMessage("m1")); err != nil {
		t.Fatal(err)
	}
	got := server.Wait(t, 1)[0]
	if got.From != "window@example.org" || len(got.To) != 1 || got.To[0] != "kim@example.org" {
		t.Errorf("envelope is %s to %v", got.From, got.To)
	}
	letter, err := netmail.ReadMessage(strings.NewReader(string(got.Data)))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
	if err != nil || subject != goodMessage("").Subject {
		t.Errorf("got subject %q, %v", subject, err)
	}
	if id := letter.Header.Get("Message-ID"); id != "<m1@example.org>" {
		t.Errorf("got Message-ID %s, want the message's own", id)
	}
	if at, err := letter.Header.Date(); err != nil || !at.Equal(goodMessage("").At) {
		t.Errorf("got date %v, %v", at, err)
	}
}

func TestNewClient_refuses(t *testing.T) {
	for name, c := range map[string]Config{
		"sender":     {Host: "localhost", From: "nobody"},
		"host":       {From: "a@example.org"},
		"encryption": {Host: "localhost", From: "a@example.org", Encryption: "perhaps"},
	} {
		if _, err := NewClient(c); err == nil {
			t.Errorf("%s: was let through", name)
		}
	}
}

// Without TLS the client does not talk to a server unless it is told to.
func TestClient_Send_needsTLS(t *testing.T) {
	server := mailtest.Start(t)
	c, err := NewClient(Config{Host: server.Host, Port: server.Port, From: "window@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Send(t.Context(), goodMessage("m1")); err == nil || len(server.Messages()) != 0 {
		t.Errorf("got %v and %d messages, want a refusal", err, len(server.Messages()))
	}
}

// box is an outbox in memory that notes what became of each message.
type box struct {
	waiting []Message
	became  map[string]string
}

func (b *box) Lease(context.Context) ([]Message, error) { // three at a time
	leased := b.waiting[:min(3, len(b.waiting))]
	b.waiting = b.waiting[len(leased):]
	return leased, nil
}
func (b *box) Sent(_ context.Context, id string) error { return b.note(id, "sent") }
func (b *box) Failed(_ context.Context, id, reason string) error {
	return b.note(id, "failed: "+reason)
}
func (b *box) Refused(_ context.Context, id, reason string) error {
	return b.note(id, "refused: "+reason)
}
func (b *box) note(id, what string) error {
	if b.became[id] != "" {
		return fmt.Errorf("%s is settled already", id)
	}
	b.became[id] = what
	return nil
}

func newBox(ids ...string) *box {
	b := &box{became: map[string]string{}}
	for _, id := range ids {
		b.waiting = append(b.waiting, goodMessage(id))
	}
	return b
}

func TestDeliver(t *testing.T) {
	server := mailtest.Start(t)
	server.Refuse("451 try again later", "550 no such person")
	b := newBox("m1", "m2", "m3", "m4")
	b.waiting[3].To = "not an address"
	report, err := Deliver(t.Context(), b, client(t, server))
	if err != nil || report != (Report{Sent: 1, Failed: 1, Refused: 2}) {
		t.Fatalf("got %+v, %v", report, err)
	}
	for id, want := range map[string]string{"m1": "failed: ", "m2": "refused: ", "m3": "sent", "m4": "refused: "} {
		if got := b.became[id]; !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
	if !strings.Contains(b.became["m1"], "451") || !strings.Contains(b.became["m2"], "550") {
		t.Errorf("the server's words are lost: %v", b.became)
	}
	if n := len(server.Wait(t, 1)); n != 1 {
		t.Errorf("%d messages arrived, want 1", n)
	}
}

func TestDeliver_noServer(t *testing.T) {
	gone, err := NewClient(Config{Host: "127.0.0.1", Port: 1, Encryption: "none", From: "window@example.org", Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	b := newBox("m1")
	if report, err := Deliver(t.Context(), b, gone); err != nil || report.Failed != 1 {
		t.Errorf("got %+v, %v; want it to be tried again", report, err)
	}
}

// senderFunc is a sender made of a function.
type senderFunc func() error

func (f senderFunc) Send(context.Context, Message) error { return f() }

func TestDeliver_brokenOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBox("m1", "m2", "m3")
	n := 0
	report, err := Deliver(ctx, b, senderFunc(func() error {
		if n++; n == 2 {
			cancel()
			return errors.New("connection closed")
		}
		return nil
	}))
	if !errors.Is(err, context.Canceled) || report.Sent != 1 || len(b.became) != 1 {
		t.Errorf("got %+v, %v and %v; want the first sent and the others left", report, err, b.became)
	}
}
