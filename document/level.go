package document

// Level says who may see a document.
type Level string

// The levels. Only open and unmarked documents may be shown to everybody.
const (
	LevelOpen         Level = "open"
	LevelUnmarked     Level = "unmarked" // says nothing about it, as most papers do
	LevelUnclear      Level = "unclear"  // there is a mark, and what it says cannot be told
	LevelConfidential Level = "confidential"
)

// confidentiality is the field that says so.
const confidentiality = "confidentiality"

// Level is the strictest that the document's fields say, whatever their score: a candidate keeps people out, too.
// Values nobody knows are unclear.
func (d *Document) Level() Level {
	level := LevelUnmarked
	for _, f := range d.Fields {
		if f.Name != confidentiality {
			continue
		}
		switch Level(f.Value) {
		case LevelConfidential:
			return LevelConfidential
		case LevelOpen:
			if level == LevelUnmarked {
				level = LevelOpen
			}
		default:
			level = LevelUnclear
		}
	}
	return level
}
