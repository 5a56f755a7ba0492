package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// Violation is one rule of axe-core that the page breaks.
type Violation struct {
	Rule     string   `json:"id"`
	Impact   string   `json:"impact"` // minor, moderate, serious or critical
	Help     string   `json:"help"`
	Elements []string `json:"elements"` // CSS selectors of what breaks it
}

func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s: %s", v.Rule, v.Impact, v.Help, strings.Join(v.Elements, ", "))
}

// audit makes of axe's report what Violation holds.
const audit = `axe.run(document, {resultTypes: ["violations"]}).then(report => report.violations.map(v => ({
	id: v.id, impact: v.impact, help: v.help, elements: v.nodes.map(n => n.target.join(" ")),
})))`

// Violations runs all rules of axe-core over the page as it is now.
func (p *Page) Violations() []Violation {
	p.t.Helper()
	source, err := os.ReadFile(filepath.Join(folder(), "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		p.t.Fatalf("axe-core is missing; run 'npm ci --prefix web/browsertest': %v", err)
	}
	run(p, chromedp.Evaluate[chromedp.Void](string(source)))
	return run(p, chromedp.Evaluate[[]Violation](audit, chromedp.EvalAwaitPromise))
}

// MustBeAccessible fails the test for every violation, at both widths, and for
// a phone's page that has to be scrolled sideways.
func (p *Page) MustBeAccessible() {
	p.t.Helper()
	for _, width := range []int{Phone, Desktop} {
		p.Resize(width)
		for _, violation := range p.Violations() {
			p.t.Errorf("%s at %d px: %s", p.place(), width, violation)
		}
	}
	if wider := p.SidewaysScroll(Phone); wider > 0 {
		p.t.Errorf("%s is %d px wider than a phone", p.place(), wider)
	}
}
