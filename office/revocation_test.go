package office

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
	"yichuang/supervision"
)

// TestEvidence: papers handed in with a contest pass the checks of every upload;
// the party and who rules open them, who watches, a rival and an officer from
// elsewhere do not. A refused contest hands in nothing. Of S6: evidence of the party.
func TestEvidence(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		c := w.pending(t)
		made := w.entered(c, supervision.OfEmployer)
		entry := string(made)
		paper := func() Upload { return Upload{Name: "register.pdf", Content: bytes.NewReader(page(t))} }
		err := w.ContestEntry(ctx, w.as(hr), entry, "they have permits", nil, Upload{Name: "virus.exe", Content: strings.NewReader("MZ")})
		if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Path != "papers" {
			t.Errorf("a program was handed in: %v", err)
		}
		if err := w.ContestEntry(ctx, w.as(hr), entry, "", nil, paper()); !fault.Is(err, fault.Invalid) {
			t.Errorf("a contest without a reason: %v", err)
		}
		if err := w.ContestEntry(ctx, w.as(otherHR), entry, "not mine", nil, paper()); !fault.Is(err, fault.NotFound) {
			t.Errorf("a rival contested: %v", err)
		}
		if got, err := w.Papers(ctx, integrity2, "integrity", entry); err != nil || len(got) != 0 {
			t.Errorf("got %+v, %v; want nothing handed in by refused contests", got, err)
		}
		must(t, w.ContestEntry(ctx, w.as(hr), entry, "they have permits", []string{"register"}, paper(), paper()))
		papers, err := w.Papers(ctx, hr, "integrity", entry)
		if err != nil || len(papers) != 2 || papers[0].Name != "register.pdf" || papers[0].File != papers[1].File {
			t.Fatalf("got %+v, %v; want two papers of one content", papers, err)
		}
		for name, x := range map[string]struct {
			who  people.Who
			open bool
		}{"the party": {hr, true}, "who rules": {integrity2, true}, "who watches": {supervisor, false}, "a rival": {otherHR, false}, "from elsewhere": {farAway, false}, "the case's officer": {officer, false}} {
			_, content, err := w.OpenPaper(ctx, x.who, "integrity", entry, papers[0].ID)
			if x.open && (err != nil || len(content) == 0) || !x.open && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: got %d bytes, %v; want open %t", name, len(content), err, x.open)
			}
		}
		if _, _, err := w.OpenPaper(ctx, hr, "integrity", entry, "none"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a paper that is not there: %v", err)
		}
		contents, err := w.DB.Contents(ctx)
		if err != nil || !slices.Contains(contents, papers[0].File) {
			t.Errorf("a backup leaves the paper out: %v, %v", contents, err)
		}
	})
}

