package office

import (
	"context"
	"strings"

	"yichuang/civil"
	"yichuang/fault"
	"yichuang/people"
	"yichuang/policy"
)

// NewPolicy is a policy that the window does not have yet, as somebody brings it.
type NewPolicy struct {
	Files policy.Files // its whole folder; pack.yaml says what it is and where it holds
	From  civil.Date   // first day on which it is to speak
	Note  string
}

// BringPolicy begins a draft of a policy of which no text was published. Its
// pack.yaml must be readable, because it says who may see the draft; whatever is
// wrong besides stands on the draft's pages. What has a text already is Conflict.
func (w *Window) BringPolicy(ctx context.Context, who people.Who, key string, in NewPolicy) (string, error) {
	if err := mayReadDesk(who); err != nil {
		return "", err
	}
	if err := packFiles(in.Files); err != nil {
		return "", err
	}
	if in.Files["pack.yaml"] == "" {
		return "", fault.New(fault.Invalid, "fault.policy.no-pack").WithPath("archive")
	}
	set := w.Law().Engine.Policies
	head, problems := set.Language.Head(in.Files)
	if len(problems) > 0 {
		return "", fault.New(fault.Invalid, "fault.policy.head", "problem", problems.Line()).WithPath("archive").WithCause(problems)
	}
	if head.ID == "" || strings.Trim(head.ID, ".") == "" {
		return "", fault.New(fault.Invalid, "fault.policy.head", "problem", "pack.yaml: id is missing").WithPath("archive")
	}
	if _, known := set.Pack(head.ID); known {
		return "", fault.New(fault.Conflict, "fault.policy.known", "id", head.ID).WithPath("archive")
	}
	if err := mayDraft(who, head); err != nil {
		return "", err
	}
	today := civil.DateOf(w.Clock())
	if in.From < today {
		return "", fault.New(fault.Invalid, "fault.policy.past", "from", in.From, "today", today).WithPath("from")
	}
	return w.addDraft(ctx, who, key, head.ID, "", draftBody{From: in.From, Note: strings.TrimSpace(in.Note), Changes: in.Files})
}

// packFiles refuses names that no file of a pack has.
func packFiles(files policy.Files) error {
	for name := range files {
		if !packFile(name) {
			return fault.New(fault.Invalid, "fault.policy.file-name", "name", name).WithPath("archive")
		}
	}
	return nil
}

// PolicyFiles are the files of the newest text of a pack, as policy staff read them.
func (w *Window) PolicyFiles(ctx context.Context, who people.Who, id string) (policy.Files, error) {
	if err := mayReadDesk(who); err != nil {
		return nil, err
	}
	pack, ok := w.Law().Engine.Policies.Pack(id)
	if !ok {
		return nil, fault.New(fault.NotFound, "fault.no-policy", "id", id)
	}
	return w.textOf(ctx, pack.Hash)
}
