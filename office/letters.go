package office

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/letter"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/store"
)

// notice is a letter to be written: its kind and what its sentences need.
type notice struct {
	kind   casefile.LetterKind
	track  casefile.TrackID   // whose office writes; "" is that of the first track
	office people.OfficeID    // which writes instead, where it has no track: supervision
	ref    casefile.Reference // given where the act names the letter; else the next number
	fields letter.Fields      //
	lists  map[string][]letter.Fields
	remedy people.Words
	qr     string
}

// writings is the letter in both languages, as it is kept: never written anew.
type writings struct {
	ZH letter.Document `json:"zh"`
	EN letter.Document `json:"en"`
}

// letter writes, numbers and keeps the letter that follows from the events and
// returns the events with its issue behind them, so that act and letter stand or
// fall together. A matter without such a letter, and an office that numbers
// none, give none. A letter that lacks anything refuses the act.
func (s *step) letter(ctx context.Context, events []casefile.Event, write func(after casefile.Case) (notice, error)) ([]casefile.Event, error) {
	after, err := s.file.After(events)
	if err != nil {
		return nil, err
	}
	n, err := write(after)
	if err != nil || n.kind == "" {
		return events, err
	}
	matter, err := s.matter(after.Matter)
	if err != nil {
		return nil, err
	}
	office, err := s.officeOf(ctx, cmp.Or(n.office, trackOrFirst(after, n.track).Office))
	if err != nil {
		return nil, err
	}
	if !n.kind.Supervisory() && !slices.Contains(matter.Letters, n.kind) || office.Numbering == "" {
		return events, nil
	}
	issued, err := s.write(ctx, after, matter, office, n)
	if err != nil {
		return nil, err
	}
	issue := after.IssueByLaw
	if s.by.Who.Role.Staff() {
		issue = after.Issue
	}
	more, err := issue(s.by, matter, issued)
	return append(events, more...), err
}

func trackOrFirst(c casefile.Case, id casefile.TrackID) casefile.Track {
	if t, ok := c.Track(id); ok {
		return t
	}
	return c.Tracks[0]
}

// write composes both languages, numbers and keeps the letter.
func (s *step) write(ctx context.Context, c casefile.Case, matter casefile.Matter, office people.Office, n notice) (casefile.Letter, error) {
	if !n.ref.Given() {
		var err error
		if n.ref, err = s.referenceOf(ctx, office.ID); err != nil {
			return casefile.Letter{}, err
		}
	}
	number, err := letter.Numbered(office, n.ref)
	if err != nil {
		return casefile.Letter{}, err
	}
	addressee, err := s.addressee(ctx, c)
	if err != nil {
		return casefile.Letter{}, err
	}
	code := checkCode()
	l := letter.Letter{
		Kind: n.kind, Number: number, Case: c.Number, Matter: matter.Title, Office: office, Addressee: addressee,
		On: civil.DateOf(s.tx.Now()), Fields: n.fields, Lists: n.lists, Remedy: n.remedy, CheckCode: code, QR: n.qr, Specimen: s.Specimen,
	}
	var both writings
	if both.ZH, err = l.Compose(locale.Chinese); err != nil {
		return casefile.Letter{}, err
	}
	if both.EN, err = l.Compose(locale.English); err != nil {
		return casefile.Letter{}, err
	}
	if s.preview != nil {
		s.preview.letters = append(s.preview.letters, Letter{Kind: n.kind, On: l.On, ZH: both.ZH, EN: both.EN})
	}
	body, err := json.Marshal(both)
	if err != nil {
		return casefile.Letter{}, fmt.Errorf("keep letter: %w", err)
	}
	hash := sha256.Sum256(body)
	row := &store.Letter{
		ID: store.NewID(), CaseID: string(c.Number), Kind: string(n.kind), Office: string(office.ID), Year: n.ref.Year,
		Number: int64(n.ref.Number), IssuedBy: string(s.by.Who.Account), Code: code, Body: body,
	}
	return casefile.Letter{Ref: n.ref, Kind: n.kind, Track: n.track, Hash: hex.EncodeToString(hash[:])}, s.tx.AddLetter(ctx, row, nil)
}

// addressee is who applies: the employer, else the foreigner.
func (s *step) addressee(ctx context.Context, c casefile.Case) (people.Words, error) {
	id := c.Employer
	if id == "" {
		id = c.Foreigner
	}
	name, err := s.partyName(ctx, id)
	return people.Words{ZH: name, EN: name}, err
}

func (s *step) partyName(ctx context.Context, id people.PartyID) (string, error) {
	if id == "" {
		return "", nil
	}
	party, err := s.tx.Party(ctx, string(id))
	return party.Name, err
}

// checkCode stands at the foot of a letter; nobody guesses it.
func checkCode() string {
	text := rand.Text()
	return text[:5] + "-" + text[5:10]
}

