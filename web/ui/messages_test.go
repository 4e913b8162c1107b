package ui

import (
	"regexp"
	"slices"
	"testing"
)

func TestBothLanguagesSayTheSame(t *testing.T) {
	verb := regexp.MustCompile(`%[a-z]`)
	for key, text := range messages[German] {
		other, ok := messages[English][key]
		if !ok {
			t.Errorf("%s is not in English", key)
			continue
		}
		if a, b := verb.FindAllString(text, -1), verb.FindAllString(other, -1); !slices.Equal(a, b) {
			t.Errorf("%s: %v in German, %v in English", key, a, b)
		}
	}
	for key := range messages[English] {
		if _, ok := messages[German][key]; !ok {
			t.Errorf("%s is not in German", key)
		}
	}
}
