package audit

import (
	"strings"
	"testing"

	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

func TestAdminsSeeWhoDidWhat(t *testing.T) {
	log := access.OpenLog(t.TempDir())
	for _, a := range []access.Act{{Who: `<b>mallory`, What: "login failed", From: "10.0.0.1"}, {Who: "petra", What: "rule", About: strings.Repeat("a", 64), Note: "page 1: keep"}} {
		if err := log.Add(a); err != nil {
			t.Fatal(err)
		}
	}
	h, err := New(log)
	if err != nil {
		t.Fatal(err)
	}
	w := webtest.Ask(webtest.As(access.Admin, h), "GET", Path, "")
	body := w.Body.String()
	if w.Code != 200 || strings.Contains(body, "<b>mallory") || strings.Index(body, "page 1: keep") > strings.Index(body, "login failed") || !strings.Contains(body, `/doc/aaaa`) {
		t.Errorf("%d %s", w.Code, body)
	}
	for _, role := range []access.Role{"", access.Reader, access.Archivist} {
		if w := webtest.Ask(webtest.As(role, h), "GET", Path, ""); w.Code != 403 {
			t.Errorf("%q: %d", role, w.Code)
		}
	}
}
