package office

import (
	"context"
	"encoding/json"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/letter"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/supervision"
)

// Proposing asks for the revocation of what was granted in the case of an
// integrity entry. The party is told and may be heard until HearBy, included.
type Proposing struct {
	Supervising
	Entry  supervision.EntryID
	Reason string
	HearBy civil.Date
}

// Propose begins the revocation with the notice of the right to be heard.
func (w *Window) Propose(ctx context.Context, in Proposing) (supervision.RevocationID, error) {
	in.Asked = string(in.Entry) + "\n" + in.Reason + "\n" + in.HearBy.String()
	id, err := w.supervise(ctx, in.Supervising, func(o *oversight) (string, error) {
		_, rest, err := o.entry(ctx, string(in.Entry))
		if err != nil {
			return "", err
		}
		if rest.Case == "" {
			return "", fault.New(fault.Conflict, "fault.revocation.no-permit")
		}
		s, err := o.step(ctx, rest.Case)
		if err != nil {
			return "", err
		}
		row, err := o.revocable(ctx, s.file)
		if err != nil {
			return "", err
		}
		r, err := supervision.Propose(o.by, s.file.Place, supervision.Revocation{
			ID: supervision.RevocationID(store.NewID()), Case: rest.Case, Permit: row.ID, Entry: rest.ID, Clause: rest.Clause,
			Reason: in.Reason, Evidence: rest.Evidence, HearBy: in.HearBy, Others: []people.PartyID{people.PartyID(row.Holder), people.PartyID(row.Employer)},
		}, rest)
		if err != nil {
			return "", err
		}
		if err := o.addRevocation(ctx, r); err != nil {
			return "", err
		}
		return string(r.ID), o.hearingLetter(ctx, s, r, rest)
	})
	return supervision.RevocationID(id), err
}

// revocable is the permit that the case granted or changed, as long as it can be
// revoked and nobody is revoking it already.
func (o *oversight) revocable(ctx context.Context, c casefile.Case) (store.PermitRow, error) {
	none := fault.New(fault.Conflict, "fault.revocation.no-permit").WithPath("reason")
	if c.Permit == "" {
		return store.PermitRow{}, none
	}
	rows, err := o.tx.Permits(ctx, store.PermitFilter{Scope: systemScope, Number: string(c.Permit)})
	if err != nil {
		return store.PermitRow{}, err
	}
	for _, row := range rows {
		if row.Status == string(permit.Revoked) {
			continue
		}
		under, err := o.tx.OpenRevocations(ctx, row.ID)
		if err != nil {
			return row, err
		}
		if len(under) > 0 {
			return row, fault.New(fault.Conflict, "fault.revocation.under-way").WithPath("reason")
		}
		return row, nil
	}
	return store.PermitRow{}, none
}

func (o *oversight) addRevocation(ctx context.Context, r supervision.Revocation) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	row := store.Revocation{
		ID: string(r.ID), Party: string(r.Party), CaseID: r.Case, Permit: r.Permit, Finding: string(r.Entry), Place: string(r.Place),
		HearBy: r.HearBy, Body: body,
	}
	if err := o.tx.AddRevocation(ctx, &row); err != nil {
		return err
	}
	if err := o.record(ctx, "revocation", row.ID, "proposed", r); err != nil {
		return err
	}
	return o.tellConcerned(ctx, r, "revocation-hearing", "until", r.HearBy)
}

// tellConcerned tells all whom a revocation concerns.
func (o *oversight) tellConcerned(ctx context.Context, r supervision.Revocation, kind string, args ...any) error {
	for _, party := range append([]people.PartyID{r.Party}, r.Others...) {
		if err := o.tell(ctx, party, kind, string(r.ID), "/revocation/"+string(r.ID), args...); err != nil {
			return err
		}
	}
	return nil
}

// hearingLetter is the notice of the right to be heard, in the case.
func (o *oversight) hearingLetter(ctx context.Context, s *step, r supervision.Revocation, rest supervision.Entry) error {
	events, err := s.letter(ctx, nil, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		return notice{kind: casefile.HearingLetter, office: o.by.Who.Office, fields: letter.Fields{
			"proposed": letter.Key("issue.revocation.proposed"), "facts": letter.Text(rest.Reason), "reason": letter.Text(r.Reason),
			"due": letter.Due(r.HearBy), "consequence": letter.Key("issue.revocation.silence"),
		}, lists: map[string][]letter.Fields{"clauses": letter.Citations([]casefile.Citation{{Clause: r.Clause}}, s.names(matter))}}, err
	})
	if err != nil {
		return err
	}
	return s.keep(ctx, events)
}

// changeRevocation reads a revocation that the person may see, changes and keeps it.
func (w *Window) changeRevocation(ctx context.Context, in Supervising, id, what string, change func(*oversight, supervision.Revocation) (supervision.Revocation, error)) error {
	in.Asked = id + "\n" + what + "\n" + in.Asked
	_, err := w.supervise(ctx, in, func(o *oversight) (string, error) {
		row, r, err := readRevocation(ctx, &o.tx.Reader, in.Who, id)
		if err != nil {
			return "", err
		}
		if r, err = change(o, r); err != nil {
			return "", err
		}
		row.Outcome = r.Outcome
		if row.Body, err = json.Marshal(r); err != nil {
			return "", err
		}
		if err := o.tx.ChangeRevocation(ctx, &row); err != nil {
			return "", err
		}
		return id, o.record(ctx, "revocation", id, what, r)
	})
	return err
}

