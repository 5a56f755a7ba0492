package office

import (
	"context"
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/policy"
	"yichuang/store"
)

// DraftEdit is what the form of a draft says.
type DraftEdit struct {
	From   civil.Date
	Note   string
	Fields map[string]string // by policy.Field id
}

// SaveDraft sets the day, the note and fields of the pack. What does not fit is a
// fault at the field's id, and nothing is saved.
func (w *Window) SaveDraft(ctx context.Context, in DraftWrite, e DraftEdit) error {
	return w.changeDraft(ctx, in, func(tx *store.Tx, d *PolicyDraft) error {
		base, err := w.textOf(ctx, d.Base)
		if err != nil {
			return err
		}
		files := base.With(d.Changes)
		now, problems := files.Edit(e.Fields)
		if len(problems) > 0 {
			return fieldFault(files, problems[0])
		}
		d.From, d.Note, d.Changes = e.From, strings.TrimSpace(e.Note), base.Changes(now)
		d.edited(in.Who.Account)
		return nil
	})
}

func fieldFault(files policy.Files, p policy.Problem) error {
	f := fault.New(fault.Invalid, "fault.policy.value", "problem", p.Text)
	for _, field := range files.Fields() {
		if field.File == p.File && field.Line == p.Line {
			f.Path, f.Key = field.ID(), "fault.policy.value."+string(field.Kind)
			if strings.HasPrefix(p.Text, field.Path) {
				break
			}
		}
	}
	return f
}

// textOf are the files of a text by its hash.
func (w *Window) textOf(ctx context.Context, hash string) (policy.Files, error) {
	if hash == "" {
		return policy.Files{}, nil
	}
	if files, ok := w.Law().Texts[hash]; ok {
		return files, nil
	}
	row, err := w.DB.PolicyText(ctx, hash)
	if err != nil {
		return nil, err
	}
	files := policy.Files{}
	return files, json.Unmarshal(row.Body, &files)
}

// DraftFiles are the files of a draft as they stand.
func (w *Window) DraftFiles(ctx context.Context, d PolicyDraft) (policy.Files, error) {
	base, err := w.textOf(ctx, d.Base)
	return base.With(d.Changes), err
}

// PutFiles puts whole files into a draft: new logic that no form can hold. With
// pack.yaml and clauses among them they are the whole pack; otherwise they take
// the places of the files of their names.
func (w *Window) PutFiles(ctx context.Context, in DraftWrite, files policy.Files) error {
	if err := packFiles(files); err != nil {
		return err
	}
	return w.changeDraft(ctx, in, func(tx *store.Tx, d *PolicyDraft) error {
		base, err := w.textOf(ctx, d.Base)
		if err != nil {
			return err
		}
		now := base.With(d.Changes).With(files)
		if wholePack(files) {
			now = files
		}
		d.Changes = base.Changes(now)
		d.edited(in.Who.Account)
		return nil
	})
}

// wholePack reports whether the files can be a pack by themselves.
func wholePack(files policy.Files) bool {
	for name := range files {
		if path.Dir(name) == "clauses" {
			return files["pack.yaml"] != ""
		}
	}
	return false
}

// packFile reports whether a pack may hold a file of the name.
func packFile(name string) bool {
	if !fs.ValidPath(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return false
	}
	dir, ext := path.Dir(name), path.Ext(name)
	return name == "pack.yaml" || name == "names.yaml" || dir == "clauses" && ext == ".yaml" || dir == "scenarios" && ext == ".txtar"
}

// AskSecond asks a second person to publish the draft, which must be without
// fault. Saving it again takes the question back.
func (w *Window) AskSecond(ctx context.Context, in DraftWrite) error {
	d, err := w.PolicyDraft(ctx, in.Who, in.ID)
	if err != nil {
		return err
	}
	if _, err := w.publishable(ctx, in.Who, d); err != nil {
		return err
	}
	return w.changeDraft(ctx, in, func(tx *store.Tx, d *PolicyDraft) error {
		d.Status = DraftAsked
		return record(ctx, tx, in.Who, "policy/"+d.Pack, "policy.asked", map[string]any{"draft": d.ID, "from": d.From, "note": d.Note})
	})
}

// RestoreDraft takes a draft back to a state in which it was saved.
func (w *Window) RestoreDraft(ctx context.Context, in DraftWrite, state int64) error {
	states, err := w.DraftStates(ctx, in.Who, in.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(states, func(s PolicyDraft) bool { return s.Version == state })
	if i < 0 {
		return fault.New(fault.NotFound, "fault.policy.no-draft")
	}
	return w.changeDraft(ctx, in, func(_ *store.Tx, d *PolicyDraft) error {
		writers := d.Writers // whoever wrote any of it stays a writer
		d.draftBody = states[i].draftBody
		d.Writers = writers
		d.edited(in.Who.Account)
		return nil
	})
}

// DiscardDraft ends a draft; its states stay.
func (w *Window) DiscardDraft(ctx context.Context, in DraftWrite) error {
	return w.changeDraft(ctx, in, func(tx *store.Tx, d *PolicyDraft) error {
		d.Status = DraftDiscarded
		return record(ctx, tx, in.Who, "policy/"+d.Pack, "policy.discarded", map[string]any{"draft": d.ID})
	})
}
