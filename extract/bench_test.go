package extract

import (
	"strings"
	"testing"
)

func BenchmarkFieldsPage(b *testing.B) {
	line := "Der Antrag A0293/21 vom 25. April 2024 wird in der Sitzung am 12.05.2022 beraten, Frist bis zum 31. März 2025.\n"
	d := memo("GZ: (DGB) 15.1\nDatum: 25.04.2024\n\n" + strings.Repeat(line+"Die interkommunale Zusammenarbeit mit den Umlandgemeinden sowie den angrenzenden Landkreisen.\n", 25))
	b.ReportMetric(float64(len(d.Pages[0].Words)), "words")
	for b.Loop() {
		Fields(d)
	}
}
