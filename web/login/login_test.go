package login

import (
	"net/http"
	"strings"
	"testing"

	"aktenkundig/web/access"
	"aktenkundig/web/webtest"
)

func TestNobodySeesThePageToSignInOnly(t *testing.T) {
	dir := t.TempDir()
	door, _, err := New(dir, access.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := door(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("somebody went through") }))
	for lang, want := range map[string]string{"de": "Kennwort", "en": "Password"} {
		w := webtest.Ask(h, "GET", `/login?next=/x"><script>`, "", "Accept-Language", lang)
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, want) || strings.Contains(body, "<script>") {
			t.Errorf("%s: %d %s", lang, w.Code, body)
		}
	}
	if w := webtest.Ask(h, "GET", "/", "", "Accept", "text/html"); w.Code != http.StatusSeeOther {
		t.Errorf("a browser: %d", w.Code)
	}
	if w := webtest.Ask(h, "POST", "/doc/x", "a=b"); w.Code != http.StatusUnauthorized {
		t.Errorf("a program: %d", w.Code)
	}
	if w := webtest.Ask(h, "POST", "/login", `name="><b>&password=x`); w.Code != http.StatusUnauthorized || strings.Contains(w.Body.String(), "><b>") || !strings.Contains(w.Body.String(), "not right") {
		t.Errorf("a wrong password: %d %s", w.Code, w.Body)
	}
}
