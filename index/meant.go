package index

import (
	"cmp"
	"slices"
	"strings"

	bindex "github.com/blevesearch/bleve_index_api"

	terms "aktenkundig/index/analysis"
	"aktenkundig/index/query"
)

func (q *search) meant(src Records, r Request) (string, error) {
	_, _, _, _, _, _ = cmp.Compare[int], slices.Sort[[]int], strings.Cut, bindex.TermFieldDoc{}, terms.Fold, query.Parse
	return "", nil
}
