package tesseract

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/tiff"
)

// TestMain turns OpenMP off the only way there is: in the environment of a process that has not started yet.
func TestMain(m *testing.M) {
	if os.Getenv("OMP_THREAD_LIMIT") != "1" {
		err := syscall.Exec("/proc/self/exe", os.Args, append(os.Environ(), "OMP_THREAD_LIMIT=1"))
		panic(err)
	}
	os.Exit(m.Run())
}

func TestContract(t *testing.T) {
	ocrtest.Contract(t, func(t *testing.T) ocr.Engine { return engine(t, Options{}) })
}

// spy is the client, listened to.
type spy struct {
	client
	asked int    // recognitions
	said  string // the last hOCR
	spoil bool   // images on their way
}

func (s *spy) HOCRText() (string, error) {
	s.asked++
	text, err := s.client.HOCRText()
	s.said = text
	return text, err
}

func (s *spy) SetImageFromBytes(b []byte) error {
	if s.spoil {
		b = []byte("this is no image")
	}
	return s.client.SetImageFromBytes(b)
}

func listen(e *Engine) *spy {
	s := &spy{client: e.client}
	e.client = s
	return s
}

func TestPageIsRecognisedOnce(t *testing.T) {
	e := engine(t, Options{})
	s := listen(e)
	for page := 1; page <= 3; page++ {
		read(t, e, ocrtest.Letter(t).Ink)
		if s.asked != page {
			t.Errorf("%d recognitions for %d pages", s.asked, page)
		}
	}
}

func TestColumnsAreReadOneAfterTheOther(t *testing.T) {
	left := "Der Stadtrat beschließt\ndie Satzung in der\nFassung vom Montag.\nSie tritt morgen\nin Kraft und gilt\nbis auf weiteres."
	right := "Gegen diesen Bescheid\nkann innerhalb eines\nMonats Widerspruch\nerhoben werden bei\nder Behörde, die ihn\nerlassen hat."
	s := ocrtest.NewSheet(t, 160, 60, 200)
	s.Print(10, 15, 11, left)
	s.Print(95, 15, 11, right)
	want := strings.Fields(left + " " + right)

	if got := ocrtest.Texts(read(t, engine(t, Options{}), s.Ink)); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	// The page must tell the modes apart, or the test says nothing: 6 is what the library does unasked.
	oneBlock := engine(t, Options{Variables: map[string]string{"tessedit_pageseg_mode": "6"}})
	if got := ocrtest.Texts(read(t, oneBlock, s.Ink)); slices.Equal(got, want) {
		t.Error("one block is read like two columns")
	}
}

func TestResolutionReachesTheEngine(t *testing.T) {
	e := engine(t, Options{})
	s := listen(e)
	for _, dpi := range []float64{300, 150, 203} {
		sheet := ocrtest.NewSheet(t, 120, 40, dpi)
		sheet.Print(10, 20, 12, "Sehr geehrte Damen und Herren,\nanbei die Unterlagen.")
		read(t, e, sheet.Ink)
		if want := "scan_res " + strconv.Itoa(int(dpi)); !strings.Contains(s.said, want) {
			t.Errorf("%v dpi: no %q in %.500s", dpi, want, s.said)
		}
		for _, size := range regexp.MustCompile(`x_fsize (\d+)`).FindAllStringSubmatch(s.said, -1) {
			if points, _ := strconv.Atoi(size[1]); points < 9 || points > 15 {
				t.Errorf("%v dpi: letters of %d points, want 12", dpi, points)
			}
		}
	}
}

func TestUndecodableImageIsAnError(t *testing.T) {
	e := engine(t, Options{})
	s := listen(e)
	read(t, e, ocrtest.Letter(t).Ink)
	s.spoil = true
	if r, err := e.Read(t.Context(), ocrtest.Letter(t).Ink); err == nil {
		t.Errorf("got %v and no error", ocrtest.Texts(r))
	}
	s.spoil = false
	if r := read(t, e, ocrtest.Letter(t).Ink); len(r.Words) == 0 {
		t.Error("the next page has no words")
	}
}

