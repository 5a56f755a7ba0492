package office

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// CaseTelling is something that was told about a case by itself: when, what, and
// what became of it for each who was to hear it. Its text stays with them.
type CaseTelling struct {
	At      time.Time
	Event   int // version of the event that it tells, or 0
	Subject string
	To      []Hearer
}

// Hearer is an account that was told of a case. A person has the own name, a
// handler of the applicant's side a masked one, another office's officer none.
type Hearer struct {
	Why    string // of hearing
	Name   string
	Office people.Words // of an officer
	State  OutgoingState
}

// hearing is the order in which those who were told something are listed.
var hearing = []string{"foreigner", "employer", "agency", "consent", "office"}

// tellingsShown is how many messages of a case are looked at, the newest first.
const tellingsShown = 500

// Tellings lists what was told about the case, newest first, to the officers who
// work on it. What tells an event that the reader may not know of is left out.
func (w *Window) Tellings(ctx context.Context, who people.Who, number casefile.CaseNumber, language string) ([]CaseTelling, error) {
	c, err := w.Case(ctx, who, number)
	if err != nil || !slices.ContainsFunc(handlingActs, who.Role.Can) {
		return nil, err
	}
	events, err := w.History(ctx, who, number)
	if err != nil {
		return nil, err
	}
	rows, err := w.DB.Messages(ctx, store.MessageFilter{CaseID: string(number), Limit: tellingsShown})
	if err != nil {
		return nil, err
	}
	var out []CaseTelling
	at := map[string]int{} // the thing told → its place in out
	for _, m := range rows {
		about := strings.TrimSuffix(m.Dedupe, "/"+m.Party)
		event := eventOf(about)
		if event > 0 && !slices.ContainsFunc(events, func(e casefile.Event) bool { return e.Version == event }) {
			continue
		}
		hearer, err := w.hearer(ctx, who, c, m)
		if err != nil {
			return nil, err
		}
		i, known := at[about]
		if !known {
			said, ok, err := wordsIn(m, language)
			if err != nil {
				return nil, err
			}
			if !ok {
				said.Subject = m.Subject
			}
			i, at[about] = len(out), len(out)
			out = append(out, CaseTelling{At: m.CreatedAt, Event: event, Subject: said.Subject})
		}
		out[i].To = append(out[i].To, hearer)
	}
	for _, x := range out {
		slices.SortStableFunc(x.To, func(a, b Hearer) int { return slices.Index(hearing, a.Why) - slices.Index(hearing, b.Why) })
	}
	return out, nil
}

// eventOf is the version of the event that something told is about, or 0.
func eventOf(about string) int {
	parts := strings.Split(about, "/")
	if len(parts) != 3 || parts[0] != "event" {
		return 0
	}
	version, err := strconv.Atoi(parts[2])
	if err != nil {
		return 0
	}
	return version
}

// hearer is to whom the message went, as far as the reader may know.
func (w *Window) hearer(ctx context.Context, who people.Who, c casefile.Case, m store.Message) (Hearer, error) {
	h := Hearer{State: outgoing(m).State, Why: "consent"}
	row, err := w.DB.Account(ctx, m.Party)
	if fault.Is(err, fault.NotFound) {
		return h, nil
	}
	if err != nil {
		return h, err
	}
	if strings.HasPrefix(m.Kind, deskNews) {
		return w.officeHearer(ctx, who, row, h)
	}
	account, err := readAccount(row)
	if err != nil {
		return h, err
	}
	h.Name = MaskName(account.Name)
	switch account.Party {
	case "":
	case c.Foreigner:
		h.Why, h.Name = "foreigner", account.Name
	case c.Employer:
		h.Why = "employer"
	case c.Agent:
		h.Why = "agency"
	}
	return h, nil
}

// officeHearer names an officer to the colleagues alone.
func (w *Window) officeHearer(ctx context.Context, who people.Who, row store.Account, h Hearer) (Hearer, error) {
	h.Why = "office"
	on := civil.DateOf(w.Clock())
	posts, err := w.DB.Officers(ctx, store.OfficerFilter{Account: row.ID, On: &on})
	if err != nil {
		return h, err
	}
	for _, post := range posts {
		if h.Office, err = w.OfficeName(ctx, people.OfficeID(post.Office)); err != nil {
			return h, err
		}
		if post.Office == string(who.Office) {
			h.Name = row.Name
			break
		}
	}
	return h, nil
}
