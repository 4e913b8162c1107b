// Package mets writes METS files with MODS, close to the DFG-Viewer's profile: they tie an original, the ALTO files of its pages and its
// structure together.
package mets

import (
	"cmp"
	"fmt"
	"io"
	"strconv"

	"aktenkundig/document"
	"aktenkundig/export/internal/xmlw"
)

// Files are the names of the files that belong to a document, as they stand beside the METS file.
type Files struct {
	Original string
	PDF      string   // searchable; "" if there is none
	ALTO     []string // one a page
	PREMIS   string   // what happened to the document; "" if there is none
	Parts    []Part   // of a bound document: the originals of its pages
	PartOf   []int    // the index in Parts for each page
}

// Part is an original that pages of a bound document are in.
type Part struct {
	Name, MediaType, SHA256 string
	Size                    int64
}

// Write writes the METS file of a document.
func Write(w io.Writer, d document.Document, files Files) error {
	x := &writer{xmlw.New(w)}
	x.Start("mets:mets", "xmlns:mets", "http://www.loc.gov/METS/", "xmlns:mods", "http://www.loc.gov/mods/v3", "xmlns:xlink", "http://www.w3.org/1999/xlink",
		"xmlns:dv", "http://dfg-viewer.de/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", "http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-8.xsd",
		"OBJID", "sha256:"+d.ID, "TYPE", structure(d))
	x.Start("mets:metsHdr", "CREATEDATE", d.Source.Added)
	x.Start("mets:agent", "ROLE", "CREATOR", "TYPE", "OTHER", "OTHERTYPE", "SOFTWARE")
	x.Leaf("mets:name", cmp.Or(d.Made.Program, "akte"))
	x.End()
	x.End()
	x.wrap("mets:dmdSec", "DMDLOG_0001", "MODS", "", func() { x.mods(d) })
	x.administrative(d, files)
	x.files(d, files)
	x.structures(d, files)
	return x.Close()
}

type writer struct{ *xmlw.Writer }

// wrap puts metadata of another format into a section.
func (x *writer) wrap(section, id, kind, other string, inner func()) {
	x.Start(section, "ID", id)
	x.Start("mets:mdWrap", "MIMETYPE", "text/xml", "MDTYPE", kind, "OTHERMDTYPE", other)
	x.Start("mets:xmlData")
	inner()
	x.End()
	x.End()
	x.End()
}

// administrative holds rights and history. The rights are for whoever keeps the archive to fill in.
func (x *writer) administrative(d document.Document, f Files) {
	x.Start("mets:amdSec", "ID", "AMD")
	x.wrap("mets:rightsMD", "RIGHTS", "OTHER", "DVRIGHTS", func() {
		x.Start("dv:rights")
		x.Leaf("dv:owner", cmp.Or(value(d, "office"), value(d, "city"), "unknown"))
		for _, name := range []string{"dv:ownerLogo", "dv:ownerSiteURL", "dv:ownerContact"} {
			x.Leaf(name, "")
		}
		x.End()
	})
	if f.PREMIS != "" {
		x.Start("mets:digiprovMD", "ID", "PREMIS")
		x.Start("mets:mdRef", "LOCTYPE", "URL", "MDTYPE", "PREMIS", "MIMETYPE", "text/xml", "xlink:href", href(f.PREMIS))
		x.End()
		x.End()
	}
	x.wrap("mets:digiprovMD", "DIGIPROV", "OTHER", "DVLINKS", func() {
		x.Start("dv:links")
		x.Leaf("dv:reference", "")
		x.Leaf("dv:presentation", "")
		x.End()
	})
	x.End()
}

