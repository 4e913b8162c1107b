package prose

import "fmt"

// englishBlocks writes the memo of the ordered kind.
func (w *writer) englishBlocks() []Block {
	switch w.order.Kind {
	case "follow-up":
		return w.englishMemo("Memorandum", w.englishFollowUp)
	case "proposal":
		return w.englishProposal()
	case "motion":
		return w.englishMotion()
	case "inquiry":
		return w.englishMemo("Answer to an Inquiry", w.englishInquiry)
	case "minutes":
		return w.englishMinutes()
	case "letter":
		return w.englishLetter()
	}
	return w.englishMemo(w.pick([]string{"Memorandum", "Internal Memo"}), w.englishReport)
}

func (w *writer) englishMemo(heading string, body func() []Block) []Block {
	out := []Block{{Role: Heading, Lines: []string{heading}}}
	if w.chance(75) {
		out = append(out, w.secrecy("confidential"))
	}
	out = append(out, w.sender("Town Council of "+w.city, w.pick([]string{"The Town Clerk", "The Mayor", "The Chief Executive"})))
	out = append(out, w.recipient("To:", "To: "+w.pick([]string{"All Members", "The Chairs", "All Group Leaders"}), w.pick([]string{"of the Town Council", "of the Standing Committees"})))
	out = append(out, w.meta("File No:", "Date:"))
	out = append(out, body()...)
	return append(out, w.ending()...)
}

func (w *writer) englishFollowUp() []Block {
	ref, session := w.number("motion"), w.session()
	subject := w.subject(fmt.Sprintf("Follow-up to %s (meeting %s)", ref, session), w.title())
	subject.Fields = append(subject.Fields, w.take()...)
	out := []Block{subject, w.greeting("Dear Members,", "Dear Councillors,")}
	out = append(out, w.withDate(w.pick([]string{"On %s the Council resolved as follows:", "The resolution of %s reads:"}), "decision-date"))
	out = append(out, w.resolution("The Town Clerk is instructed", "Officers are instructed")...)
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	return append(out, w.deadline("Next follow-up: %s", "Next report due: %s"))
}

func (w *writer) englishReport() []Block {
	subject := w.subject(w.title())
	subject.Fields = append(subject.Fields, w.take()...)
	out := append([]Block{subject, w.greeting("Dear Members,", "Dear Colleagues,")}, w.paragraphs(w.order.Paragraphs)...)
	if w.chance(60) {
		out = append(out, w.deadline("Please reply by: %s", "Deadline for comments: %s"))
	}
	return out
}

func (w *writer) englishInquiry() []Block {
	subject := w.subject("Inquiry "+w.number("inquiry"), w.title())
	subject.Fields = append(subject.Fields, w.take()...)
	out := []Block{subject, w.greeting("Dear Ms "+w.pick(w.words(englishLast))+",", "Dear Mr "+w.pick(w.words(englishLast))+","),
		{Role: Paragraph, Text: "Your questions are answered as follows."}}
	for i := range w.between(2, 4) {
		w.apart("question", i, func() {
			list := w.templates(englishQuestions)
			out = append(out, Block{Role: Item, Text: fmt.Sprintf("%d. %s", i+1, w.fill(list[w.r.IntN(len(list))])), Fields: w.take()},
				Block{Role: Paragraph, Text: w.sentences(w.between(1, 3)), Fields: w.take()})
		})
	}
	return append(out, w.paragraphs(max(w.order.Paragraphs-3, 0))...)
}

func (w *writer) englishProposal() []Block {
	ref := w.number("proposal")
	out := []Block{{Role: Heading, Lines: []string{"Proposal " + ref}, Fields: w.take()}, w.secrecy("confidential"),
		w.sender("Town Council of "+w.city, w.officeName()), w.meta("File No:", "Date:"), w.way("Committee")}
	subject := w.subject(w.title())
	subject.Fields = append(subject.Fields, w.take()...)
	out = append(out, subject, Block{Role: Title, Text: "Recommendation"})
	out = append(out, w.resolution("The Council is asked to instruct officers")...)
	out = append(out, Block{Role: Title, Text: w.pick([]string{"Reasons", "Background"})})
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	return append(out, w.deadline("To be completed by: %s"), w.signatures(false))
}

func (w *writer) englishMotion() []Block {
	out := []Block{{Role: Heading, Lines: []string{"Motion"}},
		w.sender(w.pick(w.words(englishParties)), "in the Town Council of "+w.city), w.meta("Motion No:", "Date:")}
	out[2].Fields = append(out[2].Fields, w.take()...)
	out = append(out, w.subject(w.title()), Block{Role: Title, Text: "The Council resolves:"})
	out = append(out, w.resolution("The Town Clerk is instructed", "The administration is instructed")...)
	out = append(out, Block{Role: Title, Text: "Reasons"})
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	return append(out, w.signatures(true))
}

func (w *writer) englishMinutes() []Block {
	day := w.date.Add(-w.between(1, 12))
	out := []Block{{Role: Heading, Lines: []string{"Minutes"}}, w.sender("Town Council of "+w.city, w.committeeName()), w.meta("File No:", "Date:")}
	session := w.session()
	w.note("session-date", "", day.ISO())
	subject := w.subject(fmt.Sprintf("Meeting %s held on %s", session, w.printed(day)))
	subject.Fields = append(subject.Fields, w.take()...)
	out = append(out, subject, w.present("Present:"))
	for i := range max(w.order.Paragraphs, 2) {
		w.apart("point", i, func() {
			out = append(out, Block{Role: Title, Text: fmt.Sprintf("%d.  %s", i+1, w.title())},
				Block{Role: Paragraph, Text: w.sentences(w.between(1, 4)), Fields: w.take()},
				Block{Role: Paragraph, Text: fmt.Sprintf("Vote: %d for, %d against, %d abstained – %s.", w.between(8, 40), w.between(0, 12), w.between(0, 6), w.pick(w.lines(englishVerdicts)))})
		})
	}
	return append(out, w.signatures(false))
}

func (w *writer) englishLetter() []Block {
	out := []Block{{Role: Heading, Lines: []string{w.city + " Town Council"}}, w.letterhead(w.city+" Town Council", w.officeName(), fmt.Sprint(w.between(1, 99), " ", w.slot("street"))),
		w.recipient("", w.pick([]string{"Ms ", "Mr "})+w.person(), fmt.Sprint(w.between(1, 120), " ", w.slot("street")), w.slot("place")),
		w.meta("Our ref:", "Date:"), w.subject(w.title())}
	last := &out[len(out)-1]
	last.Fields = append(last.Fields, w.take()...)
	out = append(out, w.greeting("Dear Sir or Madam,"))
	out = append(out, w.paragraphs(w.order.Paragraphs)...)
	if w.chance(40) {
		out = append(out, w.deadline("Please reply by %s."))
	}
	return append(out, w.ending()...)
}
