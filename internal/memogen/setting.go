package memogen

import (
	"strings"

	"aktenkundig/internal/memogen/prose"
)

// set lays a memo out on pages.
func (s *setter) set(m prose.Memo) {
	s.language = m.Language
	s.newPage()
	s.reserveLogo()
	for i, b := range m.Blocks {
		switch {
		case b.Role == prose.Meta && s.metaRight: // stands beside the block before it
			s.note(b.Fields)
			continue
		case i+1 < len(m.Blocks) && m.Blocks[i+1].Role == prose.Meta && s.metaRight:
			s.beside = m.Blocks[i+1].Cells
		}
		s.paragraph()
		s.gap(m.Blocks, i)
		s.keep(b)
		s.block(b)
		s.note(b.Fields)
	}
	s.foot()
}

func (s *setter) reserveLogo() {
	w, h := s.mm(42), s.mm(24)
	x := s.left
	if s.logoRight {
		x = s.right - w
	}
	s.leaf().logo = &spot{x, s.mm(12), w, h}
	if !s.logoRight {
		s.y = s.mm(12) + h + s.mm(12)
	}
}

// gap leaves room before block i.
func (s *setter) gap(blocks []prose.Block, i int) {
	switch b := blocks[i]; {
	case i == 0:
	case b.Role == prose.Bullet && blocks[i-1].Role == prose.Bullet:
	case b.Role == prose.Sender, b.Role == prose.Recipient, b.Role == prose.Subject, b.Role == prose.Closing:
		s.y += s.leading * 1.2
	default:
		s.y += s.leading * 0.7
	}
}

// keep begins a new page where b would be torn apart though it must not: what states facts stays in one piece.
func (s *setter) keep(b prose.Block) {
	lines := 2
	switch {
	case b.Role == prose.Signatory:
		lines = 8
	case b.Role == prose.Closing:
		lines = 11
	case b.Role == prose.Title:
		lines = 4
	case b.Cells != nil:
		lines = len(b.Cells) + 1
	case len(b.Fields) > 0:
		lines = len(s.flow(b.Text, s.body, s.size, s.right-s.left-s.mm(12))) + len(b.Lines)
	}
	s.need(float64(lines) * s.leading)
}

func (s *setter) block(b prose.Block) {
	width := s.right - s.left
	switch b.Role {
	case prose.Heading:
		s.heading(b)
	case prose.Secrecy:
		s.secrecy(b)
	case prose.Sender, prose.Recipient:
		s.fixed(b.Lines, s.body)
	case prose.Subject:
		s.subject(b.Lines)
	case prose.Meta:
		s.meta(b)
	case prose.Title, prose.Key:
		s.lines(s.flow(b.Text, s.bold, s.size, width), s.bold, s.size, s.left, width)
	case prose.Bullet:
		s.bulleted(b.Text)
	case prose.Table:
		s.table(b.Cells)
	case prose.Signatory:
		s.signatory(b.Cells)
	case prose.Item, prose.Quote:
		in := s.mm(6)
		s.lines(s.flow(b.Text, s.body, s.size, width-in), s.body, s.size, s.left+in, width-in)
	default:
		s.lines(s.flow(b.Text, s.body, s.size, width), s.body, s.size, s.left, width)
	}
}

func (s *setter) heading(b prose.Block) {
	size := s.size * 1.6
	if s.mono {
		size = s.size
	}
	s.y += size * 0.8
	s.put(strings.Fields(b.Lines[0]), s.bold, size, s.left, s.y, 0)
	s.y += s.leading * 1.3
}

// secrecy sets a box to tick and its label.
func (s *setter) secrecy(b prose.Block) {
	side := s.size * 0.75
	x, y := s.left, s.y
	line := s.size * 0.06
	l := s.leaf()
	l.rules = append(l.rules, frame(x, y-side, x+side, y, line))
	if b.Ticked {
		l.ticked = &spot{x, y - side, side, side}
	}
	s.put([]string{b.Text}, s.body, s.size, x+side*1.6, y, 0)
	s.y += s.leading
}

func cross(x0, y0, x1, y1, width float64) path {
	even := func(float64) float64 { return width }
	return append(stroke([]point{{x0, y0}, {x1, y1}}, even), stroke([]point{{x0, y1}, {x1, y0}}, even)...)
}

// fixed sets lines as they are; on a page whose style asks for it, file number and date stand at their right.
func (s *setter) fixed(lines []string, name string) {
	beside := s.beside
	s.beside = nil
	x := s.left + (s.right-s.left)*0.66
	for _, l := range lines {
		x = max(x, s.left+s.book.face(name).width(l)*s.size+s.mm(5))
	}
	for _, row := range beside { // what is too long stands below
		if x+s.labels(beside)+s.book.face(s.body).width(row[1])*s.size > s.w-s.mm(10) {
			s.fixed(lines, name)
			s.y += s.leading * 0.7
			s.paragraph()
			s.meta(prose.Block{Cells: beside})
			return
		}
	}
	for i := range max(len(lines), len(beside)) {
		if i < len(lines) {
			s.put(strings.Fields(lines[i]), name, s.size, s.left, s.y, 0)
		}
		if i < len(beside) {
			s.metaRow(beside[i], x, s.labels(beside), i < len(lines))
		}
		s.y += s.leading
	}
}