// files lists the files by use. Pictures that a browser shows are the DFG-Viewer's DEFAULT group.
func (x *writer) files(d document.Document, f Files) {
	x.Start("mets:fileSec")
	x.Start("mets:fileGrp", "USE", "ORIGINAL")
	x.file("FILE_ORIGINAL", f.Original, d.Source.MediaType, d.ID, d.Source.Size)
	for i, p := range f.Parts {
		x.file(partID(i), p.Name, p.MediaType, p.SHA256, p.Size)
	}
	x.End()
	if shows(d) {
		x.Start("mets:fileGrp", "USE", "DEFAULT")
		x.file("FILE_DEFAULT_0001", f.Original, d.Source.MediaType, d.ID, d.Source.Size)
		x.End()
	}
	if f.PDF != "" {
		x.Start("mets:fileGrp", "USE", "DOWNLOAD")
		x.file("FILE_DOWNLOAD", f.PDF, "application/pdf", "", 0)
		x.End()
	}
	if len(f.ALTO) > 0 {
		x.Start("mets:fileGrp", "USE", "FULLTEXT")
		for i, name := range f.ALTO {
			x.file(altoID(i), name, "text/xml", "", 0)
		}
		x.End()
	}
	x.End()
}

// shows tells whether the original is one picture that a browser knows.
func shows(d document.Document) bool {
	return len(d.Pages) == 1 && (d.Source.MediaType == "image/jpeg" || d.Source.MediaType == "image/png")
}

func partID(i int) string { return fmt.Sprintf("FILE_PART_%04d", i+1) }

func altoID(i int) string { return fmt.Sprintf("FILE_ALTO_%04d", i+1) }

func (x *writer) file(id, name, mediaType, sha256 string, size int64) {
	attributes := []string{"ID", id, "MIMETYPE", mediaType}
	if sha256 != "" {
		attributes = append(attributes, "CHECKSUM", sha256, "CHECKSUMTYPE", "SHA-256", "SIZE", strconv.FormatInt(size, 10))
	}
	x.Start("mets:file", attributes...)
	x.Start("mets:FLocat", "LOCTYPE", "URL", "xlink:href", href(name))
	x.End()
	x.End()
}

// structures are the document as one whole, its pages, and how they hang together.
func (x *writer) structures(d document.Document, f Files) {
	x.Start("mets:structMap", "TYPE", "LOGICAL")
	x.Start("mets:div", "ID", "LOG_0001", "TYPE", structure(d), "LABEL", title(d), "DMDID", "DMDLOG_0001", "ADMID", "AMD")
	x.pointer("FILE_DOWNLOAD", f.PDF != "")
	x.End()
	x.End()
	x.Start("mets:structMap", "TYPE", "PHYSICAL")
	x.Start("mets:div", "ID", "PHYS_0000", "TYPE", "physSequence")
	x.pointer("FILE_ORIGINAL", true)
	for i := range d.Pages {
		n := strconv.Itoa(d.Pages[i].Number)
		x.Start("mets:div", "ID", pageID(i), "ORDER", n, "ORDERLABEL", n, "TYPE", "page")
		if i < len(f.PartOf) {
			x.pointer(partID(f.PartOf[i]), true)
		}
		x.pointer("FILE_DEFAULT_0001", shows(d))
		x.pointer(altoID(i), i < len(f.ALTO))
		x.End()
	}
	x.End()
	x.End()
	x.Start("mets:structLink")
	x.link("PHYS_0000")
	for i := range d.Pages {
		x.link(pageID(i))
	}
	x.End()
}

func pageID(i int) string { return fmt.Sprintf("PHYS_%04d", i+1) }

// pointer leads to a file, if it is there.
func (x *writer) pointer(id string, there bool) {
	if there {
		x.Start("mets:fptr", "FILEID", id)
		x.End()
	}
}

func (x *writer) link(to string) {
	x.Start("mets:smLink", "xlink:from", "LOG_0001", "xlink:to", to)
	x.End()
}

// structure is the document's type in the DFG's list of structural data.
func structure(d document.Document) string {
	if k := value(d, "kind"); k == "Brief" || k == "letter" {
		return "letter"
	}
	return "document"
}

// value is the first sure value of a field.
func value(d document.Document, name string) string {
	for _, f := range d.Fields {
		if f.Name == name && f.Score >= 0.5 {
			return f.Value
		}
	}
	return ""
}

func title(d document.Document) string { return cmp.Or(value(d, "subject"), d.Source.Name) }
