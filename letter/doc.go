// Package letter makes the window's letters: notices and decisions as printable
// HTML and as PDF, in Chinese, which binds, and in English for information. What
// a kind of letter says and needs is data (kinds.yaml and the catalogues'
// letter.yaml); a letter that lacks something it must say is refused. A grant
// carries a signed certificate that anybody verifies without asking. Values come
// in, bytes go out: the same letter gives the same bytes.
package letter
