package office

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/files"
	"yichuang/people"
	"yichuang/store"
)

func fileID(s string) files.ID { return files.ID(s) }

// Save keeps answers of the form, by fact path; each is read by the vocabulary
// before it is kept, so that a draft never holds what could not be determined.
func (w *Window) Save(ctx context.Context, in Write, set map[string]json.RawMessage) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		if err := s.readable(set); err != nil {
			return nil, err
		}
		return s.file.Save(s.by, set)
	})
}

// readable reads the answers as facts and as answers to the matter's own
// questions.
func (s *step) readable(set map[string]json.RawMessage) error {
	merged := s.file
	merged.Answers = maps.Clone(s.file.Answers)
	if merged.Answers == nil {
		merged.Answers = map[string]json.RawMessage{}
	}
	maps.Copy(merged.Answers, set)
	document, err := merged.FactsJSON(civil.DateOf(s.tx.Now()))
	if err != nil {
		return err
	}
	v := s.law.Engine.Policies.Vocabulary()
	if err := v.Parse(document, v.New()); err != nil {
		return err
	}
	matter, err := s.matter(s.file.Matter)
	if err != nil {
		return err
	}
	return ownAnswers(matter, set)
}

// ownAnswers refuses answers to questions that the matter does not ask, and
// answers that are none.
func ownAnswers(matter casefile.Matter, set map[string]json.RawMessage) error {
	for path, value := range set {
		id, own := strings.CutPrefix(path, casefile.OwnPrefix)
		if !own || string(value) == "null" {
			continue
		}
		i := slices.IndexFunc(matter.Questions, func(q casefile.Question) bool { return q.ID == id })
		if i < 0 {
			return fault.At(path, "matter %s does not ask it", matter.ID)
		}
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return fault.At(path, "%s is no text", value)
		}
		if _, err := matter.Questions[i].Read(text); err != nil {
			return err
		}
	}
	return nil
}

// Facts are the case's answers as facts, with what the case itself knows: the
// day, the place, the service asked for.
func (w *Window) Facts(c casefile.Case, on civil.Date) (*facts.Facts, error) {
	c, err := w.withOwnFacts(c)
	if err != nil {
		return nil, err
	}
	document, err := c.FactsJSON(on)
	if err != nil {
		return nil, err
	}
	v := w.Law().Engine.Policies.Vocabulary()
	f := v.New()
	if err := v.Parse(document, f); err != nil {
		return nil, err
	}
	return f, v.Check(f, w.Law().Places)
}

// Determine says what the policies of the day mean for the case as it stands.
// A draft follows the newest policy; a case that was sent keeps its day.
func (w *Window) Determine(c casefile.Case) (*determination.Determination, error) {
	on := civil.DateOf(w.Clock())
	if c.Pinned && c.Determination != nil {
		on = c.Determination.On
	}
	f, err := w.Facts(c, on)
	if err != nil {
		return nil, err
	}
	law, err := w.Law().of(c)
	if err != nil {
		return nil, err
	}
	return law.Engine.Determine(f)
}

// Refresh determines the draft anew and gives it the papers and limits that
// follow.
func (w *Window) Refresh(ctx context.Context, in Write) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		if err := s.register(ctx); err != nil {
			return nil, err
		}
		determined, err := s.determined(ctx)
		if err != nil {
			return nil, err
		}
		return s.file.Determine(s.by, determined)
	})
}

// determined runs the determination for today, of a case that was sent for the day
// to which it is pinned, keeps it beside the case and plans papers and limits.
func (s *step) determined(ctx context.Context) (casefile.Determined, error) {
	matter, err := s.matter(s.file.Matter)
	if err != nil {
		return casefile.Determined{}, err
	}
	on, law := civil.DateOf(s.tx.Now()), s.law
	if s.file.Pinned && s.file.Determination != nil {
		on = s.file.Determination.On
		if law, err = s.law.of(s.file); err != nil {
			return casefile.Determined{}, err
		}
	}
	f, err := s.Facts(s.file, on)
	if err != nil {
		return casefile.Determined{}, err
	}
	d, err := law.Engine.Determine(f)
	if err != nil {
		return casefile.Determined{}, err
	}
	outcome := d.AppendJSON(nil)
	var receipt struct{ Receipt json.RawMessage }
	if err := json.Unmarshal(outcome, &receipt); err != nil {
		return casefile.Determined{}, fmt.Errorf("read receipt: %w", err)
	}
	err = s.tx.AddDetermination(ctx, &store.Determination{
		ID: store.NewID(), CaseID: string(s.file.Number), On: d.On,
		Facts: f.AppendCanonical(nil), Outcome: outcome, Receipt: receipt.Receipt,
	})
	if err != nil {
		return casefile.Determined{}, err
	}
	plan := matter.Plan(d)
	plan.Snapshot.Law.Published = law.Published
	if plan.Snapshot.Term == nil {
		plan.Snapshot.Term, err = s.ownTerm(ctx, matter)
	}
	return plan, err
}

