package office

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/letter"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/store"
	"yichuang/supervision"
)

// Imposing asks for a suspension of handling that rests on an integrity entry.
type Imposing struct {
	Supervising
	Entry       supervision.EntryID
	Services    []string // empty: every service
	Reason      string
	From, Until civil.Date
}

// imposed is a sanction as it is kept, with the letter that told the party.
type imposed struct {
	supervision.Sanction
	Notice string `json:"notice,omitempty"`
}

// Impose suspends handling for the party: new business is refused, pending cases
// in its scope are held at once, or by themselves on its first day.
func (w *Window) Impose(ctx context.Context, in Imposing) (supervision.SanctionID, error) {
	in.Asked = string(in.Entry) + "\n" + in.Reason + "\n" + strings.Join(in.Services, " ") + in.From.String() + in.Until.String()
	id, err := w.supervise(ctx, in.Supervising, func(o *oversight) (string, error) {
		_, rest, err := o.entry(ctx, string(in.Entry))
		if err != nil {
			return "", err
		}
		s, err := supervision.Impose(o.by, supervision.Sanction{
			ID: supervision.SanctionID(store.NewID()), Entry: rest.ID, Of: rest.Of, Party: rest.Party, Services: in.Services,
			Places: in.Who.Places, Reason: in.Reason, Evidence: rest.Evidence, Clause: rest.Clause, From: in.From, Until: in.Until,
		}, rest)
		if err != nil {
			return "", err
		}
		return string(s.ID), o.addSanction(ctx, s, rest)
	})
	return supervision.SanctionID(id), err
}

func (o *oversight) addSanction(ctx context.Context, s supervision.Sanction, rest supervision.Entry) error {
	kept := imposed{Sanction: s}
	var err error
	if kept.Notice, err = o.notice(ctx, s, rest); err != nil {
		return err
	}
	body, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	until := s.Until
	row := store.Sanction{
		ID: string(s.ID), Party: string(s.Party), Kind: string(s.Of), Place: string(s.Places[0]), Places: store.PlaceList(s.Places), Finding: string(s.Entry),
		ValidFrom: s.From, ValidUntil: &until, Body: body,
	}
	if err := o.tx.AddSanction(ctx, &row); err != nil {
		return err
	}
	if err := o.record(ctx, "sanction", row.ID, "imposed", kept); err != nil {
		return err
	}
	if err := o.tell(ctx, s.Party, "sanction-imposed", row.ID, "/sanction/"+row.ID, "from", s.From, "until", s.Until); err != nil {
		return err
	}
	return o.settle(ctx, s)
}

// notice writes the numbered letter to the party and returns its id. It holds
// the facts; the letters in held cases, which others read too, do not.
func (o *oversight) notice(ctx context.Context, s supervision.Sanction, rest supervision.Entry) (string, error) {
	office, err := readOffice(ctx, &o.tx.Reader, o.by.Who.Office)
	if err != nil || office.Numbering == "" {
		return "", err
	}
	step := &step{Window: o.Window, tx: o.tx, law: o.law}
	ref, err := step.referenceOf(ctx, office.ID)
	if err != nil {
		return "", err
	}
	number, err := letter.Numbered(office, ref)
	if err != nil {
		return "", err
	}
	name, err := nameOf(ctx, &o.tx.Reader, s.Party)
	if err != nil {
		return "", err
	}
	l := letter.Letter{
		Kind: casefile.SanctionLetter, Number: number, Case: casefile.CaseNumber(rest.Case), Office: office,
		Addressee: people.Words{ZH: name, EN: name}, On: o.by.On(), Remedy: remedyOf(office, "sanction/imposed"), CheckCode: checkCode(), Specimen: o.Specimen,
		Fields: sanctionFields(s, name), Lists: map[string][]letter.Fields{"clauses": letter.Citations([]casefile.Citation{{Clause: s.Clause}}, step.names(casefile.Matter{}))},
	}
	l.Fields["facts"], l.Fields["reason"] = letter.Text(rest.Reason), letter.Text(s.Reason)
	var both writings
	if both.ZH, err = l.Compose(locale.Chinese); err != nil {
		return "", err
	}
	if both.EN, err = l.Compose(locale.English); err != nil {
		return "", err
	}
	body, err := json.Marshal(both)
	if err != nil {
		return "", err
	}
	n := store.Notice{
		ID: store.NewID(), Party: string(s.Party), Kind: string(l.Kind), Office: string(office.ID), Year: ref.Year, Number: int64(ref.Number),
		IssuedBy: string(o.by.Who.Account), Code: l.CheckCode, Body: body,
	}
	return n.ID, o.tx.AddNotice(ctx, &n)
}

// remedyOf is the office's remedy text for a decision of supervision; where it
// has none of its own, that for a refused permit.
func remedyOf(office people.Office, decision string) people.Words {
	if words, ok := office.Remedies[decision]; ok {
		return words
	}
	return office.Remedies["permit/refused"]
}

