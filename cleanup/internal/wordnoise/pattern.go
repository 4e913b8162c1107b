package wordnoise

import (
	"regexp"
	"strings"
)

// Protection says how far the form of a word speaks for its being text.
type Protection int

// The degrees. Words of a Likely form are text unless nearly everything around them is noise; words of a Certain form
// are text wherever they stand.
const (
	None Protection = iota
	Likely
	Certain
)

// Protect tells whether a word is of a form that dirt hardly takes by chance but office text is full of. Numbers with
// some length, dates, references, bank numbers and addresses on the net are Certain; acronyms, initials,
// abbreviations, units, short numbers, rulers and section marks Likely, for dirt is sometimes read as a few capitals. Single
// characters and bullets are neither: only their neighbours can tell.
func Protect(word string) Protection {
	core := strings.TrimFunc(word, func(r rune) bool { return !solidRune(r) && !strings.ContainsRune("§€$%²³°", r) })
	switch {
	case certain.MatchString(core), len(core) >= 4 && code.MatchString(core), net.MatchString(word):
		return Certain
	case likely.MatchString(core), abbreviations.MatchString(word), ruler.MatchString(word):
		return Likely
	}
	return None
}

var (
	certain = regexp.MustCompile(`^(?:` + strings.Join([]string{
		`\d{3,}`,
		`\d{1,4}(?:[.,:/’'-]\d{1,4}){1,5}[%€]?`,         // amounts, dates, telephone and file numbers
		`[A-ZÄÖÜ]{1,4}[-/]?\d{2,6}(?:[-/]\d{2,6}){1,2}`, // A0293/21, SR/043/2022
		`[A-Z]{2}\d{2}[A-Z\d]{0,30}`,                    // the start of a bank number
	}, `|`) + `)$`)
	likely = regexp.MustCompile(`^(?:` + strings.Join([]string{
		`\d+(?:[.,]\d+)?(?:%|€|°C?|m²|m³|km|cm|mm|kg|kW|kWh|MW|ha|m|t|h|l)`, // measures
		`\d{1,2}`, `\d{1,3}(?:[A-Z]{1,3}|[a-z])`, `[A-ZÄÖÜ]{2,6}\d{0,4}`, // acronyms, bank codes
		`(?:km|cm|mm|m|kg|kWh|kW|MW|ha|qm)[²³23]?`,
		`[IVX]{1,5}`, // Roman numbers
		`g?(?:[A-ZÄÖÜ][a-zäöüß]{0,3}){2,5}`, // GmbH, AfD, BNatSchG
		`§{1,2}\d*[a-z]?`, `€(?:/m[²³]?)?`, `°C`, `dB\(A`,
	}, `|`) + `)$`)
	// ruler is a line to write on or points that lead to a page number.
	ruler = regexp.MustCompile(`^(?:_{3,}|\.{3,}|-{3,}|={3,}|…+|[_.…]{3,})$`)
	// code is capitals and digits, as on goods, rooms and files.
	code = regexp.MustCompile(`^(?:[A-ZÄÖÜ/.-]*\d){2,}[A-ZÄÖÜ/.-]*$`)
	// abbreviations are letters each with a point (z.B., i.V., J.R.), or common ones with the point at the end.
	abbreviations = regexp.MustCompile(`^[("„]?(?:(?:\pL{1,2}\.-?){2,5}|\p{Lu}\.|(?:Abs|Abt|Anl|Art|Aufl|Az|Bd|Betr|bzw|ca|Dipl|Dr|ehem|einschl|etc|evtl|f|ff|Fa|Fr|gem|ges|gez|ggf|Gr|Hr|Hrn|ing|Ing|inkl|insb|jährl|Jh|Kto|lfd|lt|max|mind|Mio|Mrd|Mr|Mrs|Ms|Nr|No|Pkt|Prof|rd|Reg|resp|S|Sgt|sog|St|Std|Str|Tel|teilw|TOP|Tsd|u|usw|v|Verf|vgl|vorl|vs|z|Ziff|zzgl|zzt)\.)[,;:)"“]?$`)
	net           = regexp.MustCompile(`(?i)^(?:[<(]?(?:https?://|www\.)\S+|\S+@\S+\.\pL{2,}\W*|[a-z0-9-]{3,}(?:\.[a-z0-9-]+)*\.(?:de|com|org|net|eu|at|ch|info|gov|uk)(?:/\S*)?\W*)$`)
)
