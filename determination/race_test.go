//go:build race

package determination_test

// The race detector makes everything ten times slower and finds no more in a
// hundred thousand persons than in a few.
func init() { manyPersons = fewPersons }
