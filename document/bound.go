package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// BoundType is the media type of the manifest of a bound document.
const BoundType = "application/vnd.aktenkundig.bound+json"

// Leaf is one page of an original.
type Leaf struct {
	Original string `json:"original"` // id of the original
	Page     int    `json:"page"`     // from 1
}

// manifestHead begins every manifest: by it a manifest is told from any other text.
const manifestHead = "{\"bound\":1,\"pages\":[\n"

// maxManifest bounds a manifest: 200,000 leaves.
const maxManifest = 20 << 20

// Manifest gives the bytes of the manifest that binds leaves to a document, whose id is their SHA-256. Equal leaves give
// equal bytes.
func Manifest(leaves []Leaf) []byte {
	var b bytes.Buffer
	b.WriteString(manifestHead)
	for i, l := range leaves {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"original":%q,"page":%d}`, l.Original, l.Page)
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

// IsManifest tells by its first bytes whether a file says of itself that it is a manifest.
func IsManifest(head []byte) bool { return bytes.HasPrefix(head, []byte(manifestHead)) }

// ParseManifest gives the leaves of a manifest, at least one. Only what Manifest writes is one: two manifests of the same
// leaves would be two documents.
func ParseManifest(data []byte) ([]Leaf, error) {
	if !IsManifest(data) || len(data) > maxManifest {
		return nil, errors.New("no manifest of a bound document")
	}
	var m struct {
		Pages []Leaf `json:"pages"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("manifest of a bound document: %w", err)
	}
	for i, l := range m.Pages {
		if len(l.Original) != 64 || strings.Trim(l.Original, "0123456789abcdef") != "" || l.Page < 1 {
			return nil, fmt.Errorf("manifest of a bound document: leaf %d is no page of an original", i+1)
		}
	}
	if len(m.Pages) == 0 || !bytes.Equal(Manifest(m.Pages), data) {
		return nil, errors.New("manifest of a bound document: not as it is written")
	}
	return m.Pages, nil
}
