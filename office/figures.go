package office

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/store"
)

// wholeStep is the whole way of a case, from its day of receipt to the last
// decision, pauses included.
const wholeStep = "whole"

// finishedSteps are the steps of the case that have ended, each with the working
// days that it took its office; nil where none has ended since before. A case
// that ended without a decision adds none.
func finishedSteps(before, after casefile.Case, cal *civil.Calendar) []store.StepDays {
	if after.Exit != nil || stopped(before) == stopped(after) && before.Status == after.Status {
		return nil
	}
	class := ""
	if after.Determination != nil {
		class = after.Determination.Class
	}
	var steps []store.StepDays
	best := map[string]int{} // of a step with a law's and a promised clock, the law's counts
	for _, k := range after.Clocks {
		if k.State() != casefile.Stopped || k.Limit.Unit == casefile.Fixed || k.Limit.Step == casefile.StepDelivery {
			continue
		}
		t, ok := after.Track(k.Limit.Track)
		if !ok {
			continue
		}
		step := store.StepDays{
			Track: string(t.ID), Step: k.Limit.Step, Office: string(t.Office), Class: class,
			Ended: k.Entries[len(k.Entries)-1].On, Days: worked(k, cal),
		}
		id := step.Track + "/" + step.Step
		if i, known := best[id]; !known {
			best[id] = len(steps)
			steps = append(steps, step)
		} else if k.Limit.Statutory {
			steps[i] = step
		}
	}
	return append(steps, whole(after, class, cal)...)
}

func stopped(c casefile.Case) (n int) {
	for _, k := range c.Clocks {
		if k.State() == casefile.Stopped {
			n++
		}
	}
	return n
}

// worked counts the working days in which the clock ran.
func worked(k casefile.Clock, cal *civil.Calendar) (days int) {
	var since *civil.Date
	for _, e := range k.Entries {
		if since != nil && (e.Kind == casefile.Paused || e.Kind == casefile.Ended) {
			days += int(cal.WorkingDaysBetween(*since, e.On))
			since = nil
		}
		if e.Kind == casefile.Started || e.Kind == casefile.Resumed {
			on := e.On
			since = &on
		}
	}
	return days
}

func whole(c casefile.Case, class string, cal *civil.Calendar) []store.StepDays {
	sent, ok := c.Moments[casefile.AtSubmission]
	if !ok || c.Status != casefile.StatusDecided && c.Status != casefile.StatusClosed {
		return nil
	}
	last := civil.Date(0)
	for _, t := range c.Tracks {
		if t.Decision != nil && t.Decision.On != nil {
			last = max(last, *t.Decision.On)
		}
	}
	return []store.StepDays{{Step: wholeStep, Office: string(c.Tracks[0].Office), Class: class, Ended: last, Days: int(cal.WorkingDaysBetween(sent, last))}}
}

// FigurePeriod is what figures are counted for: days included; an empty matter
// is all.
type FigurePeriod struct {
	From, Until civil.Date
	Matter      string
}

// Spread is how long a step took: half of them at most Median working days, nine
// of ten at most Ninety.
type Spread struct {
	Key            string // step, office or class
	Median, Ninety int
	Count          int
}

// Figures are what supervisors compare.
type Figures struct {
	Steps    []Spread            // every step, the whole way first
	Offices  map[string][]Spread // of a step, by office
	Classes  map[string][]Spread // of a step, by class
	Right    []store.RightCount
	Months   []store.MonthCount
	Ratings  []store.LevelCount
	Accepted int
	AllRight int
}

// Figures counts the cases of the watcher's places in a period.
func (w *Window) Figures(ctx context.Context, who people.Who, f FigurePeriod) (out Figures, err error) {
	if err := mayWatch(who); err != nil {
		return out, err
	}
	p := store.Period{Places: who.Places, From: f.From, Until: f.Until, Matter: f.Matter}
	err = w.DB.Snapshot(ctx, func(r store.Reader) error {
		counts, err := r.StepDayCounts(ctx, p)
		if err != nil {
			return err
		}
		out.spread(counts)
		if out.Right, err = r.FirstTimeRight(ctx, p); err != nil {
			return err
		}
		if out.Months, err = r.Volumes(ctx, p); err != nil {
			return err
		}
		out.Ratings, err = r.RatingLevels(ctx, p)
		return err
	})
	if err != nil {
		return out, err
	}
	for _, c := range out.Right {
		out.Accepted, out.AllRight = out.Accepted+c.Accepted, out.AllRight+c.Right
	}
	slices.SortFunc(out.Months, func(a, b store.MonthCount) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.What, b.What))
	})
	return out, nil
}

// spread works out medians from the counts of days.
func (f *Figures) spread(counts []store.DayCount) {
	steps := map[string]tally{}
	offices, classes := map[string]map[string]tally{}, map[string]map[string]tally{}
	add := func(to map[string]tally, key string, c store.DayCount) {
		if to[key] == nil {
			to[key] = tally{}
		}
		to[key][c.Days] += c.Count
	}
	for _, c := range counts {
		if offices[c.Step] == nil {
			offices[c.Step], classes[c.Step] = map[string]tally{}, map[string]tally{}
		}
		add(steps, c.Step, c)
		add(offices[c.Step], c.Office, c)
		add(classes[c.Step], c.Class, c)
	}
	f.Steps = spreads(steps)
	slices.SortStableFunc(f.Steps, func(a, b Spread) int {
		rank := map[string]int{wholeStep: 0, casefile.StepAcceptance: 1}
		of := func(key string) int {
			if n, ok := rank[key]; ok {
				return n
			}
			return len(rank)
		}
		return of(a.Key) - of(b.Key)
	})
	f.Offices, f.Classes = map[string][]Spread{}, map[string][]Spread{}
	for step := range offices {
		f.Offices[step], f.Classes[step] = spreads(offices[step]), spreads(classes[step])
	}
}

// tally counts by days.
type tally map[int]int

func spreads(of map[string]tally) []Spread {
	var out []Spread
	for _, key := range slices.Sorted(maps.Keys(of)) {
		s := Spread{Key: key}
		for _, n := range of[key] {
			s.Count += n
		}
		s.Median, s.Ninety = of[key].percentile(s.Count, 50), of[key].percentile(s.Count, 90)
		out = append(out, s)
	}
	return out
}

// percentile is the least number of days within which percent of all were done.
func (t tally) percentile(total, percent int) int {
	need, done := (total*percent+99)/100, 0
	for _, days := range slices.Sorted(maps.Keys(t)) {
		if done += t[days]; done >= need {
			return days
		}
	}
	return 0
}
