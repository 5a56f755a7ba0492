package web

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"

	"yichuang/fault"
)

// routes is the site map, grouped by who uses the pages.
func (s *Server) routes() {
	// Everybody
	s.page("GET /{$}", s.showHome)
	s.page("POST /place", s.choosePlace)
	s.page("GET /check", s.askQuestion)
	s.page("POST /check", s.answerQuestion)
	s.page("POST /check/clear", s.clearAnswers)
	s.page("GET /check/result", s.showResult)
	s.page("GET /check/compare", s.comparePlaces)
	s.page("POST /check/keep", s.windowed(s.keepCheck))
	s.page("GET /check/resume", s.windowed(s.askResume))
	s.page("POST /check/resume", s.windowed(s.resumeCheck))
	s.page("GET /papers", s.listPapers)
	s.page("GET /policy", s.listPolicies)
	s.page("GET /policy/{pack}", s.showPolicy)
	s.page("GET /policy/{pack}/{clause}", s.showClause)
	s.page("GET /track", s.askTrack)
	s.page("POST /track", s.track)
	s.page("GET /verify/{code}", s.verifyPermit)
	s.page("GET /consent/{code}", s.windowed(s.showConsent))
	s.page("POST /consent/{code}", s.windowed(s.answerConsent))
	s.page("GET /check/residence", s.checkResidence)
	s.page("POST /check/residence", s.checkResidence)
	s.page("GET /platforms", s.windowed(s.listPlatforms))
	s.page("GET /help", s.showHelp)
	s.page("GET /services", s.open(s.listServices))
	s.page("GET /services/{kind}", s.open(s.showService))
	s.page("GET /programmes", s.open(s.showProgrammes))
	s.page("GET /lists/{list}", s.open(s.showPublicList))
	s.page("GET /privacy", s.showText("privacy"))
	s.page("GET /accessibility", s.showText("accessibility"))

	// Signing in
	s.page("GET /signin", s.windowed(s.showSignIn))
	s.page("POST /signin", s.windowed(s.signIn))
	s.page("GET /signin/code", s.windowed(s.showCode))
	s.page("POST /signin/code", s.windowed(s.giveCode))
	s.page("GET /signin/factor", s.windowed(s.showFactor))
	s.page("GET /signin/factor/qr.png", s.windowed(s.drawFactor))
	s.page("POST /signin/factor", s.windowed(s.keepFactor))
	s.page("POST /signin/demo", s.windowed(s.signInDemo))
	s.page("POST /signin/confirm", s.confirmed(s.confirmAgain))
	s.page("POST /signout", s.windowed(s.signOut))
	s.page("GET /role", s.windowed(s.showRoles))
	s.page("POST /role", s.windowed(s.chooseRole))
	s.page("GET /session/stay", s.signed(s.staySignedIn))

	s.page("GET /invitation/{code}", s.windowed(s.showInvitation))
	s.page("POST /invitation/{code}", s.windowed(s.takeInvitation))
	s.page("GET /register", s.windowed(s.showRegister))
	s.page("POST /register", s.windowed(s.register))
	s.page("GET /claim", s.windowed(s.showClaim))
	s.page("POST /claim", s.windowed(s.claim))
	s.page("GET /account", s.signed(s.showAccount))
	s.page("POST /account/password", s.signed(s.changePassword))
	s.page("POST /account/language", s.signed(s.changeLanguage))
	s.page("GET /account/choices", s.signed(s.showChoices))
	s.page("POST /account/choices", s.signed(s.saveChoices))
	s.page("POST /account/recovery", s.confirmed(s.renewRecovery))

	// Applicants, employers, agencies
	s.page("GET /my", s.signed(s.showMine))
	s.page("GET /messages", s.signed(s.showMessages))
	s.page("GET /apply", s.signed(s.showApply))
	s.page("POST /apply", s.signed(s.beginCase))
	s.page("GET /case/{number}", s.signed(s.showCase))
	s.page("GET /case/{number}/answers", s.signed(s.showAnswers))
	s.page("POST /case/{number}/answers", s.signed(s.saveAnswers))
	s.page("GET /case/{number}/task/{topic}", s.signed(s.showAnswers))
	s.page("POST /case/{number}/task/{topic}", s.signed(s.saveAnswers))
	s.page("GET /case/{number}/appointment", s.signed(s.showAppointments))
	s.page("POST /case/{number}/book", s.signed(s.bookAppointment))
	s.page("POST /case/{number}/unbook", s.signed(s.cancelAppointment))
	s.page("GET /case/{number}/promise/{slot}", s.signed(s.showPromise))
	s.page("POST /case/{number}/promise", s.signed(s.signPromise))
	s.page("GET /case/{number}/rate", s.signed(s.showRate))
	s.page("POST /case/{number}/rate", s.signed(s.rateCase))
	s.page("GET /case/{number}/leave", s.signed(s.showLeave))
	s.page("POST /case/{number}/leave", s.signed(s.reportLeave))
	s.page("GET /case/{number}/family", s.signed(s.showFamily))
	s.page("POST /case/{number}/family", s.signed(s.noteFamily))
	s.page("GET /case/{number}/access", s.signed(s.showAccess))
	s.page("GET /case/{number}/fix", s.signed(s.showFix))
	s.page("POST /case/{number}/answer", s.signed(s.answerRequest))
	s.page("GET /case/{number}/check", s.signed(s.showCheck))
	s.page("POST /case/{number}/send", s.signed(s.sendCase))
	s.page("GET /case/{number}/sent", s.signed(s.showSent))
	s.page("GET /case/{number}/paper/{file}", s.signed(s.showPaper))
	s.page("GET /case/{number}/letter/{letter}", s.signed(s.showLetter))
	s.page("GET /case/{number}/calendar.ics", s.signed(s.sendCalendar))
	s.page("GET /begin/{matter}", s.signed(s.showBegin))
	s.page("POST /begin/{matter}", s.signed(s.begun))
	s.page("GET /filings", s.signed(s.listFilings))
	s.page("GET /part-time", s.signed(s.listPartTime))
	s.page("GET /org", s.signed(s.showOrg))
	s.page("GET /org/edit", s.signed(s.showEditOrg))
	s.page("POST /org/edit", s.signed(s.editOrg))
	s.page("GET /org/handlers/new", s.signed(s.showNewHandler))
	s.page("POST /org/handlers/new", s.confirmed(s.addHandler))
	s.page("GET /org/handlers/{account}/close", s.signed(s.askCloseHandler))
	s.page("POST /org/handlers/{account}/close", s.confirmed(s.closeHandler))
	s.page("GET /org/mandates", s.signed(s.showMandates))
	s.page("GET /org/mandates/new", s.signed(s.showGiveMandate))
	s.page("POST /org/mandates/new", s.confirmed(s.giveMandate))
	s.page("GET /org/mandates/{mandate}/revoke", s.signed(s.askRevoke))
	s.page("POST /org/mandates/{mandate}/revoke", s.confirmed(s.revokeMandate))
	s.page("GET /agency", s.signed(s.showAgency))
	s.page("GET /org/prefiling", s.signed(s.showPrefiling))
	s.page("GET /helpers", s.signed(s.listHelpers))
	s.page("GET /case/{number}/helper", s.signed(s.showHelper))
	s.page("GET /stay", s.signed(s.listStays))
	s.page("GET /stay/new", s.signed(s.newStay))
	s.page("POST /stay/new", s.signed(s.tellStay))
	s.page("GET /incubator", s.signed(s.showIncubator))
	s.page("POST /services/{kind}", s.signed(s.askService))
	s.page("POST /programmes/{call}", s.signed(s.registerInterest))
	s.page("GET /requests", s.signed(s.listRequests))
	s.page("GET /requests/{number}", s.signed(s.showRequest))
	s.page("POST /requests/{number}/{act}", s.signed(s.actOnRequest))
	s.page("GET /consents", s.signed(s.listConsents))
	s.page("GET /case/{number}/consent/{of}", s.signed(s.showOwnConsent))
	s.page("POST /case/{number}/consent/{of}", s.signed(s.answerOwnConsent))
	s.page("GET /case/{number}/consent/{of}/ask", s.signed(s.askConsent))
	s.page("POST /case/{number}/consent/{of}/ask", s.signed(s.nameConsenter))
	s.page("POST /case/{number}/{act}", s.signed(s.actOnCase))

	// Permits, for those whose they are and for authorities
	s.page("GET /permits", s.signed(s.reading(s.listPermits)))
	s.page("GET /permits/{permit}", s.signed(s.showPermit))
	s.page("POST /permits/{permit}/apply", s.signed(s.beginOnPermit))

	// Authorities
	s.page("GET /desk", s.signed(s.handling(s.showDesk)))
	s.page("GET /desk/new", s.signed(s.atDesk(s.askDeskCase)))
	s.page("POST /desk/new", s.signed(s.atDesk(s.openDeskCase)))
	s.page("GET /desk/registrations", s.signed(s.showRegistrations))
	s.page("GET /registrations/{party}", s.signed(s.showRegistration))
	s.page("POST /registrations/{party}", s.signed(s.verifyRegistration))
	s.page("GET /desk/{number}/intake", s.signed(s.showIntake))
	s.page("GET /officer", s.signed(s.handling(s.showWorklist)))
	s.page("GET /officer/{number}", s.signed(s.showFile))
	s.page("GET /officer/{number}/condition/{condition}", s.signed(s.showCondition))
	s.page("GET /programmes/{call}", s.signed(s.listInterests))
	s.page("GET /admin/lists", s.signed(s.listKinds))
	s.page("GET /admin/lists/{list}", s.signed(s.showList))
	s.page("GET /admin/lists/{list}/row", s.signed(s.showRow))
	s.page("POST /admin/lists/{list}/row", s.signed(s.saveRow))
	s.page("GET /admin/lists/{list}/remove", s.signed(s.askRemove))
	s.page("POST /admin/lists/{list}/remove", s.signed(s.removeRow))
	s.page("GET /admin/lists/{list}/import", s.signed(s.askImport))
	s.page("POST /admin/lists/{list}/import", s.signed(s.importList))
	s.page("GET /admin/lists/{list}/history", s.signed(s.listHistory))
	s.page("GET /officer/{number}/paper/{file}", s.signed(s.showPaper))
	s.page("GET /officer/{number}/letter/{letter}", s.signed(s.showLetterDesk))
	s.page("POST /officer/{number}/letter/{letter}", s.signed(s.writeLetter))
	s.page("POST /officer/{number}/{act}", s.signed(s.actOnFile))
	s.page("GET /approve", s.signed(s.signing(s.listDrafts)))
	s.page("GET /approve/{number}", s.signed(s.showDraft))
	s.page("GET /police", s.signed(s.handling(s.listPolice)))
	s.page("GET /police/{number}", s.signed(s.showFile))
	s.page("POST /officer/{number}/approve", s.confirmed(s.approveCase))

	// Administrators and operators
	s.page("GET /admin", s.signed(s.showAdmin))
	s.page("GET /admin/offices", s.signed(s.showOffices))
	s.page("GET /admin/offices/{office}", s.signed(s.showOffice))
	s.page("POST /admin/offices/{office}", s.signed(s.saveOffice))
	s.page("GET /admin/offices/{office}/remedies", s.signed(s.showRemedies))
	s.page("POST /admin/offices/{office}/remedies", s.signed(s.saveRemedies))
	s.page("GET /admin/slots", s.signed(s.showSlots))
	s.page("GET /admin/slots/{office}", s.signed(s.showOfficeSlots))
	s.page("POST /admin/slots/{office}", s.signed(s.saveSlots))
	s.page("GET /admin/officers", s.signed(s.showStaff))
	s.page("GET /admin/others", s.signed(s.showOthers))
	s.page("GET /admin/officers/new", s.signed(s.showWelcome))
	s.page("POST /admin/officers/new", s.confirmed(s.welcome))
	s.page("GET /admin/officers/{account}", s.signed(s.showStaffMember))
	s.page("GET /admin/officers/{account}/post", s.signed(s.showGivePost))
	s.page("POST /admin/officers/{account}/post", s.confirmed(s.givePost))
	s.page("GET /admin/officers/{account}/roles", s.signed(s.showSetRoles))
	s.page("POST /admin/officers/{account}/roles", s.confirmed(s.setRoles))
	s.page("GET /admin/officers/{account}/{act}", s.signed(s.askAccountAct))
	s.page("POST /admin/officers/{account}/{act}", s.confirmed(s.actOnAccount))
	s.page("GET /admin/posts/{post}/end", s.signed(s.showEndPost))
	s.page("POST /admin/posts/{post}/end", s.confirmed(s.endPost))
	s.page("GET /admin/posts/{post}/substitute", s.signed(s.showSubstitute))
	s.page("POST /admin/posts/{post}/substitute", s.confirmed(s.substitute))
	s.page("POST /admin/posts/{post}/unsubstitute", s.confirmed(s.unsubstitute))
	s.page("GET /admin/outbox", s.signed(s.showOutbox))
	s.page("GET /admin/outbox/{message}", s.signed(s.showMessage))
	s.page("POST /admin/outbox/{message}/read", s.signed(s.readMessage))
	s.page("POST /admin/outbox/{message}/repeat", s.signed(s.repeatMessage))
	s.page("GET /admin/parameters", s.signed(s.showParameters))
	s.page("GET /admin/parameters/set", s.signed(s.showSetParameter))
	s.page("POST /admin/parameters/set", s.signed(s.setParameter))
	s.page("GET /admin/calendars", s.signed(s.showCalendars))
	s.page("GET /admin/calendars/year", s.signed(s.showCalendarYear))
	s.page("GET /admin/calendars/new", s.signed(s.showAddCalendar))
	s.page("POST /admin/calendars/new", s.signed(s.addCalendar))
	s.page("GET /admin/audit", s.signed(s.showAudit))

	s.page("GET /prefilings", s.signed(s.showPrefiling))
	s.page("GET /stays", s.signed(s.listStays))
	s.page("GET /platforms/new", s.signed(s.newPlatform))
	s.page("POST /platforms/new", s.signed(s.approvePlatform))
	s.page("GET /platforms/{id}/end", s.signed(s.askEndApproval))
	s.page("POST /platforms/{id}/end", s.confirmed(s.endApproval))

	// The policy desk: {pack} is a pack's id, {draft} a draft's
	s.page("GET /rules", s.signed(s.listRules))
	s.page("GET /rules/{pack}", s.signed(s.showRules))
	s.page("POST /rules/{pack}/begin", s.signed(s.beginDraft))
	s.page("GET /rules/{pack}/renew", s.signed(s.askRenewal))
	s.page("POST /rules/{pack}/renew", s.signed(s.renewRules))
	s.page("GET /rules/{draft}/edit", s.signed(s.editDraft))
	s.page("POST /rules/{draft}/edit", s.signed(s.saveDraft))
	s.page("POST /rules/{draft}/files", s.signed(s.putFiles))
	s.page("POST /rules/{draft}/restore", s.signed(s.restoreDraft))
	s.page("GET /rules/{draft}/try", s.signed(s.tryDraft))
	s.page("POST /rules/{draft}/accept", s.signed(s.acceptScenarios))
	s.page("GET /rules/{draft}/publish", s.signed(s.askPublish))
	s.page("POST /rules/{draft}/ask", s.signed(s.askSecond))
	s.page("POST /rules/{draft}/publish", s.confirmed(s.publishDraft))
	s.page("POST /rules/{draft}/discard", s.signed(s.discardDraft))

	// Browsers
	s.mux.Handle("GET /static/{name}", s.static)
	s.page("/", notFound)
}

// handler is a page action. It answers, or returns the error that decides which
// error page is shown.
type handler func(w http.ResponseWriter, r *http.Request) error

func (s *Server) page(pattern string, h handler) {
	var page http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(context.WithValue(r.Context(), loadedKey{}, true))
		if err := calmly(h, w, r); err != nil {
			s.showError(w, r, err)
		}
	})
	if s.sessions != nil {
		page = s.sessions.LoadAndSave(page)
	}
	s.mux.Handle(pattern, page)
}

// windowed guards a page that only a window with cases has.
func (s *Server) windowed(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if s.Window == nil {
			return fault.New(fault.NotFound, "fault.no-window")
		}
		return h(w, r)
	}
}

// calmly makes an error of a panic, so that a fault of ours gives a page with a
// reference number and not a broken connection.
func calmly(h handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			panic(cause)
		default:
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return h(w, r)
}
