// Package files keeps attachments: PDF, JPEG and PNG, nothing else. Examine
// looks into an upload and refuses what is too large, of another kind, broken,
// encrypted, active (scripts, embedded files) or several kinds at once; what it
// lets through it measures, so that a blurred scan can be refused kindly.
// A Folder stores each content once, encrypted, under a keyed hash of it: the
// name says nothing to who has no key, and no name comes from a person. It
// knows no case; store holds what refers to what.
package files
