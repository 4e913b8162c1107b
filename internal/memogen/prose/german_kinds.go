package prose

import "fmt"

// germanBlocks writes the memo of the ordered kind.
func (w *writer) germanBlocks() []Block {
	switch w.order.Kind {
	case "Beschlusskontrolle":
		return w.germanMemo("Hausmitteilung", w.germanFollowUp)
	case "Vorlage":
		return w.germanProposal()
	case "Antrag":
		return w.germanMotion()
	case "Anfrage":
		return w.germanMemo("Anfrage", w.germanInquiry)
	case "Niederschrift":
		return w.germanMinutes()
	case "Brief":
		return w.germanLetter()
	}
	return w.germanMemo("Hausmitteilung", w.germanReport)
}

// germanMemo is the frame of an internal memo around a body.
func (w *writer) germanMemo(heading string, body func() []Block) []Block {
	out := []Block{{Role: Heading, Lines: []string{heading}}}
	if w.chance(75) {
		out = append(out, w.secrecy("vertraulich"))
	}
	out = append(out, w.sender("Landeshauptstadt "+w.city, w.pick([]string{"Der Oberbürgermeister", "Die Oberbürgermeisterin", "Der Erste Bürgermeister"})))
	out = append(out, w.recipient("An", w.pick([]string{"An alle", "An die"}), w.pick([]string{"Fraktionen sowie Mitglieder", "Mitglieder", "Vorsitzenden der Fraktionen"}),
		w.pick([]string{"des Stadtrates der Stadt ", "der Stadtbezirksbeiräte in "})+w.city))
	out = append(out, w.meta("GZ:", "Datum:"))
	out = append(out, body()...)
	return append(out, w.ending()...)
}

func (w *writer) germanFollowUp() []Block {
	ref, session := w.number("motion"), w.session()
	head := fmt.Sprintf("Beschlusskontrolle zu %s (Sitzungsnummer: %s)", ref, session)
	subject := w.subject(head, w.title())
	subject.Fields = append(subject.Fields, w.take()...)
	out := []Block{subject, w.greeting("Sehr geehrte Damen und Herren,", "Sehr geehrte Mitglieder des Stadtrates,")}
	intro := w.pick([]string{"zum Stand der Umsetzung wird Folgendes mitgeteilt. Der Stadtrat hatte am %s beschlossen:",
		"der Beschluss vom %s lautet:", "am %s wurde hierzu folgender Beschluss gefasst:"})
	out = append(out, w.withDate(intro, "decision-date"))
	out = append(out, w.resolution("Der Oberbürgermeister wird beauftragt,", "Die Verwaltung wird beauftragt,")...)
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	return append(out, w.deadline("Nächste Beschlusskontrolle: %s", "Nächster Bericht: %s"))
}

func (w *writer) germanReport() []Block {
	subject := w.subject(w.title())
	subject.Fields = append(subject.Fields, w.take()...)
	out := []Block{subject, w.greeting("Sehr geehrte Damen und Herren,", "Sehr geehrte Kolleginnen und Kollegen,")}
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	if w.chance(60) {
		out = append(out, w.deadline("Um Rückmeldung wird gebeten bis: %s", "Wiedervorlage: %s", "Frist zur Stellungnahme: %s"))
	}
	return out
}

func (w *writer) germanInquiry() []Block {
	subject := w.subject("Anfrage "+w.number("inquiry"), w.title())
	subject.Fields = append(subject.Fields, w.take()...)
	out := []Block{subject, w.greeting("Sehr geehrte Frau "+w.pick(w.words(germanLast))+",", "Sehr geehrter Herr "+w.pick(w.words(germanLast))+",")}
	out = append(out, Block{Role: Paragraph, Text: w.pick([]string{"Ihre Anfrage beantworte ich wie folgt.", "zu Ihren Fragen nehme ich wie folgt Stellung."})})
	for i := range w.between(2, 4) {
		w.apart("question", i, func() {
			list := w.templates(germanQuestions)
			out = append(out, Block{Role: Item, Text: fmt.Sprintf("%d. %s", i+1, w.fill(list[w.r.IntN(len(list))])), Fields: w.take()},
				Block{Role: Paragraph, Text: w.sentences(w.between(1, 3)), Fields: w.take()})
		})
	}
	return append(out, w.paragraphs(max(w.order.Paragraphs-3, 0))...)
}