// names say in words what the case knows by ids.
func (s *step) names(matter casefile.Matter) letter.Names {
	set := s.law.Engine.Policies
	named := func(kind string) func(string) people.Words {
		return func(id string) people.Words {
			w, _ := set.Name(kind, id)
			return people.Words{ZH: w.Zh, EN: w.En}
		}
	}
	return letter.Names{
		Paper: func(id casefile.SlotID) people.Words {
			for _, own := range matter.Slots {
				if own.ID == id {
					return own.Title
				}
			}
			return named("material")(string(id))
		},
		Field: func(path string) people.Words {
			field, _ := set.Vocabulary().Lookup(path)
			if field == nil {
				return people.Words{}
			}
			return people.Words{ZH: field.Label.Zh, EN: field.Label.En}
		},
		Clause: func(ref string) people.Words {
			clause, ok := set.Clause(ref, s.policyDay())
			if !ok {
				return people.Words{}
			}
			return people.Words{ZH: clause.Cite.Zh, EN: clause.Cite.En}
		},
		Step:      named("deadline"),
		Condition: func(id string) people.Words { return conditionName(set.Name, id) },
	}
}

// Letter is an issued letter to be shown.
type Letter struct {
	ID   string
	Kind casefile.LetterKind
	On   civil.Date

	Ref       casefile.Reference
	Office    people.OfficeID // that wrote it
	Delivered bool

	ZH letter.Document // the letter
	EN letter.Document // the copy for information
}

// In is the letter in a language; the Chinese one binds.
func (l Letter) In(lang locale.Language) letter.Document {
	if lang == locale.English {
		return l.EN
	}
	return l.ZH
}

// Letters lists the letters of a case in the order of their issue, to those who
// may read it.
func (w *Window) Letters(ctx context.Context, who people.Who, number casefile.CaseNumber) ([]Letter, error) {
	c, err := w.Case(ctx, who, number)
	if err != nil {
		return nil, err
	}
	rows, err := w.DB.Letters(ctx, string(number))
	if err != nil {
		return nil, err
	}
	issued := func(row store.Letter) int {
		ref := casefile.Reference{Office: people.OfficeID(row.Office), Year: row.Year, Number: int(row.Number)}
		return slices.IndexFunc(c.Letters, func(l casefile.Letter) bool { return l.Ref == ref })
	}
	slices.SortStableFunc(rows, func(a, b store.Letter) int { return issued(a) - issued(b) })
	matter, err := w.matter(c.Matter)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row store.Letter) bool { return !shownTo(who, c, matter, row) })
	out := make([]Letter, len(rows))
	for i, row := range rows {
		if out[i], err = readLetter(row); err != nil {
			return nil, err
		}
		if at := issued(row); at >= 0 {
			out[i].Delivered = c.Letters[at].Delivered != nil
		}
	}
	return out, nil
}

// shownTo reports whether the person's office may read a letter of the case. An
// office from which facts are hidden reads its own letters and, of another
// office's, only those that carry no words about what was stated.
func shownTo(who people.Who, c casefile.Case, matter casefile.Matter, row store.Letter) bool {
	if !who.Role.Staff() || people.OfficeID(row.Office) == who.Office || len(c.Hidden(matter, who.Office)) == 0 {
		return true
	}
	return slices.Contains(wordless, casefile.LetterKind(row.Kind))
}

// wordless are the letters that state no fact of the form and no officer's reason.
var wordless = []casefile.LetterKind{casefile.AcceptanceLetter, casefile.DeemedAcceptLetter, casefile.DeemedGrantedLetter, casefile.WithdrawalLetter}

// Letter returns a letter of the case to those who may read the case.
func (w *Window) Letter(ctx context.Context, who people.Who, number casefile.CaseNumber, id string) (Letter, error) {
	c, err := w.Case(ctx, who, number)
	if err != nil {
		return Letter{}, err
	}
	matter, err := w.matter(c.Matter)
	if err != nil {
		return Letter{}, err
	}
	row, err := w.DB.Letter(ctx, id)
	if fault.Is(err, fault.NotFound) || err == nil && (row.CaseID != string(number) || !shownTo(who, c, matter, row)) {
		return Letter{}, fault.New(fault.NotFound, "fault.letter.not-found")
	}
	if err != nil {
		return Letter{}, err
	}
	return readLetter(row)
}

func readLetter(row store.Letter) (Letter, error) {
	var both writings
	if err := json.Unmarshal(row.Body, &both); err != nil {
		return Letter{}, fmt.Errorf("read letter %s: %w", row.ID, err)
	}
	ref := casefile.Reference{Office: people.OfficeID(row.Office), Year: row.Year, Number: int(row.Number)}
	return Letter{ID: row.ID, Kind: casefile.LetterKind(row.Kind), On: both.ZH.On, Ref: ref, Office: ref.Office, ZH: both.ZH, EN: both.EN}, nil
}
