package people

import (
	"strings"
	"time"

	"yichuang/civil"
)

// PartyID names a person, employer, service agency, platform or officer. It is
// opaque, never reused and never carries personal data.
type PartyID string

// System is the actor of what the law makes happen by itself (deemed
// acceptance, a lapsing tolerance). No account has it.
const System PartyID = "system"

// PlaceCode is a place of the places file: a GB/T 2260 code of a province
// ("370000"), city ("370200") or district, or an own id such as "xpcc-12".
type PlaceCode string

// Nation holds every place.
const Nation PlaceCode = "CN"

// Prefix returns the beginning that all codes within the place share: two
// digits for a province, four for a city, the whole code otherwise. Storage
// compares it with LIKE so that lists follow the same rule as Holds.
func (p PlaceCode) Prefix() string {
	s := string(p)
	if len(s) != 6 || strings.Trim(s, "0123456789") != "" {
		return s
	}
	if strings.HasSuffix(s, "0000") {
		return s[:2]
	}
	if strings.HasSuffix(s, "00") {
		return s[:4]
	}
	return s
}

// Holds reports whether other is the place itself or lies within it. A division
// of the XPCC lies in no GB/T 2260 place: offices that serve both name both.
func (p PlaceCode) Holds(other PlaceCode) bool {
	if p == Nation {
		return true
	}
	prefix := p.Prefix()
	if prefix == string(p) {
		return p == other
	}
	return len(other) == 6 && strings.HasPrefix(string(other), prefix)
}

// Account is how somebody signs in. What it may do follows from its roles, the
// party it belongs to and, for staff, its Officer record.
type Account struct {
	ID        PartyID   `json:"id"`
	Party     PartyID   `json:"party"` // employer, agency or platform it handles for; the account itself otherwise
	Name      string    `json:"name"`
	Email     string    `json:"email,omitempty"`
	Language  string    `json:"language,omitempty"` // "zh" or "en"; empty: ask
	Roles     []Role    `json:"roles"`
	Disabled  bool      `json:"disabled,omitempty"`
	CreatedAt time.Time `json:"created_at"`
}

// Person is a foreigner, or somebody in the foreigner's family. The passport
// number and birth date are personal identifiers: storage encrypts them.
type Person struct {
	ID             PartyID    `json:"id"`
	Account        PartyID    `json:"account,omitempty"` // empty until the person has signed in once
	Name           string     `json:"name"`              // as in the passport's machine zone
	ChineseName    string     `json:"chinese_name,omitempty"`
	BirthDate      civil.Date `json:"birth_date"`
	Nationality    string     `json:"nationality"` // ISO 3166-1 alpha-3
	PassportNumber string     `json:"passport_number,omitempty"`
	GuardianOf     []PartyID  `json:"guardian_of,omitempty"` // children for whom the person acts
}

// Verification says whether an employer's or agency's registration was checked.
type Verification string

// The states of a registration.
const (
	Unverified Verification = "unverified"
	Verified   Verification = "verified"
	Rejected   Verification = "rejected" // what is missing stands in the note
)

// Employer is a employer (yongren danwei) as registered with the window.
type Employer struct {
	ID               PartyID      `json:"id"`
	Name             string       `json:"name"`
	NameEN           string       `json:"name_en,omitempty"`
	CreditCode       string       `json:"credit_code"` // unified social credit code
	Place            PlaceCode    `json:"place"`
	Representative   string       `json:"representative,omitempty"`
	Verification     Verification `json:"verification"`
	VerificationNote string       `json:"verification_note,omitempty"`
	LicenceExpires   *civil.Date  `json:"licence_expires,omitempty"` // nil: no end date or not stated
	PrefiledUntil    *civil.Date  `json:"prefiled_until,omitempty"`  // last day on which the pre-filing holds
	Prefiled         bool         `json:"prefiled,omitempty"`        // with PrefiledUntil nil: without end
}

// PrefiledOn reports whether a completed pre-filing holds on the day.
func (e Employer) PrefiledOn(on civil.Date) bool {
	return e.Prefiled && (e.PrefiledUntil == nil || on <= *e.PrefiledUntil)
}

// ServiceAgency is a service agency, or an approved incubator platform. It acts for
// an employer under a Mandate only; a platform applies in its own name.
type ServiceAgency struct {
	ID            PartyID      `json:"id"`
	Name          string       `json:"name"`
	NameEN        string       `json:"name_en,omitempty"`
	CreditCode    string       `json:"credit_code"`
	Place         PlaceCode    `json:"place"`
	Verification  Verification `json:"verification"`
	Platform      bool         `json:"platform,omitempty"`       // approved park, incubator or maker space
	ApprovedUntil *civil.Date  `json:"approved_until,omitempty"` // of a platform; nil: without end
}
