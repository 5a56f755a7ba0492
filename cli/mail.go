package cli

import (
	"net"
	"strconv"

	"github.com/spf13/pflag"

	"yichuang/fault"
	"yichuang/mail"
)

// mailFlags say how messages leave. Without a server they stay on the pages and
// in the outbox.
type mailFlags struct{ server, encryption, user, from string }

// mailPassword is an environment variable, because other users of the machine
// can read command lines.
const mailPassword = "YICHUANG_MAIL_PASSWORD"

func (m *mailFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&m.server, "mail-server", "", "host:port of the SMTP server; without it nothing is mailed")
	flags.StringVar(&m.encryption, "mail-encryption", "starttls", "starttls, tls, or none")
	flags.StringVar(&m.user, "mail-user", "", "user at the mail server; the password stands in "+mailPassword)
	flags.StringVar(&m.from, "mail-from", "", "address that messages come from")
}

// sender returns the mail client; nil where none is wanted.
func (m *mailFlags) sender(getenv func(string) string) (mail.Sender, error) {
	if m.server == "" {
		return nil, nil
	}
	host, port, err := net.SplitHostPort(m.server)
	if err != nil {
		return nil, fault.At("--mail-server", "%v (write host:port)", err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fault.At("--mail-server", "%q is no port", port)
	}
	client, err := mail.NewClient(mail.Config{
		Host: host, Port: number, Encryption: m.encryption, Username: m.user, Password: getenv(mailPassword), From: m.from,
	})
	if err != nil {
		return nil, err
	}
	return client, nil
}
