package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed zh/*.yaml en/*.yaml
var files embed.FS

// message is one text: its form for the number one, where the language has such
// a form, and its form for everything else.
type message struct{ one, other string }

// catalogue maps keys such as "page.check.title" to messages.
type catalogue map[string]message

// catalogues reads the embedded texts once. They are part of the program: a
// fault in them is found by the tests, so it stops the program here.
var catalogues = sync.OnceValue(func() map[Language]catalogue {
	all := make(map[Language]catalogue)
	for _, lang := range Languages() {
		c, err := readCatalogue(files, string(lang))
		if err != nil {
			panic(err)
		}
		all[lang] = c
	}
	return all
})

func readCatalogue(fsys fs.FS, folder string) (catalogue, error) {
	names, err := fs.Glob(fsys, path.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	c := make(catalogue)
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if err := c.add(text); err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", name, err)
		}
	}
	return c, nil
}

func (c catalogue) add(text []byte) error {
	var entries map[string]any
	if err := yaml.UnmarshalWithOptions(text, &entries, yaml.Strict()); err != nil {
		return err
	}
	for key, value := range entries {
		if _, twice := c[key]; twice {
			return fmt.Errorf("key %s stands in two files", key)
		}
		m, err := newMessage(value)
		if err != nil {
			return fmt.Errorf("key %s: %w", key, err)
		}
		c[key] = m
	}
	return nil
}

func newMessage(value any) (message, error) {
	switch v := value.(type) {
	case string:
		return message{other: v}, nil
	case map[string]any:
		one, _ := v["one"].(string)
		other, ok := v["other"].(string)
		if !ok || one == "" || len(v) != 2 {
			return message{}, fmt.Errorf("a counted text has the forms one and other")
		}
		return message{one: one, other: other}, nil
	}
	return message{}, fmt.Errorf("is no text (quote it)")
}