// TestRevocation: the party is heard, another person decides, the permit is
// revoked with its letter; a second procedure is refused meanwhile. Of S6: on a
// confirmed false commitment the decision can be revoked, after a hearing.
func TestRevocation(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		c := w.granted()
		w.now = at("2026-05-11")
		entry := w.falselyPromised(c)
		propose := Proposing{Supervising: w.as(integrity), Entry: entry, Reason: "the permit rests on it", HearBy: civil.MustParseDate("2046-05-25")}
		if _, err := w.Propose(ctx, propose); !fault.Is(err, fault.Invalid) {
			t.Errorf("a hearing longer than the entry counts: %v", err)
		}
		propose.Supervising, propose.HearBy = w.as(integrity), civil.MustParseDate("2026-05-25")
		id, err := w.Propose(ctx, propose)
		must(t, err)
		propose.Supervising = w.as(integrity2)
		if _, err := w.Propose(ctx, propose); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second procedure began: %v", err)
		}
		if err := w.DecideRevocation(ctx, w.as(integrity2), string(id), true); !fault.Is(err, fault.Conflict) {
			t.Errorf("revoked before the hearing: %v", err)
		}
		if err := w.Hear(ctx, w.as(otherHR), string(id), "", "me too", false); !fault.Is(err, fault.NotFound) {
			t.Errorf("a rival was heard: %v", err)
		}
		must(t, w.Hear(ctx, w.as(hr), string(id), "", "the work was real", false))
		if err := w.DecideRevocation(ctx, w.as(integrity2), string(id), true); !fault.Is(err, fault.Conflict) {
			t.Errorf("revoked before the holder was heard: %v", err)
		}
		own, err := w.Revocations(ctx, annaHerself, FileFilter{Limit: 10})
		if err != nil || len(own) != 1 || len(own[0].Hearings) != 0 {
			t.Errorf("the holder reads %+v, %v; want the procedure without what the employer said", own, err)
		}
		if other, err := w.Revocations(ctx, otherHR, FileFilter{Limit: 10}); err != nil || len(other) != 0 {
			t.Errorf("a rival reads %+v, %v", other, err)
		}
		must(t, w.Hear(ctx, w.as(annaHerself), string(id), "", "I have worked there", false))
		if _, _, begun, err := w.Entry(ctx, hr, string(entry)); err != nil || len(begun) != 1 || len(begun[0].Hearings) != 1 || begun[0].Hearings[0].Party != hr.Party {
			t.Errorf("beside the entry the employer reads %+v, %v; want its own words alone", begun, err)
		}
		if err := w.DecideRevocation(ctx, w.as(integrity), string(id), true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the proposer decided: %v", err)
		}
		must(t, w.DecideRevocation(ctx, w.as(integrity2), string(id), true))
		rows, _, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna", Kinds: []string{string(permit.Work)}})
		must(t, err)
		if rows[0].Status != string(permit.Revoked) {
			t.Errorf("the permit is %s, want revoked", rows[0].Status)
		}
		letters, err := w.Letters(ctx, hr, c.Number)
		must(t, err)
		kinds := map[casefile.LetterKind]bool{}
		for _, l := range letters {
			kinds[l.Kind] = true
			var english strings.Builder
			must(t, l.In(locale.English).HTML(&english))
			if text := english.String(); l.Kind == casefile.RevocationLetter && (!strings.Contains(text, ": I have worked there") || strings.Contains(text, "：I have")) {
				t.Errorf("the English copy says of what was heard: %s", text)
			}
		}
		if !kinds[casefile.HearingLetter] || !kinds[casefile.RevocationLetter] {
			t.Errorf("got letters %v; want the hearing and the revocation", kinds)
		}
		v, err := w.Revocation(ctx, hr, string(id))
		if err != nil || v.Outcome != supervision.RevokedDecision || v.Decider != "Qi" {
			t.Errorf("got %+v, %v", v, err)
		}
		w.told(t, "hr-wang", "revocation-hearing", "revocation-decided")
		must(t, w.DB.Do(ctx, w.now, func(tx *store.Tx) error {
			rows[0].Employer = string(otherHR.Party)
			return tx.ChangePermit(ctx, &rows[0])
		}))
		if other, err := w.Revocations(ctx, otherHR, FileFilter{Limit: 10}); err != nil || len(other) != 0 {
			t.Errorf("a later employer reads %+v, %v", other, err)
		}
	})
}

// TestRevocation_struckEntry: what was found wrong and taken back revokes nothing,
// however the hearing went; the procedure can only be ended.
func TestRevocation_struckEntry(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.posts()
		c := w.granted()
		w.now = at("2026-05-11")
		entry := w.falselyPromised(c)
		id, err := w.Propose(ctx, Proposing{Supervising: w.as(integrity), Entry: entry, Reason: "the permit rests on it", HearBy: civil.MustParseDate("2026-05-25")})
		must(t, err)
		for _, who := range []people.Who{hr, annaHerself} {
			must(t, w.Hear(ctx, w.as(who), string(id), "", "the work was real", false))
		}
		must(t, w.ContestEntry(ctx, w.as(hr), string(entry), "the work was real", nil))
		must(t, w.RuleEntry(ctx, w.as(integrity2), string(entry), false, "it was"))
		err = w.DecideRevocation(ctx, w.as(integrity2), string(id), true)
		if f := (*fault.Error)(nil); !errors.As(err, &f) || f.Key != "fault.revocation.struck" {
			t.Errorf("revoked on a struck entry: %v", err)
		}
		rows, _, err := w.Permits(ctx, officer, store.PermitFilter{Holder: "anna", Kinds: []string{string(permit.Work)}})
		if err != nil || len(rows) != 1 || rows[0].Status != string(permit.Active) {
			t.Errorf("got the permits %+v, %v; want the one as it was", rows, err)
		}
		must(t, w.DecideRevocation(ctx, w.as(integrity2), string(id), false))
	})
}
