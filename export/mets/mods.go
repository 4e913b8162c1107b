package mets

import (
	"fmt"
	"net/url"
	"strings"

	"aktenkundig/document"
)

// mods describes the document.
func (x *writer) mods(d document.Document) {
	x.Start("mods:mods", "version", "3.8")
	x.Start("mods:titleInfo")
	x.Leaf("mods:title", title(d))
	x.End()
	for _, f := range d.Fields {
		if f.Score < 0.5 {
			continue
		}
		switch f.Name {
		case "from":
			x.name("corporate", f.Value, "aut")
		case "to":
			x.name("corporate", f.Value, "rcp")
		case "signatory":
			x.name("personal", f.Value, "sgn")
		}
	}
	x.Leaf("mods:typeOfResource", "text")
	if kind := value(d, "kind"); kind != "" {
		x.Leaf("mods:genre", kind)
	}
	x.origin(d)
	for _, l := range d.Made.Languages {
		x.Start("mods:language")
		x.Leaf("mods:languageTerm", bibliographic(l), "type", "code", "authority", "iso639-2b")
		x.End()
	}
	x.Start("mods:physicalDescription")
	x.Leaf("mods:internetMediaType", d.Source.MediaType)
	x.Leaf("mods:extent", fmt.Sprintf("%d pages", len(d.Pages)))
	x.End()
	x.relations(d)
	x.Leaf("mods:identifier", d.ID, "type", "sha256")
	for _, name := range []string{"own-reference", "file-number"} {
		if v := value(d, name); v != "" {
			x.Leaf("mods:identifier", v, "type", name)
		}
	}
	if c := value(d, "confidentiality"); c != "" {
		x.Leaf("mods:accessCondition", c, "type", "restriction on access")
	}
	x.Start("mods:recordInfo")
	x.Leaf("mods:recordCreationDate", d.Source.Added, "encoding", "iso8601")
	x.Leaf("mods:recordIdentifier", d.ID, "source", "aktenkundig")
	x.End()
	x.End()
}

// bibliographic is the code of a language as libraries write it: the engine's are the terminological ones.
func bibliographic(code string) string {
	if code == "deu" {
		return "ger"
	}
	return code
}

func (x *writer) name(kind, value, role string) {
	x.Start("mods:name", "type", kind)
	x.Leaf("mods:namePart", value)
	x.Start("mods:role")
	x.Leaf("mods:roleTerm", role, "type", "code", "authority", "marcrelator")
	x.End()
	x.Leaf("mods:displayForm", value)
	x.End()
}

// origin is place and date of the document.
func (x *writer) origin(d document.Document) {
	city, date := value(d, "city"), value(d, "date")
	if city == "" && date == "" {
		return
	}
	x.Start("mods:originInfo")
	if city != "" {
		x.Start("mods:place")
		x.Leaf("mods:placeTerm", city, "type", "text")
		x.End()
	}
	if date != "" {
		x.Leaf("mods:dateCreated", date, "encoding", "w3cdtf", "keyDate", "yes")
	}
	x.End()
}

// relations are the papers and sessions that the document names.
func (x *writer) relations(d document.Document) {
	seen := map[string]bool{}
	for _, f := range d.Fields {
		if f.Name != "reference" || f.Score < 0.5 || seen[f.Value] {
			continue
		}
		seen[f.Value] = true
		x.Start("mods:relatedItem", "type", "references")
		x.Start("mods:titleInfo")
		x.Leaf("mods:title", strings.TrimSpace(f.Type+" "+f.Value))
		x.End()
		x.Leaf("mods:identifier", f.Value, "type", "reference")
		x.End()
	}
}

// href writes a relative file name as URL.
func href(name string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