func readRevocation(ctx context.Context, r *store.Reader, who people.Who, id string) (store.Revocation, supervision.Revocation, error) {
	row, err := r.Revocation(ctx, id)
	party := people.PartyID(row.Party)
	if err == nil {
		concerned, err := unpack[supervision.Revocation](row.Body, "revocation", id)
		if err != nil {
			return row, concerned, err
		}
		if concerned.Concerns(who.Party) {
			party = who.Party
		}
	}
	x, err := seenBy[supervision.Revocation](who, row.Body, err, "revocation", id, party, people.PlaceCode(row.Place))
	return row, x, err
}

// Hear records what a party says before the decision, or that it waives being heard;
// an officer may write down what was said, and from whom.
func (w *Window) Hear(ctx context.Context, in Supervising, id string, from people.PartyID, statement string, waived bool) error {
	in.Asked += string(from) + statement
	return w.changeRevocation(ctx, in, id, "heard", func(o *oversight, r supervision.Revocation) (supervision.Revocation, error) {
		r, err := r.Hear(o.by, from, statement, waived)
		if err != nil || in.Who.Role.Staff() {
			return r, err
		}
		return r, o.tellInspectors(ctx, r.Place, "revocation-heard", id, "/revocation/"+id)
	})
}

// DecideRevocation revokes the permit or drops the procedure. Another person
// than the one who proposed it decides, after the party was heard or its last
// day has passed. The permit, its letter and the record stand or fall together.
func (w *Window) DecideRevocation(ctx context.Context, in Supervising, id string, revoke bool) error {
	return w.changeRevocation(ctx, in, id, "decided", func(o *oversight, r supervision.Revocation) (supervision.Revocation, error) {
		r, err := r.Decide(o.by, revoke)
		if err != nil {
			return r, err
		}
		if revoke {
			err = o.revoke(ctx, r)
		}
		if err != nil {
			return r, err
		}
		return r, o.tellConcerned(ctx, r, "revocation-decided")
	})
}

// revoke ends the permit and writes the decision, unless the entry was taken back
// meanwhile: then there is nothing left on which to revoke.
func (o *oversight) revoke(ctx context.Context, r supervision.Revocation) error {
	_, rest, err := o.entry(ctx, string(r.Entry))
	if err != nil {
		return err
	}
	if rest.Struck != nil {
		return fault.New(fault.Conflict, "fault.revocation.struck").WithPath("decision").WithDetail("entry %s was taken back", rest.ID)
	}
	row, p, err := readPermit(ctx, &o.tx.Reader, r.Permit)
	if err != nil {
		return err
	}
	p, err = p.Revoke(permit.By{Case: r.Case, Who: o.by.Who.Account, At: o.by.At, Reason: r.Reason})
	if err != nil {
		return err
	}
	s, err := o.step(ctx, r.Case)
	if err != nil {
		return err
	}
	if err := s.changePermit(ctx, row, p); err != nil { // what rests on it ends with it
		return err
	}
	if err := o.record(ctx, "permit", row.ID, "revoked", map[string]any{"revocation": r.ID, "number": p.Number}); err != nil {
		return err
	}
	return o.revocationLetter(ctx, s, r, rest, p)
}

// heard fills in what was said before the decision, by whom, and when last.
func (o *oversight) heard(ctx context.Context, r supervision.Revocation, fields letter.Fields) error {
	fields["heard"], fields["statement"] = letter.Day(r.HearBy), letter.Key("issue.revocation.silent")
	var zh, en []string // the words are the party's own, the colon is the letter's
	for _, h := range r.Hearings {
		fields["heard"] = letter.Day(h.On)
		if h.Waived {
			continue
		}
		name, err := nameOf(ctx, &o.tx.Reader, h.Party)
		if err != nil {
			return err
		}
		zh = append(zh, name+locale.For(locale.Chinese).T("list.colon")+h.Statement)
		en = append(en, name+locale.For(locale.English).T("list.colon")+h.Statement)
	}
	switch {
	case len(zh) > 0:
		fields["statement"] = letter.Words(people.Words{ZH: strings.Join(zh, "\n"), EN: strings.Join(en, "\n")})
	case len(r.Hearings) > 0:
		fields["statement"] = letter.Key("issue.revocation.waived")
	}
	return nil
}

func (o *oversight) revocationLetter(ctx context.Context, s *step, r supervision.Revocation, rest supervision.Entry, p permit.Permit) error {
	office, err := readOffice(ctx, &o.tx.Reader, o.by.Who.Office)
	if err != nil {
		return err
	}
	fields := letter.Fields{
		"permit": letter.Text(p.Number), "decided": letter.Day(*r.DecidedOn), "ended_on": letter.Day(*p.EndedOn),
		"facts": letter.Text(rest.Reason), "reason": letter.Text(r.Reason),
	}
	if err := o.heard(ctx, r, fields); err != nil {
		return err
	}
	for party, name := range map[people.PartyID]string{p.Holder: "person", p.Employer: "employer"} {
		text, err := nameOf(ctx, &o.tx.Reader, party)
		if err != nil {
			return err
		}
		fields[name] = letter.Text(text)
	}
	events, err := s.letter(ctx, nil, func(c casefile.Case) (notice, error) {
		matter, err := s.matter(c.Matter)
		return notice{kind: casefile.RevocationLetter, office: o.by.Who.Office, fields: fields, remedy: remedyOf(office, "permit/revoked"),
			lists: map[string][]letter.Fields{"clauses": letter.Citations([]casefile.Citation{{Clause: r.Clause}}, s.names(matter))}}, err
	})
	if err != nil {
		return err
	}
	return s.keep(ctx, events)
}
