package ui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed static
var static embed.FS

// asset is a file under a URL that names its content.
type asset struct {
	url  string
	data []byte
}

var assets, assetNames = loadAssets()

// loadAssets gives the embedded files by name, and their names by the last part of their URL.
func loadAssets() (byName map[string]asset, byURL map[string]string) {
	byName, byURL = map[string]asset{}, map[string]string{}
	err := fs.WalkDir(static, "static", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := static.ReadFile(p)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		name := strings.TrimPrefix(p, "static/")
		ext := path.Ext(name)
		last := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		byName[name] = asset{url: "/static/" + last, data: data}
		byURL[last] = name
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	// Style sheets name fonts and pictures beside them, which have URLs of their own.
	for name, a := range byName {
		if path.Ext(name) != ".css" {
			continue
		}
		for other, b := range byName {
			a.data = bytes.ReplaceAll(a.data, []byte(`url("`+other+`")`), []byte(`url("`+b.url+`")`))
		}
		byName[name] = a
	}
	return byName, byURL
}

// Asset is the URL of an embedded file, which changes with its content. It panics if there is no such file.
func Asset(name string) string {
	a, ok := assets[name]
	if !ok {
		panic("ui: there is no asset " + name)
	}
	return a.url
}

// Assets serves /static/.
func Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := assetNames[strings.TrimPrefix(r.URL.Path, "/static/")]
		if !ok {
			Problem(w, r, http.StatusNotFound, "")
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(assets[name].data))
	})
}
