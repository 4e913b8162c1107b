package access

import (
	"context"
	"testing"

	"aktenkundig/document"
)

func TestRolesGrowInRights(t *testing.T) {
	for _, c := range []struct {
		user User
		role Role
		want bool
	}{
		{User{}, Reader, false}, {User{Role: "root"}, Reader, false}, {User{Role: Admin}, "root", false},
		{User{Role: Reader}, Reader, true}, {User{Role: Reader}, Archivist, false},
		{User{Role: Archivist}, Reader, true}, {User{Role: Archivist}, Admin, false},
		{User{Role: Admin}, Archivist, true}, {Local("x"), Admin, true},
	} {
		if got := c.user.Is(c.role); got != c.want {
			t.Errorf("%+v is %s: %v", c.user, c.role, got)
		}
	}
}

func TestReadersSeeWhatIsOpenOrUnmarkedAndNobodySeesNothing(t *testing.T) {
	all := []document.Level{document.LevelOpen, document.LevelUnmarked, document.LevelUnclear, document.LevelConfidential}
	want := map[Role]int{"": 0, Reader: 2, Archivist: 4, Admin: 4}
	for role, n := range want {
		u, seen := User{Role: role}, 0
		for _, l := range all {
			if u.Sees(l) {
				seen++
			}
		}
		if seen != n {
			t.Errorf("%q sees %d levels, want %d", role, seen, n)
		}
		if levels := u.Levels(); (levels == nil) != u.Is(Archivist) || levels != nil && len(levels) != n {
			t.Errorf("%q: levels %v", role, levels)
		}
	}
}

func TestAContextWithoutUserIsNobody(t *testing.T) {
	if u := Of(context.Background()); u.Is(Reader) {
		t.Error("nobody may read")
	}
	if u := Of(With(context.Background(), Local("x"))); u.Name != "x" {
		t.Errorf("got %+v", u)
	}
}
