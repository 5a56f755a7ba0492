package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/policy"
)

func (e *env) policyShowCommand() *cobra.Command {
	var law lawFlags
	c := &cobra.Command{
		Use: "show ID[/CLAUSE]", Short: "show a pack or a clause: our summary, its rules, its scenarios",
		Args: exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := law.read()
			if err != nil {
				return err
			}
			id, clauseID, one := strings.Cut(args[0], "/")
			pack, ok := p.engine.Policies.Pack(id)
			if !ok {
				return fault.At(args[0], "no pack %s (see yichuang policy list)", id)
			}
			if !one {
				return e.showPack(pack)
			}
			clause, ok := pack.Clause(clauseID)
			if !ok {
				return fault.At(args[0], "pack %s has no clause %s", id, clauseID)
			}
			return e.showClause(clause)
		},
	}
	law.add(c.Flags())
	return c
}

func (e *env) showPack(p *policy.Pack) error {
	fmt.Fprintf(e.stdout, "%s  %s  %s\n%s\n%s\n", p.ID, days(p), standing(p, civil.DateOf(e.now())), p.Title.Zh, p.Title.En)
	if p.Assumption.En != "" {
		fmt.Fprintf(e.stdout, "! %s\n! %s\n", p.Assumption.Zh, p.Assumption.En)
	}
	for _, r := range p.Readings {
		fmt.Fprintf(e.stdout, "? %s = %s: %s\n", r.ID, r.Default, r.Question.En)
	}
	for _, c := range p.Clauses {
		if err := e.showClause(c); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) showClause(c *policy.Clause) error {
	fmt.Fprintf(e.stdout, "\n%s  %s / %s\n  %s\n  %s\n", c.Ref(), c.Title.Zh, c.Title.En, c.Summary.Zh, c.Summary.En)
	if c.Reason.En != "" {
		fmt.Fprintf(e.stdout, "  (%s)\n", c.Reason.En)
	}
	for _, r := range c.Rules {
		fmt.Fprintf(e.stdout, "  - %s\n", r)
	}
	for _, s := range c.Pack.Scenarios {
		if name := filepath.Base(s.File); strings.HasPrefix(name, c.ID+"-") {
			fmt.Fprintf(e.stdout, "  * %s: %s\n", strings.TrimSuffix(name, ".txtar"), s.Title)
		}
	}
	return nil
}

func (e *env) policyDiffCommand() *cobra.Command {
	var law lawFlags
	c := &cobra.Command{
		Use: "diff A B", Short: "compare two packs (ids or folders): what changed, and which scenarios it changes",
		Example: "  yichuang policy diff packs/old ./draft/new", Args: exactly(2),
		RunE: func(_ *cobra.Command, args []string) error { return e.policyDiff(&law, args[0], args[1]) },
	}
	law.add(c.Flags())
	return c
}

func (e *env) policyDiff(law *lawFlags, a, b string) error {
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		return err
	}
	base, problems := readPacks(language, law.policies)
	if len(problems) > 0 {
		return problems
	}
	old, err := packNamed(language, base, a)
	if err != nil {
		return err
	}
	now, err := packNamed(language, base, b)
	if err != nil {
		return err
	}
	changes := policy.Diff(old, now, func(w facts.Wording) string { return w.En })
	for _, c := range changes {
		fmt.Fprintf(e.stdout, "%s\n  - %s\n  + %s\n", c.Where, c.Old, c.New)
	}
	effects, err := e.effects(language, base, old, now)
	if err != nil {
		return err
	}
	for _, x := range effects {
		fmt.Fprintf(e.stdout, "scenario %s changes: %s\n", x.Scenario, strings.Join(x.Keys, " "))
	}
	fmt.Fprintf(e.stdout, "%d changes, %d scenarios affected\n", len(changes), len(effects))
	return nil
}

// effects compares the base with one pack in it against the base with the other.
func (e *env) effects(language *policy.Language, base []*policy.Pack, old, now *policy.Pack) ([]determination.Effect, error) {
	places, err := readPlaces()
	if err != nil {
		return nil, err
	}
	engine := func(in, out *policy.Pack) (*determination.Engine, error) {
		var rest []*policy.Pack
		for _, p := range base {
			if p.ID != in.ID && p.ID != out.ID {
				rest = append(rest, p)
			}
		}
		set, err := policy.NewSet(language, append(rest, in))
		if err != nil {
			return nil, err
		}
		return determination.New(set, places, nil), nil
	}
	before, err := engine(old, now)
	if err != nil {
		return nil, err
	}
	after, err := engine(now, old)
	if err != nil {
		return nil, err
	}
	return determination.Effects(before, after)
}

// packNamed is a built-in pack by its id, or the pack in a folder.
func packNamed(language *policy.Language, base []*policy.Pack, name string) (*policy.Pack, error) {
	if _, err := os.Stat(filepath.Join(name, "pack.yaml")); err == nil {
		read, problems := readFolder(language, name)
		if len(problems) > 0 {
			return nil, problems
		}
		return read[0], nil
	}
	for _, p := range base {
		if p.ID == name {
			return p, nil
		}
	}
	return nil, fault.At(name, "neither a pack nor a folder with pack.yaml")
}
