package office

import (
	"context"
	"encoding/json"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// WatchList names one of the supervisor's lists.
type WatchList string

// The lists of cases, in the order of their urgency.
const (
	WatchLate   WatchList = "late"   // past the last day
	WatchToday  WatchList = "today"  // due today
	WatchSoon   WatchList = "soon"   // due within soonDays working days
	WatchPaused WatchList = "paused" // a clock pauses for more than pausedDays days
	WatchAgain  WatchList = "again"  // a second correction was asked
	WatchDeemed WatchList = "deemed" // accepted or granted by law
)

// WatchLists lists them all.
var WatchLists = []WatchList{WatchLate, WatchToday, WatchSoon, WatchPaused, WatchAgain, WatchDeemed}

const (
	soonDays   civil.WorkingDays = 2
	pausedDays civil.Days        = 10
	lookBack   civil.Days        = 90 // how long what happened once stays on a list
	lowLevel                     = 2  // ratings of at most this are called back
)

// watchFilter narrows the cases to those of a list on the day.
func (w *Window) watchFilter(who people.Who, list WatchList, f CaseFilter) (CaseFilter, error) {
	f.Scope, f.OpenOnly = who.Scope(w.Clock()), true
	today := civil.DateOf(w.Clock())
	before, tomorrow, since, back := today-1, today+1, today.AddDays(-pausedDays-1), today.AddDays(-lookBack)
	switch list {
	case WatchLate:
		f.DueUntil = &before
	case WatchToday:
		f.DueFrom, f.DueUntil = &today, &today
	case WatchSoon:
		cal, err := w.Law().calendar(who.Places[0])
		if err != nil {
			return f, err
		}
		last := cal.Due(today, soonDays)
		f.DueFrom, f.DueUntil = &tomorrow, &last
	case WatchPaused:
		f.PausedUntil = &since
	case WatchAgain:
		f.AgainSince, f.OpenOnly = &back, false
	case WatchDeemed:
		f.DeemedSince, f.OpenOnly = &back, false
	default:
		return f, fault.New(fault.NotFound, "fault.not-found")
	}
	return f, nil
}

// WatchedCase is a case on a supervisor's list.
type WatchedCase struct {
	CaseRow
	File     casefile.Case
	Reminded time.Time // when its officers were last reminded; zero: never
}

// Watched lists the cases of a list within the watcher's places.
func (w *Window) Watched(ctx context.Context, who people.Who, list WatchList, f CaseFilter) ([]WatchedCase, int64, error) {
	if err := mayWatch(who); err != nil || len(who.Places) == 0 {
		return nil, 0, err
	}
	f, err := w.watchFilter(who, list, f)
	if err != nil {
		return nil, 0, err
	}
	rows, err := w.DB.Cases(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	if err := w.meetCases(ctx, rows); err != nil {
		return nil, 0, err
	}
	chains := make([]string, len(rows))
	for i, row := range rows {
		chains[i] = "watch/" + row.ID
	}
	reminders, err := w.DB.Newest(ctx, chains)
	if err != nil {
		return nil, 0, err
	}
	out := make([]WatchedCase, len(rows))
	for i, row := range rows {
		out[i].CaseRow = row
		if out[i].File, err = row.Folded(); err != nil {
			return nil, 0, err
		}
		out[i].Reminded = reminders[chains[i]].At
	}
	total, err := w.DB.CountCases(ctx, f)
	return out, total, err
}

// WatchCounts counts every list, and the low ratings to call back.
func (w *Window) WatchCounts(ctx context.Context, who people.Who) (lists map[WatchList]int64, ratings int64, err error) {
	if err := mayWatch(who); err != nil || len(who.Places) == 0 {
		return nil, 0, err
	}
	lists = map[WatchList]int64{}
	for _, list := range WatchLists {
		f, err := w.watchFilter(who, list, CaseFilter{})
		if err != nil {
			return nil, 0, err
		}
		if lists[list], err = w.DB.CountCases(ctx, f); err != nil {
			return nil, 0, err
		}
	}
	ratings, err = w.DB.CountLowRatings(ctx, store.LowRatings{Places: who.Places, Level: lowLevel})
	return lists, ratings, err
}

// RemindOfficers tells the officers who have a case that its last day is near or past:
// those to whom its open tracks are assigned, else all of the office. Each is
// reminded at most once a day.
func (w *Window) RemindOfficers(ctx context.Context, in Supervising, number casefile.CaseNumber) error {
	in.Asked = string(number)
	_, err := w.supervise(ctx, in, func(o *oversight) (string, error) {
		c, err := o.tx.CaseFile(ctx, number)
		if err == nil && (mayWatch(in.Who) != nil || !in.Who.Scope(o.by.At).Holds(c.Subject(""))) {
			err = fault.New(fault.NotFound, "fault.case.not-found")
		}
		if err != nil {
			return "", err
		}
		cal, err := o.law.calendar(c.Place)
		if err != nil {
			return "", err
		}
		_, due, running := c.NextDue(cal, "")
		if !running {
			return "", fault.New(fault.Conflict, "fault.watch.nothing-runs")
		}
		late := &step{Window: w, tx: o.tx, law: o.law, file: c}
		accounts, err := late.handlers(ctx, true)
		if err != nil {
			return "", err
		}
		told := make([]string, len(accounts))
		for i, a := range accounts {
			told[i] = a.ID
		}
		err = o.inform(ctx, o.tx, accounts, news{
			About: "watch-reminder/" + string(number) + "/" + o.by.On().String(), Kind: deskNews + "watch-reminder", Case: number, Key: "watch-reminder",
			Args: []any{"number", string(number), "due", due},
		})
		if err != nil {
			return "", err
		}
		return string(number), o.record(ctx, "watch", string(number), "reminded", map[string]any{"case": number, "due": due, "told": told})
	})
	return err
}

// OfficeNames are the names of all offices by their ids: no secret.
func (w *Window) OfficeNames(ctx context.Context) (map[string]people.Words, error) {
	offices, err := officesOf(ctx, &w.DB.Reader)
	names := make(map[string]people.Words, len(offices))
	for _, o := range offices {
		names[string(o.ID)] = o.Name
	}
	return names, err
}

// RatingView is a low rating with its case and the calls made about it.
type RatingView struct {
	store.Rating
	Words string
	Calls []Call
	Who   string // who rated
	Case  CaseRow
}

// Call is a call back to somebody who was not satisfied.
type Call struct {
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Reached bool      `json:"reached"`
	Notes   string    `json:"notes"`
}

// ratingBody is what a rating's row holds beside its columns.
type ratingBody struct {
	Words string `json:"words,omitempty"`
	Calls []Call `json:"calls,omitempty"`
}

// LowRatings lists the ratings to call back, the oldest first; with called those
// of the last months that were called too.
func (w *Window) LowRatings(ctx context.Context, who people.Who, f store.LowRatings) ([]RatingView, int64, error) {
	if err := mayWatch(who); err != nil {
		return nil, 0, err
	}
	f.Places, f.Level = who.Places, lowLevel
	rows, err := w.DB.LowRatings(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	var ids, accounts []string
	for _, row := range rows {
		ids, accounts = append(ids, row.CaseID), append(accounts, row.Account)
	}
	cases, err := w.DB.CasesByID(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	if err := meet(ctx, &w.DB.Reader, nil, accounts); err != nil {
		return nil, 0, err
	}
	out := make([]RatingView, len(rows))
	for i, row := range rows {
		if out[i], err = w.ratingView(ctx, row, cases[row.CaseID]); err != nil {
			return nil, 0, err
		}
	}
	total, err := w.DB.CountLowRatings(ctx, f)
	return out, total, err
}

func (w *Window) ratingView(ctx context.Context, row store.Rating, of store.CaseRow) (RatingView, error) {
	v := RatingView{Rating: row, Case: of}
	body, err := unpack[ratingBody](row.Body, "rating", row.ID)
	if err != nil {
		return v, err
	}
	v.Words, v.Calls = body.Words, body.Calls
	v.Who, err = accountName(ctx, &w.DB.Reader, people.PartyID(row.Account))
	return v, err
}

// LowRating reads one rating to call back.
func (w *Window) LowRating(ctx context.Context, who people.Who, id string) (RatingView, error) {
	row, err := w.DB.Rating(ctx, id)
	if err != nil {
		return RatingView{}, err
	}
	of, err := w.DB.Case(ctx, row.CaseID)
	if err != nil {
		return RatingView{}, err
	}
	v, err := w.ratingView(ctx, row, of)
	if err != nil {
		return v, err
	}
	if row.Level > lowLevel || watches(who, people.PlaceCode(v.Case.Place)) != nil {
		return RatingView{}, fault.New(fault.NotFound, "fault.not-found")
	}
	return v, nil
}

// CallBack records a call about a low rating. Once somebody was reached, the
// rating leaves the list.
func (w *Window) CallBack(ctx context.Context, in Supervising, id string, reached bool, notes string) error {
	if notes == "" {
		return fault.New(fault.Invalid, "fault.watch.call").WithPath("notes")
	}
	in.Asked = id + "\n" + notes
	_, err := w.supervise(ctx, in, func(o *oversight) (string, error) {
		row, err := o.tx.Rating(ctx, id)
		if err != nil {
			return "", err
		}
		c, err := o.tx.Case(ctx, row.CaseID)
		if err != nil {
			return "", err
		}
		if row.Level > lowLevel || watches(in.Who, people.PlaceCode(c.Place)) != nil {
			return "", fault.New(fault.NotFound, "fault.not-found")
		}
		body, err := unpack[ratingBody](row.Body, "rating", id)
		if err != nil {
			return "", err
		}
		call := Call{By: string(in.Who.Account), At: o.tx.Now(), Reached: reached, Notes: notes}
		body.Calls = append(body.Calls, call)
		if row.Body, err = json.Marshal(body); err != nil {
			return "", err
		}
		if reached {
			row.CalledAt = o.tx.Now()
		}
		if err := o.tx.ChangeRating(ctx, &row); err != nil {
			return "", err
		}
		return id, o.record(ctx, "rating", id, "called", call)
	})
	return err
}

// keepRating keeps the rating where it is counted and found, beside the event.
func (s *step) keepRating(ctx context.Context, r casefile.Rated) error {
	body, err := json.Marshal(ratingBody{Words: r.Words})
	if err != nil {
		return err
	}
	return s.tx.AddRating(ctx, &store.Rating{
		ID: store.NewID(), CaseID: string(s.file.Number), Account: string(s.by.Who.Account), Office: string(s.file.Tracks[0].Office),
		Level: r.Stars, Body: body,
	})
}
