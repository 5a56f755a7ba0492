package facts

import "strings"

// node is a key of the nested JSON form: a group with children, or a field.
type node struct {
	id       int // dense below one root; finds duplicate keys
	place    int // among the children of its parent
	key      string
	path     string  // dotted, from the root or from the item
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
			child = &node{id: root.size, place: len(n.children), key: key, path: join(n.path, key), byKey: map[string]*node{}}
			root.size++
			n.children = append(n.children, child)
			n.byKey[key] = child
		}
		n = child
	}
	n.field = field
}

// find returns the child with the key. It looks first at the few children from
// place next on: most documents follow the order of the vocabulary.
func (n *node) find(key []byte, next int) (child *node, ok bool) {
	const near = 4
	for _, child := range n.children[next:min(next+near, len(n.children))] {
		if child.key == string(key) {
			return child, true
		}
	}
	child, ok = n.byKey[string(key)]
	return child, ok
}

func join(parent, key string) string {
	if parent == "" {
		return key
	}
	return parent + "." + key
}
