// Package people holds who stands before and behind the window: accounts and
// their roles, employers, service agencies, foreigners, offices and officers,
// the mandates by which one acts for another, and the one rule that says who may
// do what on which case (Who.May). Lists, counts and exports ask the same rule
// through Scope. It knows no case and no storage: what a right depends on comes
// in as a Subject and an instant.
package people
