package policy

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"yichuang/civil"
	"yichuang/facts"
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
	p := Problem{File: s.file, Line: line, Col: col, Text: text}
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

// scalar is a string, number or bool as it is written; block scalars folded.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func (m *mapping) str(key string) string {
	n, ok := m.get(key)
	if !ok {
		return ""
	}
	v, ok := scalar(n)
	if !ok {
		m.at(n, "%s: want a word or a text", key)
	}
	return v
}

func (m *mapping) need(key string) string {
	v := m.str(key)
	if v == "" && !m.has(key) {
		m.missing(key)
	}
	return v
}

func (m *mapping) word(key string, closed ...string) string {
	v := m.str(key)
	if v != "" && !slices.Contains(closed, v) {
		m.at(m.values[key], "%s: %s is none of %s%s", key, v, strings.Join(closed, ", "), didYouMean(v, closed))
	}
	return v
}

func (m *mapping) bool(key string) bool {
	v := m.str(key)
	if v != "" && v != "true" && v != "false" {
		m.at(m.values[key], "%s: want true or false", key)
	}
	return v == "true"
}

func (m *mapping) int(key string) int {
	const most = 1_000_000_000
	v := m.number(key)
	if v != math.Trunc(v) || math.Abs(v) > most {
		m.at(m.values[key], "%s: want a whole number", key)
		return 0
	}
	return int(v)
}

func (m *mapping) number(key string) float64 {
	v := m.str(key)
	if v == "" {
		return 0
	}
	f, ok := parseNumber(v)
	if !ok {
		m.at(m.values[key], "%s: %s is no number", key, v)
	}
	return f
}

func (m *mapping) date(key string) *civil.Date {
	v := m.str(key)
	if v == "" {
		return nil
	}
	d, err := civil.ParseDate(v)
	if err != nil {
		m.at(m.values[key], "%s: %v", key, err)
		return nil
	}
	return &d
}

// strs is a list of words, or one word alone.
func (m *mapping) strs(key string) []string {
	n, ok := m.get(key)
	if !ok {
		return nil
	}
	if v, ok := scalar(n); ok {
		return []string{v}
	}
	var out []string
	for _, e := range m.elements(key, n) {
		if v, ok := scalar(e); ok {
			out = append(out, v)
		} else {
			m.at(e, "%s: want a word", key)
		}
	}
	return out
}

func (m *mapping) elements(key string, n ast.Node) []ast.Node {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		m.at(n, "%s: want a list", key)
		return nil
	}
	return seq.Values
}

// sub is a mapping under a key, or nil.
func (m *mapping) sub(key string) *mapping {
	n, ok := m.get(key)
	if !ok {
		return nil
	}
	return m.mapping(n)
}

// subs is a list of mappings under a key.
func (m *mapping) subs(key string) []*mapping {
	n, ok := m.get(key)
	if !ok {
		return nil
	}
	var out []*mapping
	for _, e := range m.elements(key, n) {
		if s := m.mapping(e); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// text is a pair {zh, en}; both must be there once one is.
func (m *mapping) text(key string) facts.Wording {
	t := m.sub(key)
	if t == nil {
		return facts.Wording{}
	}
	out := facts.Wording{Zh: strings.TrimSpace(t.str("zh")), En: strings.TrimSpace(t.str("en"))}
	if out.Zh == "" || out.En == "" {
		t.at(t.node, "%s: want both zh and en", key)
	}
	t.done()
	return out
}

func (m *mapping) needText(key string) facts.Wording {
	if !m.has(key) {
		m.missing(key)
	}
	return m.text(key)
}

// plain refuses an id that would need escaping in JSON, an address or a file name.
func (m *mapping) plain(key, id string) {
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' || strings.IndexByte("\"\\<>&'%#?/", c) >= 0 {
			m.at(m.node, "%s: %q is no id (use letters, digits, - . _ +)", key, id)
			return
		}
	}
}

// code is an expression with the place where it stands.
type code struct {
	text      string
	line, col int
	literal   bool // a block scalar: its lines are lines of the file
}

func (m *mapping) code(key string) (code, bool) {
	n, ok := m.get(key)
	if !ok {
		return code{}, false
	}
	v, ok := scalar(n)
	if !ok {
		m.at(n, "%s: want a condition", key)
		return code{}, false
	}
	return m.codeAt(n, v), true
}

func (m *mapping) codeAt(n ast.Node, text string) code {
	line, col := position(n)
	c := code{text: text, line: line, col: col}
	if _, block := n.(*ast.LiteralNode); block {
		c.line, c.literal = line+1, true
		if line < len(m.lines) {
			c.col = len(m.lines[line]) - len(strings.TrimLeft(m.lines[line], " ")) + 1
		}
	} else if line <= len(m.lines) && col <= len(m.lines[line-1]) && strings.ContainsAny(m.lines[line-1][col-1:col], `"'`) {
		c.col++ // the quote
	}
	return c
}

// place turns a location inside the expression (line from 1, column from 0)
// into one in the file.
func (c code) place(line, col int) (int, int) {
	if c.literal {
		return c.line + line - 1, c.col + col
	}
	return c.line, c.col + col
}

func (m *mapping) plainNumber(n ast.Node) float64 {
	v, _ := scalar(n)
	f, ok := parseNumber(v)
	if !ok {
		m.at(n, "want a number")
	}
	return f
}

// parseNumber takes finite decimal numbers.
func parseNumber(s string) (f float64, ok bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

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
