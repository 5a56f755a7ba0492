package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
	"yichuang/store"
)

// DraftStatus is where a draft of a policy stands.
type DraftStatus string

// The standings of a draft.
const (
	DraftOpen      DraftStatus = "open"
	DraftAsked     DraftStatus = "asked" // a second person is asked to publish it
	DraftPublished DraftStatus = "published"
	DraftDiscarded DraftStatus = "discarded"
)

// PolicyDraft is a change of a pack on its way to publication: the files that
// differ from the text it began from, and the day from which it is to speak.
type PolicyDraft struct {
	ID      string
	Pack    string
	Base    string // hash of the text that it changes
	Status  DraftStatus
	Author  people.PartyID
	Version int64 // counts saves; a save names the one it saw
	Created time.Time
	Changed time.Time
	SavedBy people.PartyID
	draftBody
}

// draftBody is what of a draft is kept as JSON.
type draftBody struct {
	From     civil.Date         `json:"from"` // first day on which the text is to speak
	Note     string             `json:"note"`
	Changes  policy.Files       `json:"changes,omitempty"` // an empty text removes a file
	Accepted []AcceptedScenario `json:"accepted,omitempty"`
	Writers  []people.PartyID   `json:"writers,omitempty"` // everybody who saved it: none of them publishes it
}

// AcceptedScenario is a change of what a scenario expects that somebody wanted.
type AcceptedScenario struct {
	File   string         `json:"file"`
	Reason string         `json:"reason"`
	By     people.PartyID `json:"by"`
	At     time.Time      `json:"at"`
}

// DraftWrite is what every act on a draft carries.
type DraftWrite struct {
	Who  people.Who
	ID   string
	Seen int64 // version of the draft that the person saw
	Key  string
}

// mayReadDesk refuses everybody but policy staff.
func mayReadDesk(who people.Who) error {
	if who.Disabled || !who.Role.Can(people.Publish) {
		return fault.New(fault.Forbidden, "fault.people.role")
	}
	return nil
}

// mayDraft refuses a pack that speaks beyond the person's own places.
func mayDraft(who people.Who, pack *policy.Pack) error {
	if err := mayReadDesk(who); err != nil {
		return err
	}
	if !covers(who.Places, pack) {
		return fault.New(fault.Forbidden, "fault.policy.scope").
			WithDetail("pack %s holds in %v, account %s works for %v", pack.ID, pack.Scope, who.Account, who.Places)
	}
	return nil
}

// covers reports whether every place of the pack's scope lies in the places.
func covers(places []people.PlaceCode, pack *policy.Pack) bool {
	for _, scope := range pack.Scope {
		if !slices.ContainsFunc(places, func(p people.PlaceCode) bool { return p == people.Nation || p.Holds(people.PlaceCode(scope)) }) {
			return false
		}
	}
	return true
}

func readDraft(row store.PolicyDraft) (PolicyDraft, error) {
	d := PolicyDraft{
		ID: row.ID, Pack: row.Pack, Base: row.Base, Status: DraftStatus(row.Status), Author: people.PartyID(row.Author),
		Version: row.Version, Created: row.CreatedAt, Changed: row.ChangedAt, SavedBy: people.PartyID(row.SavedBy),
	}
	if err := json.Unmarshal(row.Body, &d.draftBody); err != nil {
		return d, fmt.Errorf("read draft %s: %w", row.ID, err)
	}
	return d, nil
}

// Drafts lists the drafts of the packs that the person may change, the one
// changed last first.
func (w *Window) Drafts(ctx context.Context, who people.Who) ([]PolicyDraft, error) {
	if err := mayReadDesk(who); err != nil {
		return nil, err
	}
	rows, err := w.DB.PolicyDrafts(ctx)
	if err != nil {
		return nil, err
	}
	law := w.Law()
	var out []PolicyDraft
	for _, row := range rows {
		d, err := readDraft(row)
		if err != nil {
			return nil, err
		}
		if w.reachesDraft(law, who, d) {
			out = append(out, d)
		}
	}
	return out, nil
}

// reachesDraft reports whether the draft is of a pack that the person may change;
// a draft of a pack that is not published yet says itself where it would hold.
func (w *Window) reachesDraft(law Law, who people.Who, d PolicyDraft) bool {
	if pack, ok := law.Engine.Policies.Pack(d.Pack); ok {
		return covers(who.Places, pack)
	}
	head, problems := law.Engine.Policies.Language.Head(d.Changes)
	return d.Author == who.Account || len(problems) == 0 && covers(who.Places, head)
}

