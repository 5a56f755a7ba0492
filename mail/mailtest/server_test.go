package mailtest

import (
	"net/smtp"
	"slices"
	"strings"
	"testing"
)

func TestServer_KeepsWhatAClientSends(t *testing.T) {
	server := Start(t)
	body := "Subject: 补正通知\r\n\r\n.a line that starts with a dot\r\n"
	to := []string{"one@example.org", "two@example.org"}
	if err := smtp.SendMail(server.Address(), nil, "window@example.org", to, []byte(body)); err != nil {
		t.Fatal(err)
	}
	got := server.Wait(t, 1)[0]
	if got.From != "window@example.org" || !slices.Equal(got.To, to) {
		t.Errorf("envelope is %s to %v, want window@example.org to %v", got.From, got.To, to)
	}
	if want := strings.ReplaceAll(body, "\r\n", "\n"); string(got.Data) != want {
		t.Errorf("data is %q, want %q", got.Data, want)
	}
}

func TestServer_RefuseHoldsForAsManyMessages(t *testing.T) {
	server := Start(t)
	server.Refuse("451 try again later")
	send := func() error {
		return smtp.SendMail(server.Address(), nil, "a@example.org", []string{"b@example.org"}, []byte("Subject: x\r\n\r\n"))
	}
	if err := send(); err == nil || !strings.HasPrefix(err.Error(), "451") {
		t.Errorf("first message: got %v, want 451", err)
	}
	if n := len(server.Messages()); n != 0 {
		t.Errorf("a refused message was kept (%d)", n)
	}
	if err := send(); err != nil {
		t.Errorf("second message: %v", err)
	}
	server.Wait(t, 1)
}

func TestServer_DataNeedsARecipient(t *testing.T) {
	server := Start(t)
	client, err := smtp.Dial(server.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Mail("a@example.org"); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Data(); err == nil || !strings.HasPrefix(err.Error(), "503") {
		t.Errorf("got %v, want 503", err)
	}
}
