package files

import (
	"image"
	"image/color"
	"math"
)

// measuredSide is the longer side, in pixels, at which pictures are measured,
// so that the same page scanned finer is not judged otherwise.
const measuredSide = 1000

// measure returns the variance of the Laplacian and the standard deviation of
// the picture's luminance.
func measure(picture image.Image) (sharpness, contrast float64) {
	g := shrink(picture)
	var sum, squares float64
	for _, v := range g.pix {
		sum += v
		squares += v * v
	}
	n := float64(len(g.pix))
	contrast = math.Sqrt(max(0, squares/n-(sum/n)*(sum/n)))
	sum, squares, n = 0, 0, 0
	for y := 1; y < g.height-1; y++ {
		for x := 1; x < g.width-1; x++ {
			l := g.at(x-1, y) + g.at(x+1, y) + g.at(x, y-1) + g.at(x, y+1) - 4*g.at(x, y)
			sum += l
			squares += l * l
			n++
		}
	}
	if n == 0 {
		return 0, contrast
	}
	return squares/n - (sum/n)*(sum/n), contrast
}

// gray is a picture's luminance, 0 to 255.
type gray struct {
	width, height int
	pix           []float64
}

func (g gray) at(x, y int) float64 { return g.pix[y*g.width+x] }

// shrink averages blocks of whole pixels so that the longer side is at most
// about measuredSide; smaller pictures stay as they are.
func shrink(picture image.Image) gray {
	bounds := picture.Bounds()
	block := max(1, max(bounds.Dx(), bounds.Dy())/measuredSide)
	g := gray{width: bounds.Dx() / block, height: bounds.Dy() / block}
	g.width, g.height = max(1, g.width), max(1, g.height)
	g.pix = make([]float64, g.width*g.height)
	luminance := luminanceOf(picture)
	for y := range g.height {
		for x := range g.width {
			var sum float64
			n := 0
			for by := y * block; by < min((y+1)*block, bounds.Dy()); by++ {
				for bx := x * block; bx < min((x+1)*block, bounds.Dx()); bx++ {
					sum += float64(luminance(bounds.Min.X+bx, bounds.Min.Y+by))
					n++
				}
			}
			g.pix[y*g.width+x] = sum / float64(n)
		}
	}
	return g
}

// luminanceOf avoids an allocation a pixel for the kinds that scanners make.
func luminanceOf(picture image.Image) func(x, y int) uint8 {
	switch p := picture.(type) {
	case *image.YCbCr:
		return func(x, y int) uint8 { return p.Y[p.YOffset(x, y)] }
	case *image.Gray:
		return func(x, y int) uint8 { return p.GrayAt(x, y).Y }
	case *image.RGBA:
		return func(x, y int) uint8 { return luma(p.Pix[p.PixOffset(x, y):]) }
	case *image.NRGBA:
		return func(x, y int) uint8 { return luma(p.Pix[p.PixOffset(x, y):]) }
	}
	return func(x, y int) uint8 { return color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y }
}

// luma is the weighting of ITU-R BT.601, as in JPEG.
func luma(p []uint8) uint8 {
	return uint8((299*uint32(p[0]) + 587*uint32(p[1]) + 114*uint32(p[2])) / 1000)
}
