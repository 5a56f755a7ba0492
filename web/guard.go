package web

import (
	"net/http"

	"yichuang/fault"
	"yichuang/people"
)

// may guards a page that is not about one case: it is not there for a role that
// can never use it.
func may(h signedHandler, can func(people.Who) bool) signedHandler {
	return func(w http.ResponseWriter, r *http.Request, who people.Who) error {
		if !can(who) {
			return fault.New(fault.Forbidden, "fault.people.role")
		}
		return h(w, r, who)
	}
}

// reading: whoever reads cases or permits.
func (s *Server) reading(h signedHandler) signedHandler {
	return may(h, func(who people.Who) bool { return who.Role.Can(people.Read) })
}

// handling: authorities that read cases.
func (s *Server) handling(h signedHandler) signedHandler {
	return may(h, func(who people.Who) bool { return who.Role.Staff() && who.Role.Can(people.Read) })
}

// atDesk: the window's clerks.
func (s *Server) atDesk(h signedHandler) signedHandler {
	return may(h, func(who people.Who) bool { return who.Role == people.Clerk })
}

// signing: who gives the second signature.
func (s *Server) signing(h signedHandler) signedHandler {
	return may(h, func(who people.Who) bool { return who.Role.Can(people.Approve) })
}
