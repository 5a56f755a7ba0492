// Package cli is the command line: one file a command, the configuration, and
// the wiring. It is the only place that opens a database or reads the clock.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"yichuang/fault"
	"yichuang/policy"
)

// Exit statuses of the contract: 0 done whatever the verdict, 1 done with
// failures, 2 wrong use or bad input.
const (
	exitDone     = 0
	exitFailures = 1
	exitBadInput = 2
)

// env is what a command may touch of the outside world, so that tests call it
// directly.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	demoNow        func() time.Time // the demo's clock; nil: it stands at demoTime
	getenv         func(string) string
}

// errFailures ends a command that did its work and found failures (status 1).
// What failed is already printed.
var errFailures = errors.New("done with failures")

// Main runs the command line and returns the exit status.
func Main(args []string) int {
	e := &env{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, getenv: os.Getenv}
	return e.run(context.Background(), args)
}

func (e *env) run(ctx context.Context, args []string) int {
	root := e.root()
	root.SetArgs(args)
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFailures):
		return exitFailures
	}
	fmt.Fprintf(e.stderr, "yichuang: %s\n", oneLine(err))
	return exitBadInput
}

// excerpt is a line in which the YAML library shows the place it speaks of.
var excerpt = regexp.MustCompile(`(?m)\n[> ]*(\d+ \|.*|\^)\s*$`)

// oneLine is the error on one line. Packs and parameters that only a "policy
// check" would show in full are cut to their first problem.
func oneLine(err error) string {
	if problems := (policy.Problems)(nil); errors.As(err, &problems) && len(problems) > 0 {
		return problems.Line()
	}
	return strings.ReplaceAll(strings.TrimSpace(excerpt.ReplaceAllString(err.Error(), "")), "\n", "; ")
}

// exactly asks for n arguments and says how the command is written.
func exactly(n int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("got %d arguments (write: %s)", len(args), c.UseLine())
		}
		return nil
	}
}

// flagFault says what is wrong with a flag's value without the words of Go.
func flagFault(_ *cobra.Command, err error) error {
	if wrong := (*pflag.InvalidValueError)(nil); errors.As(err, &wrong) {
		return fault.At("--"+wrong.GetFlag().Name, "%q is no %s", wrong.GetValue(), flagKinds[wrong.GetFlag().Value.Type()])
	}
	return err
}

// flagKinds are what flags hold, by pflag's names.
var flagKinds = map[string]string{"int": "whole number", "int64": "whole number", "bool": "true or false", "duration": "length of time, such as 90s"}

func (e *env) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "yichuang",
		Short:         "the one-window platform for foreigners who work in China",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagFault)
	root.AddCommand(
		e.assessCommand(),
		e.auditCommand(),
		e.backupCommand(),
		e.batchCommand(),
		e.calendarCommand(),
		e.deadlineCommand(),
		e.doctorCommand(),
		e.initCommand(),
		e.migrateCommand(),
		e.parametersCommand(),
		e.permitsCommand(),
		e.policyCommand(),
		e.restoreCommand(),
		e.serveCommand(),
		e.verifyCommand(),
	)
	return root
}
