package extract

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReadRegister reads the references that a council keeps from CSV: the column headed "reference", "nummer" or the like,
// else the first. Fields are parted by commas or semicolons. What no profile reads as a reference is passed over and
// counted.
func ReadRegister(r io.Reader, profiles ...Profile) (known []string, strange int, err error) {
	const most = 64 << 20 // bytes
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, 0, fmt.Errorf("register: %w", err)
	case len(data) > most:
		return nil, 0, errors.New("register: larger than 64 MB")
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	if head, _, _ := strings.Cut(text, "\n"); strings.Count(head, ";") > strings.Count(head, ",") {
		in.Comma = ';'
	}
	column := 0
	for line := 1; ; line++ {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, fmt.Errorf("register: %w", err)
		}
		if line == 1 {
			column = max(0, slices.IndexFunc(row, registerHead))
		}
		if column >= len(row) || line == 1 && registerHead(row[column]) {
			continue
		}
		ref, ok := ParseReference(row[column], profiles...)
		if !ok {
			strange++
			continue
		}
		known = append(known, ref.Value)
	}
	slices.Sort(known)
	return slices.Compact(known), strange, nil
}

func registerHead(cell string) bool {
	return slices.Contains([]string{"reference", "ref", "nummer", "nr", "number", "vorlagennummer", "drucksache", "aktenzeichen", "id"}, strings.Trim(fold(cell), " ."))
}
