package office

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// Known is what the window itself knows about the answers of a case: from the
// permit that it is about, from filings, consents and registers, and from an
// earlier case of the same person and employer. Each says its source. It is read
// when the case is opened, refreshed and sent, and kept in it (Case.Known).
func (w *Window) Known(ctx context.Context, c casefile.Case) ([]casefile.Known, error) {
	return w.known(ctx, &w.DB.Reader, c, civil.DateOf(w.Clock()))
}

func (w *Window) known(ctx context.Context, r *store.Reader, c casefile.Case, on civil.Date) ([]casefile.Known, error) {
	matter, err := w.matter(c.Matter)
	if err != nil {
		return nil, err
	}
	k := &knowing{Reader: r, window: w, c: c, matter: matter, on: on}
	for _, read := range []func(context.Context) error{k.consents, k.permit, k.talent, k.prefiling, k.platform, k.stay, k.parties, k.employer, k.listed, k.earlier} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	return k.found, nil
}

// knowing gathers what is known; of two sources of a path the first counts.
type knowing struct {
	*store.Reader
	window *Window
	c      casefile.Case
	matter casefile.Matter
	on     civil.Date
	found  []casefile.Known
}

// add keeps a value that the matter asks for.
func (k *knowing) add(path string, value any, from casefile.Source, ref string, firm bool) error {
	if !slices.Contains(k.matter.Fields, path) || slices.ContainsFunc(k.found, func(f casefile.Known) bool { return f.Path == path }) {
		return nil
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	k.found = append(k.found, casefile.Known{Path: path, Value: raw, From: from, Ref: ref, Firm: firm})
	return nil
}

// addAll keeps several values of one source.
func (k *knowing) addAll(values map[string]any, from casefile.Source, ref string, firm bool) error {
	for path, value := range values {
		if err := k.add(path, value, from, ref, firm); err != nil {
			return err
		}
	}
	return nil
}

// consents are those given and asked in the case itself, as facts.
func (k *knowing) consents(context.Context) error {
	for _, plan := range k.matter.Consents {
		for _, given := range k.c.Consents {
			if given.Of != plan.Of || plan.Fact == "" {
				continue
			}
			raw := json.RawMessage("null") // not answered yet is no refusal
			if given.GivenAt != nil || given.RefusedAt != nil {
				raw = json.RawMessage(strconv.FormatBool(given.GivenAt != nil))
			}
			k.found = append(k.found, casefile.Known{Path: plan.Fact, Value: raw, From: casefile.FromConsent, Ref: string(k.c.Number), Firm: true})
		}
	}
	return nil
}

// permit is the work permit that the case is about, or that the employer's
// person holds here already. Of another employer's permit nothing is told that
// the applicant did not name; the holder who asks alone is told all of it.
func (k *knowing) permit(ctx context.Context) error {
	if k.c.Basis != "" && !k.c.Alters { // the permit is another person's
		return nil
	}
	p, found, err := k.about(ctx)
	if err != nil || !found || k.c.Employer != "" && p.Number != k.c.Permit && p.Employer != k.c.Employer {
		return err
	}
	if err := k.addAll(map[string]any{
		"previous_permit.class": cmp.Or(p.Class, noClass), "previous_permit.issued_in": p.Place, "previous_permit.valid": p.StatusOn(k.on) == permit.Active,
		"previous_permit.valid_until": p.Term.Until, "previous_permit.record_found": true,
	}, casefile.FromPermit, string(p.Number), true); err != nil {
		return err
	}
	words := map[string]any{}
	for path, text := range map[string]string{"previous_permit.occupation": p.Occupation, "previous_permit.post": p.Post, "job.occupation": p.Occupation, "job.post": p.Post} {
		if text != "" && (p.Employer == k.c.Employer || strings.HasPrefix(path, "previous_permit.")) {
			words[path] = text
		}
	}
	return k.addAll(words, casefile.FromPermit, string(p.Number), false)
}

// about is the permit that the case names, else the person's work permit.
func (k *knowing) about(ctx context.Context) (p permit.Permit, found bool, err error) {
	if k.c.Permit == "" || !k.c.Alters {
		return k.held(ctx, k.c.Foreigner, permit.Work)
	}
	rows, err := k.Permits(ctx, store.PermitFilter{Scope: systemScope, Number: string(k.c.Permit), Holder: string(k.c.Foreigner), Kinds: permitKinds})
	if err != nil || len(rows) == 0 {
		return p, false, err
	}
	_, p, err = readPermit(ctx, k.Reader, rows[len(rows)-1].ID)
	return p, err == nil, err
}

// held is the person's newest permit of the kind.
func (k *knowing) held(ctx context.Context, holder people.PartyID, kind permit.Kind) (p permit.Permit, found bool, err error) {
	if holder == "" {
		return p, false, nil
	}
	rows, err := k.Permits(ctx, store.PermitFilter{Scope: systemScope, Holder: string(holder), Kinds: []string{string(kind)}})
	if err != nil || len(rows) == 0 {
		return p, false, err
	}
	_, p, err = readPermit(ctx, k.Reader, rows[len(rows)-1].ID) // the one that ends last
	return p, err == nil, err
}

// parties are the birth date and nationality of the person, as registered.
func (k *knowing) parties(ctx context.Context) error {
	if k.c.Foreigner == "" {
		return nil
	}
	person, err := k.Party(ctx, string(k.c.Foreigner))
	if err != nil {
		return err
	}
	values := map[string]any{}
	if person.BirthDate != nil {
		values["applicant.birth_date"] = *person.BirthDate
	}
	if field, ok := k.window.Law().Engine.Policies.Vocabulary().Lookup("applicant.nationality"); ok && person.Nationality != "" {
		if _, err := k.window.Law().Engine.Policies.Vocabulary().ParseValue(field, person.Nationality); err == nil {
			values["applicant.nationality"] = person.Nationality
		}
	}
	return k.addAll(values, casefile.FromRegister, "", false)
}

// lasting are the answers that hold from one case to the next.
var lasting = []string{
	"applicant.degree.", "applicant.vocational_certificate", "applicant.postdoc", "applicant.hsk", "applicant.passport_expires",
	"applicant.former_chinese_national", "applicant.degree_taught_in_chinese", "employer.kind", "employer.county", "employer.platform",
	"employer.licence_expires", "employer.sector_licence_expires",
}

// earlier are the lasting answers of the newest case that this employer sent for
// the person; of any employer's case where the person allowed that.
func (k *knowing) earlier(ctx context.Context) error {
	if k.c.Foreigner == "" || k.c.Employer == "" {
		return nil
	}
	filter := store.CaseFilter{Scope: systemScope, Foreigner: string(k.c.Foreigner), Principal: string(k.c.Employer), Order: store.ByChange, Limit: 5}
	allowed, err := chosen(ctx, k.Reader, k.c.Foreigner)
	if err != nil {
		return err
	}
	if slices.Contains(allowed, ReuseAnswers) {
		filter.Principal = ""
	}
	rows, err := k.Cases(ctx, filter)
	if err != nil {
		return err
	}
	for _, row := range rows {
		before, err := row.Folded()
		if err != nil {
			return err
		}
		if before.Number == k.c.Number || !before.Pinned {
			continue
		}
		for path, value := range before.Answers {
			lasts := slices.ContainsFunc(lasting, func(l string) bool { return path == l || strings.HasSuffix(l, ".") && strings.HasPrefix(path, l) })
			if !lasts {
				continue
			}
			if err := k.add(path, value, casefile.FromCase, string(before.Number), false); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

// register takes over what the window knows, in the act under way.
func (s *step) register(ctx context.Context) error {
	known, err := s.known(ctx, &s.tx.Reader, s.file, civil.DateOf(s.tx.Now()))
	if err != nil {
		return err
	}
	events, err := s.file.ReadRegister(s.by, known)
	if err != nil {
		return err
	}
	return s.keep(ctx, events)
}

// noClass is the class of a permit that was given without one, as a domestic
// worker's is.
const noClass = "none"
