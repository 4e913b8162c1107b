package web

import (
	"net/url"
	"testing"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzReadAsked: whatever stands in an address, the search it says can be said again, and stays within its bounds.
func FuzzReadAsked(f *testing.F) {
	for _, q := range []string{"q=haushalt&f=year:2021&f=type:vorlage&page=3", "from=1.7.2022&to=2021-13&order=oldest", "page=-1&f=:&f=x:y&like=%00", "q=%22a&f=person:%22)+OR+(b", "page=99999999999999999999&all=1"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		v, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		a := readAsked(v)
		if a.Page < 1 || (a.Page-1)*perPage >= maxOffset+perPage || len(a.Facets) > 20 {
			t.Errorf("page %d, %d facets", a.Page, len(a.Facets))
		}
		r := a.request()
		if r.Limit != perPage || r.Offset < 0 || r.Order < 0 {
			t.Errorf("request %+v", r)
		}
		again := readAsked(a.values())
		if a.All && a.Query != "" { // said by the query
			again.All = true
		}
		if diff := cmp.Diff(again, a, cmpopts.IgnoreFields(asked{}, "Wrong"), cmpopts.EquateEmpty(), cmp.AllowUnexported(chosen{})); diff != "" {
			t.Errorf("read again (-got +want)\n%s", diff)
		}
	})
}

// FuzzReadPlace: a place lies on the page or is none.
func FuzzReadPlace(f *testing.F) {
	for _, s := range []string{"1,2,3,4", "pixel:1.5,2,3e2,4", "NaN,Inf,-1,0x10", "1,2,3", "99999999,1,1,1", ",,,"} {
		f.Add(s)
	}
	p := &document.Page{View: document.Size{1200, 1600}}
	f.Fuzz(func(t *testing.T, s string) {
		b := readPlace(s, p)
		if b != (document.Box{}) && (b.Empty() || b[0] < 0 || b[1] < 0 || b[2] > 1200 || b[3] > 1600) {
			t.Errorf("%q is %v", s, b)
		}
		if c, ok := readBox(s); ok && (c[0] < 0 || c[3] > 1<<20) {
			t.Errorf("%q is the piece %v", s, c)
		}
	})
}
