// Package document is the vocabulary of aktenkundig: what a document is once it has been read. It is data
// and the few rules that every stage must share; it imports the standard library only.
//
// The words, used with one meaning everywhere:
//
//	original   the file as delivered; never changed; its name is the SHA-256 of its bytes
//	sheet      one side of paper inside an original, decoded: pixels, resolution, turn
//	view       the sheet as people see it: upright, straight. Every Box is in pixels of the view
//	ink        what the engine sees: one grey channel at the engine's best scale. Never shown, never stored
//	word       what the engine read, with its box and a confidence from 0 to 1; so are line and region
//	artefact   a finding, not an edit: kind, box, score, reasons, the words it covers
//	ruling     what a person said about a place; it outlives every detector
//	body       the text of a page without its hidden words
//	aside      only the hidden words: what stamps, margins and noise say
//	verdict    what a page is: text, blank, show-through, picture, noise, unreadable
//	record     one document as read: pages, words, artefacts, fields, and how it was made
//	leaf       one page of an original, as a bound document takes it
//	bound      of a document: made of leaves of one or more originals; its original is the manifest that lists them
//	separator  a sheet between two documents of a stack; it belongs to neither
//	join       one word that the end of a line parted, put together over its parts
//	field      what a memo says about itself, with the words it rests on
package document

// Document is the record of one original, or of the pages that a manifest binds. Apart from Source it is a pure function
// of the bytes of originals and of what Made names: no clock, no path and no random number enters it.
type Document struct {
	ID     string  `json:"id"`              // lower-case hexadecimal SHA-256 of the original's bytes, or of the manifest's
	Source Source  `json:"source,omitzero"` // kept beside the original, not in the record
	Pages  []Page  `json:"pages"`           // in order, numbered from 1 without gaps
	Fields []Field `json:"fields"`
	Made   Made    `json:"made"`
}

// Source tells how an original came in.
type Source struct {
	Name      string `json:"name"`      // file name as first delivered, without folders
	MediaType string `json:"mediaType"` // by content, for example application/pdf
	Size      int64  `json:"size"`      // bytes
	Added     string `json:"added"`     // RFC 3339, UTC
}

// Made tells which settings produced a record; the same original read with an equal Made gives equal bytes.
type Made struct {
	Program   string   `json:"program"` // version of akte
	Engine    string   `json:"engine"`  // name and version, for example "tesseract 5.3.0"
	Languages []string `json:"languages"`
	Policy    string   `json:"policy"`              // name of the cleanup policy
	TextLayer string   `json:"textLayer,omitempty"` // what became of text layers: keep, ignore; "" is auto
	Extract   string   `json:"extract,omitempty"`   // digest of the archive's own profiles, register and corrected words; "": none
}

// Verdict says what a page is. Every page has exactly one.
type Verdict string

// The verdicts. Only text pages are searched by default.
const (
	Text        Verdict = "text"
	Blank       Verdict = "blank"
	ShowThrough Verdict = "show-through"
	Picture     Verdict = "picture"
	Noise       Verdict = "noise"
	Unreadable  Verdict = "unreadable" // see Page.Problem
)

// Separator is the verdict on a page that is a separator sheet. It stands in ledgers only: such a page is in no document.
const Separator Verdict = "separator"

// Verdicts lists every verdict in the order in which reports show them.
func Verdicts() []Verdict {
	return []Verdict{Text, Blank, ShowThrough, Picture, Noise, Unreadable}
}

// Page is one sheet as read. Words stand in reading order; Word.Line indexes Lines, Line.Region indexes Regions,
// Artefact.Words, Field.Words and the ends of a Join index Words.
type Page struct {
	Number    int        `json:"number"` // from 1
	Verdict   Verdict    `json:"verdict"`
	Scan      Size       `json:"scan"`   // pixels of the sheet as stored in the original
	View      Size       `json:"view"`   // pixels of the view
	DPI       float64    `json:"dpi"`    // resolution of the view, pixels per inch
	ToView    Affine     `json:"toView"` // scan pixels to view pixels
	Regions   []Region   `json:"regions"`
	Lines     []Line     `json:"lines"`
	Words     []Word     `json:"words"`
	Artefacts []Artefact `json:"artefacts"`
	Joins     []Join     `json:"joins,omitempty"` // ascending by First, not overlapping
	Ticks     []Tick     `json:"ticks,omitempty"` // boxes to tick that matter
	Steps     []Step     `json:"steps,omitempty"`
	Problem   string     `json:"problem,omitempty"` // why the page could not be read, in words
}

// Region is a block that belongs together on the page, as a rule a paragraph.
type Region struct {
	Kind RegionKind `json:"kind"`
	Box  Box        `json:"box"`
}

