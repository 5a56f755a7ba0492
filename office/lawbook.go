package office

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/policy"
	"yichuang/store"
)

// Program is the law that a program brings along: its own data and that of the
// folders and files which its flags name. It is never changed.
type Program struct {
	Language  *policy.Language
	Base      []*policy.Pack          // one text of every pack
	Texts     map[string]policy.Files // of the base, by hash
	Values    []policy.ParameterValue
	Places    *facts.Places
	Calendars *civil.Calendars
}

// Lawbook is the law of a running server: the program's own, with what was
// published and loaded in the installation since. New law is read beside the old
// and takes its place in one step, so that a request has the one or the other.
// With several servers on one database each finds the new law by itself.
type Lawbook struct {
	db      *store.DB
	clock   func() time.Time
	program Program
	now     atomic.Pointer[Law]

	mu       sync.Mutex // of a refresh under way
	mark     *store.LawMark
	editions []policy.Edition
	archive  map[string]policy.Files // the texts of all programs that served here, by hash; nil: not opened
}

// NewLawbook is the program's law until Refresh reads what the installation adds.
func NewLawbook(db *store.DB, clock func() time.Time, program Program) (*Lawbook, error) {
	b := &Lawbook{db: db, clock: clock, program: program}
	set, err := policy.NewSet(program.Language, program.Base)
	if err != nil {
		return nil, err
	}
	b.now.Store(&Law{
		Engine: determination.New(set, program.Places, policy.NewParameters(program.Values)),
		Places: program.Places, Calendars: program.Calendars, Shipped: program.Calendars, Texts: program.Texts,
	})
	return b, nil
}

// Law is what acts and pages see at this moment.
func (b *Lawbook) Law() Law { return *b.now.Load() }

// open keeps the program's texts in the installation.
func (b *Lawbook) open(ctx context.Context) error {
	known, err := b.db.PolicyTexts(ctx)
	if err != nil {
		return err
	}
	b.archive = map[string]policy.Files{}
	for _, row := range known {
		files := policy.Files{}
		if err := json.Unmarshal(row.Body, &files); err != nil {
			return fmt.Errorf("read text %s of pack %s: %w", row.Digest, row.Pack, err)
		}
		b.archive[row.Digest] = files
	}
	err = b.db.Do(ctx, b.clock(), func(tx *store.Tx) error {
		for _, pack := range b.program.Base {
			if b.archive[pack.Hash] != nil {
				continue
			}
			body, err := json.Marshal(b.program.Texts[pack.Hash])
			if err != nil {
				return err
			}
			if err := tx.KeepPolicyText(ctx, &store.PolicyText{Digest: pack.Hash, Pack: pack.ID, Body: body}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the texts of the program: %w", err)
	}
	maps.Copy(b.archive, b.program.Texts)
	return nil
}

// Refresh reads the law where there is more of it than before. Law that cannot be
// read leaves the old one in force.
func (b *Lawbook) Refresh(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.archive == nil {
		if err := b.open(ctx); err != nil {
			return err
		}
	}
	mark, err := b.db.LawMark(ctx)
	if err != nil || b.mark != nil && mark == *b.mark {
		return err
	}
	next := Law{Places: b.program.Places, Shipped: b.program.Calendars}
	if b.editions, next.Texts, err = b.read(ctx); err != nil {
		return err
	}
	rows, err := b.db.Parameters(ctx)
	if err != nil {
		return err
	}
	loaded, err := parameterValues(rows)
	if err != nil {
		return err
	}
	years, err := b.db.CalendarYears(ctx)
	if err != nil {
		return err
	}
	if next.Calendars, err = withYears(b.program.Calendars, years); err != nil {
		return err
	}
	set, err := policy.NewSet(b.program.Language, policy.Timeline(b.program.Base, b.editions))
	if err != nil {
		return err
	}
	values := policy.NewParameters(slices.Concat(b.program.Values, loaded))
	next.Engine = determination.New(set, next.Places, values)
	next.Published = int64(len(b.editions))
	earlier := &past{law: next, program: b.program, editions: b.editions, archive: b.archive, made: map[string]*determination.Engine{}}
	next.Earlier = earlier.engine
	b.now.Store(&next)
	b.mark = &mark
	return nil
}

// read reads the published texts that are not read yet.
func (b *Lawbook) read(ctx context.Context) ([]policy.Edition, map[string]policy.Files, error) {
	rows, err := b.db.Policies(ctx)
	if err != nil {
		return nil, nil, err
	}
	editions := slices.Clone(b.editions)
	texts := maps.Clone(b.program.Texts)
	for i, row := range rows {
		files := policy.Files{}
		if err := json.Unmarshal(row.Body, &files); err != nil {
			return nil, nil, fmt.Errorf("read publication %d of %s: %w", row.Seq, row.Pack, err)
		}
		texts[row.Digest] = files
		if i < len(editions) {
			continue
		}
		pack, problems := b.program.Language.ReadFiles(row.Pack, files)
		if len(problems) > 0 {
			return nil, nil, fmt.Errorf("read publication %d of %s: %w", row.Seq, row.Pack, problems)
		}
		editions = append(editions, policy.Edition{Pack: pack, From: row.ValidFrom})
	}
	return editions, texts, nil
}

// past makes the engines of laws before this one. They are kept, because a case
// asks for its own again and again.
type past struct {
	law      Law
	program  Program
	editions []policy.Edition
	archive  map[string]policy.Files

	mu   sync.Mutex
	made map[string]*determination.Engine
}

// engine is the law as it was: the program's texts of then, with what had been
// published by then.
func (p *past) engine(of casefile.LawOf) (*determination.Engine, error) {
	key := strconv.FormatInt(of.Published, 10)
	for _, id := range slices.Sorted(maps.Keys(of.Texts)) {
		key += " " + id + " " + of.Texts[id]
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if engine, ok := p.made[key]; ok {
		return engine, nil
	}
	engine, err := p.make(of)
	if err == nil {
		p.made[key] = engine
	}
	return engine, err
}

func (p *past) make(of casefile.LawOf) (*determination.Engine, error) {
	published := p.editions[:min(of.Published, int64(len(p.editions)))]
	base := slices.Clone(p.program.Base)
	same := of.Published == p.law.Published
	for id, hash := range of.Texts {
		i := slices.IndexFunc(base, func(b *policy.Pack) bool { return b.ID == id })
		if i >= 0 && base[i].Hash == hash || slices.ContainsFunc(published, func(e policy.Edition) bool { return e.Pack.Hash == hash }) {
			continue
		}
		same = false
		files, kept := p.archive[hash]
		if !kept {
			return nil, fault.New(fault.Unavailable, "fault.policy.text-missing", "pack", id).
				WithDetail("text %s of pack %s is kept nowhere", hash, id)
		}
		pack, problems := p.program.Language.ReadFiles(id, files)
		if len(problems) > 0 {
			return nil, fmt.Errorf("read text %s of pack %s: %s", hash, id, strings.TrimSpace(problems.Line()))
		}
		if i < 0 {
			base = append(base, pack)
		} else {
			base[i] = pack
		}
	}
	if same {
		return p.law.Engine, nil
	}
	set, err := policy.NewSet(p.program.Language, policy.Timeline(base, published))
	if err != nil {
		return nil, err
	}
	return determination.New(set, p.law.Places, p.law.Engine.Parameters), nil
}