// subject breaks long lines without hyphens.
func (s *setter) subject(lines []string) {
	keep := s.style
	s.hyphenate, s.justify = false, false
	for _, l := range lines {
		set := s.flow(l, s.bold, s.size, s.right-s.left)
		s.lines(set, s.bold, s.size, s.left, s.right-s.left)
	}
	s.style = keep
}

// meta sets labels and values below each other at the left edge.
func (s *setter) meta(b prose.Block) {
	for _, row := range b.Cells {
		s.metaRow(row, s.left, s.labels(b.Cells), false)
		s.y += s.leading
	}
}

// labels is how wide the labels are.
func (s *setter) labels(cells [][]string) float64 {
	wide := 0.0
	for _, row := range cells {
		wide = max(wide, s.book.face(s.body).width(row[0]+" ")*s.size)
	}
	return wide
}

// metaRow sets a label and its value at x, on the line just set or on one of its own.
func (s *setter) metaRow(row []string, x, label float64, same bool) {
	end := 0.0
	if same {
		end = s.more(strings.Fields(row[0]), s.body, s.size, x, s.y)
	} else {
		end = s.put(strings.Fields(row[0]), s.body, s.size, x, s.y, 0)
	}
	if row[1] == "" {
		s.leaf().date = &spot{end + s.mm(3), s.y - s.size, s.mm(42), s.size * 1.2}
		return
	}
	s.more(strings.Fields(row[1]), s.body, s.size, x+label, s.y)
}

func (s *setter) bulleted(text string) {
	f := s.book.face(s.body)
	x, in := s.left+s.mm(4), f.width(s.bullet+"  ")*s.size
	width := s.right - x - in
	lines := s.flow(text, s.body, s.size, width)
	s.need(s.leading)
	s.put([]string{s.bullet}, s.body, s.size, x, s.y, 0)
	s.more(lines[0], s.body, s.size, x+in, s.y)
	s.y += s.leading
	s.lines(lines[1:], s.body, s.size, x+in, width)
}

// table sets rows in columns between rules, smaller where they would be too wide.
func (s *setter) table(cells [][]string) {
	keep := s.size
	defer func() { s.size = keep }()
	columns := s.columns(cells)
	if wide := columns[len(columns)-1] - s.left; wide > s.right-s.left {
		s.size *= (s.right - s.left) / wide
		columns = s.columns(cells)
	}
	pad, top := s.size*0.4, s.y-s.leading*0.85
	line := max(1, s.mm(0.15))
	l := s.leaf()
	for i, row := range cells {
		name := s.body
		if i == 0 {
			name = s.bold
		}
		for k, cell := range row {
			if k == 0 {
				s.put(strings.Fields(cell), name, s.size, columns[0]+pad, s.y, 0)
			} else {
				s.more(strings.Fields(cell), name, s.size, columns[k]+pad, s.y)
			}
		}
		l.rules = append(l.rules, rectangle(columns[0], s.y+s.leading*0.3, columns[len(row)], s.y+s.leading*0.3+line))
		s.y += s.leading * 1.15
	}
	bottom := s.y - s.leading*0.85
	l.rules = append(l.rules, rectangle(columns[0], top, columns[len(columns)-1], top+line))
	for _, x := range columns {
		l.rules = append(l.rules, rectangle(x, top, x+line, bottom))
	}
}

// columns gives the left edges of the columns and the right edge of the last.
func (s *setter) columns(cells [][]string) []float64 {
	x := s.left
	out := []float64{x}
	for k := range cells[0] {
		wide := 0.0
		for _, row := range cells {
			wide = max(wide, s.book.face(s.bold).width(row[k])*s.size)
		}
		x += wide + s.size*1.6
		out = append(out, x)
	}
	return out
}

// signatory sets printed names side by side below room for their signatures.
func (s *setter) signatory(columns [][]string) {
	room := s.mm(17)
	s.y += room
	step := (s.right - s.left) / 2
	for row := range columns[0] {
		for k, c := range columns {
			x := s.left + float64(k)*step
			if row == 0 {
				s.leaf().signatures = append(s.leaf().signatures, spot{x, s.y - room - s.size*0.6, s.mm(60), room})
			}
			if k == 0 {
				s.put(strings.Fields(c[row]), s.body, s.size, x, s.y, 0)
			} else {
				s.more(strings.Fields(c[row]), s.body, s.size, x, s.y)
			}
		}
		s.y += s.leading
	}
}

// foot prints page numbers at the foot of every page where the style wants them there.
func (s *setter) foot() {
	if !s.footPages {
		return
	}
	all := s.leaves
	word := map[string]string{prose.German: "Seite", prose.English: "Page"}[s.language]
	of := map[string]string{prose.German: "von", prose.English: "of"}[s.language]
	for i := range all {
		s.leaves = all[:i+1]
		s.paragraph()
		s.centred(word+" "+itoa(i+1)+" "+of+" "+itoa(len(all)), s.bottom+s.mm(10))
	}
	s.leaves = all
}
