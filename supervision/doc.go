// Package supervision is what follows the grant: checks of commitments by
// sampling and by risk, integrity files, sanctions on handling, the revocation
// of a decision after a hearing, and the ways to contest and to repair. The
// supervised see their own file. Entries are never deleted. The package has no
// clock, and its draws are repeatable: the seed comes in.
package supervision
