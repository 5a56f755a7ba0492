package cli

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"yichuang/civil"
	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
	"yichuang/policy"
)

func (e *env) policyCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "policy", Short: "read, check, test and compare policy packs", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(e.policyListCommand(), e.policyShowCommand(), e.policyCheckCommand(), e.policyTestCommand(), e.policyDiffCommand())
	return c
}

func (e *env) policyListCommand() *cobra.Command {
	var law lawFlags
	c := &cobra.Command{
		Use: "list", Short: "list packs and their clauses", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			p, err := law.read()
			if err != nil {
				return err
			}
			today := civil.DateOf(e.now())
			for _, pack := range p.engine.Policies.Packs {
				fmt.Fprintf(e.stdout, "%s  %s  %s\n  %s\n", pack.ID, days(pack), standing(pack, today), pack.Title.Zh)
				for _, clause := range pack.Clauses {
					fmt.Fprintf(e.stdout, "  %-28s %s / %s\n", clause.Ref(), clause.Title.Zh, clause.Title.En)
				}
			}
			return nil
		},
	}
	law.add(c.Flags())
	return c
}

// days prints the first and the last day in force, of every period.
func days(p *policy.Pack) string {
	var out []string
	for _, period := range p.Periods() {
		from, until := "…", "…"
		if period.From != nil {
			from = period.From.String()
		}
		if period.Until != nil {
			until = period.Until.String()
		}
		out = append(out, from+" – "+until)
	}
	return strings.Join(out, ", ")
}

func standing(p *policy.Pack, on civil.Date) string {
	switch last := p.Span(on).Until; {
	case p.InForce(on):
		return "in force on " + on.String()
	case last != nil && *last < on:
		return "ended"
	}
	return "not yet in force"
}

func (e *env) policyCheckCommand() *cobra.Command {
	var law lawFlags
	c := &cobra.Command{
		Use: "check [DIR…]", Short: "find everything that is wrong with the built-in packs and those of the folders",
		RunE: func(_ *cobra.Command, dirs []string) error {
			for _, dir := range dirs {
				if info, err := os.Stat(dir); err != nil || !info.IsDir() {
					return fault.At(dir, "no folder of policy packs")
				}
				if !holdsPack(dir) {
					return fault.At(dir, noPackThere)
				}
			}
			p, problems := e.lawOf(&law, dirs)
			if len(problems) == 0 {
				places, err := readPlaces(law.with(dirs)...)
				if err != nil {
					return err
				}
				if _, err := readMatters(law.with(dirs)...); err != nil {
					return err
				}
				if _, err := readOffices(law.with(dirs)...); err != nil {
					return err
				}
				problems = determination.New(p, places, nil).Check()
			}
			if len(problems) > 0 {
				fmt.Fprintln(e.stderr, problems.Error())
				fmt.Fprintln(e.stderr, count(len(problems), "problem"))
				return errFailures
			}
			fmt.Fprintf(e.stdout, "%s, no problem\n", count(len(p.Packs), "pack"))
			return nil
		},
	}
	law.add(c.Flags())
	return c
}

// count is a number of things in words.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// with are the flag's folder and further ones.
func (l *lawFlags) with(dirs []string) []string { return append([]string{l.policies}, dirs...) }

// lawOf reads the built-in packs with those of folders on top.
func (e *env) lawOf(law *lawFlags, dirs []string) (*policy.Set, policy.Problems) {
	language, err := policy.NewLanguage(facts.Default())
	if err != nil {
		return nil, policy.Problems{{Text: err.Error()}}
	}
	read, problems := readPacks(language, law.with(dirs)...)
	if len(problems) > 0 {
		return nil, problems
	}
	set, err := policy.NewSet(language, read)
	if err != nil {
		return nil, policy.Problems{{Text: err.Error()}}
	}
	return set, nil
}

func (e *env) policyTestCommand() *cobra.Command {
	var law lawFlags
	c := &cobra.Command{
		Use: "test [DIR…]", Short: "run the scenarios of the packs",
		RunE: func(_ *cobra.Command, dirs []string) error {
			set, problems := e.lawOf(&law, dirs)
			if len(problems) > 0 {
				return problems
			}
			places, err := readPlaces(law.with(dirs)...)
			if err != nil {
				return err
			}
			values, err := law.readParameters(set, places)
			if err != nil {
				return err
			}
			return e.runScenarios(determination.New(set, places, policy.NewParameters(values)))
		},
	}
	law.add(c.Flags())
	return c
}

// runScenarios runs every scenario on all cores and reports in order.
func (e *env) runScenarios(engine *determination.Engine) error {
	var all []*policy.Scenario
	for _, p := range engine.Policies.Packs {
		all = append(all, p.Scenarios...)
	}
	reports := make([]string, len(all))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				reports[i] = report(engine, all[i])
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	wg.Wait()
	failed := 0
	for _, r := range reports {
		if r != "" {
			failed++
			fmt.Fprint(e.stdout, r)
		}
	}
	fmt.Fprintf(e.stdout, "%d passed, %d failed\n", len(all)-failed, failed)
	if failed > 0 {
		return errFailures
	}
	return nil
}

func report(engine *determination.Engine, s *policy.Scenario) string {
	failures, err := engine.RunScenario(s)
	if err == nil && len(failures) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "FAIL %s\n     %s\n", s.File, s.Title)
	if err != nil {
		fmt.Fprintf(&b, "     %v\n", err)
	}
	for _, f := range failures {
		fmt.Fprintf(&b, "     %s\n", f)
	}
	return b.String()
}
