package web

import (
	"net/http"

	"github.com/skip2/go-qrcode"
)

// issuer names the window in authenticator apps.
const issuer = "Yichuang"

const qrSize = 480 // pixels, shown at half that

func (s *Server) showFactor(w http.ResponseWriter, r *http.Request) error {
	return s.factorPage(w, r, nil)
}

// factorPage shows the secret of the second factor as QR code and as text.
func (s *Server) factorPage(w http.ResponseWriter, r *http.Request, err error) error {
	st, missing := s.staged(r)
	if missing != nil {
		return missing
	}
	page := formPage{Shell: s.shell(w, r, "page.factor.title"), Action: "/signin/factor", Picture: "/signin/factor/qr.png"}
	p := page.Printer()
	page.Lead = []string{p.T("page.factor.lead"), p.T("page.factor.how")}
	page.Secret = grouped(st.Secret)
	page.Fields = []Input{{ID: "code", Type: "text", Label: p.T("page.code.code"), Hint: p.T("page.factor.hint"), Complete: "one-time-code", Mode: "numeric"}}
	page.Button = p.T("page.signin.continue")
	return s.showForm(w, page, err)
}

// grouped writes a secret in fours, for typing.
func grouped(secret string) string {
	var out []byte
	for i := range len(secret) {
		if i > 0 && i%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, secret[i])
	}
	return string(out)
}

// drawFactor is the QR code of the secret being set up.
func (s *Server) drawFactor(w http.ResponseWriter, r *http.Request) error {
	st, err := s.staged(r)
	if err != nil {
		return err
	}
	picture, err := qrcode.Encode(st.Address, qrcode.Medium, qrSize)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(picture) // a reader that has gone away needs no answer
	return nil
}

// keepFactor keeps the second factor after a right code, begins the session and
// shows the recovery codes, once.
func (s *Server) keepFactor(w http.ResponseWriter, r *http.Request) error {
	st, err := s.staged(r)
	if err != nil {
		return err
	}
	codes, err := s.Window.KeepFactor(r.Context(), st.Account, st.Secret, r.PostFormValue("code"))
	if err != nil {
		return s.factorPage(w, r, err)
	}
	if err := s.enter(r, st.Account, st.Name); err != nil {
		return err
	}
	return s.showRecovery(w, r, codes, ownPath(st.Next, "/role"))
}

// recoveryPage shows fresh recovery codes.
type recoveryPage struct {
	Shell
	Codes []string
	Next  string
}

func (s *Server) showRecovery(w http.ResponseWriter, r *http.Request, codes []string, next string) error {
	page := recoveryPage{Shell: s.shell(w, r, "page.recovery.title"), Codes: codes, Next: next}
	return s.render(w, http.StatusOK, page.Lang, "recovery_show", page)
}
