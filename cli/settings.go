package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"

	"yichuang/fault"
)

// configFile is the configuration in the data directory.
const configFile = "config.yaml"

// variablePrefix begins the environment variables that stand for flags.
const variablePrefix = "YICHUANG_"

// setting is the value of a flag and where it comes from.
type setting struct{ name, value, source string }

// settleKnown is settle for a command that takes some of the settings: it leaves
// the others in the file alone.
func (e *env) settleKnown(flags *pflag.FlagSet) ([]setting, error) {
	if err := e.settleOne(flags, "data", nil); err != nil {
		return nil, err
	}
	file, path, err := readSettings(flags.Lookup("data").Value.String())
	if err != nil {
		return nil, err
	}
	return e.settleAll(flags, file, path)
}

// settle gives the flags that the command line leaves out their values from the
// environment, then from the configuration file in the data directory, and
// returns all of them with their sources. A name in the file that no flag has is
// an error.
func (e *env) settle(flags *pflag.FlagSet) ([]setting, error) {
	if err := e.settleOne(flags, "data", nil); err != nil {
		return nil, err
	}
	file, path, err := readSettings(flags.Lookup("data").Value.String())
	if err != nil {
		return nil, err
	}
	for name := range file {
		if flags.Lookup(name) == nil || name == "data" {
			return nil, fault.At(path, "no setting is called %q (yichuang doctor --help lists them)", name)
		}
	}
	return e.settleAll(flags, file, path)
}

func (e *env) settleAll(flags *pflag.FlagSet, file map[string]string, path string) (all []setting, err error) {
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Name == "help" {
			return
		}
		source := e.sourceOf(flag, file, path)
		err = errors.Join(err, e.settleOne(flags, flag.Name, file))
		all = append(all, setting{flag.Name, flag.Value.String(), source})
	})
	return all, err
}

// settleOne sets a flag that was not given.
func (e *env) settleOne(flags *pflag.FlagSet, name string, file map[string]string) error {
	flag := flags.Lookup(name)
	if flag.Changed {
		return nil
	}
	value := e.getenv(variable(name))
	if value == "" {
		value = file[name]
	}
	if value == "" {
		return nil
	}
	if err := flag.Value.Set(value); err != nil {
		return fault.At(name, "%v", err)
	}
	return nil
}

func (e *env) sourceOf(flag *pflag.Flag, file map[string]string, path string) string {
	switch {
	case flag.Changed:
		return "command line"
	case e.getenv(variable(flag.Name)) != "":
		return variable(flag.Name)
	case file[flag.Name] != "":
		return path
	}
	return "default"
}

// variable is the environment variable of a flag.
func variable(flag string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// readSettings reads the configuration file of a data directory; none is empty.
func readSettings(dir string) (settings map[string]string, path string, err error) {
	path = filepath.Join(dir, configFile)
	if dir == "" {
		return nil, path, nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, path, nil
	}
	if err != nil {
		return nil, path, pathless(err)
	}
	var read map[string]any
	if err := yaml.Unmarshal(text, &read); err != nil {
		return nil, path, fault.At(path, "%s", strings.TrimSpace(yaml.FormatError(err, false, true)))
	}
	settings = map[string]string{}
	for name, value := range read {
		if value != nil {
			settings[name] = fmt.Sprint(value)
		}
	}
	return settings, path, nil
}
