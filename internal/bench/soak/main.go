// Soak imports thousands of small pages in one run and tells whether memory, file descriptors and speed stay as they
// were: `make bench-soak`. Pages are drawn anew from a seed, a few words on a slip of paper, so that the run is about
// the machinery and not about Tesseract.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

func main() {
	akte := flag.String("akte", "bin/akte", "the program")
	pages := flag.Int("pages", 2000, "pages to import")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of what is drawn")
	flag.Parse()
	log.SetFlags(0)
	if err := soak(*akte, *pages, *seed); err != nil {
		log.Fatal("soak: ", err)
	}
}

func soak(akte string, pages int, seed uint64) error {
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	box := filepath.Join(dir, "box")
	if err := draw(box, pages, seed); err != nil {
		return err
	}
	fmt.Printf("%d pages, seed %d\n", pages, seed)
	cmd := exec.Command(akte, "import", "--json", "--archive", filepath.Join(dir, "archive"), box)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	w := &watch{pid: cmd.Process.Pid, start: time.Now(), peak: map[string]int{}}
	if err := w.follow(out); err != nil {
		return err
	}
	return cmd.Wait()
}

// watch follows the events of an import and looks at its processes.
type watch struct {
	pid   int
	start time.Time
	times []time.Duration // when each page was done
	cpu   []float64       // seconds of processor that all processes had taken by then; read every five pages
	peak  map[string]int  // kB, "parent" and "workers", since the last row
	fds   int
	yard  []time.Duration // how long the yardstick took when a page was done; taken every five pages
}

// yardstick is a fixed piece of work: how long it takes tells how busy the machine is with other things.
func yardstick() time.Duration {
	start := time.Now()
	var block [1 << 12]byte
	for range 500 {
		sum := sha256.Sum256(block[:])
		copy(block[:], sum[:])
	}
	return time.Since(start)
}

func (w *watch) follow(out io.Reader) error {
	fmt.Println("page   minutes  parent MB (peak, now)  workers MB (peak of sum)  descriptors")
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e struct{ Event, Problem string }
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return err
		}
		if e.Event != "page" {
			continue
		}
		w.times = append(w.times, time.Since(w.start))
		if len(w.times)%5 == 1 {
			w.cpu = append(w.cpu, w.processor())
			w.yard = append(w.yard, yardstick())
		} else {
			w.cpu = append(w.cpu, w.cpu[len(w.cpu)-1])
			w.yard = append(w.yard, w.yard[len(w.yard)-1])
		}
		n := len(w.times)
		if n%5 == 0 {
			w.look()
		}
		if n == 100 || n%500 == 0 {
			now, _ := status(w.pid, "VmRSS")
			fmt.Printf("%-6d %7.1f  %9.1f %9.1f  %20.1f  %12d\n", n, w.times[n-1].Minutes(),
				float64(w.peak["parent"])/1024, float64(now)/1024, float64(w.peak["workers"])/1024, w.fds)
			w.peak = map[string]int{}
		}
	}
	w.speed()
	return lines.Err()
}

// look samples memory and descriptors.
func (w *watch) look() {
	rss, _ := status(w.pid, "VmRSS")
	w.peak["parent"] = max(w.peak["parent"], rss)
	sum := 0
	for _, pid := range w.children() {
		kb, _ := status(pid, "VmRSS")
		sum += kb
	}
	w.peak["workers"] = max(w.peak["workers"], sum)
	fds, _ := os.ReadDir(fmt.Sprintf("/proc/%d/fd", w.pid))
	w.fds = len(fds)
}

// children are the worker processes.
func (w *watch) children() (pids []int) {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", w.pid))
	for _, f := range files {
		data, _ := os.ReadFile(f)
		for _, pid := range strings.Fields(string(data)) {
			if n, err := strconv.Atoi(pid); err == nil {
				pids = append(pids, n)
			}
		}
	}
	return pids
}

// processor is the processor time of the import with its workers, those replaced among them, in seconds.
func (w *watch) processor() float64 {
	const ticks = 100 // a second, the same on every Linux (USER_HZ)
	sum := 0
	for _, pid := range append(w.children(), w.pid) {
		data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		_, rest, _ := strings.Cut(string(data), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 15 {
			continue
		}
		for _, f := range fields[11:15] { // utime, stime, and those of ended children
			n, _ := strconv.Atoi(f)
			sum += n
		}
	}
	return float64(sum) / ticks
}

// speed compares the first and the last quarter.
func (w *watch) speed() {
	n := len(w.times)
	quarter := n / 4
	if quarter < 2 {
		return
	}
	rate := func(from, to int) float64 { return float64(to-from) / (w.times[to] - w.times[from]).Minutes() }
	first, last := rate(0, quarter-1), rate(n-quarter, n-1)
	cost := func(from, to int) float64 { return 1000 * (w.cpu[to] - w.cpu[from]) / float64(to-from) }
	fmt.Printf("processor time a page: first %d %.0f ms, last %d %.0f ms: %+.1f %%\n", quarter, cost(0, quarter-1), quarter, cost(n-quarter, n-1),
		100*(cost(n-quarter, n-1)/cost(0, quarter-1)-1))
	busy := func(from, to int) float64 {
		sum := 0.0
		for _, d := range w.yard[from : to+1] {
			sum += d.Seconds() * 1000
		}
		return sum / float64(to+1-from)
	}
	one, four := busy(0, quarter-1), busy(n-quarter, n-1)
	fmt.Printf("yardstick: %.2f ms, then %.2f ms; speed against it: %+.1f %%\n", one, four, 100*(last*four/(first*one)-1))
	fmt.Printf("first %d pages %.1f pages/min, last %d pages %.1f pages/min: %+.1f %%\n", quarter, first, quarter, last, 100*(last/first-1))
}

// status reads a number of kB from /proc/PID/status.
func status(pid int, name string) (int, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if v, ok := strings.CutPrefix(line, name+":"); ok {
			return strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(v), " kB"))
		}
	}
	return 0, fmt.Errorf("no %s", name)
}

// draw writes slips of paper of 105 × 40 mm at 150 dpi.
func draw(box string, pages int, seed uint64) error {
	if err := os.MkdirAll(box, 0o755); err != nil {
		return err
	}
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return err
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 12, DPI: 150})
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 0))
	words := strings.Fields("Antrag Beschluss Vorlage Stadtrat Ausschuss Haushalt Sitzung Termin Protokoll Anlage Straße Prüfung")
	for n := range pages {
		img := image.NewGray(image.Rect(0, 0, 620, 236))
		for i := range img.Pix {
			img.Pix[i] = byte(245 + r.IntN(11))
		}
		d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.P(50, 90)}
		d.DrawString(fmt.Sprintf("%s Nummer %d", words[r.IntN(len(words))], n))
		d.Dot = fixed.P(50, 150)
		d.DrawString(words[r.IntN(len(words))] + " " + words[r.IntN(len(words))])
		if err := save(filepath.Join(box, fmt.Sprintf("slip%d.png", n)), img); err != nil {
			return err
		}
	}
	return nil
}

func save(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return png.Encode(f, img)
}
