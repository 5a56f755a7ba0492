package drawing

import (
	"fmt"
	"image"
	"image/draw"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"yichuang/fault"
)

// Bounds of one look at a PDF.
const (
	workers     = 2 // PDFs drawn at a time
	waitFor     = 20 * time.Second
	drawFor     = 20 * time.Second
	memoryPages = 8192 // of 64 KiB: 512 MiB a worker
)

// pool compiles PDFium once a process, when the first PDF is looked at.
var pool = sync.OnceValues(func() (pdfium.Pool, error) {
	runtime := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages).
		WithCloseOnContextDone(true) // so that a worker can be stopped while it draws
	return webassembly.Init(webassembly.Config{MaxIdle: 1, MaxTotal: workers, RuntimeConfig: runtime})
})

// document is an open PDF.
type document struct {
	worker pdfium.Pdfium
	ref    references.FPDF_DOCUMENT
}

// withPDF opens a PDF for do in a worker of its own. What PDFium cannot read, or not
// in time, is undrawable: the reader still has the file itself.
func withPDF(content []byte, do func(document) error) error {
	p, err := pool()
	if err != nil {
		return fmt.Errorf("start PDFium: %w", err)
	}
	worker, err := p.GetInstance(waitFor)
	if err != nil {
		return fault.New(fault.Unavailable, "fault.file.busy").WithCause(err)
	}
	late := time.AfterFunc(drawFor, func() { _ = worker.Kill() }) // the call under way then fails, which is what is reported
	defer func() {
		if late.Stop() {
			_ = worker.Close() // a worker that does not close is not taken again
		}
	}()
	opened, err := worker.OpenDocument(&requests.OpenDocument{File: &content})
	if err == nil {
		err = do(document{worker, opened.Document})
	}
	if err != nil {
		return fault.New(fault.Invalid, "fault.file.undrawable").WithCause(err)
	}
	return nil
}

func (d document) pages() (int, error) {
	count, err := d.worker.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return 0, err
	}
	return count.PageCount, nil
}

// size is a page's size in points.
func (d document) size(page int) (width, height float64, err error) {
	size, err := d.worker.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: page - 1})
	if err != nil {
		return 0, 0, err
	}
	return size.Width, size.Height, nil
}

// draw fills the picture with the page.
func (d document) draw(into *image.RGBA, page int) error {
	out, err := d.worker.RenderPageInPixels(&requests.RenderPageInPixels{
		Width: into.Bounds().Dx(), Height: into.Bounds().Dy(),
		Page: requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: page - 1}},
	})
	if err != nil {
		return err
	}
	defer out.Cleanup() // the pixels are the worker's memory until then
	draw.Draw(into, into.Bounds(), out.Result.RenderedImage, image.Point{}, draw.Over)
	return nil
}
