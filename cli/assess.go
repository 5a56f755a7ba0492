package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"yichuang/civil"
	"yichuang/facts"
	"yichuang/fault"
)

// assessFlags are the flags of assess; those that name facts replace the file's.
type assessFlags struct {
	law             lawFlags
	output          outputFlags
	on, place, zone string
}

func (e *env) assessCommand() *cobra.Command {
	var a assessFlags
	c := &cobra.Command{
		Use:     "assess FILE|-",
		Short:   "say what the policies mean for a person, a job and an employer",
		Example: `  echo '{"place":"650100"}' | yichuang assess - --on 2026-04-27`,
		Args:    exactly(1),
		RunE:    func(c *cobra.Command, args []string) error { return e.assess(a, args[0]) },
	}
	flags := c.Flags()
	a.law.add(flags)
	flags.StringVar(&a.on, "on", "", "filing date YYYY-MM-DD (default: the file's, else today)")
	flags.StringVar(&a.place, "place", "", "code of the place of work, such as 650100 or xpcc-12")
	flags.StringVar(&a.zone, "zone", "", "zone of the place, or none")
	a.output.register(flags)
	return c
}

func (e *env) assess(a assessFlags, file string) error {
	printer, err := a.output.printer()
	if err != nil {
		return err
	}
	p, err := a.law.read()
	if err != nil {
		return err
	}
	f, err := e.readFacts(p, a, file)
	if err != nil {
		return err
	}
	d, err := p.engine.Determine(f)
	if err != nil {
		return err
	}
	advice, err := p.engine.Advise(f)
	if err != nil {
		return err
	}
	if !a.output.json() {
		lapsed, err := p.engine.Lapsed(f, d)
		if err != nil {
			return err
		}
		return writeAssessment(e.stdout, printer, p, d, advice, lapsed)
	}
	_, err = e.stdout.Write(append(d.AppendAnswer(nil, advice), '\n'))
	return err
}

func oneOf(flag, value string, words ...string) error {
	for _, w := range words {
		if value == w {
			return nil
		}
	}
	return fault.At(flag, "%s is none of %v", value, words)
}

// readFacts reads the file, lets the flags replace what it says, completes the
// filing date and checks everything together.
func (e *env) readFacts(p *product, a assessFlags, file string) (*facts.Facts, error) {
	data, err := e.readFile(file)
	if err != nil {
		return nil, err
	}
	v := p.engine.Policies.Vocabulary()
	f := v.New()
	if err := v.Parse(data, f); err != nil {
		return nil, err
	}
	for _, flag := range []struct{ path, text string }{{"on", a.on}, {"place", a.place}, {"zone", a.zone}} {
		if flag.text == "" {
			continue
		}
		field, _ := v.Lookup(flag.path)
		value, err := v.ParseValue(field, flag.text)
		if err != nil {
			return nil, err
		}
		f.Set(field.Slot, value)
	}
	e.completeDate(v, f)
	return f, v.Check(f, p.Places)
}

// completeDate makes today the filing date where none is given.
func (e *env) completeDate(v *facts.Vocabulary, f *facts.Facts) {
	on, _ := v.Lookup("on")
	if f.Get(on.Slot).State == facts.Unknown {
		f.Set(on.Slot, facts.Value{State: facts.Known, N: int64(civil.DateOf(e.now()))})
	}
}

// byteOrderMark is what some editors write in front of a text; it says nothing.
var byteOrderMark = []byte("\ufeff")

func (e *env) readFile(name string) ([]byte, error) {
	var data []byte
	var err error
	if name == "-" {
		data, err = io.ReadAll(e.stdin)
	} else {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", pathless(err))
	}
	return bytes.TrimPrefix(data, byteOrderMark), nil
}
