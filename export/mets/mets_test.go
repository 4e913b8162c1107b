package mets_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"aktenkundig/export/internal/exporttest"
	"aktenkundig/export/mets"
)

func TestMETSIsValid(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(uint64(os.Getpid()), 1)))
	for _, files := range []mets.Files{
		{Original: "Über uns.pdf", PDF: "Über uns.searchable.pdf", ALTO: []string{"alto/0001.xml", "alto/0002.xml"}, PREMIS: "premis.xml"},
		{Original: "Akte 7.bound", ALTO: []string{"1.xml", "2.xml"}, PDF: "s.pdf", PartOf: []int{0, 1}, Parts: []mets.Part{
			{Name: "part-0001.jpg", MediaType: "image/jpeg", SHA256: strings.Repeat("ab", 32), Size: 12},
			{Name: "part-0002.tif", MediaType: "image/tiff", SHA256: strings.Repeat("cd", 32), Size: 34},
		}},
		{Original: "scan.jpg"},
	} {
		if files.PDF == "" {
			d.Source.MediaType, d.Pages = "image/jpeg", d.Pages[:1]
		}
		var b bytes.Buffer
		if err := mets.Write(&b, d, files); err != nil {
			t.Fatal(err)
		}
		exporttest.Valid(t, "mets-1-12-1.xsd", b.Bytes())
		exporttest.Invalid(t, "mets-1-12-1.xsd", b.Bytes(), `USE="ORIGINAL"`, `BRAUCH="ORIGINAL"`)
		mods := regexp.MustCompile(`(?s)<mods:mods .*</mods:mods>`).FindString(b.String())
		mods = strings.Replace(mods, "<mods:mods ", `<mods:mods xmlns:mods="http://www.loc.gov/mods/v3" `, 1)
		exporttest.Valid(t, "mods-3-8.xsd", []byte(mods))
	}
}

func TestFilesAndStructureHangTogether(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(1, 2)))
	var b bytes.Buffer
	if err := mets.Write(&b, d, mets.Files{
		Original: "a b.pdf", PDF: "s.pdf", ALTO: []string{"1.xml", "2.xml"}, Parts: []mets.Part{{Name: "p.jpg"}}, PartOf: []int{0, 0},
	}); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` ID="([^"]+)"`).FindAllStringSubmatch(b.String(), -1) {
		if ids[m[1]] {
			t.Errorf("%s is there twice", m[1])
		}
		ids[m[1]] = true
	}
	refs := regexp.MustCompile(` (?:FILEID|DMDID|ADMID|xlink:from|xlink:to)="([^"]+)"`).FindAllStringSubmatch(b.String(), -1)
	for _, m := range refs {
		if !ids[m[1]] {
			t.Errorf("%s leads nowhere", m[1])
		}
	}
	if len(refs) < 2+1+1+2+2*(1+len(d.Pages))+2 {
		t.Errorf("%d references", len(refs))
	}
	if !strings.Contains(b.String(), `xlink:href="a%20b.pdf"`) {
		t.Error("a blank in a name is no URL")
	}
}
