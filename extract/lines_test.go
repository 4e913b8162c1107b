package extract

import (
	"testing"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

func TestLinesHaveRoles(t *testing.T) {
	d := memo("Amt für Hochbau 2024\nHausmitteilung\nText der Seite\n- erstens dies\nund das\n1. zweitens\n-3-\nEnde\nSeite 1 von 2\f" +
		"Amt für Hochbau 2025\nmehr Text\n5 Tage später\nnoch mehr\nund mehr\nSchluss\n2")
	(*Reader)(nil).Derive(d)
	var got [][]document.LineRole
	for _, p := range d.Pages {
		var roles []document.LineRole
		for _, l := range p.Lines {
			roles = append(roles, l.Role)
		}
		got = append(got, roles)
	}
	want := [][]document.LineRole{
		{document.Running, "", "", document.Item, "", document.Item, "", "", document.PageNumber},
		{document.Running, "", "", "", "", "", document.PageNumber},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want)\n%s", diff)
	}
}
