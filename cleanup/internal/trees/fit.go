package trees

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Sample is one example: its features, its class, and what it counts.
type Sample struct {
	X      []float32
	Class  int
	Weight float32
}

// Options say how a model is grown; the zero value of a member takes the usual one.
type Options struct {
	Classes int
	Rounds  int     // trees a class; 80
	Depth   int     // 5
	Rate    float64 // how much of each tree counts; 0.15
	Least   float64 // least weight of samples at a leaf; 8
	Seed    uint64
}

func (o *Options) settle() {
	def := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	def(&o.Rounds, 80)
	def(&o.Depth, 5)
	if o.Rate == 0 {
		o.Rate = 0.15
	}
	if o.Least == 0 {
		o.Least = 8
	}
}

const bins = 64

// fitter holds what growing needs.
type fitter struct {
	Options
	samples []Sample
	limits  [][]float32 // upper limit of each bin, by feature
	binned  [][]uint8   // by feature, then sample
	score   [][]float64 // by class, then sample
	grad    []float64
	hess    []float64
	r       *rand.Rand
}

// Fit grows a model on samples: softmax loss, Newton steps, histograms of 64 quantiles a feature; each tree sees seven
// tenths of the samples and two thirds of the features. The same samples, options and seed give the same model.
func Fit(samples []Sample, o Options) *Model {
	o.settle()
	f := &fitter{Options: o, samples: samples, r: rand.New(rand.NewPCG(o.Seed, 0x747265))}
	f.bin()
	m := &Model{Classes: o.Classes, Features: len(samples[0].X), Depth: o.Depth}
	m.start = f.prior()
	for range o.Rounds {
		p := f.now()
		rows := f.some()
		for c := range o.Classes {
			f.slopes(p, c)
			t := f.grow(rows)
			m.trees = append(m.trees, t)
			for i, s := range samples {
				f.score[c][i] += float64(t.value(s.X, o.Depth))
			}
		}
	}
	return m
}

// bin sorts every feature's values into quantiles.
func (f *fitter) bin() {
	n := len(f.samples[0].X)
	f.limits, f.binned = make([][]float32, n), make([][]uint8, n)
	step := max(1, len(f.samples)/20000)
	for k := range n {
		var values []float32
		for i := 0; i < len(f.samples); i += step {
			values = append(values, f.samples[i].X[k])
		}
		slices.Sort(values)
		var limits []float32
		for b := 1; b < bins; b++ {
			v := values[(len(values)-1)*b/bins]
			if len(limits) == 0 || v > limits[len(limits)-1] {
				limits = append(limits, v)
			}
		}
		f.limits[k] = limits
		f.binned[k] = make([]uint8, len(f.samples))
		for i, s := range f.samples {
			at, _ := slices.BinarySearch(limits, s.X[k])
			f.binned[k][i] = uint8(at)
		}
	}
	f.grad, f.hess = make([]float64, len(f.samples)), make([]float64, len(f.samples))
}

func (f *fitter) prior() []float32 {
	start := make([]float32, f.Classes)
	count := make([]float64, f.Classes)
	total := 0.0
	for _, s := range f.samples {
		count[s.Class] += float64(s.Weight)
		total += float64(s.Weight)
	}
	f.score = make([][]float64, f.Classes)
	for c := range start {
		start[c] = float32(math.Log((count[c] + 1) / (total + float64(f.Classes))))
		f.score[c] = make([]float64, len(f.samples))
		for i := range f.score[c] {
			f.score[c][i] = float64(start[c])
		}
	}
	return start
}

// now gives the present probabilities, sample by sample.
func (f *fitter) now() [][]float64 {
	p := make([][]float64, len(f.samples))
	all := make([]float64, len(f.samples)*f.Classes)
	for i := range p {
		p[i] = all[i*f.Classes:][:f.Classes]
		for c := range p[i] {
			p[i][c] = f.score[c][i]
		}
		softmax(p[i])
	}
	return p
}

func (f *fitter) slopes(p [][]float64, c int) {
	for i, s := range f.samples {
		w, q := float64(s.Weight), p[i][c]
		y := 0.0
		if s.Class == c {
			y = 1
		}
		f.grad[i], f.hess[i] = w*(q-y), w*max(1e-6, q*(1-q))
	}
}

// some draws the samples that the trees of one round see.
func (f *fitter) some() []int32 {
	var rows []int32
	for i := range f.samples {
		if f.r.IntN(10) < 7 {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// sum adds up the samples of one bin.
type sum struct{ g, h, n float64 }

// grow makes one tree of the rows.
func (f *fitter) grow(rows []int32) tree {
	splits := 1<<f.Depth - 1
	t := tree{make([]uint8, splits), make([]float32, splits), make([]float32, splits+1)}
	for i := range t.limit {
		t.limit[i] = float32(math.Inf(1)) // all go left
	}
	var features []int
	for k := range f.limits {
		if f.r.IntN(3) < 2 && len(f.limits[k]) > 0 {
			features = append(features, k)
		}
	}
	f.split(&t, 0, 0, rows, features)
	return t
}

func (f *fitter) split(t *tree, at, depth int, rows []int32, features []int) {
	if depth == f.Depth {
		t.leaf[at-len(t.limit)] = f.leaf(rows)
		return
	}
	k, bin := f.best(rows, features)
	if k < 0 {
		f.split(t, 2*at+1, depth+1, rows, nil)
		return
	}
	t.feature[at], t.limit[at] = uint8(k), f.limits[k][bin]
	var left, right []int32
	for _, i := range rows {
		if int(f.binned[k][i]) <= bin {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	f.split(t, 2*at+1, depth+1, left, features)
	f.split(t, 2*at+2, depth+1, right, features)
}

const ridge = 2 // what holds small leaves back

func (f *fitter) leaf(rows []int32) float32 {
	var s sum
	for _, i := range rows {
		s.g += f.grad[i]
		s.h += f.hess[i]
	}
	return float32(-f.Rate * s.g / (s.h + ridge))
}

// best finds the feature and the last bin that goes left of the split which gains most; -1 if none gains.
func (f *fitter) best(rows []int32, features []int) (feature, last int) {
	feature = -1
	gain := 1e-3
	for _, k := range features {
		var hist [bins]sum
		var all sum
		col := f.binned[k]
		for _, i := range rows {
			h := &hist[col[i]]
			h.g += f.grad[i]
			h.h += f.hess[i]
			h.n += float64(f.samples[i].Weight)
		}
		for _, h := range hist {
			all = sum{all.g + h.g, all.h + h.h, all.n + h.n}
		}
		var l sum
		whole := all.g * all.g / (all.h + ridge)
		for b := range f.limits[k] {
			l = sum{l.g + hist[b].g, l.h + hist[b].h, l.n + hist[b].n}
			if l.n < f.Least || all.n-l.n < f.Least {
				continue
			}
			rg, rh := all.g-l.g, all.h-l.h
			if v := l.g*l.g/(l.h+ridge) + rg*rg/(rh+ridge) - whole; v > gain {
				gain, feature, last = v, k, b
			}
		}
	}
	return feature, last
}
