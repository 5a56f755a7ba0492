package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// source is one YAML file while it is read; it gathers every problem in it
// instead of stopping at the first.
type source struct {
	file     string
	lines    []string
	problems *Problems
}

// longestShown is how long a line may be to be shown beside its problem.
const longestShown = 1000

func (s *source) problem(line, col int, format string, args ...any) {
	text := strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " ") // one line, whatever it quotes
	p := Problem{File: s.file, Line: line, Col: col, Text: text, Format: format, Args: args}
	if line > 0 && line <= len(s.lines) && len(s.lines[line-1]) <= longestShown {
		p.Source = s.lines[line-1]
	}
	*s.problems = append(*s.problems, p)
}

func (s *source) at(n ast.Node, format string, args ...any) {
	line, col := position(n)
	s.problem(line, col, format, args...)
}

// position is where a node begins; of a mapping, its first key.
func position(n ast.Node) (line, col int) {
	if n == nil {
		return 1, 1
	}
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		return position(m.Values[0].Key)
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line, t.Position.Column
	}
	return 1, 1
}

// mapping is a YAML mapping being read key by key. done reports the keys that
// nobody asked for.
type mapping struct {
	*source
	node   ast.Node
	keys   []string
	values map[string]ast.Node
	nodes  map[string]ast.Node // the keys' own nodes
	known  []string
}

// parseMapping reads a file that holds one mapping; nil when it does not.
func parseMapping(file string, data []byte, problems *Problems) *mapping {
	s := &source{file: file, lines: strings.Split(string(data), "\n"), problems: problems}
	parsed, err := parseYAML(data)
	if err != nil {
		s.problem(syntaxLine(err), 1, "%s", firstLine(err))
		return nil
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		s.problem(1, 1, "want one YAML document with a mapping")
		return nil
	}
	return s.mapping(parsed.Docs[0].Body)
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	if _, text, ok := strings.Cut(line, "] "); ok {
		return text
	}
	return line
}

func syntaxLine(err error) int {
	rest, ok := strings.CutPrefix(err.Error(), "[")
	n, _, _ := strings.Cut(rest, ":")
	if line, convErr := strconv.Atoi(n); ok && convErr == nil {
		return line
	}
	return 1
}

func (s *source) mapping(n ast.Node) *mapping {
	m := &mapping{source: s, node: n, values: map[string]ast.Node{}, nodes: map[string]ast.Node{}}
	var entries []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	default:
		s.at(n, "want a mapping")
		return nil
	}
	for _, e := range entries {
		key := e.Key.GetToken().Value
		if _, twice := m.values[key]; twice {
			s.at(e.Key, "key %s stands here twice", key)
			continue
		}
		m.keys = append(m.keys, key)
		m.values[key], m.nodes[key] = e.Value, e.Key
	}
	return m
}

func (m *mapping) get(key string) (ast.Node, bool) {
	m.known = append(m.known, key)
	n, ok := m.values[key]
	if _, null := n.(*ast.NullNode); null {
		return nil, false
	}
	return n, ok
}

func (m *mapping) has(key string) bool { _, ok := m.values[key]; return ok }

// done reports the keys that no method asked for.
func (m *mapping) done() {
	for _, k := range m.keys {
		if !slices.Contains(m.known, k) {
			m.at(m.nodes[k], "unknown key %s%s", k, didYouMean(k, m.known))
		}
	}
}

func (m *mapping) missing(key string) { m.at(m.node, "%s is missing", key) }

// parseList reads a file that holds a list of mappings; an empty file is an
// empty list.
func parseList(file string, data []byte, problems *Problems) []*mapping {
	s := &source{file: file, lines: strings.Split(string(data), "\n"), problems: problems}
	parsed, err := parseYAML(data)
	if err != nil {
		s.problem(syntaxLine(err), 1, "%s", firstLine(err))
		return nil
	}
	var out []*mapping
	for _, doc := range parsed.Docs {
		switch body := doc.Body.(type) {
		case nil, *ast.NullNode, *ast.CommentGroupNode:
		case *ast.SequenceNode:
			for _, n := range body.Values {
				if m := s.mapping(n); m != nil {
					out = append(out, m)
				}
			}
		default:
			s.at(doc.Body, "want a list")
		}
	}
	return out
}
