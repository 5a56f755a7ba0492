package office

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/letter"
	"yichuang/people"
)

// kindsOf are the letters of the case, which the case and the register both know.
func (w *world) kindsOf(c casefile.Case) []casefile.LetterKind {
	w.t.Helper()
	kept, err := w.Letters(w.t.Context(), officer, c.Number)
	must(w.t, err)
	var kinds []casefile.LetterKind
	for _, l := range kept {
		kinds = append(kinds, l.Kind)
	}
	var issued []casefile.LetterKind
	for _, l := range c.Letters {
		issued = append(issued, l.Kind)
	}
	if !slices.Equal(kinds, issued) {
		w.t.Errorf("kept letters %v, issued letters %v: want the same", kinds, issued)
	}
	return issued
}

// sent is a first permit in Urumqi that was sent.
func (w *world) sent() casefile.Case {
	w.t.Helper()
	c := w.opened("work-permit-first")
	c, err := w.Submit(w.t.Context(), w.write(hr, c), "declaration", "")
	must(w.t, err)
	return c
}

// TestLetters_ofACase: every act gives its letter, numbered without a gap by the
// office that acts, in both languages; the grant carries its certificate.
func TestLetters_ofACase(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.Address = "https://window.example"
		c := w.sent()
		for _, s := range c.Unsettled() {
			var err error
			c, err = w.Judge(ctx, w.write(clerk, c), casefile.PaperJudged{Slot: s, State: casefile.Seen})
			must(t, err)
		}
		c, err := w.Accept(ctx, w.write(clerk, c))
		must(t, err)
		c = w.grant(c, "permit", officer, approver, "2026-05-01", "2031-04-30")
		c = w.grant(c, "residence", cop, cop2, "2026-05-01", "2031-04-30")
		want := []casefile.LetterKind{casefile.ReceiptLetter, casefile.AcceptanceLetter, casefile.GrantLetter, casefile.GrantLetter}
		if got := w.kindsOf(c); !slices.Equal(got, want) {
			t.Fatalf("got letters %v, want %v", got, want)
		}
		for i, ref := range []casefile.Reference{{Office: experts.ID, Year: 2026, Number: 1}, {Office: experts.ID, Year: 2026, Number: 2}, {Office: experts.ID, Year: 2026, Number: 3}, {Office: police.ID, Year: 2026, Number: 1}} {
			if c.Letters[i].Ref != ref {
				t.Errorf("letter %d has the number %v, want %v", i, c.Letters[i].Ref, ref)
			}
		}
		letters, err := w.Letters(ctx, hr, c.Number)
		must(t, err)
		for _, l := range letters {
			for _, doc := range []letter.Document{l.ZH, l.EN} {
				if pdf, err := doc.PDF(); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
					t.Errorf("%s %s: no PDF, %v", l.Kind, doc.Language, err)
				}
			}
		}
		w.certified(letters[2])
		if _, err := w.Letter(ctx, otherHR, c.Number, letters[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another firm reads the letter: %v", err)
		}
		wrong, err := w.DB.VerifyFolds(ctx)
		if err != nil || len(wrong) > 0 {
			t.Errorf("cases %v do not fold to their rows, %v", wrong, err)
		}
	})
}

// certified fails unless the letter's code holds a certificate that verifies and
// leads to the permit's page.
func (w *world) certified(l Letter) {
	w.t.Helper()
	i := slices.IndexFunc(l.ZH.Blocks, func(b letter.Block) bool { return b.QR != nil })
	if i < 0 {
		w.t.Fatal("the grant has no certificate")
	}
	content := l.ZH.Blocks[i].QR.Content
	claims, err := letter.Verify(content, letter.KeysOf(w.DB.Keys().Certificates()))
	must(w.t, err)
	if strings.Contains(claims.Holder, "EXAMPLE") || claims.Until.String() != "2031-04-30" {
		w.t.Errorf("the certificate says %+v, want the masked name until 2031-04-30", claims)
	}
	_, code, _ := strings.Cut(claims.Status, "/verify/")
	if got, err := w.Certificate(w.t.Context(), code); err != nil || got.Until != claims.Until {
		w.t.Errorf("its page says %+v, %v", got, err)
	}
}

// TestLetters_correction: the notice that the request names is the letter.
func TestLetters_correction(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.sent()
		c, err := w.AskCorrection(t.Context(), w.write(clerk, c), casefile.CorrectionRequested{
			Items: []casefile.CorrectionItem{{Slot: c.Slots[0].ID, Fault: "no seal", Fix: "send it sealed"}}, Due: civil.MustParseDate("2026-05-20"),
		})
		must(t, err)
		if got := w.kindsOf(c); !slices.Equal(got, []casefile.LetterKind{casefile.ReceiptLetter, casefile.CorrectionLetter}) {
			t.Fatalf("got letters %v", got)
		}
		if c.Letters[1].Ref != c.Requests[0].Notice {
			t.Errorf("the request names %v, the letter is %v", c.Requests[0].Notice, c.Letters[1].Ref)
		}
	})
}

// TestLetters_byLaw: silence accepts, and says so in a letter of nobody's hand.
func TestLetters_byLaw(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.sent()
		w.now = at("2026-05-08")
		_, err := w.Pass(t.Context())
		must(t, err)
		c, err = w.Case(t.Context(), officer, c.Number)
		must(t, err)
		last := c.Letters[len(c.Letters)-1]
		if last.Kind != casefile.DeemedAcceptLetter || last.By != people.System {
			t.Errorf("got %s by %s, want the deemed acceptance by the system", last.Kind, last.By)
		}
	})
}

// TestLetters_refuse: a decision whose letter cannot be written is not taken.
func TestLetters_refuse(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		c := w.sent()
		after, err := w.NotAccept(t.Context(), w.write(clerk, c), casefile.NotAccepted{Reason: "wrong office", Clause: c.Limits[0].Clause, Remedy: " "})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v, want the letter's fault", err)
		}
		after, err = w.Case(t.Context(), officer, c.Number)
		must(t, err)
		if after.Version != c.Version {
			t.Errorf("the case went on to version %d without its letter", after.Version)
		}
	})
}
