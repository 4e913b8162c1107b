package eval

// Truth is what one file is known to hold; memogen writes it as NAME.truth.json beside the file NAME.EXT, and
// the evaluation reads it.
type Truth struct {
	File     string       `json:"file"` // file name, without folders
	Seed     uint64       `json:"seed"`
	Language string       `json:"language"` // "deu" or "eng"
	Classes  []string     `json:"classes"`  // what was done to it: "clean", "scan", "fax", "skew", "turned", …
	Pages    []TruthPage  `json:"pages"`
	Fields   []TruthField `json:"fields"`
}

// TruthPage is one sheet. Boxes are in pixels of the scan as stored in the file (before any turn or deskew).
type TruthPage struct {
	Number    int             `json:"number"`  // from 1
	Verdict   string          `json:"verdict"` // as document.Verdict
	Scan      [2]int          `json:"scan"`    // width and height in pixels
	DPI       float64         `json:"dpi"`
	Turn      int             `json:"turn"` // degrees clockwise the reader must turn it: 0, 90, 180, 270
	Skew      float64         `json:"skew"` // degrees, clockwise positive, of the text lines against the scan's edge
	Text      string          `json:"text"` // typed text in reading order: "\n" per line, empty line per paragraph
	Words     []TruthWord     `json:"words"`
	Artefacts []TruthArtefact `json:"artefacts"`
}

// TruthWord is one typed word; Text holds the words in the same order.
type TruthWord struct {
	Text string `json:"text"`
	Box  [4]int `json:"box"`
}

// TruthArtefact is something on the sheet that is not typed text.
type TruthArtefact struct {
	Kind string `json:"kind"` // as document.Kind
	Box  [4]int `json:"box"`
	Text string `json:"text,omitempty"` // what it says, for stamps, logos and notes
	Date string `json:"date,omitempty"` // of a date stamp, as 2006-01-02
}

// TruthField is one fact the memo states about itself, as document.Field names and writes it.
type TruthField struct {
	Name  string `json:"name"`
	Type  string `json:"type,omitempty"`
	Value string `json:"value"`
	Page  int    `json:"page"`
}
