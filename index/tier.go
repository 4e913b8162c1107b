package index

// Tier says how well something matches, best first.
type tier int

const (
	exact     tier = iota // the form as asked for
	stem                  // another inflection
	part                  // within a compound
	prefix                // begins so, or fits the wildcards
	confusion             // read wrongly in a way that engines do
	spelling              // a few letters otherwise
	fact                  // the word bears a field that was asked for
)

// String gives the name under which hits tell their tier.
func (t tier) String() string {
	return [...]string{"exact", "stem", "compound", "prefix", "confusion", "spelling", "field"}[t]
}

// weight is what an occurrence counts, against one of the exact form.
func (t tier) weight() float64 { return [...]float64{1, 0.85, 0.45, 0.5, 0.4, 0.2, 0.1}[t] }
