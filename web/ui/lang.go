package ui

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// Lang is a language in which the reading room speaks, as in BCP 47.
type Lang string

// The languages.
const (
	German  Lang = "de"
	English Lang = "en"
)

// Langs lists the languages; the first is for those who ask for neither.
func Langs() []Lang { return []Lang{English, German} }

func (l Lang) other() Lang {
	if l == German {
		return English
	}
	return German
}

// LangCookie remembers which language a reader chose.
const LangCookie = "lang"

var matcher = language.NewMatcher([]language.Tag{language.English, language.German})

// Language is the language of a request: the reader's choice, or the best that the browser asks for.
func Language(r *http.Request) Lang {
	if c, err := r.Cookie(LangCookie); err == nil {
		for _, l := range Langs() {
			if c.Value == string(l) {
				return l
			}
		}
	}
	_, i := language.MatchStrings(matcher, r.Header.Get("Accept-Language"))
	return Langs()[i]
}

// Choose answers /lang?to=de&back=/path: it remembers the language and leads back.
func Choose(w http.ResponseWriter, r *http.Request) {
	for _, l := range Langs() {
		if r.FormValue("to") == string(l) {
			http.SetCookie(w, &http.Cookie{Name: LangCookie, Value: string(l), Path: "/", Expires: time.Now().AddDate(1, 0, 0), HttpOnly: true, SameSite: http.SameSiteLaxMode})
		}
	}
	http.Redirect(w, r, Local(r.FormValue("back")), http.StatusSeeOther)
}

// Local is a URL of this house: path and query of u, or "/" if it leads elsewhere.
func Local(u string) string {
	to, err := url.Parse(u)
	if err != nil || to.IsAbs() || to.Host != "" || !strings.HasPrefix(to.Path, "/") || strings.HasPrefix(to.Path, "//") || strings.Contains(u, `\`) {
		return "/"
	}
	return to.RequestURI()
}

func switchURL(r *http.Request, to Lang) string {
	back := r.URL.RequestURI()
	if r.Method != http.MethodGet {
		back = "/"
	}
	return "/lang?" + url.Values{"to": {string(to)}, "back": {back}}.Encode()
}

//go:embed messages
var catalogue embed.FS

var messages = loadMessages()

// loadMessages reads the files de.json, de.*.json and so on; each key stands in one of them.
func loadMessages() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, l := range Langs() {
		all[l] = map[string]string{}
		names, err := fs.Glob(catalogue, "messages/"+string(l)+"*.json")
		if err != nil {
			panic(err) // the pattern is part of the program
		}
		for _, name := range names {
			data, err := catalogue.ReadFile(name)
			if err != nil {
				panic(err)
			}
			m := map[string]string{}
			if err := json.Unmarshal(data, &m); err != nil {
				panic(fmt.Errorf("%s: %w", name, err))
			}
			maps.Copy(all[l], m)
		}
	}
	return all
}

// T is the text of a key of the catalogue, with args in it as fmt has them; the key itself if there is none.
func (l Lang) T(key string, args ...any) string {
	text, ok := messages[l][key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Or is the text of a key, whose capitals do not matter, or what else is given if the catalogue has none.
func (l Lang) Or(key, other string) string {
	if text, ok := messages[l][strings.ToLower(key)]; ok {
		return text
	}
	return other
}

// N is the text of key.one or key.other with the number in it.
func (l Lang) N(key string, n int) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return l.T(key+form, l.Number(n))
}

// Number writes a number with its thousands apart.
func (l Lang) Number(n int) string {
	s, sign := fmt.Sprint(n), ""
	if n < 0 {
		s, sign = s[1:], "−"
	}
	sep := ","
	if l == German {
		sep = "."
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return sign + s
}

// Day writes a day, given as 2006-01-02, as people do; anything else as it is.
func (l Lang) Day(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	month := l.T("month." + t.Format("01"))
	if l == German {
		return fmt.Sprintf("%d. %s %d", t.Day(), month, t.Year())
	}
	return fmt.Sprintf("%d %s %d", t.Day(), month, t.Year())
}

// Month writes a month, given as 2006-01.
func (l Lang) Month(s string) string {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return s
	}
	return l.T("month."+t.Format("01")) + " " + t.Format("2006")
}

// Percent writes a share from 0 to 1.
func (l Lang) Percent(share float64) string {
	space := ""
	if l == German {
		space = "\u00a0" // DIN 5008
	}
	return fmt.Sprintf("%.0f%s%%", 100*share, space)
}

// Figure writes a measured value with three digits that count.
func (l Lang) Figure(v float64) string {
	s := strconv.FormatFloat(v, 'g', 3, 64)
	if v == math.Trunc(v) && math.Abs(v) < 1e6 {
		s = strconv.FormatFloat(v, 'f', 0, 64)
	}
	if l == German {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Bytes writes a size in the largest unit that leaves a whole number before the point.
func (l Lang) Bytes(n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	v, i := float64(n), 0
	for v >= 1000 && i < len(units)-1 {
		v, i = v/1000, i+1
	}
	return l.Figure(v) + "\u00a0" + units[i]
}
