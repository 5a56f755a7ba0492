package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yichuang/casefile"
	"yichuang/locale"
	"yichuang/people"
	"yichuang/store"
)

// accountsOf are the accounts that can sign in for one of the parties.
func accountsOf(ctx context.Context, r *store.Reader, parties ...people.PartyID) ([]store.Account, error) {
	var out []store.Account
	for _, party := range parties {
		if party == "" {
			continue
		}
		rows, err := r.Accounts(ctx, string(party))
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// news is something to be told, whatever caused it.
type news struct {
	About string // the thing told; each account hears of it once
	Kind  string
	Case  casefile.CaseNumber // "": of no case
	Key   string              // message.<key>.subject and .text
	Args  []any

	Referrals []Referral // to whom the reader is sent: a line each after the text
}

// wording is what a message says in one language.
type wording struct{ Subject, Text string }

// inform puts the news into the outbox for each account, in its language. It is
// always shown on the account's own pages, there in the language of the page, and
// sent where the login is an e-mail address and a mail server is set up.
func (w *Window) inform(ctx context.Context, tx *store.Tx, accounts []store.Account, n news) error {
	said := make(map[string]wording, len(locale.Languages()))
	for _, l := range locale.Languages() {
		tag := string(l)
		say := func(part string) string { return w.say(tag, "message."+n.Key+part, w.spoken(tag, n.Args)...) }
		said[tag] = wording{say(".subject"), say(".text")}
		for _, f := range n.Referrals {
			said[tag] = wording{said[tag].Subject, said[tag].Text + "\n" + f.told(l)}
		}
	}
	words, err := json.Marshal(said)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.Status == accountDisabled {
			continue
		}
		language, err := languageOf(a)
		if err != nil {
			return err
		}
		m := &store.Message{
			ID: store.NewID(), Dedupe: n.About + "/" + a.ID, Kind: n.Kind, CaseID: string(n.Case), Party: a.ID,
			Language: language, Subject: said[language].Subject, Text: said[language].Text, Words: string(words),
		}
		if strings.Contains(a.Login, "@") {
			m.Recipient = a.Login
		}
		if err := tx.AddMessage(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// spoken puts the texts of the language in place of the arguments that are keys.
func (w *Window) spoken(language string, args []any) []any {
	out := slices.Clone(args)
	for i, arg := range out {
		switch arg := arg.(type) {
		case said:
			out[i] = w.say(language, string(arg))
		case []people.Words:
			out[i] = w.listed(language, arg)
		}
	}
	return out
}

// languageOf is the account's own language; a foreigner who chose none reads
// English, everybody else Chinese.
func languageOf(row store.Account) (string, error) {
	if row.Language != "" {
		return row.Language, nil
	}
	a, err := readAccount(row)
	if err != nil {
		return "", err
	}
	if slices.Contains(a.Roles, people.Applicant) {
		return "en", nil
	}
	return "zh", nil
}

// Told is a message as its reader sees it: in the language of the page where it
// was kept in it, else as it was sent.
type Told struct {
	ID, Kind, Subject, Text string
	Language                string
	Case                    casefile.CaseNumber
	At                      time.Time
}

// Messages lists what was told to the person's account, newest first, in the
// language where it can.
func (w *Window) Messages(ctx context.Context, who people.Who, language string, limit, offset int) ([]Told, error) {
	if who.Disabled || who.Account == "" {
		return nil, nil
	}
	rows, err := w.DB.Messages(ctx, store.MessageFilter{Parties: []people.PartyID{who.Account}, Limit: limit, Offset: offset})
	if err != nil {
		return nil, err
	}
	out := make([]Told, len(rows))
	for i, m := range rows {
		out[i] = Told{ID: m.ID, Kind: m.Kind, Subject: m.Subject, Text: m.Text, Language: m.Language, Case: casefile.CaseNumber(m.CaseID), At: m.CreatedAt}
		said, ok, err := wordsIn(m, language)
		if err != nil {
			return nil, err
		}
		if ok {
			out[i].Subject, out[i].Text, out[i].Language = said.Subject, said.Text, language
		}
	}
	return out, nil
}

// wordsIn is what the message says in the language; false where it is not kept in it.
func wordsIn(m store.Message, language string) (said wording, ok bool, err error) {
	if m.Words == "" {
		return said, false, nil
	}
	var words map[string]wording
	if err := json.Unmarshal([]byte(m.Words), &words); err != nil {
		return said, false, fmt.Errorf("read message %s: %w", m.ID, err)
	}
	said, ok = words[language]
	return said, ok, nil
}
