package iiif

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"net/http"
	"strconv"

	"aktenkundig/document"
	"aktenkundig/web/problem"
)

const (
	imageContext = "http://iiif.io/api/image/3/context.json"
	imageLevel   = "http://iiif.io/api/image/3/level2.json"
	tileSide     = 512
	jpegQuality  = 85
)

func (h *house) imageBase(w http.ResponseWriter, r *http.Request) {
	if _, _, err := h.page(r); err != nil {
		problem.Fail(w, r, err)
		return
	}
	http.Redirect(w, r, r.URL.Path+"/info.json", http.StatusSeeOther)
}

// imageInfo is what is said about an image (section 5).
type imageInfo struct {
	Context       string      `json:"@context"`
	ID            string      `json:"id"`
	Type          string      `json:"type"`
	Protocol      string      `json:"protocol"`
	Profile       string      `json:"profile"`
	Width         int         `json:"width"`
	Height        int         `json:"height"`
	MaxArea       int         `json:"maxArea"`
	Sizes         []imageSize `json:"sizes"`
	Tiles         []tiles     `json:"tiles"`
	ExtraFeatures []string    `json:"extraFeatures"`
	Qualities     []string    `json:"extraQualities"`
	PartOf        []partOf    `json:"partOf"`
}

type imageSize struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

type tiles struct {
	Width  int   `json:"width"`
	Height int   `json:"height"`
	Scales []int `json:"scaleFactors"`
}

type partOf struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

func (h *house) info(w http.ResponseWriter, r *http.Request) {
	d, p, err := h.page(r)
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	base := h.base(r)
	i := imageInfo{
		Context: imageContext, ID: imageID(base, d.ID, p.Number), Type: "ImageService3", Protocol: "http://iiif.io/api/image", Profile: "level2",
		Width: p.View[0], Height: p.View[1], MaxArea: maxArea, ExtraFeatures: []string{"mirroring", "canonicalLinkHeader", "profileLinkHeader"}, Qualities: []string{"gray"},
		Sizes: []imageSize{}, PartOf: []partOf{{manifestID(base, d.ID), "Manifest"}},
	}
	t := tiles{Width: tileSide, Height: tileSide}
	for k := 1; ; k *= 2 {
		t.Scales = append(t.Scales, k)
		if s := (imageSize{(p.View[0] + k - 1) / k, (p.View[1] + k - 1) / k}); s.Width*s.Height <= maxArea && s.Width > 0 && s.Height > 0 {
			i.Sizes = append([]imageSize{s}, i.Sizes...)
		}
		if p.View[0]/k <= tileSide && p.View[1]/k <= tileSide {
			break
		}
	}
	i.Tiles = []tiles{t}
	writeJSON(w, r, imageContext, i)
}

func (h *house) image(w http.ResponseWriter, r *http.Request) {
	d, p, err := h.page(r)
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	a, err := parseAsk(p.View, r.PathValue("region"), r.PathValue("size"), r.PathValue("rotation"), r.PathValue("file"))
	switch {
	case errors.Is(err, errNot):
		problem.Write(w, http.StatusNotImplemented, err.Error())
		return
	case err != nil:
		problem.Write(w, http.StatusBadRequest, err.Error())
		return
	}
	canonical := a.canonical(p.View)
	w.Header().Add("Link", fmt.Sprintf(`<%s/%s>;rel="canonical"`, imageID(h.base(r), d.ID, p.Number), canonical))
	w.Header().Add("Link", fmt.Sprintf(`<%s>;rel="profile"`, imageLevel))
	if unchanged(w, r, tag([]byte(d.ID), []byte(fmt.Sprint(p.Number, p.ToView, p.View)), []byte(canonical))) {
		return
	}
	img, err := h.Pictures.Region(r.Context(), d, p.Number, a.box, a.size)
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	data, err := a.encode(img)
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", map[string]string{"jpg": "image/jpeg", "png": "image/png"}[a.format])
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data) //nolint:errcheck // the asker is gone
}

// encode mirrors, turns and writes a picture.
func (a ask) encode(img image.Image) ([]byte, error) {
	img = a.moved(img)
	if _, grey := img.(*image.Gray); a.quality == "gray" && !grey {
		g := image.NewGray(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
		draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Src)
		img = g
	}
	var b bytes.Buffer
	var err error
	if a.format == "png" {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality})
	}
	return b.Bytes(), err
}

// moved mirrors and turns a picture.
func (a ask) moved(img image.Image) image.Image {
	if a.turn == 0 && !a.mirror {
		return img
	}
	from := img.Bounds()
	w, h := from.Dx(), from.Dy()
	to := image.Rect(0, 0, w, h)
	if a.turn%180 != 0 {
		to = image.Rect(0, 0, h, w)
	}
	in, out := image.NewRGBA(image.Rect(0, 0, w, h)), image.NewRGBA(to)
	draw.Draw(in, in.Rect, img, from.Min, draw.Src)
	for y := range h {
		for x := range w {
			nx, ny := a.place(x, y, w, h)
			copy(out.Pix[out.PixOffset(nx, ny):][:4], in.Pix[in.PixOffset(x, y):][:4])
		}
	}
	return out
}

// place is where pixel x, y of a picture of w × h goes.
func (a ask) place(x, y, w, h int) (int, int) {
	if a.mirror {
		x = w - 1 - x
	}
	switch a.turn {
	case 90:
		return h - 1 - y, x
	case 180:
		return w - 1 - x, h - 1 - y
	case 270:
		return y, w - 1 - x
	}
	return x, y
}

// shrunk is the largest size of a page's shape whose longer side is at most n.
func shrunk(view document.Size, n int) document.Size {
	longest := max(view[0], view[1], 1)
	if longest <= n {
		return view
	}
	return document.Size{max(view[0]*n/longest, 1), max(view[1]*n/longest, 1)}
}