func TestInkIsHandedOverAsItIs(t *testing.T) {
	img := image.NewGray(image.Rect(-3, 5, 40, 25))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	part := img.SubImage(image.Rect(1, 6, 30, 20)).(*image.Gray)
	got, err := tiff.Decode(bytes.NewReader(appendTIFF(nil, ocr.Ink{Image: part, DPI: 200})))
	if err != nil {
		t.Fatal(err)
	}
	if want := image.Rect(0, 0, 29, 14); got.Bounds() != want {
		t.Fatalf("got bounds %v, want %v", got.Bounds(), want)
	}
	for y := range 14 {
		for x := range 29 {
			if got.At(x, y) != part.At(1+x, 6+y) {
				t.Fatalf("pixel %d, %d: got %v, want %v", x, y, got.At(x, y), part.At(1+x, 6+y))
			}
		}
	}
}

func TestMissingModelIsNamedWithItsPackage(t *testing.T) {
	_, err := New(Options{Languages: []string{"deu", "chi_sim"}, DataPath: fakeModels(t, "deu")})
	var missing *MissingModel
	if !errors.As(err, &missing) || missing.Language != "chi_sim" {
		t.Fatalf("got error %v, want that chi_sim is missing", err)
	}
	if got, want := missing.Hint(), "apt install tesseract-ocr-chi-sim"; got != want {
		t.Errorf("got hint %q, want %q", got, want)
	}
}

func TestLanguageCannotLeaveTheFolderOfModels(t *testing.T) {
	for _, l := range []string{"", "../deu", "deu+eng", "/etc/passwd", "a\x00b", "-l"} {
		if _, err := New(Options{Languages: []string{l}, DataPath: fakeModels(t, "deu", "eng")}); err == nil {
			t.Errorf("%q is taken for a language", l)
		}
	}
}

func TestUnusableModelIsAnError(t *testing.T) {
	if e, err := New(Options{Languages: []string{"deu"}, DataPath: fakeModels(t, "deu")}); err == nil {
		t.Error("an empty model is no error")
		_ = e.Close()
	}
}

func TestUnknownVariableIsAnError(t *testing.T) {
	engine(t, Options{})
	if e, err := New(Options{Variables: map[string]string{"tessedit_nonsense": "1"}}); err == nil {
		t.Error("an unknown variable is no error")
		_ = e.Close()
	}
}

func TestModelsAreListedWithTheirHash(t *testing.T) {
	dir := fakeModels(t, "deu", "osd")
	if err := os.WriteFile(filepath.Join(dir, "pdf.ttf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Models(dir)
	if err != nil {
		t.Fatal(err)
	}
	sum := func(s string) string { b := sha256.Sum256([]byte(s)); return hex.EncodeToString(b[:]) }
	want := []Model{
		{"deu", filepath.Join(dir, "deu.traineddata"), sum("model of deu")},
		{"osd", filepath.Join(dir, "osd.traineddata"), sum("model of osd")},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("models (-got +want):\n%s", diff)
	}
}

func TestStderrSurvivesManyStarts(t *testing.T) {
	engine(t, Options{})
	before := place(t, 2)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 3 {
				e, err := New(Options{Languages: []string{"deu"}})
				if err != nil {
					t.Error(err)
					return
				}
				_ = e.Close()
			}
		})
	}
	all.Wait()
	if after := place(t, 2); after != before {
		t.Errorf("stderr leads to file %v, before it was %v", after, before)
	}
}

// place tells where a file descriptor leads: device and inode.
func place(t *testing.T, fd int) [2]uint64 {
	t.Helper()
	var s syscall.Stat_t
	if err := syscall.Fstat(fd, &s); err != nil {
		t.Fatal(err)
	}
	return [2]uint64{s.Dev, s.Ino}
}

func TestVersionIsThatOfTheLibrary(t *testing.T) {
	if v := Version(); !regexp.MustCompile(`^\d+\.\d+`).MatchString(v) {
		t.Errorf("got %q", v)
	}
}

// engine starts Tesseract. Where its models are missing the test is skipped, but not in CI.
func engine(t *testing.T, o Options) *Engine {
	t.Helper()
	e, err := New(o)
	var missing *MissingModel
	if errors.As(err, &missing) && os.Getenv("CI") != "true" {
		t.Skipf("%v; %s", err, missing.Hint())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func read(t *testing.T, e *Engine, ink ocr.Ink) ocr.Reading {
	t.Helper()
	r, err := e.Read(t.Context(), ink)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// fakeModels is a folder with files that are named like models.
func fakeModels(t *testing.T, languages ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, l := range languages {
		if err := os.WriteFile(modelPath(dir, l), []byte("model of "+l), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
