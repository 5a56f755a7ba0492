package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// Recorded is one entry of the audit record that is not a case's own history: an
// act beside cases, as it was kept when it was done.
type Recorded struct {
	Chain   string // kind of the subject and its id, such as "office/urumqi-experts"
	Version int64
	Kind    string // of the act, such as "office.changed"
	At      time.Time
	Actor   people.PartyID
	Name    string // of the actor, where a list asked for it
	Role    people.Role
	For     people.PartyID // for whom, where the actor stood in or acted for a party
	Body    json.RawMessage
	About   string // name of the subject, where a list asked for it and the subject has one
}

// TerminalActor begins the actor of an act that was done by a command on the
// machine; the name that the person gave follows.
const TerminalActor = "terminal:"

// record keeps an act beside cases in the audit chain of its subject, in the
// transaction of the act itself; an act that is not recorded is not done. kind
// names the subject and what was done to it ("parameter.set"), chain is the
// subject's kind and id ("parameter/average-wage/650100"); body is what the act
// changed, a JSON object, sealed like the events of a case. The rows of the subject
// are changed before it is recorded: the entry ends with their fingerprint, by which
// VerifyRegisters finds a row that was changed behind the record. Chains that begin
// with "case/" belong to cases.
func record(ctx context.Context, tx *store.Tx, who people.Who, chain, kind string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("record %s in %s: %w", kind, chain, err)
	}
	behalf := who.For
	if behalf == "" && who.Party != who.Account {
		behalf = who.Party
	}
	_, err = tx.Record(ctx, chain, -1, store.Event{
		Kind: kind, Actor: string(who.Account), Role: string(who.Role), Behalf: string(behalf), Body: text,
	})
	return err
}

// names gives the names of accounts by id; an id that is no account's, such as a
// command's, stands for itself.
func (w *Window) names(ctx context.Context) func(id string) string {
	known := map[string]string{}
	return func(id string) string {
		name, ok := known[id]
		if !ok {
			name = id
			if row, err := w.DB.Account(ctx, id); err == nil {
				name = row.Name
			}
			known[id] = name
		}
		return name
	}
}

// aboutOf is the name of an account or an organisation that a chain is about.
func (w *Window) aboutOf(ctx context.Context, chain string, names func(string) string) (string, error) {
	kind, id, _ := strings.Cut(chain, "/")
	switch kind {
	case "account":
		return names(id), nil
	case "party":
		party, err := w.DB.Party(ctx, id)
		if fault.Is(err, fault.NotFound) {
			return "", nil
		}
		return party.Name, err
	}
	return "", nil
}

// recorded reads a chain, oldest first.
func recorded(ctx context.Context, r *store.Reader, chain string) ([]Recorded, error) {
	events, err := r.Events(ctx, chain, 0)
	if err != nil {
		return nil, err
	}
	out := make([]Recorded, len(events))
	for i, e := range events {
		out[i] = recordedOf(e)
	}
	return out, nil
}

func recordedOf(e store.Event) Recorded {
	return Recorded{
		Chain: e.Chain, Version: e.Version, Kind: e.Kind, At: e.At, Actor: people.PartyID(e.Actor),
		Role: people.Role(e.Role), For: people.PartyID(e.Behalf), Body: e.Body,
	}
}

// AuditFilter says which entries of the record to list.
type AuditFilter struct {
	Subject     string     // kind of the subject, such as "office"; "": every one beside cases
	From, Until civil.Date // both included; 0: without that end
	Limit       int
	Offset      int
}

// Audit lists the acts beside cases, newest first, with the names of those who
// acted. Acts on cases stand in the cases, for those who may read them.
func (w *Window) Audit(ctx context.Context, who people.Who, f AuditFilter) (entries []Recorded, total int64, err error) {
	if err := mayLoad(who); err != nil {
		return nil, 0, err
	}
	filter := store.EventFilter{Beside: true, Limit: f.Limit, Offset: f.Offset}
	if f.Subject != "" {
		filter.Chain = f.Subject + "/"
	}
	if f.From != 0 {
		filter.From = f.From.Time()
	}
	if f.Until != 0 {
		filter.Until = (f.Until + 1).Time()
	}
	events, err := w.DB.FindEvents(ctx, filter)
	if err != nil {
		return nil, 0, err
	}
	names := w.names(ctx)
	for _, e := range events {
		entry := recordedOf(e)
		entry.Name = names(e.Actor)
		if entry.About, err = w.aboutOf(ctx, e.Chain, names); err != nil {
			return nil, 0, err
		}
		entries = append(entries, entry)
	}
	total, err = w.DB.CountEvents(ctx, filter)
	return entries, total, err
}
