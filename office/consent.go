package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/store"
)

const (
	kindConsent = "consent" // link by which a named party answers, without an account
	consentLife = 30 * 24 * time.Hour

	// statusNamed is the registration of a party that somebody else named and
	// that has not registered itself.
	statusNamed = "named"
)

// Asking names the party whose consent a case needs. Ours is the employer that
// files; any other is found, or kept, by its unified social credit code.
type Asking struct {
	Of        string
	Ours      bool
	Name      string
	Code      string
	Email     string
	Requested string // the applicant's name as the message may say it
}

// AskConsent names the party and makes its link: for printing, and by e-mail
// where an address is given. An older link of the same consent ends.
func (w *Window) AskConsent(ctx context.Context, in Write, a Asking) (c casefile.Case, link string, err error) {
	c, err = w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		party, err := s.asked(ctx, a)
		if err != nil {
			return nil, err
		}
		events, err := s.file.AskConsent(s.by, a.Of, party)
		if err != nil || a.Ours {
			return events, err
		}
		link, err = s.consentLink(ctx, a, party)
		return events, err
	})
	return c, link, err
}

// asked finds the party by its code, or keeps it as named by the applicant.
func (s *step) asked(ctx context.Context, a Asking) (people.PartyID, error) {
	if a.Ours {
		return s.file.Employer, nil
	}
	code := strings.ToUpper(strings.TrimSpace(a.Code))
	row, err := s.tx.PartyByCode(ctx, code)
	if err == nil && row.Kind == kindEmployer {
		return people.PartyID(row.ID), nil
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", err
	}
	switch {
	case err == nil || !people.ValidCreditCode(code):
		return "", fault.New(fault.Invalid, "fault.account.credit-code").WithPath("code")
	case strings.TrimSpace(a.Name) == "":
		return "", needed("name")
	}
	id := people.PartyID(store.NewID())
	body, err := json.Marshal(people.Employer{ID: id, Name: a.Name, CreditCode: code, Place: s.file.Place, Verification: people.Unverified})
	if err != nil {
		return "", err
	}
	party := store.Party{ID: string(id), Kind: kindEmployer, Name: strings.TrimSpace(a.Name), Code: code, Place: string(s.file.Place), Status: statusNamed, Body: body}
	if err := s.tx.AddParty(ctx, &party); err != nil {
		return "", err
	}
	return id, record(ctx, s.tx, s.by.Who, "party/"+string(id), "party.named", map[string]string{"case": string(s.file.Number), "name": party.Name, "code": code})
}

// consentBody says what a link is for, and how often it was tried with a wrong code.
type consentBody struct {
	Case     casefile.CaseNumber `json:"case"`
	Of       string              `json:"of"`
	Party    people.PartyID      `json:"party"`
	Failures int                 `json:"failures,omitempty"`
}

func (s *step) consentLink(ctx context.Context, a Asking, party people.PartyID) (string, error) {
	code := printedCode(5)
	body, err := json.Marshal(consentBody{Case: s.file.Number, Of: a.Of, Party: party})
	if err != nil {
		return "", err
	}
	if err := s.tx.AddCredential(ctx, &store.Credential{
		ID: store.NewID(), Kind: kindConsent, Secret: code, Body: body, ValidUntil: s.tx.Now().Add(consentLife),
	}); err != nil {
		return "", err
	}
	link := s.Address + "/consent/" + code
	accounts, err := accountsOf(ctx, &s.tx.Reader, party)
	if err != nil {
		return "", err
	}
	about := fmt.Sprintf("consent/%s/%s/%d", s.file.Number, a.Of, s.file.Version)
	args := []any{"number", string(s.file.Number), "link", link}
	if err := s.inform(ctx, s.tx, accounts, news{About: about, Kind: kindConsent, Key: "consent-asked", Args: args}); err != nil {
		return "", err
	}
	if len(accounts) > 0 || !strings.Contains(a.Email, "@") {
		return link, nil
	}
	say := func(part, between string) string { // nobody knows which language a stranger reads
		var texts []string
		for _, l := range locale.Languages() {
			texts = append(texts, s.say(string(l), "message.consent-asked"+part, args...))
		}
		return strings.Join(texts, between)
	}
	return link, s.tx.AddMessage(ctx, &store.Message{
		ID: store.NewID(), Dedupe: about, Kind: kindConsent, Party: string(party), Recipient: strings.TrimSpace(a.Email), Language: string(locale.Chinese),
		Subject: say(".subject", " / "), Text: say(".text", "\n\n"),
	})
}

// Asked is a consent as the party that is asked sees it: who asks, for whom, and
// for what. It sees nothing else of the case.
type Asked struct {
	Number    casefile.CaseNumber
	Version   int
	Matter    casefile.MatterID
	Place     people.PlaceCode
	Of        string
	Party     people.PartyID
	PartyName string
	Employer  string // who files
	Foreigner string
	Covers    map[string]json.RawMessage // the answers that it agrees to
	State     casefile.Consent
	Open      bool // it can still be answered
}

func (w *Window) askedView(ctx context.Context, r *store.Reader, c casefile.Case, k casefile.Consent) (a Asked, err error) {
	a = Asked{Number: c.Number, Version: c.Version, Matter: c.Matter, Place: c.Place, Of: k.Of, Party: k.Party, State: k, Covers: map[string]json.RawMessage{}}
	a.Open = c.Status == casefile.StatusDraft && k.GivenAt == nil && k.RefusedAt == nil
	for _, path := range k.Covers {
		if value, answered := c.Answers[path]; answered {
			a.Covers[path] = value
		}
	}
	for party, name := range map[people.PartyID]*string{k.Party: &a.PartyName, c.Employer: &a.Employer, c.Foreigner: &a.Foreigner} {
		if party == "" {
			continue
		}
		row, err := r.Party(ctx, string(party))
		if err != nil {
			return a, err
		}
		*name = row.Name
	}
	return a, nil
}

var errConsentLink = fault.New(fault.NotFound, "fault.consent.link")

// ConsentByLink shows what the holder of a link is asked. A link that is wrong,
// too old, tried too often, or replaced by a newer one is not found.
func (w *Window) ConsentByLink(ctx context.Context, code string) (Asked, error) {
	_, _, a, err := w.consentLinked(ctx, &w.DB.Reader, code)
	return a, err
}

func (w *Window) consentLinked(ctx context.Context, r *store.Reader, code string) (cred store.Credential, body consentBody, a Asked, err error) {
	cred, err = r.CredentialBySecret(ctx, kindConsent, strings.ToUpper(strings.TrimSpace(code)))
	if fault.Is(err, fault.NotFound) {
		return cred, body, a, errConsentLink
	}
	if err != nil {
		return cred, body, a, err
	}
	if err := json.Unmarshal(cred.Body, &body); err != nil {
		return cred, body, a, fmt.Errorf("read link %s: %w", cred.ID, err)
	}
	if body.Failures >= mostTries || !w.Clock().Before(cred.ValidUntil) {
		return cred, body, a, errConsentLink
	}
	c, err := r.CaseFile(ctx, body.Case)
	if err != nil {
		return cred, body, a, err
	}
	for _, k := range c.Consents {
		if k.Of == body.Of && k.Party == body.Party {
			a, err = w.askedView(ctx, r, c, k)
			return cred, body, a, err
		}
	}
	return cred, body, a, errConsentLink
}
