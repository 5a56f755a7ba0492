// Package policy reads, checks, layers and compares policy packs: law as dated
// data. A pack is one legal instrument; a clause is a file of rules, each of
// which sets one key when its condition holds. The package compiles conditions
// to closures over five-valued truth and knows nothing of cases; what the rules
// add up to is for package determination. docs/policy-language.md is the manual.
package policy
