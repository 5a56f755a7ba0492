package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/chromedp/chromedp"
)

// folder is where this package's sources are; tests run beside them.
func folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}

// Resize makes the page width CSS pixels wide.
func (p *Page) Resize(width int) {
	p.t.Helper()
	height := int64(900)
	if width <= Phone {
		height = 844
	}
	run(p, chromedp.EmulateViewport(int64(width), height))
}

// Screenshot keeps the whole page, at both widths, in out/screenshots as
// <name>-1440.png and <name>-390.png, and leaves it at the desktop's width.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	out := filepath.Join(folder(), "..", "..", "out", "screenshots")
	if err := os.MkdirAll(out, 0o755); err != nil {
		p.t.Fatal(err)
	}
	for _, width := range []int{Phone, Desktop} {
		p.Resize(width)
		const lossless = 100
		picture := run(p, chromedp.FullScreenshot(lossless))
		file := filepath.Join(out, fmt.Sprintf("%s-%d.png", name, width))
		if err := os.WriteFile(file, picture, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
}

// Picture returns an element as a person sees it, as PNG.
func (p *Page) Picture(css string) []byte {
	p.t.Helper()
	return run(p, chromedp.Screenshot(css))
}

// SidewaysScroll returns by how many CSS pixels the page is wider than a
// screen of this width: 0 where nothing has to be scrolled sideways.
func (p *Page) SidewaysScroll(width int) int {
	p.t.Helper()
	p.Resize(width)
	defer p.Resize(Desktop)
	return run(p, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
}
