package cleanup

import (
	"fmt"

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
	return Policy{}, fmt.Errorf("no cleanup policy %q: conservative, balanced or off", name)
}

// Hides tells whether the policy proposes to hide the finding.
func (p Policy) Hides(a document.Artefact) bool {
	threshold, ok := p.Hide[a.Kind]
	return ok && a.Score >= threshold
}
