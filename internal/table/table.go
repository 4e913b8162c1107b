// Package table writes rows for spreadsheets.
package table

import (
	"encoding/csv"
	"io"
	"strings"
)

// CSV writes rows as RFC 4180 has them. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
func CSV(w io.Writer, rows [][]string) error {
	out := csv.NewWriter(w)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
				cell = "'" + cell
			}
			safe[i] = cell
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