// RegionKind says what a region holds.
type RegionKind string

// The kinds of region the engine tells apart.
const (
	Paragraph RegionKind = "paragraph"
	Table     RegionKind = "table"
	Heading   RegionKind = "heading"
)

// Line is one printed line.
type Line struct {
	Box      Box        `json:"box"`
	Baseline [4]float64 `json:"baseline"` // x0, y0, x1, y1 in view pixels; zeros if unknown
	Height   float64    `json:"height"`   // ascender to descender, view pixels; 0 if unknown
	XHeight  float64    `json:"xHeight"`  // view pixels; 0 if unknown
	Region   int        `json:"region"`
	Role     LineRole   `json:"role,omitempty"` // "" for text as any other
}

// LineRole says what a line is that is no plain text.
type LineRole string

// The roles of lines.
const (
	PageNumber LineRole = "page-number"
	Running    LineRole = "running" // head or foot that comes again on other pages
	Item       LineRole = "item"    // begins with a bullet or a number; the lines below it up to the next item or region belong to it
)

// Word is what the engine read in one place.
type Word struct {
	Text   string  `json:"text"` // NFC, never empty, no white space
	Box    Box     `json:"box"`
	Conf   float64 `json:"conf"` // 0 to 1
	Line   int     `json:"line"`
	Hidden bool    `json:"hidden"`
}

// Join says that the words First to Last (indices into Page.Words, Last among them) are one word that was parted at
// the end of a line. The words stay as read: a join is laid over them.
type Join struct {
	First int     `json:"first"`
	Last  int     `json:"last"`
	Text  string  `json:"text"`  // what the author wrote, with the signs around it: "ergänzt:"
	Score float64 `json:"score"` // 0 to 1
}

// Tick is a box to tick on the page and what is in it, seen in the pixels of the view: engines do not read it.
type Tick struct {
	Box   Box       `json:"box"`
	Label []int     `json:"label"` // the page's words it stands before, ascending
	State TickState `json:"state"`
	Ink   float64   `json:"ink"`   // share of the inside that is dark, 0 to 1
	Frame float64   `json:"frame"` // share of the weakest side that is dark, 0 to 1; 0: no box was found
}

// TickState says whether a box is ticked.
type TickState string

// The states of boxes.
const (
	Unticked TickState = "unticked"
	Ticked   TickState = "ticked"
	Unclear  TickState = "unclear" // also where a box was expected and none was found
)

// Artefact is a finding: something on the page that is not its text. Hidden is what the policy proposes and,
// once rulings are applied, what holds.
type Artefact struct {
	Kind    Kind     `json:"kind"`
	Box     Box      `json:"box"`
	Score   float64  `json:"score"` // 0 to 1; calibrated: of findings with 0.9, nine in ten are right
	Hidden  bool     `json:"hidden"`
	Text    string   `json:"text,omitempty"`  // what it says, if it was read by itself
	Words   []int    `json:"words,omitempty"` // the page's words it covers, ascending
	Reasons []Reason `json:"reasons"`         // at least one
}

// Kind says what an artefact is.
type Kind string

// The kinds of artefact.
const (
	Stamp       Kind = "stamp"
	Signature   Kind = "signature"
	Handwriting Kind = "handwriting"
	Logo        Kind = "logo"
	PictureKind Kind = "picture"
	Hole        Kind = "hole"
	Staple      Kind = "staple"
	Border      Kind = "border"
	Streak      Kind = "streak"
	Speck       Kind = "speck"
	Through     Kind = "show-through"
	NoiseKind   Kind = "noise" // read as words, but not text
)

// Reason is one measured argument for a finding: "mean confidence", 0.31, limit 0.5.
type Reason struct {
	Text  string  `json:"text"`
	Value float64 `json:"value"`
	Limit float64 `json:"limit"`
}

// Step is one thing that was done to the page between sheet and record, with its measurements.
type Step struct {
	Name   string             `json:"name"` // for example "deskew"
	Note   string             `json:"note,omitempty"`
	Values map[string]float64 `json:"values,omitempty"`
}

// Field is one fact a memo states about itself.
type Field struct {
	Name  string  `json:"name"`           // see docs/format.md: "date", "reference", "subject", …
	Type  string  `json:"type,omitempty"` // finer kind, for example "motion" of a reference
	Value string  `json:"value"`          // canonical: dates as 2006-01-02, references without blanks
	Raw   string  `json:"raw,omitempty"`  // as printed, where it differs
	Page  int     `json:"page"`           // page number, from 1
	Words []int   `json:"words"`          // words of that page it rests on
	Score float64 `json:"score"`          // 0 to 1
}
