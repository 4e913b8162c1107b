package prose

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Author composes memos one after the other and keeps its split word lists. The zero Author is ready; it is not safe
// for concurrent use.
type Author struct {
	split map[string][]string
}

// cut splits a list with how, once.
func (a *Author) cut(list string, how func(string) []string) []string {
	if out, ok := a.split[list]; ok {
		return out
	}
	if a.split == nil {
		a.split = map[string][]string{}
	}
	a.split[list] = how(list)
	return a.split[list]
}

// writer fills templates; facts it writes down on the way wait in found until a block takes them.
type writer struct {
	*Author
	order  Order
	r      *rand.Rand
	city   string
	office string
	date   Date
	found  []Field
}

func newWriter(a *Author, o Order) *writer {
	w := &writer{Author: a, order: o, r: stream(o.Seed, "memo", 0)}
	from, to := o.From, max(o.To, o.From)
	if from == 0 {
		from, to = 2008, 2025
	}
	w.date = Date{from + w.r.IntN(to-from+1), 1 + w.r.IntN(12), 1 + w.r.IntN(28)}
	w.city = w.pick(w.words(w.lists().places))
	w.office = w.pick(w.lines(w.lists().offices))
	return w
}

// lists are the word lists that both languages have.
type lists struct{ places, streets, first, last, offices, topics, sentences, orders, titles, questions, tables, verdicts, parties string }

func (w *writer) lists() lists {
	if w.order.Language == English {
		return lists{englishPlaces, englishStreets, englishFirst, englishLast, englishOffices, englishTopics,
			englishSentences, englishOrders, englishTitles, englishQuestions, englishTables, englishVerdicts, englishParties}
	}
	return lists{germanPlaces, germanStreets, germanFirst, germanLast, germanOffices, germanTopics,
		germanSentences, germanOrders, germanTitles, germanQuestions, germanTables, germanVerdicts, germanParties}
}

func (w *writer) words(list string) []string     { return w.cut(list, words) }
func (w *writer) lines(list string) []string     { return w.cut(list, lines) }
func (w *writer) templates(list string) []string { return w.cut(list, templates) }

// words splits a list at blanks; a low line stands for a blank inside an entry.
func words(list string) []string {
	out := strings.Fields(list)
	for i, s := range out {
		out[i] = strings.ReplaceAll(s, "_", " ")
	}
	return out
}

// lines splits a list at ends of lines and semicolons.
func lines(list string) []string {
	return strings.FieldsFunc(strings.TrimSpace(list), func(r rune) bool { return r == '\n' || r == ';' })
}

// templates splits a list of sentences at ends of lines only.
func templates(list string) []string { return strings.Split(list, "\n") }

func (w *writer) pick(list []string) string    { return list[w.r.IntN(len(list))] }
func (w *writer) chance(percent int) bool      { return w.r.IntN(100) < percent }
func (w *writer) between(low, high int) int    { return low + w.r.IntN(high-low+1) }
func (w *writer) note(name, typ, value string) { w.found = append(w.found, Field{name, typ, value}) }

// take gives the facts found so far to a block.
func (w *writer) take() []Field {
	out := w.found
	w.found = nil
	return out
}

// apart runs f with random numbers that belong to the n-th thing of its sort.
func (w *writer) apart(purpose string, n int, f func()) {
	keep := w.r
	w.r = stream(w.order.Seed, purpose, n)
	f()
	w.r = keep
}

// fill puts words into a template and sets a capital at its start.
func (w *writer) fill(template string) string { return capital(w.expand(template)) }

// expand puts words into a template.
func (w *writer) expand(template string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		slot, after, _ := strings.Cut(rest, "}")
		b.WriteString(w.slot(slot))
		template = after
	}
	return contract(b.String())
}

// slot gives the words for one slot: those that both languages share, else the language's own.
func (w *writer) slot(name string) string {
	name = strings.TrimRight(name, "234")
	l := w.lists()
	switch name {
	case "ort", "place":
		return w.pick(w.words(l.places))
	case "strasse", "street":
		return w.pick(w.words(l.streets))
	case "topic":
		return w.pick(w.words(l.topics))
	case "jahr", "year":
		return fmt.Sprint(w.date.Year - 2 + w.r.IntN(6))
	case "datum", "date":
		return w.date.Add(-w.between(20, 900)).Long(w.order.Language)
	case "sitzungstag", "meetingday":
		day := w.date.Add(-w.between(20, 900))
		w.note("session-date", "", day.ISO())
		return day.Long(w.order.Language)
	case "zahl", "number":
		return fmt.Sprint(w.between(3, 60))
	case "prozent", "percent":
		return fmt.Sprint(w.between(2, 48))
	case "telefon", "phone":
		return fmt.Sprintf("%d", w.between(2000, 9899))
	case "ref":
		return w.reference()
	case "sref":
		return w.session()
	}
	if w.order.Language == English {
		return w.englishSlot(name)
	}
	return w.germanSlot(name)
}

