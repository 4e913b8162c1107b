package extract

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// Profile is what a city's papers are like, as data: how it writes references and what it calls its dates.
type Profile struct {
	Name       string   `json:"name"`
	References []Form   `json:"references"`
	Anchors    []Anchor `json:"anchors"`
}

// Form is one way of writing references. The pattern is made of capital or small letters and / or -, which stand for
// themselves, #4 for a number of four digits, #1-4 for one to four, Y2 and Y4 for the year in two or four digits:
// "A#4/Y2" is A0293/21.
type Form struct {
	Type  string `json:"type"` // of the field, for example "motion"
	Form  string `json:"form"`
	Least int    `json:"least,omitempty"` // digits a #n number may have at least; it is filled with zeros. 0: all of them
	// After are the words of which one must stand before the reference ("Vorlage Nr. 2014/0123"), in lower case.
	// A form without letters of its own needs them: otherwise every range of years would be a reference.
	After []string `json:"after,omitempty"`
}

// Anchor says which role a date has by the words before it.
type Anchor struct {
	Name   string `json:"name"`             // of the field, for example "deadline"
	Words  string `json:"words"`            // one or more, in lower case, as they follow each other before the date
	Behind bool   `json:"behind,omitempty"` // they follow the date instead: "am … beschlossen"
	Gap    int    `json:"gap,omitempty"`    // words that may stand between anchor and date; "am", "den" and weekdays are not counted
	Link   bool   `json:"link,omitempty"`   // the date must be tied to the anchor by "am", "vom", "on", "of", …
	Colon  bool   `json:"colon,omitempty"`  // the anchor must end in a colon or stand alone on its line
	// After are folded words of which one must stand before the anchor, not far from it.
	After []string `json:"after,omitempty"`
	Score float64  `json:"score"` // 0 to 1: how sure the role is
}

//go:embed profiles/*.json
var profileFiles embed.FS

// Profiles gives the built-in profiles: dresden, german, english. Earlier ones win where two read the same.
func Profiles() []Profile {
	var out []Profile
	for _, name := range []string{"dresden", "german", "english"} {
		data, err := profileFiles.ReadFile("profiles/" + name + ".json")
		if err != nil {
			panic("extract: embedded profile: " + err.Error())
		}
		p, err := ParseProfile(data)
		if err != nil {
			panic("extract: embedded profile: " + err.Error())
		}
		out = append(out, p)
	}
	return out
}

// ParseProfile reads a profile from JSON and checks its forms.
func ParseProfile(data []byte) (Profile, error) {
	var p Profile
	if err := json.Unmarshal(data, &p); err != nil {
		return Profile{}, fmt.Errorf("profile: %w", err)
	}
	if _, err := compile([]Profile{p}); err != nil {
		return Profile{}, fmt.Errorf("profile %s: %w", p.Name, err)
	}
	return p, nil
}

// grammar is profiles made ready for reading.
type grammar struct {
	forms    []form
	anchors  []anchor
	words    Vocabulary
	register map[string]bool
}

// anchor is an Anchor with its words folded, and as they look to an engine.
type anchor struct {
	Anchor
	words, looks []string
}

func compile(profiles []Profile) (grammar, error) {
	var g grammar
	for _, p := range profiles {
		for _, f := range p.References {
			c, err := compileForm(f)
			if err != nil {
				return grammar{}, err
			}
			g.forms = append(g.forms, c)
		}
		for _, a := range p.Anchors {
			words := strings.Fields(fold(a.Words))
			if len(words) == 0 {
				return grammar{}, fmt.Errorf("anchor of %q without words", a.Name)
			}
			g.anchors = append(g.anchors, anchor{a, words, strings.Fields(looks(strings.Join(words, " ")))})
		}
	}
	return g, nil
}

// builtIn is the grammar of Profiles, made once; it is not changed afterwards.
var builtIn = sync.OnceValue(func() grammar {
	g, err := compile(Profiles())
	if err != nil {
		panic("extract: embedded profile: " + err.Error())
	}
	return g
})
