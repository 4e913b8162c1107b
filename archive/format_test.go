package archive

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"aktenkundig/document"
)

// What is written must be described: every JSON member of every kind of file, and every word with a fixed meaning.
func TestTheFormatIsDocumented(t *testing.T) {
	data, err := os.ReadFile("../docs/format.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	members := map[string]bool{}
	for _, v := range []any{Settings{}, record{}, document.Source{}, document.Ruling{}, Quarantined{}, Entry{}, Binding{}, promise{}, journaled{}} {
		collect(reflect.TypeOf(v), members)
	}
	for _, v := range append(document.Verdicts(), document.Separator) {
		members[string(v)] = true
	}
	for _, v := range []document.Kind{
		document.Stamp, document.Signature, document.Handwriting, document.Logo, document.PictureKind, document.Hole,
		document.Staple, document.Border, document.Streak, document.Speck, document.Through, document.NoiseKind,
	} {
		members[string(v)] = true
	}
	for _, v := range []document.Verb{document.Keep, document.Hide, document.Withdraw} {
		members[string(v)] = true
	}
	for _, v := range []string{NewFile, KnownFile, QuarantinedFile, SkippedFile, FailedFile, BoundFile, markAdd, markPut, markRule, markBind, document.BoundType} {
		members[v] = true
	}
	if len(members) < 60 {
		t.Fatalf("only %d members found: the test looks at the wrong things", len(members))
	}
	for m := range members {
		if !strings.Contains(text, "`"+m+"`") && !strings.Contains(text, `"`+m+`"`) {
			t.Errorf("%q is not in docs/format.md", m)
		}
	}
}

// collect gathers the names of the JSON members of a type and of all it is made of.
func collect(t reflect.Type, into map[string]bool) {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array:
		collect(t.Elem(), into)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
				into[name] = true
			}
			collect(f.Type, into)
		}
	}
}
