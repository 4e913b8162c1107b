package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// whys gives the hits of a query with their tiers: "a exact".
func (l *library) whys(t testing.TB, q string) []string {
	t.Helper()
	var all []string
	for _, h := range l.search(t, Request{Query: q}).Hits {
		why := "none"
		if len(h.Terms) > 0 {
			why = h.Terms[0].Why
		}
		all = append(all, h.ID+" "+why)
	}
	return all
}

func TestTiersRankInTheirOrder(t *testing.T) {
	l := newLibrary(t,
		memoOf("a", "Der Haushalt wird beraten und gebilligt"),
		memoOf("b", "Des Haushaltes wird gedacht und geschwiegen"),
		memoOf("c", "Die Haushaltssatzung wird beraten und gebilligt"),
		memoOf("d", "Der Haushait wird beraten und gebilligt"),
		memoOf("e", "Der Hausxhalt wird beraten und gebilligt"),
		memoOf("f", "Das Haus wird gebaut und gehalten"),
	)
	want := []string{"a exact", "b stem", "c compound", "d confusion", "e spelling"}
	if d := cmp.Diff(want, l.whys(t, "Haushalt")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestMisreadWordsAreFound(t *testing.T) {
	for truth, read := range map[string]string{
		"interkommunale": "interkornmunale", "Planungsverbandes": "PIanungsverbandes", "Straße": "StraBe", "Zusammenarbeit": "Zusarnmenarbelt",
		"Grundstücke": "Grundstiicke", "Verwaltung": "Verwaitung", "Beschluss": "Bcschluss", "Finanzierung": "Finanzicrung", "Hilbert": "HiLbirt",
	} {
		l := newLibrary(t, memoOf("a", "wegen "+read+" heute"))
		if got := l.whys(t, truth); len(got) != 1 || !strings.HasPrefix(got[0], "a ") {
			t.Errorf("%s read as %s: %v", truth, read, got)
		}
	}
}

func TestRealWordsAreNotTakenForMisreadings(t *testing.T) {
	l := newLibrary(t, memoOf("a", "der Hase und das Haus"), memoOf("b", "die Hose der Maus"), memoOf("c", "Nummer 1234 und A0293/21"))
	for q, want := range map[string][]string{
		"Hase": {"a exact"}, "Maus": {"b exact"}, "1235": nil, "A0293/22": nil, "A0298/21": nil, "Hasen": {"a stem"},
	} {
		if got := l.whys(t, q); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestCorrectionsTeachConfusions(t *testing.T) {
	l := newLibrary(t, memoOf("a", "die Verwaxtung heute"), memoOf("b", "Verwaltung"), memoOf("c", "Halt"))
	if got := l.whys(t, "Verwaltung"); slices.Contains(got, "a confusion") {
		t.Fatalf("before: %v", got)
	}
	l.archive.corrected["b"] = [][2]string{{"Verwaxtung", "Verwaltung"}}
	l.archive.put(l.archive.records["b"])
	l.sync(t)
	if got := l.whys(t, "Verwaltung"); slices.Contains(got, "a confusion") {
		t.Errorf("corrected in one document: %v", got)
	}
	l.archive.corrected["c"] = [][2]string{{"Haxt", "Halt"}, {"vier", "alle Worte"}}
	l.archive.put(l.archive.records["c"])
	l.sync(t)
	for _, when := range []string{"corrected in two", "opened again"} {
		if got := l.whys(t, "Verwaltung"); !slices.Contains(got, "a confusion") {
			t.Errorf("%s: %v", when, got)
		}
		l.Close()
		l.open(t)
	}
}

func TestLoosePhrases(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Zusammenarbeit der Gemeinden im Verband"), memoOf("b", "Verbandes wegen vieler guter Dinge und langer schöner Zusammenarbeit"))
	for q, want := range map[string][]string{
		`"Verband Zusammenarbeit"~3`:  {"a/1"},
		`"Verband Zusammenarbeit"~9`:  {"a/1", "b/1"},
		`"Verband Zusammenarbeit"`:    nil,
		`"Zusammenarbeit der"`:        {"a/1"},
		`-"Zusammenarbeit der" wegen`: {"b/1"},
	} {
		got := l.found(t, q)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestPatterns(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Gewerbegebietsplan"), memoOf("b", "Gewerbeamt"), memoOf("c", "policies"))
	for q, want := range map[string][]string{
		"Gewerbe*plan": {"a/1"}, "gewerbe*": {"b/1", "a/1"}, "Gew*g*plan*": {"a/1"}, "Gew*x*": nil, "policie*": {"c/1"}, "polic*": {"c/1"},
	} {
		if got := l.found(t, q); !cmp.Equal(got, want) {
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", q, got, want)
			}
		}
	}
}

func TestEllipticalCompoundsAreFound(t *testing.T) {
	l := newLibrary(t, memoOf("a", "die Landschafts- und Denkmalpflege"))
	res := l.search(t, Request{Query: "Landschaftspflege"})
	if len(res.Hits) != 1 || marked(res.Hits[0]) != "die «Landschafts»- und Denkmalpflege" {
		t.Errorf("%+v", res.Hits)
	}
}

func TestJoinsOfThePageAreRead(t *testing.T) {
	d := memoOf("a", "wird er\ngänzt und der\nRest")
	d.Pages[0].Joins = []document.Join{{First: 1, Last: 2, Text: "ergänzt", Score: 1}}
	l := newLibrary(t, d)
	if got := marked(l.search(t, Request{Query: `"wird ergänzt und"`}).Hits[0]); got != "«wird» «er gänzt» «und» der Rest" {
		t.Errorf("%s", got)
	}
	d.Pages[0].Words[2].Hidden = true
	l = newLibrary(t, d)
	if got := l.found(t, "ergänzt"); got != nil {
		t.Errorf("half of it hidden: %v", got)
	}
}

func TestOrderOfReference(t *testing.T) {
	refs := func(d document.Document, values ...string) document.Document {
		for _, v := range values {
			d.Fields = append(d.Fields, document.Field{Name: "reference", Value: v, Page: 1, Score: 0.9})
		}
		return d
	}
	l := newLibrary(t, refs(memoOf("a", "Haushalt"), "V0001/22"), refs(memoOf("b", "Haushalt"), "SR/001/2022", "A0002/21"), memoOf("c", "Haushalt"), refs(memoOf("d", "Haushalt"), "A0001/21"))
	if got, want := ids(l.search(t, Request{Query: "Haushalt", Order: ByReference})), []string{"d/1", "b/1", "a/1", "c/1"}; !slices.Equal(got, want) {
		t.Errorf("by reference: %v, want %v", got, want)
	}
}

func TestOrderOfTime(t *testing.T) {
	l := newLibrary(t, dated("a", "2021-05-04", "A1/21"), dated("b", "2023-11-30", "A2/21"), memoOf("c", "Vorlage ohne Datum"), dated("d", "2022-01-01", "A3/21"))
	for order, want := range map[Order][]string{Newest: {"b/1", "d/1", "a/1", "c/1"}, Oldest: {"a/1", "d/1", "b/1", "c/1"}} {
		if got := ids(l.search(t, Request{Query: "Vorlage", Order: order})); !slices.Equal(got, want) {
			t.Errorf("order %d: %v, want %v", order, got, want)
		}
	}
}

func TestFacetsCountWhatMatches(t *testing.T) {
	a, b := dated("a", "2021-05-04", "A0293/21"), dated("b", "2023-11-30", "A0293/21")
	a.Fields = append(a.Fields, document.Field{Name: "kind", Value: "Vorlage"}, document.Field{Name: "from", Value: "Amt für Umwelt"})
	a.Source.Added = "2026-11-23T08:00:00Z"
	l := newLibrary(t, a, b, memoOf("c", "The council of the city and the people"))
	got := l.search(t, Request{Query: "Vorlage", Facets: 5}).Facets
	want := []Facet{
		{"year", []FacetValue{{"2021", 1}, {"2023", 1}}}, {"type", []FacetValue{{"vorlage", 1}}}, {"ref", []FacetValue{{"A0293/21", 2}}},
		{"person", []FacetValue{{"Amt für Umwelt", 1}}}, {"lang", []FacetValue{{"de", 2}}}, {"batch", []FacetValue{{"2026-11-23", 1}}}, {"verdict", []FacetValue{{"text", 2}}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for q, want := range map[string]int{"lang:en": 1, "batch:2026-11": 1, "type:vorlage": 1, `from:"Amt für Umwelt"`: 1, "from:umwelt": 1, "batch:2025": 0} {
		if got := l.search(t, Request{Query: q}).Total; got != want {
			t.Errorf("%s: %d, want %d", q, got, want)
		}
	}
}

func TestOnlyTheDecisionIsSearched(t *testing.T) {
	d := memoOf("a", "Begründung über Kosten", "Der Rat beschließt die Satzung")
	d.Fields = []document.Field{{Name: "decision", Value: "Der Rat beschließt die Satzung", Page: 2, Words: []int{0, 1, 2, 3, 4}}}
	l := newLibrary(t, d)
	if got := l.found(t, "in:decision Satzungen"); !slices.Equal(got, []string{"a/2"}) {
		t.Errorf("Satzungen: %v", got)
	}
	if got := l.found(t, "in:decision Kosten"); got != nil {
		t.Errorf("Kosten: %v", got)
	}
}

func level(d document.Document, level string) document.Document {
	d.Fields = append(d.Fields, document.Field{Name: "confidentiality", Value: level})
	return d
}

func TestWhatMustNotBeSeenIsNowhere(t *testing.T) {
	l := newLibrary(t,
		level(memoOf("a", "Haushalt Grundstücksgeheimnis"), "confidential"),
		level(memoOf("b", "Haushalt offen [Gruftgeheimnis]"), "open"),
		level(memoOf("c", "Haushalt unklar"), "unclear"),
		level(level(memoOf("d", "Haushalt beides"), "open"), "confidential"))
	open := Visible{Levels: []document.Level{document.LevelOpen, document.LevelUnmarked}}
	for _, q := range []string{"Haushalt", "-offen OR Haushalt", "Haus*", "Haushalt Grundstücksgeheimnis", `"Haushalt"`, "Grundstücksgeheimnis OR Haushalt"} {
		res := l.search(t, Request{Query: q, Visible: open, Facets: 5})
		if got := ids(res); !slices.Equal(got, []string{"b/1"}) || res.Total != 1 {
			t.Errorf("%s: %v of %d", q, got, res.Total)
		}
		if s := fmt.Sprintf("%+v", res); strings.Contains(s, "geheimnis") {
			t.Errorf("%s: told of a secret: %s", q, s)
		}
	}
	if res := l.search(t, Request{Query: "Grundstücksgeheimnes", Visible: open}); res.Meant != "" {
		t.Errorf("meant %q", res.Meant)
	}
	for _, typed := range []string{"Grund", "Gruft", "Grundstücksgeh"} {
		got, err := l.Suggest(context.Background(), l.archive, typed, 10, open)
		if err != nil || len(got) > 0 {
			t.Errorf("suggested for %s: %v, %v", typed, got, err)
		}
	}
	got, err := l.Suggest(context.Background(), l.archive, "Haush", 10, open)
	if want := []Suggestion{{"Haushalt", 1}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("suggested for Haush: %v, %v", got, err)
	}
	if n := l.search(t, Request{Query: "Haushalt"}).Total; n != 4 {
		t.Errorf("who may see everything finds %d", n)
	}
}

func TestSuggestionsAndWhatWasMeant(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Größere Grünflächen und Gemeinden"), memoOf("b", "Grünflächen"))
	got, err := l.Suggest(context.Background(), l.archive, "die Gr", 5, Visible{})
	if want := []Suggestion{{"die Grünflächen", 2}, {"die Größere", 1}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if got := l.search(t, Request{Query: "Grunflachan"}).Meant; got != "Grünflächen" {
		t.Errorf("meant %q", got)
	}
	if got := l.search(t, Request{Query: "Grünflächen"}).Meant; got != "" {
		t.Errorf("meant %q", got)
	}
}

func TestDocumentsLikeOne(t *testing.T) {
	l := newLibrary(t,
		memoOf("a", "Der Planungsverband berät den Flächennutzungsplan der Gemeinden"),
		memoOf("b", "Flächennutzungsplan und Planungsverband, beraten von Gemeinden"),
		memoOf("c", "Schwimmbad und Eintrittspreise der Stadt"), memoOf("d", "Eintrittspreise"))
	got := ids(l.search(t, Request{Like: "a"}))
	if len(got) == 0 || got[0] != "b/1" || slices.Contains(got, "a/1") || slices.Contains(got, "d/1") {
		t.Errorf("like a: %v", got)
	}
}

func TestGarbageDoesNotBloatTheDictionary(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	for range 3000 {
		for range 3 + r.IntN(9) {
			b.WriteByte("bcdfghjkLMNPqrstVWXZ"[r.IntN(20)])
		}
		b.WriteByte(' ')
	}
	noisy := newLibrary(t, memoOf("a", "Haushalt "+b.String()))
	word := strings.Fields(b.String())[100]
	res := noisy.search(t, Request{Query: `"` + word + `"`})
	if len(res.Hits) != 1 || len(res.Hits[0].Terms) == 0 || res.Hits[0].Terms[0].Text != word {
		t.Errorf("%s is not found: %+v", word, res.Hits)
	}
	if res := noisy.search(t, Request{Query: "Xvbnmqwrtz"}); len(res.Hits) != 0 {
		t.Errorf("other garbage is found: %+v", res.Hits)
	}
	s, err := noisy.session()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	dict, err := s.reader.FieldDictPrefix(oddField, nil)
	if err != nil {
		t.Fatal(err)
	}
	odd := 0
	for e, err := dict.Next(); e != nil && err == nil; e, err = dict.Next() {
		odd++
	}
	if odd > 1500 {
		t.Errorf("%d of 3000 pieces of garbage are taken for misread words", odd)
	}
}

func TestASearchEndsWithItsTime(t *testing.T) {
	var docs []document.Document
	for i := range 600 {
		docs = append(docs, memoOf(fmt.Sprint(i), "Haushalt und Verband"))
	}
	l := newLibrary(t, docs...)
	begin := time.Now()
	res := l.search(t, Request{Query: "Haushalt Verband", Timeout: time.Nanosecond})
	if !res.Partial || res.Total == 0 || res.Total >= 600 {
		t.Errorf("partial %v, %d documents", res.Partial, res.Total)
	}
	if d := time.Since(begin); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestPlacesArePackedAndReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var places []int
		at := 0
		for range 1 + r.IntN(6) {
			at += 1 + r.IntN(1<<(1+r.IntN(18)))
			places = append(places, at)
		}
		freq, ok := pack(places)
		if times(freq) != len(places) {
			t.Fatalf("%v: %d times", places, times(freq))
		}
		if ok {
			if got := unpack(freq, nil, nil); !slices.Equal(got, places) {
				t.Fatalf("%v read back as %v", places, got)
			}
		}
	}
	for n := 1; n < 100_000; n += 1 + n/3 {
		if got := lengthOf(step(n)); got < 0.7*float64(n)-2 || got > 1.4*float64(n)+2 {
			t.Errorf("length %d is kept as %.0f", n, got)
		}
	}
}

func TestABatchIsAskedForByItsName(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband"), memoOf("b", "Verband"), memoOf("c", "Verband"), memoOf("d", "Satzung"))
	got := l.found(t, "Verband batch:20261123-080000")
	slices.Sort(got)
	if !slices.Equal(got, []string{"a/1", "c/1"}) {
		t.Errorf("found %v", got)
	}
	res := l.search(t, Request{Query: "Verband batch:other"})
	if len(res.Hits) > 0 || !slices.Contains(res.Notes, "batch:other is neither a day nor a batch: nothing has it") {
		t.Errorf("a batch that is not there: %v, notes %q", ids(res), res.Notes)
	}
}
