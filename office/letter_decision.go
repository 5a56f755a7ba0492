package office

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/facts"
	"yichuang/letter"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// decisions writes the letter of every decision among the events.
func (s *step) decisions(ctx context.Context, events []casefile.Event) ([]casefile.Event, error) {
	all := events
	for _, e := range events {
		taken, ok := e.Body.(casefile.DecisionTaken)
		if !ok {
			continue
		}
		var err error
		all, err = s.letter(ctx, all, func(c casefile.Case) (notice, error) { return s.decision(ctx, c, taken.Decision) })
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// decision is the letter of a decision. The permit stands already as the
// decision changed it.
func (s *step) decision(ctx context.Context, c casefile.Case, d casefile.Decision) (notice, error) {
	matter, err := s.matter(c.Matter)
	if err != nil {
		return notice{}, err
	}
	n := notice{kind: letterOf(matter, d), track: d.Track, remedy: d.Remedy, fields: letter.Fields{}, lists: map[string][]letter.Fields{}}
	names := s.names(matter)
	cited := d.Clauses
	if len(cited) == 0 && d.Outcome == casefile.Granted {
		refs, err := s.RestsOn(c, d.Track)
		if err != nil {
			return notice{}, err
		}
		for _, ref := range refs {
			cited = append(cited, casefile.Citation{Clause: ref})
		}
	}
	if len(cited) == 0 {
		cited = basis(c, matter)
	}
	n.lists["clauses"] = letter.Citations(cited, names)
	n.lists["conditions"] = letter.Conditions(d.Conditions, names)
	if d.Reason != "" {
		n.fields["reason"] = letter.Text(d.Reason)
	}
	if err := s.parties(ctx, c, d, n.fields); err != nil {
		return notice{}, err
	}
	switch d.Outcome {
	case casefile.Granted:
		return n, s.standing(ctx, c, d, &n)
	case casefile.Refused:
		n.refuse(c, d, names, matter)
	case casefile.Complete:
		n.fields["filed"] = letter.Day(*d.On)
	case casefile.Returned:
		n.lists["corrections"] = []letter.Fields{{"paper": letter.Words(matter.Title), "fault": letter.Text(d.Reason), "fix": letter.Key("issue.returned.fix")}}
	default:
		plan, _ := matter.Track(d.Track)
		n.reply(d, plan.Hands(d) != "")
		n.lists["results"], err = s.resultLines(ctx, matter, d)
		return n, err
	}
	return n, nil
}

// letterOf is the kind of letter that tells a decision: what a grant does to the
// permit decides, as far as the matter has that letter.
func letterOf(matter casefile.Matter, d casefile.Decision) casefile.LetterKind {
	switch d.Outcome {
	case casefile.Refused:
		return casefile.RefusalLetter
	case casefile.Complete:
		return casefile.FilingLetter
	case casefile.Returned:
		return casefile.ReturnLetter
	case casefile.Fulfilled, casefile.Declined, casefile.Forwarded:
		return casefile.ReplyLetter
	}
	kind := casefile.GrantLetter
	if d.Track == matter.Tracks[0].ID && matter.Permit != nil {
		kind = cmp.Or(changeLetters[matter.Permit.Change], kind)
	}
	if d.Deemed {
		kind = casefile.DeemedGrantedLetter
	}
	if !slices.Contains(matter.Letters, kind) {
		for _, other := range []casefile.LetterKind{casefile.ConfirmationLetter, casefile.ProlongLetter} {
			if slices.Contains(matter.Letters, other) {
				return other
			}
		}
	}
	return kind
}

var changeLetters = map[permit.Change]casefile.LetterKind{
	permit.ExtendedTerm: casefile.ProlongLetter, permit.EmployerChanged: casefile.ChangeLetter, permit.DataChanged: casefile.ChangeLetter,
	permit.Reissued: casefile.ReissueLetter, permit.WasCancelled: casefile.CancellationLetter,
}

// parties fills in whom the decision speaks of. The passport stays masked.
func (s *step) parties(ctx context.Context, c casefile.Case, d casefile.Decision, into letter.Fields) error {
	if c.Foreigner != "" {
		person, err := s.tx.Party(ctx, string(c.Foreigner))
		if err != nil {
			return err
		}
		into["person"] = letter.Text(person.Name)
		if person.Passport != "" {
			into["passport"] = letter.Text(MaskPassport(person.Passport))
		}
		if person.Nationality != "" {
			into["nationality"] = letter.Country(person.Nationality)
		}
	}
	employer, err := s.partyName(ctx, c.Employer)
	into["employer"] = letter.Text(employer)
	if post := s.answer("job.post"); post != "" {
		into["post"] = letter.Text(post)
	}
	if d.Class != "" {
		into["class"] = letter.Key("class." + d.Class)
	}
	return err
}

// standing fills in the permit as it now stands, and its certificate.
func (s *step) standing(ctx context.Context, c casefile.Case, d casefile.Decision, n *notice) error {
	row, p, found, err := s.decided(ctx, c, d)
	if err != nil {
		return err
	}
	if !found {
		return nil
	}
	n.fields["permit"] = letter.Text(p.Number)
	n.fields["from"], n.fields["until"] = letter.Day(p.Term.From), letter.Day(p.Term.Until)
	n.fields["reissued"] = letter.Day(civil.DateOf(s.tx.Now()))
	if p.EndedOn != nil {
		n.fields["ended_on"] = letter.Day(*p.EndedOn)
	}
	if n.kind == casefile.CancellationLetter && d.Reason == "" {
		n.fields["reason"] = letter.Key("issue.cancelled.asked")
	}
	if before := len(p.Versions) - 2; before >= 0 {
		former := p.Versions[before]
		n.fields["former_until"] = letter.Day(former.Term.Until)
		if n.lists["changes"], err = s.changes(ctx, former, p); err != nil {
			return err
		}
	} else if n.kind == casefile.ChangeLetter {
		n.kind = casefile.GrantLetter // the former permit is not in our records: this one is new
	}
	n.qr, err = s.certificate(ctx, row, p)
	return err
}

// decided is the permit that the decision made or changed.
func (s *step) decided(ctx context.Context, c casefile.Case, d casefile.Decision) (row store.PermitRow, p permit.Permit, found bool, err error) {
	t, _ := c.Track(d.Track)
	f := store.PermitFilter{Scope: systemScope, Number: string(cmp.Or(d.Permit, c.Permit))}
	switch {
	case c.Alters && t.ID == c.Tracks[0].ID:
		f.Kinds = permitKinds
	case t.Grants != "":
		f.Kinds = []string{string(t.Grants)}
	}
	rows, err := s.tx.Permits(ctx, f)
	if err != nil || len(rows) == 0 {
		return row, p, false, err
	}
	row, p, err = readPermit(ctx, &s.tx.Reader, rows[len(rows)-1].ID) // the one that ends last
	return row, p, err == nil, err
}

// changes say what a change of the permit changed.
func (s *step) changes(ctx context.Context, former permit.Version, p permit.Permit) ([]letter.Fields, error) {
	if former.Employer == p.Employer {
		return []letter.Fields{{"what": letter.Key("issue.change.data"), "before": letter.Key("issue.change.before"), "after": letter.Key("issue.change.after")}}, nil
	}
	before, err := s.partyName(ctx, former.Employer)
	if err != nil {
		return nil, err
	}
	after, err := s.partyName(ctx, p.Employer)
	return []letter.Fields{{"what": letter.Key("letter.field.employer"), "before": letter.Text(before), "after": letter.Text(after)}}, err
}

// certificate is the content of the letter's QR code: the public page and the
// signed certificate. Without an address of ours there is none.
func (s *step) certificate(ctx context.Context, row store.PermitRow, p permit.Permit) (string, error) {
	if s.Address == "" || row.Code == "" || p.Status != permit.Active {
		return "", nil
	}
	holder, err := s.partyName(ctx, p.Holder)
	if err != nil {
		return "", err
	}
	employer, err := s.partyName(ctx, p.Employer)
	if err != nil {
		return "", err
	}
	office, err := s.officeOf(ctx, s.file.Tracks[0].Office)
	if err != nil {
		return "", err
	}
	status := strings.TrimSuffix(s.Address, "/") + "/verify/" + row.Code
	signed, err := letter.Certificate(letter.Claims{
		Permit: p.Number, Holder: MaskName(holder), Class: p.Class, Employer: employer, From: p.Term.From, Until: p.Term.Until,
		Issued: civil.DateOf(s.tx.Now()), Office: office.Name.ZH, Status: status,
	}, s.DB.Keys().Certificates())
	return letter.QRContent(status, signed), err
}

// refuse fills in what was found. Where the officer recorded no finding on a
// single condition, the finding is on the application as a whole.
func (n *notice) refuse(c casefile.Case, d casefile.Decision, names letter.Names, matter casefile.Matter) {
	n.fields["facts"] = letter.Text(cmp.Or(d.Facts, d.Reason))
	found := slices.DeleteFunc(slices.Clone(c.Findings), func(f casefile.Finding) bool { return f.Found == "met" })
	n.lists["findings"] = letter.Findings(found, names)
	if len(found) == 0 {
		n.lists["findings"] = []letter.Fields{{"condition": letter.Words(matter.Title), "finding": letter.Key("letter.found.not-met"), "reason": letter.Text(d.Reason)}}
	}
}

// reply answers a request: how it ended and the officer's words. What was arranged,
// or to whom it was handed on, follows as results.
func (n *notice) reply(d casefile.Decision, handedOn bool) {
	said := "issue.outcome." + string(d.Outcome)
	if handedOn {
		said = "issue.outcome.handed-on"
	}
	n.lists["answers"] = []letter.Fields{{"text": letter.Key(said)}}
	if d.Reason != "" {
		n.lists["answers"] = append(n.lists["answers"], letter.Fields{"text": letter.Text(d.Reason)})
	}
}

// conditionName names "kind:id", such as "limit:age".
func conditionName(name func(kind, id string) (facts.Wording, bool), condition string) people.Words {
	kind, id, _ := strings.Cut(condition, ":")
	w, _ := name(kind, id)
	return people.Words{ZH: w.Zh, EN: w.En}
}
