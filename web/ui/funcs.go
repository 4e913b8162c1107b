package ui

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/document"
)

func itoa(n int) string { return strconv.Itoa(n) }

// funcs are what templates may call.
func funcs(l Lang) template.FuncMap {
	return template.FuncMap{
		"t":         l.T,
		"tor":       l.Or,
		"n":         l.N,
		"number":    l.Number,
		"day":       l.Day,
		"asset":     Asset,
		"query":     url.QueryEscape,
		"path":      url.PathEscape,
		"monthName": l.Month,
		"percent":   l.Percent,
		"figure":    l.Figure,
		"bytes":     l.Bytes,
		"kind":      Kind,
		"join":      strings.Join,
		"textLang":  textLang,
		"add":       func(a, b int) int { return a + b },
	}
}

// textLang is the language of a document's text, as far as its reading knows: "" if it may be several.
func textLang(d *document.Document) string {
	if len(d.Made.Languages) == 1 {
		switch d.Made.Languages[0] {
		case "deu":
			return "de"
		case "eng":
			return "en"
		}
	}
	return ""
}

// Kind writes what a document is. That is a term of the papers themselves, so it is not translated.
func Kind(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
