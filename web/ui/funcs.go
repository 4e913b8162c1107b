package ui

import (
	"html/template"
	"net/url"
	"strconv"
)

func itoa(n int) string { return strconv.Itoa(n) }

// funcs are what templates may call.
func funcs(l Lang) template.FuncMap {
	return template.FuncMap{
		"t":      l.T,
		"tor":    l.Or,
		"n":      l.N,
		"number": l.Number,
		"day":    l.Day,
		"asset":  Asset,
		"query":  url.QueryEscape,
		"path":   url.PathEscape,
		"add":    func(a, b int) int { return a + b },
	}
}
