package cleanup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aktenkundig/document"
)

// Policy says from which score on a finding is hidden, kind by kind. A kind without an entry is never hidden:
// Policy{} hides nothing. A Policy is data and is not changed once made.
type Policy struct {
	Name string                    `json:"name"`
	Hide map[document.Kind]float64 `json:"hide"` // threshold, 0 to 1
}

// Conservative is the default: what is hidden is not text beyond reasonable doubt; a leaked speck is better than a
// lost word.
func Conservative() Policy {
	return Policy{Name: "conservative", Hide: map[document.Kind]float64{
		document.NoiseKind: 0.9, document.Stamp: 0.6, document.Signature: 0.6, document.Handwriting: 0.6, document.Logo: 0.6,
	}}
}

// Balanced hides what is more likely noise than not by a clear margin; meant for material that is mostly noise.
func Balanced() Policy {
	return Policy{Name: "balanced", Hide: map[document.Kind]float64{
		document.NoiseKind: 0.7, document.Stamp: 0.4, document.Signature: 0.4, document.Handwriting: 0.4, document.Logo: 0.4,
	}}
}

// Off hides nothing; findings are still made and kept.
func Off() Policy { return Policy{Name: "off"} }

// Named gives the policy of that name: conservative, balanced or off.
func Named(name string) (Policy, error) {
	for _, p := range []Policy{Conservative(), Balanced(), Off()} {
		if p.Name == name {
			return p, nil
		}
	}
	return Policy{}, fmt.Errorf("no cleanup policy %q: conservative, balanced, off, or a file NAME.json", name)
}

// kinds are the kinds of findings that a policy can hide.
var kinds = []document.Kind{
	document.Stamp, document.Signature, document.Handwriting, document.Logo, document.PictureKind, document.Hole, document.Staple,
	document.Border, document.Streak, document.Speck, document.Through, document.NoiseKind,
}

// ParsePolicy reads a policy of one's own, as JSON writes a Policy: a name that is none of ours, and for kinds of findings the
// score from which on they are hidden. Its Name ends in the beginning of the data's SHA-256, so that records tell by which
// thresholds they were made.
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Policy{}, fmt.Errorf("a policy is written {\"name\": \"…\", \"hide\": {\"stamp\": 0.8, …}}: %w", err)
	}
	if _, err := Named(p.Name); err == nil || strings.TrimSpace(p.Name) == "" {
		return Policy{}, fmt.Errorf("a policy of one's own needs a name of its own, not %q", p.Name)
	}
	for kind, threshold := range p.Hide {
		if !slices.Contains(kinds, kind) {
			return Policy{}, fmt.Errorf("policy %s: no kind of finding is called %q", p.Name, kind)
		}
		if threshold <= 0 || threshold > 1 {
			return Policy{}, fmt.Errorf("policy %s: the threshold of %s is %v, want above 0 and at most 1", p.Name, kind, threshold)
		}
	}
	sum := sha256.Sum256(data)
	p.Name += " " + hex.EncodeToString(sum[:4])
	return p, nil
}

// Hides tells whether the policy proposes to hide the finding.
func (p Policy) Hides(a document.Artefact) bool {
	threshold, ok := p.Hide[a.Kind]
	return ok && a.Score >= threshold
}