// Supply puts an upload into a slot. The content is examined and on disk before
// the case knows of it. What is not good enough is kept and named, so that
// nothing is lost.
func (w *Window) Supply(ctx context.Context, in Write, slot casefile.SlotID, name string, content io.Reader) (casefile.Case, files.Paper, error) {
	if _, err := w.Case(ctx, in.Who, in.Number); err != nil {
		return casefile.Case{}, files.Paper{}, err
	}
	id, paper, err := w.Files.Put(ctx, content)
	if err != nil {
		return casefile.Case{}, paper, err
	}
	after, err := w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		events, err := s.file.Supply(s.by, slot, casefile.File{
			Hash: string(id), Name: name, Type: string(paper.Type), Size: paper.Size, By: in.Who.Account, At: s.tx.Now(),
		})
		if err != nil {
			return nil, err
		}
		body, err := json.Marshal(paper)
		if err != nil {
			return nil, err
		}
		return events, s.tx.AddAttachment(ctx, &store.Attachment{
			ID: store.NewID(), CaseID: string(in.Number), Slot: string(slot), File: string(id), Name: name,
			MediaType: string(paper.Type), Size: paper.Size, Pages: paper.Pages, State: string(casefile.Supplied),
			UploadedBy: string(in.Who.Account), Body: body,
		})
	})
	return after, paper, err
}

// Sign signs a commitment in place of a paper.
func (w *Window) Sign(ctx context.Context, in Write, promise casefile.Commitment) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		if promise.ID == FollowPromise && len(s.by.Stops) > 0 {
			return nil, fault.New(fault.Forbidden, "fault.case.tolerance-sanctioned").WithDetail("no tolerance while sanction %s is in force", s.by.Stops[0].Sanction)
		}
		return s.file.Sign(s.by, promise)
	})
}

// Submit sends the case: it is determined for today, which pins the policy day,
// and every missing thing is told at once. A receipt for the papers goes out.
func (w *Window) Submit(ctx context.Context, in Write, declared, note string) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		matter, err := s.matter(s.file.Matter)
		if err != nil {
			return nil, err
		}
		if err := s.inForce(matter, s.file.Place); err != nil {
			return nil, err
		}
		if err := s.register(ctx); err != nil {
			return nil, err
		}
		if err := s.checked(ctx); err != nil {
			return nil, err
		}
		if err := s.demanded(ctx, matter); err != nil {
			return nil, err
		}
		determined, err := s.determined(ctx)
		if err != nil {
			return nil, err
		}
		events, err := s.file.Submit(s.by, casefile.Submission{Matter: matter, Determined: determined, Declared: declared, Note: note})
		if err != nil {
			return nil, err
		}
		if err := s.undoubted(ctx); err != nil {
			return nil, err
		}
		return s.receipt(ctx, events)
	})
}

// Withdraw takes the case back.
func (w *Window) Withdraw(ctx context.Context, in Write, reason string) (casefile.Case, error) {
	return w.act(ctx, in, func(s *step) ([]casefile.Event, error) {
		draft := s.file.Status == casefile.StatusDraft
		events, err := s.file.Withdraw(s.by, reason)
		if err != nil || draft {
			return events, err
		}
		return s.withdrawal(ctx, events, reason)
	})
}

// Missing lists what still stands in the way of sending the case.
func (w *Window) Missing(c casefile.Case) ([]string, error) {
	matter, err := w.matter(c.Matter)
	if err != nil {
		return nil, err
	}
	return c.Missing(matter), nil
}

// Offered lists the matters that a role can start at a place today.
func (w *Window) Offered(who people.Who, place people.PlaceCode) ([]casefile.Matter, error) {
	law := w.Law()
	f, err := w.Facts(casefile.Case{Place: place}, civil.DateOf(w.Clock()))
	if err != nil {
		return nil, err
	}
	d, err := law.Engine.Determine(f)
	if err != nil {
		return nil, err
	}
	var out []casefile.Matter
	for _, m := range w.Matters {
		if m.OfferedAt(place) && m.OpenUnder(d.Policies) && (who.Role == people.Clerk || slices.Contains(m.Roles, who.Role)) {
			out = append(out, m)
		}
	}
	return out, nil
}
