package office

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

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
	Role    people.Role
	For     people.PartyID // for whom, where the actor stood in or acted for a party
	Body    json.RawMessage
}

// record keeps an act beside cases in the audit chain of its subject, in the
// transaction of the act itself; an act that is not recorded is not done. kind
// names the subject and what was done to it ("parameter.set"), chain is the
// subject's kind and id ("parameter/average-wage/650100"); body is what the act
// changed, as JSON, sealed like the events of a case. Chains that begin with
// "case/" belong to cases.
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