func (w *writer) germanProposal() []Block {
	ref := w.number("proposal")
	out := []Block{{Role: Heading, Lines: []string{w.pick([]string{"Vorlage Nr. ", "Beschlussvorlage "}) + ref}, Fields: w.take()},
		w.secrecy("vertraulich"), w.sender("Stadt "+w.city, w.officeName()), w.meta("Aktenzeichen:", "Datum:")}
	out = append(out, w.way("Beratungsfolge"))
	out = append(out, w.subject(w.pick([]string{"Gegenstand:", "Betreff:"}), w.title()))
	out[len(out)-1].Fields = append(out[len(out)-1].Fields, w.take()...)
	out = append(out, Block{Role: Title, Text: "Beschlussvorschlag:"})
	out = append(out, w.resolution("Der Stadtrat beauftragt die Verwaltung,", "Der Stadtrat beschließt,")...)
	out = append(out, Block{Role: Title, Text: w.pick([]string{"Begründung:", "Sachverhalt:"})})
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	out = append(out, w.deadline("Umsetzung bis: %s", "Nächste Beschlusskontrolle: %s"))
	return append(out, w.signatures(false))
}

func (w *writer) germanMotion() []Block {
	out := []Block{{Role: Heading, Lines: []string{"Antrag"}},
		w.sender("Fraktion "+w.pick(w.words(germanParties)), "im Stadtrat "+w.city), w.meta("Antrag Nr.:", "Datum:")}
	out[2].Fields = append(out[2].Fields, w.take()...)
	out = append(out, w.subject(w.title()))
	out = append(out, Block{Role: Title, Text: "Beschlussvorschlag:"})
	out = append(out, w.resolution("Der Oberbürgermeister wird beauftragt,", "Die Stadtverwaltung wird beauftragt,")...)
	out = append(out, Block{Role: Title, Text: "Begründung:"})
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	return append(out, w.signatures(true))
}

func (w *writer) germanMinutes() []Block {
	day := w.date.Add(-w.between(1, 12))
	out := []Block{{Role: Heading, Lines: []string{"Niederschrift"}}, w.sender("Stadt "+w.city, w.committeeName()), w.meta("GZ:", "Datum:")}
	session := w.session()
	title := fmt.Sprintf("Sitzung %s am %s", session, w.printed(day))
	w.note("session-date", "", day.ISO())
	subject := w.subject(title)
	subject.Fields = append(subject.Fields, w.take()...)
	out = append(out, subject, w.present("Anwesend:"))
	for i := range max(w.order.Paragraphs, 2) {
		w.apart("point", i, func() {
			out = append(out, Block{Role: Title, Text: fmt.Sprintf("TOP %d  %s", i+1, w.title())})
			out = append(out, Block{Role: Paragraph, Text: w.sentences(w.between(1, 4)), Fields: w.take()})
			out = append(out, Block{Role: Paragraph, Text: fmt.Sprintf("Abstimmung: %d Ja, %d Nein, %d Enthaltungen – %s.", w.between(8, 40), w.between(0, 12),
				w.between(0, 6), w.pick(w.lines(germanVerdicts)))})
		})
	}
	return append(out, w.signatures(false))
}

func (w *writer) germanLetter() []Block {
	to := []string{"Frau", "Herrn"}[w.r.IntN(2)]
	out := []Block{{Role: Heading, Lines: []string{"Stadtverwaltung " + w.city}}, w.letterhead("Stadtverwaltung "+w.city, w.officeName(), w.slot("strasse")+" "+fmt.Sprint(w.between(1, 99))),
		w.recipient("", to, w.person(), w.slot("strasse")+" "+fmt.Sprint(w.between(1, 120)), fmt.Sprintf("0%d %s", w.between(1000, 9999), w.slot("ort"))),
		w.meta("Unser Zeichen:", "Datum:")}
	out = append(out, w.subject(w.title()))
	out[len(out)-1].Fields = append(out[len(out)-1].Fields, w.take()...)
	out = append(out, w.greeting("Sehr geehrte Damen und Herren,"))
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	if w.chance(40) {
		out = append(out, w.deadline("Wir bitten um Antwort bis zum %s."))
	}
	return append(out, w.ending()...)
}
