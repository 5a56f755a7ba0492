package cli

import (
	"github.com/spf13/pflag"

	"yichuang/locale"
)

// outputFlags choose the language and the form in which a command answers.
type outputFlags struct{ lang, format string }

func (o *outputFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&o.lang, "lang", string(locale.Chinese), "language of the answer: zh or en")
	flags.StringVar(&o.format, "format", "text", "form of the answer: text or json")
}

// printer checks both flags and returns the texts of the language.
func (o *outputFlags) printer() (*locale.Printer, error) {
	if err := oneOf("--lang", o.lang, "zh", "en"); err != nil {
		return nil, err
	}
	if err := oneOf("--format", o.format, "text", "json"); err != nil {
		return nil, err
	}
	return locale.For(locale.Language(o.lang)), nil
}

func (o *outputFlags) json() bool { return o.format == "json" }