// sanctionFields are what every letter about the sanction says.
func sanctionFields(s supervision.Sanction, party string) letter.Fields {
	return letter.Fields{
		"party": letter.Text(party), "from": letter.Day(s.From), "until": letter.Day(s.Until), "contest_by": letter.Due(s.Until),
		"measure": letter.Key("issue.sanction.measure"), "repair": letter.Key("issue.sanction.repair"),
	}
}

// keepSanction keeps a changed sanction with its record and lets cases go on, or
// stop, as it now says.
func (o *oversight) keepSanction(ctx context.Context, row store.Sanction, s supervision.Sanction, what string) error {
	kept, err := unpack[imposed](row.Body, "sanction", row.ID)
	if err != nil {
		return err
	}
	kept.Sanction = s
	if row.Body, err = json.Marshal(kept); err != nil {
		return err
	}
	if s.Lifted != nil {
		row.LiftedAt = s.Lifted.At
	}
	if err := o.tx.ChangeSanction(ctx, &row); err != nil {
		return err
	}
	if err := o.record(ctx, "sanction", row.ID, what, kept); err != nil {
		return err
	}
	if s.Lifted == nil {
		return nil
	}
	if err := o.tell(ctx, s.Party, "sanction-lifted", row.ID, "/sanction/"+row.ID); err != nil {
		return err
	}
	return o.settle(ctx, s)
}

// settle holds or releases every pending case of the sanction's party.
func (o *oversight) settle(ctx context.Context, s supervision.Sanction) error {
	files, err := pendingOf(ctx, &o.tx.Reader, s)
	if err != nil {
		return err
	}
	for _, c := range files {
		step := &step{Window: o.Window, tx: o.tx, law: o.law, file: c}
		if err := step.holdOrRelease(ctx, o.by.At, o.by.Who); err != nil {
			return err
		}
	}
	return nil
}

// pendingOf are the open cases in which the sanction's party has a part.
func pendingOf(ctx context.Context, r *store.Reader, s supervision.Sanction) ([]casefile.Case, error) {
	f := store.CaseFilter{Scope: systemScope, OpenOnly: true, Order: store.ByNumber, Limit: passPage}
	switch s.Of {
	case supervision.OfEmployer:
		f.Principal = string(s.Party)
	case supervision.OfAgency:
		f.Agent = string(s.Party)
	default:
		f.Foreigner = string(s.Party)
	}
	var all []casefile.Case
	for {
		rows, err := r.Cases(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			c, err := row.Folded()
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
		if len(rows) < passPage {
			return all, nil
		}
		f.Offset += passPage
	}
}

// changeSanction reads a sanction that the person may see, changes and keeps it.
func (w *Window) changeSanction(ctx context.Context, in Supervising, id, what string, change func(*oversight, supervision.Sanction) (supervision.Sanction, error)) error {
	in.Asked = id + "\n" + what + "\n" + in.Asked
	_, err := w.supervise(ctx, in, func(o *oversight) (string, error) {
		row, s, err := readSanction(ctx, &o.tx.Reader, in.Who, id)
		if err != nil {
			return "", err
		}
		if s, err = change(o, s); err != nil {
			return "", err
		}
		return id, o.keepSanction(ctx, row, s, what)
	})
	return err
}

func readSanction(ctx context.Context, r *store.Reader, who people.Who, id string) (store.Sanction, supervision.Sanction, error) {
	row, err := r.Sanction(ctx, id)
	s, err := seenBy[supervision.Sanction](who, row.Body, err, "sanction", id, people.PartyID(row.Party), row.In()...)
	return row, s, err
}

// ContestSanction is the party's objection to a sanction.
func (w *Window) ContestSanction(ctx context.Context, in Supervising, id, reason string, evidence []string, uploads ...Upload) error {
	in.Asked += reason
	papers, err := w.received(ctx, in.Who, "sanction", id, uploads)
	if err != nil {
		return err
	}
	return w.changeSanction(ctx, in, id, "contested", func(o *oversight, s supervision.Sanction) (supervision.Sanction, error) {
		ids, err := o.handIn(ctx, "sanction/"+id, papers)
		if err != nil {
			return s, err
		}
		s, err = s.Contest(o.by, reason, evidence, ids...)
		if err != nil {
			return s, err
		}
		return s, o.tellInspectors(ctx, s.Places[0], "integrity-contest", id+"/"+strconv.Itoa(len(s.Contests)), "/sanction/"+id)
	})
}

// RuleSanction answers the open contest of a sanction: upheld, or lifted.
func (w *Window) RuleSanction(ctx context.Context, in Supervising, id string, upheld bool, reason string) error {
	in.Asked += reason
	return w.changeSanction(ctx, in, id, "ruled", func(o *oversight, s supervision.Sanction) (supervision.Sanction, error) {
		s, err := s.Rule(o.by, upheld, reason)
		if err != nil || !upheld {
			return s, err
		}
		return s, o.tell(ctx, s.Party, "integrity-ruling", id+"/"+strconv.Itoa(len(s.Contests)), "/sanction/"+id)
	})
}
