package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	smtp "github.com/wneessen/go-mail"
)

// Message is what one person is told. ID is stable: a message that is sent
// again after a crash has the same Message-ID, by which mailboxes tell that they
// have it.
type Message struct {
	ID      string
	To      string // address
	Subject string // without personal detail
	Text    string
	At      time.Time // when it was written
}

// Config says how to reach the mail server. Encryption is "starttls" (the
// default), "tls" from the first byte, or "none" for a server on the same
// machine. From is an address, with a name if wanted: Window <window@example.org>.
type Config struct {
	Host       string
	Port       int
	Encryption string
	Username   string // empty: no authentication
	Password   string
	From       string
	Timeout    time.Duration // of one message; zero: 30 seconds
}

// Client sends messages through one server.
type Client struct {
	smtp   *smtp.Client
	from   string
	domain string // right side of Message-IDs
}

const defaultTimeout = 30 * time.Second

// NewClient prepares a client; it does not connect.
func NewClient(c Config) (*Client, error) {
	options, err := c.options()
	if err != nil {
		return nil, err
	}
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("mail.from: %w", err)
	}
	client, err := smtp.NewClient(c.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail server %s: %w", c.Host, err)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	return &Client{smtp: client, from: c.From, domain: domain}, nil
}

func (c Config) options() ([]smtp.Option, error) {
	timeout := c.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	options := []smtp.Option{smtp.WithTimeout(timeout)}
	switch c.Encryption {
	case "", "starttls":
		options = append(options, smtp.WithTLSPolicy(smtp.TLSMandatory))
	case "tls":
		options = append(options, smtp.WithSSL())
	case "none":
		options = append(options, smtp.WithTLSPolicy(smtp.NoTLS))
	default:
		return nil, fmt.Errorf("mail.encryption: %q is none of starttls, tls, none", c.Encryption)
	}
	if c.Port != 0 {
		options = append(options, smtp.WithPort(c.Port))
	}
	if c.Username != "" {
		options = append(options, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover), smtp.WithUsername(c.Username), smtp.WithPassword(c.Password))
	}
	return options, nil
}

// Send hands one message to the server. The error wraps ErrRefused when the
// server says that it will never take it.
func (c *Client) Send(ctx context.Context, m Message) error {
	letter, err := c.compose(m)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	err = c.smtp.DialAndSendWithContext(ctx, letter)
	var refused *smtp.SendError
	if errors.As(err, &refused) && refused.ErrorCode() >= 500 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

// ErrRefused marks a message that no repetition will deliver.
var ErrRefused = errors.New("message refused for good")

func (c *Client) compose(m Message) (*smtp.Msg, error) {
	letter := smtp.NewMsg()
	if err := errors.Join(letter.From(c.from), letter.To(m.To)); err != nil {
		return nil, err
	}
	letter.Subject(m.Subject)
	letter.SetMessageIDWithValue(m.ID + "@" + c.domain)
	letter.SetDateWithValue(m.At)
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody answers with an absence note
	letter.SetBodyString(smtp.TypeTextPlain, m.Text)
	return letter, nil
}
