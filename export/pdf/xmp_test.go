package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func someFacts() facts {
	return facts{title: "Neu & <gut>", keywords: []string{"A0293/21"}, changed: time.Date(2024, 4, 25, 8, 0, 0, 0, time.UTC)}
}

// wellFormed tells whether data is XML.
func wellFormed(data []byte) bool {
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := dec.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

const oldXMP = `<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:own="urn:own" pdf:Keywords="old words" own:kept="yes">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Scan_001</rdf:li></rdf:Alt></dc:title><dc:description>stays</dc:description>
<own:more>stays too</own:more></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

func TestRoomForChangesIsNotCarriedOn(t *testing.T) {
	padded := strings.Replace(oldXMP, "<?xpacket end", strings.Repeat(strings.Repeat(" ", 99)+"\n", 20)+"<?xpacket end", 1)
	got, want := mergeXMP([]byte(padded), someFacts()), mergeXMP([]byte(oldXMP), someFacts())
	if len(got) > len(want)+1 || !wellFormed(got) {
		t.Errorf("%d bytes, want at most %d", len(got), len(want)+1)
	}
}

func TestOldMetadataStaysButForWhatIsSaidAnew(t *testing.T) {
	got := string(mergeXMP([]byte(oldXMP), someFacts()))
	if !wellFormed([]byte(got)) {
		t.Errorf("not well-formed: %s", got)
	}
	for _, want := range []string{"Neu &amp; &lt;gut&gt;", "A0293/21", "stays</dc:description>", "stays too", `own:kept="yes"`, "2024-04-25T08:00:00Z"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	for _, never := range []string{"Scan_001", "old words"} {
		if strings.Contains(got, never) {
			t.Errorf("%q is still there", never)
		}
	}
}

func FuzzMergeXMP(f *testing.F) {
	f.Add([]byte(oldXMP))
	f.Add([]byte("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>"))
	f.Fuzz(func(t *testing.T, old []byte) {
		got := mergeXMP(old, someFacts())
		if wellFormed(old) && !wellFormed(got) {
			t.Errorf("not well-formed: %q", got)
		}
		if !bytes.Contains(got, []byte("Neu &amp;")) {
			t.Errorf("nothing was said: %q", got)
		}
	})
}
