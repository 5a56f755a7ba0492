package people

import (
	"fmt"
	"slices"
)

// Role is what an account may be to the window. The list is closed.
type Role string

// The roles of experience.md §2.
const (
	Applicant        Role = "applicant"         // the foreigner: reads, uploads, signs and reports; sends own requests, never an application
	EmployerHR       Role = "employer-hr"       // handles the employer's cases
	Agency           Role = "agency"            // handles cases of employers that gave it a mandate
	Clerk            Role = "clerk"             // window: sees originals, accepts, corrects, hands over
	OfficerRole      Role = "officer"           // foreign-expert department: reviews and drafts
	Approver         Role = "approver"          // the second signature
	Police           Role = "police"            // exit-entry administration: the residence track
	Supervisor       Role = "supervisor"        // watches deadlines and complaints, changes nothing in a case
	PolicyStaff      Role = "policy-staff"      // writes and publishes packs
	IntegrityOfficer Role = "integrity-officer" // checks commitments, keeps integrity files, imposes sanctions
	Partner          Role = "partner"           // department that answers service requests
	Incubator        Role = "incubator"         // approved start-up platform that applies for founders
	Administrator    Role = "administrator"     // users, offices, letterheads
	Operator         Role = "operator"          // installs, imports, backs up
)

// Roles lists every role in the order in which people meet them.
var Roles = []Role{
	Applicant, EmployerHR, Agency, Incubator, Clerk, OfficerRole, Approver, Police, Partner,
	Supervisor, IntegrityOfficer, PolicyStaff, Administrator, Operator,
}

// Staff reports whether the role works for an authority and is bound to an
// office and its jurisdiction.
func (r Role) Staff() bool {
	switch r {
	case Clerk, OfficerRole, Approver, Police, Partner, Supervisor, IntegrityOfficer, PolicyStaff, Administrator, Operator:
		return true
	}
	return false
}

// ParseRole reads a role and refuses words that are none.
func ParseRole(s string) (Role, error) {
	if r := Role(s); slices.Contains(Roles, r) {
		return r, nil
	}
	return "", fmt.Errorf("%q is no role (one of %v)", s, Roles)
}
