package facts

import "strings"

// node is a key of the nested JSON form: a group with children, or a field.
type node struct {
	id       int // dense below one root; finds duplicate keys
	key      string
	field    *Field  // nil for a group
	children []*node // in the order of the vocabulary
	byKey    map[string]*node
	size     int // of a root: how many nodes are below it
}

func newTree() *node { return &node{byKey: map[string]*node{}} }

// add puts the field below the root, making the groups of its path on the way.
func (root *node) add(field *Field) {
	n := root
	for key := range strings.SplitSeq(field.Path, ".") {
		child, ok := n.byKey[key]
		if !ok {
			child = &node{id: root.size, key: key, byKey: map[string]*node{}}
			root.size++
			n.children = append(n.children, child)
			n.byKey[key] = child
		}
		n = child
	}
	n.field = field
}
