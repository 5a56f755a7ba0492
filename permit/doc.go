// Package permit holds what was granted: a permit with its holder, term and the
// cap that binds it, its part-time engagements and its versions, and the rules
// by which it changes. Every change names the case that made it and yields a
// new value; nothing is edited in place. It knows no case and no clock.
package permit
