package determination

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"yichuang/policy"
)

// Accept rewrites what a scenario expects to what comes out, and says nothing
// more than it said before: only what it names is named again. An entry that has
// gone is listed as absent. The result is the scenario's file.
func (e *Engine) Accept(s *policy.Scenario, text string) (string, error) {
	got, err := e.scenarioAnswer(s)
	if err != nil {
		return "", err
	}
	var want any
	if err := json.Unmarshal(s.Expect, &want); err != nil {
		return "", fmt.Errorf("expect.json: %w", err)
	}
	var gone []string
	shaped := sameShape("", got, want, &gone)
	var expect bytes.Buffer
	enc := json.NewEncoder(&expect)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(shaped); err != nil {
		return "", err
	}
	absent := slices.DeleteFunc(slices.Clone(s.Absent), func(path string) bool {
		_, found := find(got, strings.Split(path, "."))
		return found
	})
	absent = append(absent, gone...)
	archive := txtar.Parse([]byte(text))
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "absent" })
	for i := range archive.Files {
		if archive.Files[i].Name == "expect.json" {
			archive.Files[i].Data = expect.Bytes()
		}
	}
	if len(absent) > 0 {
		archive.Files = append(archive.Files, txtar.File{Name: "absent", Data: []byte(strings.Join(absent, "\n") + "\n")})
	}
	return string(txtar.Format(archive)), nil
}

// sameShape is got, cut down to what want names.
func sameShape(path string, got, want any, gone *[]string) any {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return got
		}
		out := map[string]any{}
		for k, v := range w {
			out[k] = sameShape(join(path, k), g[k], v, gone)
		}
		return out
	case []any:
		g, ok := got.([]any)
		if !ok || len(w) == 0 {
			return got
		}
		out := []any{}
		for _, entry := range w {
			if _, object := entry.(map[string]any); !object {
				return got
			}
			i := slices.IndexFunc(g, func(candidate any) bool { return sameID(candidate, entry) })
			if i < 0 {
				*gone = append(*gone, path+"."+label(entry, 0))
				continue
			}
			out = append(out, sameShape(path, g[i], entry, gone))
		}
		return out
	}
	return got
}
