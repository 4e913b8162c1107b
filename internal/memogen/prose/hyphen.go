package prose

import (
	"slices"
	"strings"
)

// Syllables splits a word where a line may end inside it. Joined, the parts give the word without soft hyphens; a
// part that ends in "-" needs no further hyphen. The rules are the usual ones of schools (German: the last consonant
// goes to the next line, prefixes and compounds are kept whole; English: doubled consonants and common endings) and
// rather miss a break than make a wrong one. At least two letters stay and three go over.
func Syllables(word, language string) []string {
	if strings.ContainsAny(word, "0123456789/@") {
		return []string{Plain(word)}
	}
	var out []string
	for _, joint := range strings.Split(word, "\u00ad") {
		for _, part := range strings.SplitAfter(joint, "-") {
			if language == English {
				out = append(out, englishParts(part)...)
			} else {
				out = append(out, germanParts(part)...)
			}
		}
	}
	return merge(out)
}

// merge joins parts that would leave fewer than two letters on a line or carry over fewer than three.
func merge(parts []string) []string {
	var out []string
	letters := func(s string) int { return len([]rune(strings.Trim(s, ".,:;“„”()?!-–"))) }
	for i, p := range parts {
		if p == "" {
			continue
		}
		last := len(out) - 1
		if last >= 0 && (letters(strings.Join(out, "")) < 2 || letters(strings.Join(parts[i:], "")) < 3) {
			out[last] += p
			continue
		}
		out = append(out, p)
	}
	if out == nil {
		return []string{""}
	}
	return out
}

func germanParts(s string) []string {
	lower := strings.ToLower(s)
	for _, prefix := range []string{"zusammen", "unter", "über", "wieder", "fort", "nach", "ver", "vor", "ent", "zer", "auf", "aus", "ein",
		"mit", "be", "ge", "er", "an", "ab", "um", "zu"} {
		rest, ok := strings.CutPrefix(lower, prefix)
		if ok && len([]rune(rest)) >= 4 && startsSyllable(rest, prefix) {
			return append([]string{s[:len(prefix)]}, germanParts(s[len(prefix):])...)
		}
	}
	return vowelParts(s)
}

// startsSyllable tells whether rest can stand by itself after a prefix.
func startsSyllable(rest, prefix string) bool {
	r := []rune(rest)
	if isVowel(r[0]) && len(r) == 4 { // Ver-eine, but not ein-igen
		return strings.Contains(" ver vor ent aus auf ", " "+prefix+" ")
	}
	if isVowel(r[0]) {
		return strings.Contains(" ver vor er ent aus auf an ab um ein über unter zusammen ", " "+prefix+" ")
	}
	if isVowel(r[1]) {
		return true
	}
	for _, onset := range germanOnsets {
		if tail, ok := strings.CutPrefix(rest, onset); ok && tail != "" && isVowel([]rune(tail)[0]) {
			return true
		}
	}
	return false
}

var germanOnsets = [...]string{"schl", "schm", "schn", "schr", "schw", "sch", "str", "spr", "st", "sp", "pfl", "bl", "br", "dr", "fl",
	"fr", "gl", "gr", "kl", "kn", "kr", "pl", "pr", "tr", "zw", "pf"}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouyäöüAEIOUYÄÖÜ", r) }

// vowelParts breaks between two groups of vowels before the last consonant sound.
func vowelParts(s string) []string {
	r := []rune(s)
	var cuts []int
	last := -1 // where the last group of vowels ended
	for i := 0; i < len(r); i++ {
		if !isVowel(r[i]) {
			continue
		}
		if last >= 0 && i > last {
			cuts = append(cuts, i-len([]rune(sound(string(r[last:i])))))
		}
		for i < len(r) && isVowel(r[i]) {
			i++
		}
		last = i
	}
	return cutAt(r, cuts)
}

// sound gives the consonants at the end of a cluster that belong to the next syllable.
func sound(cluster string) string {
	lower := strings.ToLower(cluster)
	for _, unit := range []string{"sch", "str", "ch", "ck", "ph", "th", "qu"} {
		if strings.HasSuffix(lower, unit) {
			return unit
		}
	}
	if strings.HasSuffix(lower, "r") && len(lower) > 3 && strings.Contains(lower, "str") {
		return lower[strings.Index(lower, "str"):]
	}
	r := []rune(lower)
	return string(r[len(r)-1])
}

func cutAt(r []rune, cuts []int) []string {
	slices.Sort(cuts)
	var out []string
	from := 0
	for _, c := range cuts {
		out = append(out, string(r[from:c]))
		from = c
	}
	return append(out, string(r[from:]))
}

// englishParts breaks before common endings and between doubled consonants.
func englishParts(s string) []string {
	trimmed := strings.TrimRight(s, ".,:;”?!)s")
	for _, end := range []string{"tion", "sion", "ment", "ness", "ship", "ture", "less"} {
		if stem, ok := strings.CutSuffix(trimmed, end); ok && len(stem) >= 3 {
			return append(englishParts(stem), s[len(stem):])
		}
	}
	for i := 2; i+3 < len(trimmed); i++ {
		double := s[i] == s[i+1] && strings.ContainsRune("bdgmnprt", rune(s[i]))
		if double && isVowel(rune(s[i-1])) && isVowel(rune(s[i+2])) && !strings.HasSuffix(trimmed, "ing") {
			return append([]string{s[:i+1]}, englishParts(s[i+1:])...)
		}
	}
	return []string{s}
}
