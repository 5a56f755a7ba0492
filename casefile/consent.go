package casefile

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yichuang/fault"
	"yichuang/people"
)

// ConsentPlan is a consent that the matter needs before it can be sent.
type ConsentPlan struct {
	Of        string   `yaml:"of"`        // whose: "main-employer", "second-employer"
	Fact      string   `yaml:"fact"`      // the fact that is true once it is given
	Principal bool     `yaml:"principal"` // the employer that files is asked; otherwise a party is named
	Covers    []string `yaml:"covers"`    // answers that the party agrees to: changing one asks again
}

// Consent of a party that a filing needs. Party is empty until it is named;
// neither GivenAt nor RefusedAt: asked, not answered.
type Consent struct {
	Of        string         `json:"of"` // as the matter names it: "main-employer"
	Party     people.PartyID `json:"party"`
	Covers    []string       `json:"covers,omitempty"`
	AskedAt   *time.Time     `json:"asked_at,omitempty"` // a link was made for it
	GivenBy   people.PartyID `json:"given_by,omitempty"`
	GivenAt   *time.Time     `json:"given_at,omitempty"`
	Name      string         `json:"name,omitempty"` // who answered, as typed
	RefusedAt *time.Time     `json:"refused_at,omitempty"`
	Reason    string         `json:"reason,omitempty"` // of a refusal
}

// ConsentAsked names the party whose consent is asked.
type ConsentAsked struct {
	Of    string         `json:"of"`
	Party people.PartyID `json:"party"`
}

// Kind is "consent-asked".
func (ConsentAsked) Kind() Kind { return "consent-asked" }

func (b ConsentAsked) fold(c *Case, e Event) {
	at := e.At
	c.consent(b.Of, func(k *Consent) {
		*k = Consent{Of: k.Of, Party: b.Party, Covers: k.Covers, AskedAt: &at}
	})
	c.SavedAt = e.At
}

// ConsentGiven records that a party whose consent is needed gave it.
type ConsentGiven struct {
	Of   string `json:"of"`
	Name string `json:"name,omitempty"` // who answered for the party, as typed
}

// Kind is "consent-given".
func (ConsentGiven) Kind() Kind { return "consent-given" }

func (b ConsentGiven) fold(c *Case, e Event) {
	at := e.At
	c.consent(b.Of, func(k *Consent) {
		k.GivenBy, k.GivenAt, k.Name, k.RefusedAt, k.Reason = e.Actor, &at, b.Name, nil, ""
	})
}

// ConsentRefused records that the party does not agree. It can be asked again.
type ConsentRefused struct {
	Of     string `json:"of"`
	Reason string `json:"reason,omitempty"`
	Name   string `json:"name,omitempty"`
}

// Kind is "consent-refused".
func (ConsentRefused) Kind() Kind { return "consent-refused" }

func (b ConsentRefused) fold(c *Case, e Event) {
	at := e.At
	c.consent(b.Of, func(k *Consent) {
		k.GivenBy, k.GivenAt, k.Name, k.RefusedAt, k.Reason = "", nil, b.Name, &at, b.Reason
	})
}

// consent changes the consent of the name.
func (c *Case) consent(of string, change func(*Consent)) {
	for i := range c.Consents {
		if c.Consents[i].Of == of {
			change(&c.Consents[i])
		}
	}
}

// reconsider takes back every consent whose answers have changed: the party
// agreed to something else.
func (c *Case) reconsider(changed map[string]json.RawMessage) {
	for i := range c.Consents {
		k := &c.Consents[i]
		if k.GivenAt == nil {
			continue
		}
		if slices.ContainsFunc(k.Covers, func(path string) bool { _, hit := changed[path]; return hit }) {
			k.GivenAt, k.GivenBy, k.Name = nil, "", ""
		}
	}
}

// AskConsent names the party whose consent is asked, anew where another was
// asked or it refused.
func (c Case) AskConsent(by By, of string, party people.PartyID) ([]Event, error) {
	if err := c.begin(by, people.Edit, ""); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(c.Consents, func(k Consent) bool { return k.Of == of })
	switch {
	case i < 0:
		return nil, fault.At("of", "case %s needs no consent of %q", c.Number, of)
	case c.Consents[i].GivenAt != nil:
		return nil, fault.New(fault.Conflict, "fault.consent.given").WithDetail("the consent of %s is given", of)
	case party == "":
		return nil, fault.At("party", "name the party whose consent is asked")
	case slices.ContainsFunc(c.Consents, func(k Consent) bool { return k.Of != of && k.Party == party }):
		return nil, fault.New(fault.Invalid, "fault.consent.same-party").WithPath("code").
			WithDetail("party %s is asked for another consent of the case already", party)
	}
	return c.emit(by, ConsentAsked{Of: of, Party: party}), nil
}

// Consent gives the consent that the matter asks of the actor's party.
func (c Case) Consent(by By, of, name string) ([]Event, error) {
	if err := c.mayAnswer(by, of); err != nil {
		return nil, err
	}
	for _, k := range c.Consents {
		for _, path := range k.Covers {
			if _, answered := c.Answers[path]; k.Of == of && !answered {
				return nil, fault.New(fault.Conflict, "fault.consent.open-answers").WithDetail("%s is not answered yet: there is nothing to agree to", path)
			}
		}
	}
	return c.emit(by, ConsentGiven{Of: of, Name: name}), nil
}

// RefuseConsent says that the actor's party does not agree, and why.
func (c Case) RefuseConsent(by By, of, name, reason string) ([]Event, error) {
	if err := c.mayAnswer(by, of); err != nil {
		return nil, err
	}
	if strings.TrimSpace(reason) == "" {
		return nil, fault.New(fault.Invalid, "fault.case.reason").WithPath("reason").WithDetail("a refusal of consent needs a reason")
	}
	return c.emit(by, ConsentRefused{Of: of, Name: name, Reason: reason}), nil
}

func (c Case) mayAnswer(by By, of string) error {
	if err := c.begin(by, people.Consent, ""); err != nil {
		return err
	}
	i := slices.IndexFunc(c.Consents, func(k Consent) bool { return k.Of == of && k.Party == by.Who.Party && k.Party != "" })
	if i < 0 {
		return fault.New(fault.Forbidden, "fault.people.consent").WithDetail("the consent of %s is not asked as %s", by.Who.Party, of)
	}
	if c.Consents[i].GivenAt != nil {
		return fault.New(fault.Conflict, "fault.consent.given").WithDetail("the consent of %s is given", of)
	}
	return nil
}
