// Package browsertest drives a real Chromium over pages that a test serves on
// loopback: as a person with a mouse, with a keyboard only, on a phone, or
// without JavaScript. Tests alone may import it.
package browsertest

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Widths in CSS pixels of the screens that the pages are designed for.
const (
	Desktop = 1440
	Phone   = 390
)

// patience is how long one step may take before the test fails.
const patience = 60 * time.Second

// Browser is one Chromium. Start one per test.
type Browser struct {
	ctx context.Context
}

// Start runs a Chromium that ends with the test. Where there is none the test
// fails and says what to install; it is never skipped.
func Start(t testing.TB) *Browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("no chromium here; run 'apt-get install chromium fonts-noto-cjk'")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // Chromium has no sandbox for root.
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), // or it looks up hosts at every start
		chromedp.Flag("hide-scrollbars", true),
		chromedp.WindowSize(Desktop, 900),
	)
	allocator, release := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(release)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	return &Browser{ctx: ctx}
}

// Person opens an empty page with cookies of its own: two persons of one
// browser do not share a session. A script error on the page fails the test.
func (b *Browser) Person(t testing.TB) *Page {
	t.Helper()
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	page := &Page{t: t, ctx: ctx}
	failOnScriptError := func(event any) {
		if thrown, ok := event.(*runtime.EventExceptionThrown); ok {
			t.Errorf("script error on the page: %s", describe(thrown.ExceptionDetails))
		}
	}
	if err := chromedp.Listen(ctx, failOnScriptError); err != nil {
		t.Fatalf("open page: %v", err)
	}
	page.Resize(Desktop)
	return page
}

func describe(thrown *runtime.ExceptionDetails) string {
	if thrown.Exception != nil {
		return thrown.Exception.Description
	}
	return thrown.Text
}

// PersonWithoutScript is Person in a browser that runs no page's JavaScript.
func (b *Browser) PersonWithoutScript(t testing.TB) *Page {
	t.Helper()
	page := b.Person(t)
	run(page, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	return page
}
