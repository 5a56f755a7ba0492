package cli

import (
	"bytes"
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
	"yichuang/office"
	"yichuang/policy"
	"yichuang/store"
)

// lawEvery is how often every server asks whether there is new law.
const lawEvery = time.Second

// lawbook is the law of a running server: the program's own, with what was
// published and loaded in the installation since. New law is read beside the old
// and takes its place in one step, so that a request has the one or the other.
// With several servers on one database each finds the new law by itself.
type lawbook struct {
	db      *store.DB
	clock   func() time.Time
	program *product
	now     atomic.Pointer[product]

	mu       sync.Mutex // of a refresh under way
	mark     *store.LawMark
	editions []policy.Edition
	archive  map[string]policy.Files // the texts of all programs that served here, by hash; nil: not opened
}

// law is what acts and pages see.
func (b *lawbook) law() office.Law {
	p := b.now.Load()
	return office.Law{Engine: p.engine, Places: p.places, Calendars: p.calendars, Shipped: b.program.calendars, Published: p.published, Earlier: p.earlier,
		Texts: p.texts}
}

// open keeps the program's texts in the installation.
func (b *lawbook) open(ctx context.Context) error {
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
		for _, pack := range b.program.base {
			if b.archive[pack.Hash] != nil {
				continue
			}
			body, err := json.Marshal(b.program.texts[pack.Hash])
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
	maps.Copy(b.archive, b.program.texts)
	return nil
}

// refresh reads the law where there is more of it than before. Law that cannot be
// read leaves the old one in force.
func (b *lawbook) refresh(ctx context.Context) error {
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
	next := *b.program
	if b.editions, next.texts, err = b.read(ctx); err != nil {
		return err
	}
	if next.values, err = b.values(ctx); err != nil {
		return err
	}
	if next.calendars, err = b.calendars(ctx); err != nil {
		return err
	}
	set, err := policy.NewSet(next.language, policy.Timeline(next.base, b.editions))
	if err != nil {
		return err
	}
	next.engine = determination.New(set, next.places, policy.NewParameters(next.values))
	next.published = int64(len(b.editions))
	next.earlier = (&past{now: &next, editions: b.editions, archive: b.archive, made: map[string]*determination.Engine{}}).engine
	b.now.Store(&next)
	b.mark = &mark
	return nil
}

// read reads the published texts that are not read yet.
func (b *lawbook) read(ctx context.Context) ([]policy.Edition, map[string]policy.Files, error) {
	rows, err := b.db.Policies(ctx)
	if err != nil {
		return nil, nil, err
	}
	editions := slices.Clone(b.editions)
	texts := maps.Clone(b.program.texts)
	for i, row := range rows {
		files := policy.Files{}
		if err := json.Unmarshal(row.Body, &files); err != nil {
			return nil, nil, fmt.Errorf("read publication %d of %s: %w", row.Seq, row.Pack, err)
		}
		texts[row.Digest] = files
		if i < len(editions) {
			continue
		}
		pack, problems := b.program.language.ReadFiles(row.Pack, files)
		if len(problems) > 0 {
			return nil, nil, fmt.Errorf("read publication %d of %s: %w", row.Seq, row.Pack, problems)
		}
		editions = append(editions, policy.Edition{Pack: pack, From: row.ValidFrom})
	}
	return editions, texts, nil
}

// values are the program's parameters and those loaded in the installation; of
// two for one day the one loaded last answers.
func (b *lawbook) values(ctx context.Context) ([]policy.ParameterValue, error) {
	rows, err := b.db.Parameters(ctx)
	if err != nil {
		return nil, err
	}
	values := slices.Clone(b.program.values)
	for _, row := range rows {
		number, err := strconv.ParseFloat(string(bytes.Trim(row.Value, `"`)), 64)
		if err != nil {
			return nil, fmt.Errorf("read parameter %s of %s from %s: %w", row.Name, row.Place, row.ValidFrom, err)
		}
		values = append(values, policy.ParameterValue{
			ID: row.Name, Place: facts.PlaceCode(row.Place), Value: number, ValidFrom: row.ValidFrom, Source: row.Source,
		})
	}
	return values, nil
}

// calendars are the program's with the years loaded in the installation over
// them. A row holds an almanac: as JSON, or its YAML as a JSON string.
func (b *lawbook) calendars(ctx context.Context) (*civil.Calendars, error) {
	rows, err := b.db.CalendarYears(ctx)
	if err != nil || len(rows) == 0 {
		return b.program.calendars, err
	}
	var almanacs []civil.Almanac
	for _, row := range rows {
		text := []byte(row.Body)
		if quoted := ""; json.Unmarshal(row.Body, &quoted) == nil {
			text = []byte(quoted)
		}
		almanac, err := civil.ReadAlmanac(text)
		if err != nil {
			return nil, fmt.Errorf("read calendar of %q for %d: %w", row.Place, row.Year, err)
		}
		almanacs = append(almanacs, almanac)
	}
	return b.program.calendars.With(almanacs...)
}

// past makes the engines of laws before this one. They are kept, because a case
// asks for its own again and again.
type past struct {
	now      *product
	editions []policy.Edition
	archive  map[string]policy.Files

	mu   sync.Mutex
	made map[string]*determination.Engine
}

// engine is the law as it was: the program's texts of then, with what had been
// published by then.
func (p *past) engine(law casefile.LawOf) (*determination.Engine, error) {
	key := strconv.FormatInt(law.Published, 10)
	for _, id := range slices.Sorted(maps.Keys(law.Texts)) {
		key += " " + id + " " + law.Texts[id]
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if engine, ok := p.made[key]; ok {
		return engine, nil
	}
	engine, err := p.make(law)
	if err == nil {
		p.made[key] = engine
	}
	return engine, err
}

func (p *past) make(law casefile.LawOf) (*determination.Engine, error) {
	published := p.editions[:min(law.Published, int64(len(p.editions)))]
	base := slices.Clone(p.now.base)
	same := law.Published == p.now.published
	for id, hash := range law.Texts {
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
		pack, problems := p.now.language.ReadFiles(id, files)
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
		return p.now.engine, nil
	}
	set, err := policy.NewSet(p.now.language, policy.Timeline(base, published))
	if err != nil {
		return nil, err
	}
	return determination.New(set, p.now.places, p.now.engine.Parameters), nil
}
