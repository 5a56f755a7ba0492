package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/letter"
	"yichuang/locale"
)

// verifyFlags is what the command line says, unchecked.
type verifyFlags struct {
	keys, data, on string
	output         outputFlags
}

// verification is what a certificate says and whether it may be relied on.
type verification struct {
	Valid       bool                 `json:"valid"`
	Reason      string               `json:"reason,omitempty"` // why it is not valid: unknown-key, signature, not-yet, ended
	On          civil.Date           `json:"on"`
	Certificate *verifiedCertificate `json:"certificate,omitempty"` // only what is signed by a known key

	// A certificate cannot know what happened after its issue: the check is never
	// made here, and Revocation says in words where it can be.
	RevocationChecked bool   `json:"revocation_checked"`
	Revocation        string `json:"revocation,omitempty"`

	fault *fault.Error
}

// verifiedCertificate are the claims with their full names.
type verifiedCertificate struct {
	Permit   string     `json:"permit"`
	Holder   string     `json:"holder"`
	Class    string     `json:"class,omitempty"`
	Employer string     `json:"employer,omitempty"`
	From     civil.Date `json:"from"`
	Until    civil.Date `json:"until"`
	Issued   civil.Date `json:"issued"`
	Office   string     `json:"office"`
	Status   string     `json:"status_url"`
	Key      string     `json:"key"`
}

func (e *env) verifyCommand() *cobra.Command {
	var flags verifyFlags
	cmd := &cobra.Command{
		Use:   "verify CERTIFICATE",
		Short: "verify a permit's QR code offline with the office's public keys",
		Long: "Verify reads the text of a permit's QR code (- for standard input) and checks it without any network.\n" +
			"Status 0: valid on the day; 1: not valid, the reason is printed; 2: this is no certificate or no key.\n" +
			"Whether the permit was cancelled or revoked since its issue is not checked: only the page that the certificate\n" +
			"names can tell. JSON says so as \"revocation_checked\": false.",
		Example: "  yichuang verify --keys office-keys.json eyJhbGciOiJFZERTQSIsImtpZCI6…",
		Args:    exactly(1),
		RunE:    func(_ *cobra.Command, args []string) error { return e.verify(args[0], flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.keys, "keys", "", "file of the issuing office's public keys (JSON Web Key Set)")
	f.StringVar(&flags.data, "data", "", "data directory of the window that issued it, instead of --keys")
	f.StringVar(&flags.on, "on", "", "day to verify for, YYYY-MM-DD (default: today in Beijing)")
	flags.output.register(f)
	cmd.MarkFlagsMutuallyExclusive("keys", "data")
	return cmd
}

func (e *env) verify(certificate string, flags verifyFlags) error {
	printer, err := flags.output.printer()
	if err != nil {
		return err
	}
	on := civil.DateOf(e.now())
	if flags.on != "" {
		if on, err = civil.ParseDate(flags.on); err != nil {
			return fault.At("--on", "%v", err)
		}
	}
	keys, err := readCertificateKeys(flags.keys, flags.data)
	if err != nil {
		return err
	}
	if certificate == "-" {
		text, err := io.ReadAll(io.LimitReader(e.stdin, mostCertificate))
		if err != nil {
			return fmt.Errorf("read certificate: %w", err)
		}
		certificate = string(text)
	}
	v, err := verifyOn(certificate, keys, on)
	if err != nil {
		return err
	}
	if err := v.write(e.stdout, flags.output.json(), printer); err != nil {
		return err
	}
	if !v.Valid {
		return errFailures
	}
	return nil
}

// mostCertificate is far more than any QR code holds, in bytes.
const mostCertificate = 1 << 16

func readCertificateKeys(file, data string) (letter.Keys, error) {
	flag := "--keys"
	switch {
	case data != "":
		flag, file = "--data", filepath.Join(data, letter.KeysFile)
	case file == "":
		return nil, fault.At(flag, "name the file of the office's public keys, or its data directory with --data")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.At(flag, "%v", pathless(err))
	}
	keys, err := letter.ParseKeys(text)
	if err != nil {
		return nil, fault.At(flag, "%s: %v", file, err)
	}
	return keys, nil
}

// verifyOn tells a certificate that is not valid, which is an answer, from a text
// that is no certificate, which is an error.
func verifyOn(certificate string, keys letter.Keys, on civil.Date) (verification, error) {
	v := verification{On: on}
	claims, err := letter.Verify(certificate, keys)
	if err != nil {
		reasons := map[string]string{letter.UnknownKey: "unknown-key", letter.Forged: "signature"}
		if !errors.As(err, &v.fault) || reasons[v.fault.Key] == "" {
			return v, err
		}
		v.Reason = reasons[v.fault.Key]
		return v, nil
	}
	v.Certificate = &verifiedCertificate{
		Permit: string(claims.Permit), Holder: claims.Holder, Class: claims.Class, Employer: claims.Employer,
		From: claims.From, Until: claims.Until, Issued: claims.Issued, Office: claims.Office, Status: claims.Status, Key: claims.Key,
	}
	standing := claims.On(on)
	v.Valid = standing == letter.Runs
	if !v.Valid {
		v.Reason = string(standing)
	}
	return v, nil
}

func (v verification) write(w io.Writer, asJSON bool, p *locale.Printer) error {
	if asJSON {
		if v.Certificate != nil {
			v.Revocation = p.T("verify.status", "url", v.Certificate.Status)
		}
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(v)
	}
	if v.fault != nil {
		_, err := fmt.Fprintln(w, p.T(v.fault.Key, v.fault.Args...))
		return err
	}
	c := v.Certificate
	key := "verify.valid"
	if !v.Valid {
		key = "verify." + v.Reason
	}
	var b strings.Builder
	fmt.Fprintln(&b, p.T(key, "on", v.On, "from", c.From, "until", c.Until))
	for _, line := range []struct{ name, text string }{
		{"permit", c.Permit}, {"holder", c.Holder}, {"class", c.Class}, {"employer", c.Employer},
		{"from", p.Date(c.From)}, {"until", p.Date(c.Until)}, {"issued", p.Date(c.Issued)}, {"office", c.Office},
	} {
		if line.text != "" {
			fmt.Fprintln(&b, "  "+p.T("verify.field."+line.name, "value", line.text))
		}
	}
	fmt.Fprintln(&b, p.T("verify.status", "url", c.Status))
	_, err := io.WriteString(w, b.String())
	return err
}
