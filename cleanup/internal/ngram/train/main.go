// Command train makes a table of package ngram from text on standard input:
//
//	cat TEXTS… | go run ./cleanup/internal/ngram/train >cleanup/internal/ngram/deu.bin
//
// Every different word counts with the logarithm of how often it occurs, so that rare words shape the table too.
// The tables in the repository were made from official works and a free word list (see SOURCES.md beside them).
package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"unicode"

	"aktenkundig/cleanup/internal/ngram"
)

const symbols, unit = 32, 16

func main() {
	words, err := read(os.Stdin)
	if err == nil {
		_, err = os.Stdout.Write(table(words))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// read counts the words of a text, in lower case; what holds a digit or is all capitals is left out.
func read(r io.Reader) (map[string]int, error) {
	words := map[string]int{}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		for _, w := range strings.FieldsFunc(sc.Text(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if strings.ContainsFunc(w, unicode.IsDigit) || len(w) > 1 && strings.ToUpper(w) == w {
				continue
			}
			words[strings.ToLower(w)]++
		}
	}
	return words, sc.Err()
}

// table gives the surprise of every third letter after every two, in 1/16 bit, at most 255, smoothed by what follows
// one letter and by the letter alone (Jelinek and Mercer, Interpolated estimation of Markov source parameters, 1980).
func table(words map[string]int) []byte {
	var three, two [symbols * symbols * symbols]float64
	var one [symbols]float64
	for w, n := range words {
		weight := math.Floor(1024*math.Log2(1+float64(n))) / 1024 // sums of these are exact: map order does not matter
		a, b := 0, 0
		for _, r := range w + "\x00" {
			c := ngram.Symbol(r)
			three[ngram.Index(a, b, c)] += weight
			two[ngram.Index(0, b, c)] += weight
			one[c] += weight
			a, b = b, c
		}
	}
	return quantise(three[:], two[:], one[:])
}

func quantise(three, two, one []float64) []byte {
	out := make([]byte, symbols*symbols*symbols)
	all := sum(one)
	for a := range symbols {
		for b := range symbols {
			n3, n2 := sum(three[ngram.Index(a, b, 0):][:symbols]), sum(two[ngram.Index(0, b, 0):][:symbols])
			l3, l2 := n3/(n3+200), n2/(n2+200) // the more was seen, the more it is believed
			for c := range symbols {
				p1 := (one[c] + 1) / (all + symbols)
				p2 := l2*share(two[ngram.Index(0, b, c)], n2) + (1-l2)*p1
				p3 := l3*share(three[ngram.Index(a, b, c)], n3) + (1-l3)*p2
				out[ngram.Index(a, b, c)] = byte(min(255, math.Round(-math.Log2(p3)*unit)))
			}
		}
	}
	return out
}

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

func sum(v []float64) (s float64) {
	for _, x := range v {
		s += x
	}
	return s
}
