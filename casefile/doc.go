// Package casefile is a case of a matter: what a person started, what each
// agency does with it and when it must be done. A matter is data. A case's
// history is events (Event); its state (Case) is folded from them and nothing
// else. Acts are methods of Case: they check rights, the state table and the
// invariants, and return the events that happened, or a fault. Due dates are
// derived from a clock's ledger and a calendar, never stored. The package has no
// clock, storage or text for people: instants, calendars and determinations come
// in, codes go out.
package casefile
