// Command learn trains the models of package marks on pages of which it is known what stands where:
//
//	go run ./cleanup/internal/learn -out cleanup/internal/marks -test FOLDER FOLDER…
//
// Folders hold files with NAME.truth.json beside them, as memogen writes them. The first two models are trained
// crosswise: what one half of the memos teaches judges the other half, so that the next model sees odds as honest as
// they will be on new pages. With -test, the share of figures found and right is printed for pages of that folder, and
// without other folders for the models that package marks has.
package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/cleanup/internal/trees"
)

func main() {
	out := flag.String("out", "", "folder to write the models to")
	test := flag.String("test", "", "folder of pages to measure on")
	rounds := flag.Int("rounds", 60, "trees a class")
	depth := flag.Int("depth", 5, "questions a tree asks")
	list := flag.Bool("list", false, "name every figure found and missed there")
	read := flag.String("words", "", "print the words of this archive, labelled for command fit, instead")
	flag.Parse()
	if *read != "" {
		if err := words(*read, flag.Args(), os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "learn:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*out, *test, flag.Args(), *rounds, *depth, *list); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(out, test string, folders []string, rounds, depth int, list bool) error {
	if len(folders) == 0 {
		pages, err := load([]string{test})
		if err == nil {
			measure(pages, marks.Trained(), list)
		}
		return err
	}
	pages, err := load(folders)
	if err != nil {
		return err
	}
	fmt.Println(len(pages), "pages to learn from")
	m := train(pages, trees.Options{Classes: int(marks.Kinds), Rounds: rounds, Depth: depth, Seed: 1})
	if out != "" {
		if err := store(out, m, pages); err != nil {
			return err
		}
	}
	if test == "" {
		return nil
	}
	pages, err = load([]string{test})
	if err != nil {
		return err
	}
	measure(pages, m, list)
	return nil
}

func store(dir string, m marks.Models, pages []studied) error {
	for name, model := range map[string]*trees.Model{"alone": m.Alone, "surrounded": m.Surrounded, "figure": m.Figure} {
		data, err := model.MarshalBinary()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name+".model"), data, 0o644); err != nil {
			return err
		}
	}
	var usual bytes.Buffer
	if err := binary.Write(&usual, binary.LittleEndian, medians(samplesFigures(pages, m.Alone, m.Surrounded))); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "usual.model"), usual.Bytes(), 0o644)
}

// medians gives the middle of every feature of the figures that are none.
func medians(figures []trees.Sample) []float32 {
	out := make([]float32, marks.FigureFeatures)
	for k := range out {
		var values []float32
		for _, s := range figures {
			if s.Class == int(marks.Text) {
				values = append(values, s.X[k])
			}
		}
		if slices.Sort(values); len(values) > 0 {
			out[k] = values[len(values)/2]
		}
	}
	return out
}

// train fits the three models, each on what those before make of pages that they have not seen.
func train(pages []studied, o trees.Options) marks.Models {
	var m marks.Models
	half := [2][]studied{}
	for _, p := range pages {
		half[p.fold] = append(half[p.fold], p)
	}
	var alone, surrounded [2]*trees.Model
	for k := range half {
		alone[k] = trees.Fit(samplesAlone(half[k]), o)
	}
	m.Alone = trees.Fit(samplesAlone(pages), o)
	var all []trees.Sample
	for k := range half {
		some := samplesSurrounded(half[k], alone[1-k])
		all = append(all, some...)
		surrounded[k] = trees.Fit(some, o)
	}
	m.Surrounded = trees.Fit(all, o)
	var figures []trees.Sample
	for k := range half {
		figures = append(figures, samplesFigures(half[k], alone[1-k], surrounded[1-k])...)
	}
	fmt.Println(len(all), "marks,", len(figures), "figures")
	o.Depth, o.Least = 4, 4
	m.Figure = trees.Fit(figures, o)
	return m
}

func samplesAlone(pages []studied) []trees.Sample {
	var out []trees.Sample
	for _, p := range pages {
		out = append(out, p.samples(p.study.Alone())...)
	}
	return out
}

func samplesSurrounded(pages []studied, alone *trees.Model) []trees.Sample {
	var out []trees.Sample
	for _, p := range pages {
		out = append(out, p.samples(p.study.Surrounded(alone))...)
	}
	return out
}

// samples joins features and labels; of what there is plenty, every sixth or third mark is enough.
func (p *studied) samples(x [][]float32) []trees.Sample {
	var out []trees.Sample
	for i, k := range p.labels {
		switch {
		case k < 0:
		case k == marks.Text && i%6 != 0, k == marks.Other && i%3 != 0:
		default:
			out = append(out, trees.Sample{X: x[i], Class: int(k), Weight: 1})
		}
	}
	return out
}

func samplesFigures(pages []studied, alone, surrounded *trees.Model) []trees.Sample {
	var out []trees.Sample
	for _, p := range pages {
		figures, x := p.study.Figures(alone, surrounded)
		for i := range figures {
			if k := p.what(figures[i].Box); k >= 0 {
				out = append(out, trees.Sample{X: x[i], Class: int(k), Weight: 1})
			}
		}
	}
	return out
}
