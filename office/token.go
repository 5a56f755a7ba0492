package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/store"
)

// kindToken is the credential of a program that reads for an account.
const kindToken = store.CredentialOfProgram

const (
	tokenMark = "yct_" // begins every token, so that one left in a file is recognised
	tokenLife = 365    // days that a token can be given at most
	mostToken = 10     // that an account can have at once
)

// Token lets a program read for an account, in one of its posts. The secret is
// shown once, when it is made.
type Token struct {
	ID    string
	Name  string // what its owner calls the program
	Post  string
	Until civil.Date // last day on which it answers
	Used  *civil.Date
}

// tokenBody is what the credential keeps of a token.
type tokenBody struct {
	Name  string      `json:"name"`
	Post  string      `json:"post"`
	Until civil.Date  `json:"until"`
	Used  *civil.Date `json:"used,omitempty"` // the last day, not the moment: reading must not write each time
}

// MakeToken makes a token for a program that reads as the account in one of its
// posts, until and including a day at most a year ahead. It returns the secret,
// which nobody can read again.
func (w *Window) MakeToken(ctx context.Context, who people.Who, post, name string, until civil.Date) (secret string, err error) {
	if _, err := w.Post(ctx, who.Account, post); err != nil {
		return "", err
	}
	today := civil.DateOf(w.Clock())
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len([]rune(name)) > 60:
		return "", fault.New(fault.Invalid, "fault.token.name").WithPath("name")
	case until < today || until > today.AddDays(tokenLife):
		return "", fault.New(fault.Invalid, "fault.token.until", "n", tokenLife).WithPath("until")
	}
	secret = tokenMark + newSecret()
	err = w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		held, err := live(ctx, &tx.Reader, who.Account, kindToken)
		if err != nil {
			return err
		}
		alive := slices.DeleteFunc(held, func(c store.Credential) bool { return !tx.Now().Before(c.ValidUntil) })
		if len(alive) >= mostToken {
			return fault.New(fault.Conflict, "fault.token.most", "n", mostToken)
		}
		body := tokenBody{Name: name, Post: post, Until: until}
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		c := &store.Credential{ID: store.NewID(), Account: string(who.Account), Kind: kindToken, Secret: secret, Body: text, ValidUntil: until.AddDays(1).Time()}
		if err := tx.AddCredential(ctx, c); err != nil {
			return err
		}
		return record(ctx, tx, who, "token/"+c.ID, "token.made", body)
	})
	return secret, err
}

// Tokens lists the account's tokens that still answer, newest first.
func (w *Window) Tokens(ctx context.Context, account people.PartyID) ([]Token, error) {
	rows, err := live(ctx, &w.DB.Reader, account, kindToken)
	if err != nil {
		return nil, err
	}
	var out []Token
	for _, row := range rows {
		if !w.Clock().Before(row.ValidUntil) {
			continue
		}
		body, err := tokenOf(row)
		if err != nil {
			return nil, err
		}
		out = append(out, Token{ID: row.ID, Name: body.Name, Post: body.Post, Until: body.Until, Used: body.Used})
	}
	return out, nil
}

// RevokeToken ends one of the account's own tokens at once. One that has ended is
// left as it is.
func (w *Window) RevokeToken(ctx context.Context, who people.Who, id string) error {
	return w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		rows, err := live(ctx, &tx.Reader, who.Account, kindToken)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(rows, func(c store.Credential) bool { return c.ID == id })
		if at < 0 {
			return nil
		}
		rows[at].UsedAt = tx.Now()
		if err := tx.ChangeCredential(ctx, &rows[at]); err != nil {
			return err
		}
		return record(ctx, tx, who, "token/"+id, "token.revoked", nil)
	})
}

// Bearer is who reads with a token, with the rights of this moment. Every token
// that does not answer is forbidden alike: unknown, revoked, past its last day, of
// a closed account, or for a post that has ended.
func (w *Window) Bearer(ctx context.Context, secret string) (people.Who, error) {
	if !strings.HasPrefix(secret, tokenMark) {
		return people.Who{}, errToken
	}
	row, err := w.DB.CredentialBySecret(ctx, kindToken, secret)
	if fault.Is(err, fault.NotFound) || err == nil && (!row.UsedAt.IsZero() || !w.Clock().Before(row.ValidUntil)) {
		return people.Who{}, errToken
	}
	if err != nil {
		return people.Who{}, err
	}
	body, err := tokenOf(row)
	if err != nil {
		return people.Who{}, err
	}
	who, err := w.Who(ctx, people.PartyID(row.Account), body.Post)
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
		return people.Who{}, errToken
	}
	if err != nil {
		return people.Who{}, err
	}
	return who, w.noteUse(ctx, row.ID, body)
}

var errToken = fault.New(fault.Forbidden, "fault.token.wrong")

// noteUse keeps the day on which a token was last used, once a day.
func (w *Window) noteUse(ctx context.Context, id string, seen tokenBody) error {
	today := civil.DateOf(w.Clock())
	if seen.Used != nil && *seen.Used >= today {
		return nil
	}
	err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		row, err := tx.Credential(ctx, id)
		if err != nil {
			return err
		}
		body, err := tokenOf(row)
		if err != nil {
			return err
		}
		body.Used = &today
		if row.Body, err = json.Marshal(body); err != nil {
			return err
		}
		return tx.ChangeCredential(ctx, &row)
	})
	if fault.Is(err, fault.Conflict) {
		return nil // somebody else noted it
	}
	return err
}

func tokenOf(c store.Credential) (body tokenBody, err error) {
	if err := json.Unmarshal(c.Body, &body); err != nil {
		return body, fmt.Errorf("read token %s: %w", c.ID, err)
	}
	return body, nil
}
