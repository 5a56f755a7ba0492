package browsertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is what one person sees. Every method fails the test when it cannot do
// what it says within patience. Elements are named by CSS selectors; the
// first visible match counts.
type Page struct {
	t   testing.TB
	ctx context.Context
}

// run does one step and returns what it gives.
func run[T any](p *Page, step chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, step)
	if err != nil {
		p.t.Fatalf("%s: %v", p.place(), err)
	}
	return value
}

// place tells which page a failure happened on.
func (p *Page) place() string {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "page that does not answer"
	}
	return address
}

// Do runs steps of chromedp that have no method here.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, chromedp.Steps(steps...))
}

// Go loads an address and returns the HTTP status.
func (p *Page) Go(url string) (status int) {
	p.t.Helper()
	return p.load(url, chromedp.Navigate(url))
}

// Follow clicks a link or a submit button and waits for the page behind it.
func (p *Page) Follow(css string) (status int) {
	p.t.Helper()
	return p.load(css, chromedp.Click(chromedp.CSS(css)))
}

// PressInto is Press for keys that load a page, as Enter in a form does.
func (p *Page) PressInto(keys ...string) (status int) {
	p.t.Helper()
	steps := make([]chromedp.Action[chromedp.Void], 0, len(keys))
	for _, key := range keys {
		steps = append(steps, chromedp.KeyEvent(key))
	}
	return p.load("keys", steps...)
}

func (p *Page) load(cause string, steps ...chromedp.Action[chromedp.Void]) (status int) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, steps...)
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.place(), cause, err)
	}
	return int(response.Status)
}

// Keys for Press and PressInto.
const (
	Tab   = kb.Tab
	Enter = kb.Enter
	Space = " "
	Down  = kb.ArrowDown
	Up    = kb.ArrowUp
)

// Press sends keys to whatever has the focus, as a person without a mouse.
func (p *Page) Press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		run(p, chromedp.KeyEvent(key))
	}
}

// Focused returns the id of the element that has the focus, else its name,
// else its tag.
func (p *Page) Focused() string {
	p.t.Helper()
	return run(p, chromedp.Evaluate[string](`(e => e.id || e.name || e.tagName.toLowerCase())(document.activeElement)`))
}

// Click presses a control that stays on the page: a check box, a radio button,
// the summary of a details element.
func (p *Page) Click(css string) {
	p.t.Helper()
	run(p, chromedp.Click(chromedp.CSS(css)))
}

// Fill replaces what is in a field by text.
func (p *Page) Fill(css, text string) {
	p.t.Helper()
	p.Do(chromedp.Click(chromedp.CSS(css)))
	run(p, chromedp.Evaluate[chromedp.Void](`document.activeElement.value = ""`)) // Clear fails on an empty text area
	p.Do(chromedp.SendKeys(chromedp.CSS(css), text))
}

// Choose selects the option of a select element by its value.
func (p *Page) Choose(css, value string) {
	p.t.Helper()
	run(p, chromedp.SetValue(chromedp.CSS(css), value))
}

// Upload puts files into a file field.
func (p *Page) Upload(css string, files ...string) {
	p.t.Helper()
	run(p, chromedp.SetUploadFiles(chromedp.CSS(css), files))
}

// Text returns the text of an element as a person sees it.
func (p *Page) Text(css string) string {
	p.t.Helper()
	return run(p, chromedp.Text(chromedp.CSS(css)))
}

// Value returns what a form control holds, a hidden one's too.
func (p *Page) Value(css string) string {
	p.t.Helper()
	return run(p, chromedp.Evaluate[string](fmt.Sprintf("document.querySelector(%q).value", css)))
}

// Has tells whether an element is on the page now, without waiting for it.
func (p *Page) Has(css string) bool {
	p.t.Helper()
	nodes := run(p, chromedp.Nodes(chromedp.CSSAll(css), chromedp.AtLeast(0)))
	return len(nodes) > 0
}

// Address returns the URL of the page.
func (p *Page) Address() string {
	p.t.Helper()
	return run(p, chromedp.Location())
}

// CheckAll ticks every check box that css finds.
func (p *Page) CheckAll(css string) {
	p.t.Helper()
	run(p, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("document.querySelectorAll(%q).forEach(e => e.checked = true)", css)))
}

// Eval returns the text that a JavaScript expression gives on the page.
func (p *Page) Eval(expression string) string {
	p.t.Helper()
	return run(p, chromedp.Evaluate[string](expression))
}