// reference writes a number of a motion, a proposal or an inquiry and notes it.
func (w *writer) reference() string {
	typ := w.pick([]string{"motion", "proposal", "inquiry"})
	return w.number(typ)
}

func (w *writer) number(typ string) string {
	letters := map[string]string{"motion": "A", "proposal": "V", "inquiry": "AF"}[typ]
	number := fmt.Sprintf("%s%04d/%02d", letters, w.between(3, 3400), (w.date.Year-w.r.IntN(3))%100)
	w.note("reference", typ, number)
	return number
}

func (w *writer) session() string {
	number := fmt.Sprintf("SR/%03d/%d", w.between(1, 99), w.date.Year-w.r.IntN(2))
	w.note("reference", "session", number)
	return number
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// person gives a first and a last name.
func (w *writer) person() string {
	name := w.pick(w.words(w.lists().first)) + " " + w.pick(w.words(w.lists().last))
	if w.chance(12) {
		name = "Dr. " + name
	}
	return name
}

// sentences writes a paragraph of n sentences, none twice.
func (w *writer) sentences(n int) string {
	list := w.templates(w.lists().sentences)
	var out []string
	for _, i := range w.r.Perm(len(list))[:n] {
		out = append(out, w.fill(list[i]))
	}
	return strings.Join(out, " ")
}

// paragraphs writes the running text: n paragraphs, among them lists and now and then a table.
func (w *writer) paragraphs(n int) []Block {
	var out []Block
	for i := range n {
		w.apart("paragraph", i, func() {
			out = append(out, Block{Role: Paragraph, Text: w.sentences(w.between(2, 5)), Fields: w.take()})
			switch {
			case w.chance(18):
				out = append(out, w.bullets(w.between(2, 5))...)
			case w.chance(10):
				out = append(out, w.table())
			}
		})
	}
	return out
}

func (w *writer) bullets(n int) []Block {
	var out []Block
	list := w.templates(w.lists().orders)
	for i, at := range w.r.Perm(len(list))[:n] {
		end := ","
		if i == n-1 {
			end = "."
		}
		out = append(out, Block{Role: Bullet, Text: w.expand(list[at]) + end, Fields: w.take()})
	}
	return out
}

func (w *writer) table() Block {
	head := strings.Split(w.pick(w.lines(w.lists().tables)), "|")
	cells := [][]string{head}
	for range w.between(3, 6) {
		row := []string{Plain(w.rowName(head[0]))}
		for range head[1:] {
			row = append(row, "")
		}
		for i, h := range head[1:] {
			row[i+1] = w.cell(h)
		}
		cells = append(cells, row)
	}
	return Block{Role: Table, Cells: cells, Fields: w.take()}
}

func (w *writer) rowName(head string) string {
	switch head {
	case "Ortsteil", "Parish":
		return w.slot("ort")
	case "Gremium", "Committee":
		return w.committeeName()
	}
	if w.order.Language == English {
		return capital(w.pick(w.words(englishModifiers)) + " " + w.english().head(false))
	}
	return w.compound().bare(false)
}

func (w *writer) cell(head string) string {
	switch head {
	case "Jahr", "Year":
		return w.slot("jahr")
	case "Anzahl", "Number":
		return w.slot("zahl")
	case "Ergebnis", "Result":
		return w.pick(w.lines(w.lists().verdicts))
	case "Termin", "Date", "Beginn", "Ende", "Start", "End":
		d := w.date.Add(-w.between(10, 800))
		return fmt.Sprintf("%02d.%02d.%d", d.Day, d.Month, d.Year)
	case "Anteil in Prozent", "Share in per cent":
		return w.slot("prozent")
	}
	return w.amount()
}

// amount writes a sum with the language's grouping.
func (w *writer) amount() string {
	n := w.between(3, 980)
	group := "."
	if w.order.Language == English {
		group = ","
	}
	if w.chance(30) {
		return fmt.Sprintf("%d%s%03d%s000", w.between(1, 9), group, n, group)
	}
	return fmt.Sprintf("%d%s%03d", n, group, 50*w.between(0, 19))
}
