// Package mail delivers messages by e-mail through an SMTP server (RFC 5321).
// What there is to deliver it takes from an Outbox by lease, so that any number
// of servers deliver side by side. Without a mail server nothing here runs and
// nothing is lost: messages are rows that the outbox page shows.
package mail
