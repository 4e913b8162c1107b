package prose

import (
	"fmt"
	"strings"
)

func (w *writer) secrecy(label string) Block {
	ticked := w.chance(25)
	value := "open"
	if ticked {
		value = "confidential"
	}
	return Block{Role: Secrecy, Text: label, Ticked: ticked, Fields: []Field{{"confidentiality", "", value}}}
}

func (w *writer) sender(lines ...string) Block {
	return Block{Role: Sender, Lines: lines, Fields: []Field{{"from", "", strings.Join(lines, " ")}}}
}

// letterhead stands below a heading that is the sender's name; the street is no part of who he is.
func (w *writer) letterhead(heading, office, street string) Block {
	return Block{Role: Sender, Lines: []string{office, street}, Fields: []Field{{"from", "", heading + " " + office}}}
}

// recipient keeps the anchor ("To:") out of the field's value.
func (w *writer) recipient(anchor string, lines ...string) Block {
	value := strings.TrimSpace(strings.TrimPrefix(strings.Join(lines, " "), anchor))
	return Block{Role: Recipient, Lines: lines, Fields: []Field{{"to", "", value}}}
}

// meta writes file number and date; a motion's own number stands where others have the file number.
func (w *writer) meta(number, date string) Block {
	out := Block{Role: Meta}
	if strings.HasPrefix(number, "Antrag") || strings.HasPrefix(number, "Motion") {
		out.Cells = append(out.Cells, []string{number, w.number("motion")})
	} else {
		value := w.fileNumber()
		out.Cells = append(out.Cells, []string{number, value})
		out.Fields = append(out.Fields, Field{"file-number", "", value})
	}
	out.Fields = append(out.Fields, Field{"date", "", w.date.ISO()}) // by print or by stamp
	if w.order.Stamped {
		out.Cells = append(out.Cells, []string{date, ""})
		return out
	}
	out.Cells = append(out.Cells, []string{date, w.printed(w.date)})
	return out
}

// subject joins its lines with blanks in the field's value; the first of several, an anchor such as "Betreff:" or the
// kind and number of the paper, is no part of it.
func (w *writer) subject(lines ...string) Block {
	value := lines[0]
	if len(lines) > 1 {
		value = strings.Join(lines[1:], " ")
	}
	return Block{Role: Subject, Lines: lines, Fields: []Field{{"subject", "", value}}}
}

func (w *writer) title() string { return Plain(w.fill(w.pick(w.templates(w.lists().titles)))) }

func (w *writer) greeting(forms ...string) Block { return Block{Role: Greeting, Text: w.pick(forms)} }

// withDate writes a sentence about an earlier day; some leave the year's century to the reader.
func (w *writer) withDate(format, field string) Block {
	day := w.date.Add(-w.between(120, 800))
	return Block{Role: Paragraph, Text: fmt.Sprintf(format, w.printed(day)), Fields: []Field{{field, "", day.ISO()}}}
}

func (w *writer) deadline(forms ...string) Block {
	day := w.date.Add(w.between(20, 400))
	if w.chance(60) {
		day = day.EndOfMonth()
	}
	return Block{Role: Key, Text: fmt.Sprintf(w.pick(forms), w.printed(day)), Fields: []Field{{"deadline", "", day.ISO()}}}
}

// resolution quotes what was or shall be resolved, one order in a sentence or several as bullets; each block states its
// part of the decision.
func (w *writer) resolution(forms ...string) []Block {
	open, end := "„", "“"
	if w.order.Language == English {
		open, end = "“", "”"
	}
	start := w.pick(forms)
	list := w.templates(w.lists().orders)
	if w.chance(45) {
		order := w.expand(w.pick(list))
		return decided([]Block{{Role: Quote, Text: open + start + " " + order + "." + end, Fields: w.take()}})
	}
	out := append([]Block{{Role: Quote, Text: open + strings.TrimSuffix(start, ",") + ":"}}, w.bullets(w.between(2, 4))...)
	out[len(out)-1].Text += end
	return decided(out)
}

// decided notes the text of blocks as what was decided.
func decided(blocks []Block) []Block {
	for i, b := range blocks {
		blocks[i].Fields = append(b.Fields, Field{"decision", "", Plain(b.Text)})
	}
	return blocks
}

// way is the table of committees that a proposal passes.
func (w *writer) way(head string) Block {
	columns := []string{head, "Termin", "Ergebnis"}
	if w.order.Language == English {
		columns = []string{head, "Date", "Result"}
	}
	out := Block{Role: Table, Cells: [][]string{columns}}
	for range w.between(2, 4) {
		out.Cells = append(out.Cells, []string{w.committeeName(), w.cell(columns[1]), w.cell(columns[2])})
	}
	return out
}

func (w *writer) present(label string) Block {
	var names []string
	for range w.between(4, 9) {
		names = append(names, w.person())
	}
	return Block{Role: Paragraph, Text: label + " " + strings.Join(names, ", ")}
}

// ending closes a letter.
func (w *writer) ending() []Block {
	closing := w.pick([]string{"Mit freundlichen Grüßen", "Mit freundlichem Gruß", "Im Auftrag"})
	if w.order.Language == English {
		closing = w.pick([]string{"Yours sincerely,", "Yours faithfully,", "With kind regards"})
	}
	return []Block{{Role: Closing, Text: closing}, w.signatures(false)}
}

// signatures writes the printed names under one or two signatures.
func (w *writer) signatures(two bool) Block {
	out := Block{Role: Signatory}
	for i := range 2 {
		if i == 1 && !two && !w.chance(25) {
			break
		}
		name := w.person()
		out.Cells = append(out.Cells, []string{name, w.post()})
		out.Fields = append(out.Fields, Field{"signatory", "", name})
	}
	return out
}

func (w *writer) post() string {
	switch {
	case w.order.Language == English && w.order.Kind == "motion":
		return "Councillor"
	case w.order.Language == English:
		return w.pick([]string{"Town Clerk", "Mayor", "Head of Department", "Chair of the Committee", "Chief Executive"})
	case w.order.Kind == "Antrag":
		return "Mitglied des Stadtrates"
	case w.order.Kind == "Niederschrift":
		return w.pick([]string{"Vorsitz", "Schriftführung"})
	}
	return w.pick([]string{"Oberbürgermeister", "Erste Bürgermeisterin", "Amtsleitung", "Beigeordneter für Umwelt", "Abteilungsleitung"})
}