// PolicyDraft reads one draft; one of a pack beyond the person's places is not found.
func (w *Window) PolicyDraft(ctx context.Context, who people.Who, id string) (PolicyDraft, error) {
	if err := mayReadDesk(who); err != nil {
		return PolicyDraft{}, err
	}
	row, err := w.DB.PolicyDraft(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return PolicyDraft{}, fault.New(fault.NotFound, "fault.policy.no-draft")
	}
	if err != nil {
		return PolicyDraft{}, err
	}
	d, err := readDraft(row)
	if err == nil && !w.reachesDraft(w.Law(), who, d) {
		err = fault.New(fault.NotFound, "fault.policy.no-draft")
	}
	return d, err
}

// AccountName is the name of an account, for lists of who did what.
func (w *Window) AccountName(ctx context.Context, id people.PartyID) string {
	return w.names(ctx)(string(id))
}

// DraftStates are all saved states of a draft, newest first.
func (w *Window) DraftStates(ctx context.Context, who people.Who, id string) ([]PolicyDraft, error) {
	d, err := w.PolicyDraft(ctx, who, id)
	if err != nil {
		return nil, err
	}
	rows, err := w.DB.PolicyDraftStates(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []PolicyDraft
	for _, row := range rows {
		state := d
		state.Version, state.SavedBy, state.Changed, state.draftBody = row.State, people.PartyID(row.SavedBy), row.CreatedAt, draftBody{}
		if err := json.Unmarshal(row.Body, &state.draftBody); err != nil {
			return nil, fmt.Errorf("read state %d of draft %s: %w", row.State, id, err)
		}
		out = append(out, state)
	}
	return out, nil
}

// BeginDraft begins a draft of the newest text of a pack. The text is to speak
// from tomorrow, until the author says otherwise.
func (w *Window) BeginDraft(ctx context.Context, who people.Who, key, packID string) (string, error) {
	pack, ok := w.Law().Engine.Policies.Pack(packID)
	if !ok {
		return "", fault.New(fault.NotFound, "fault.no-policy", "id", packID)
	}
	if err := mayDraft(who, pack); err != nil {
		return "", err
	}
	return w.addDraft(ctx, who, key, pack.ID, pack.Hash, draftBody{From: civil.DateOf(w.Clock()) + 1})
}

func (w *Window) addDraft(ctx context.Context, who people.Who, key, pack, base string, body draftBody) (string, error) {
	var id []byte
	err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) (err error) {
		id, err = tx.Once(ctx, string(who.Account), key, []byte("draft of "+pack), func() ([]byte, error) {
			body.Writers = []people.PartyID{who.Account}
			text, err := json.Marshal(body)
			if err != nil {
				return nil, err
			}
			row := &store.PolicyDraft{ID: store.NewID(), Pack: pack, Base: base, Status: string(DraftOpen),
				Author: string(who.Account), SavedBy: string(who.Account), Body: text}
			return []byte(row.ID), tx.AddPolicyDraft(ctx, row)
		})
		return err
	})
	return string(id), err
}

// changeDraft runs do on a draft that is not finished and keeps it as a new state. Who
// saw an older one gets a conflict, and nothing is changed.
func (w *Window) changeDraft(ctx context.Context, in DraftWrite, do func(tx *store.Tx, d *PolicyDraft) error) error {
	if _, err := w.PolicyDraft(ctx, in.Who, in.ID); err != nil {
		return err
	}
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		_, err := tx.Once(ctx, string(in.Who.Account), in.Key, []byte("draft "+in.ID), func() ([]byte, error) {
			row, err := tx.PolicyDraft(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			d, err := readDraft(row)
			if err != nil {
				return nil, err
			}
			if d.Status == DraftPublished || d.Status == DraftDiscarded {
				return nil, fault.New(fault.Conflict, "fault.policy.finished")
			}
			if in.Seen != row.Version {
				return nil, fault.New(fault.Conflict, "fault.policy.stale", "who", w.names(ctx)(row.SavedBy), "at", row.ChangedAt)
			}
			if err := do(tx, &d); err != nil {
				return nil, err
			}
			if row.Body, err = json.Marshal(d.draftBody); err != nil {
				return nil, err
			}
			row.Status, row.Base, row.SavedBy = string(d.Status), d.Base, string(in.Who.Account)
			return nil, tx.ChangePolicyDraft(ctx, &row)
		})
		return err
	})
}

// edited marks the draft as written by the person: it is open again, and the
// person cannot publish it.
func (d *PolicyDraft) edited(by people.PartyID) {
	d.Status = DraftOpen
	if !slices.Contains(d.Writers, by) {
		d.Writers = append(d.Writers, by)
	}
}
