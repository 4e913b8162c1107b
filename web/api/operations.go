package api

import (
	"net/http"
	"net/url"

	"aktenkundig/web/access"
)

// operation is one thing that can be asked.
type operation struct {
	name    string // unique
	path    string // below Prefix, as http.ServeMux has it
	summary string
	role    access.Role
	query   []parameter
	shape   any // a value of the type of the answer

	answer func(s *service, r *http.Request, q url.Values) (any, error)
	file   func(s *service, w http.ResponseWriter, r *http.Request) // instead of answer
}

// parameter is one of a query.
type parameter struct {
	name, about string
	required    bool
	enum        []string // "" for any text
	least, most int      // most 0: not a number
}

const maxValue = 8 << 10 // bytes of a parameter

func text(name, about string) parameter { return parameter{name: name, about: about} }

func limit(most int) parameter {
	return parameter{name: "limit", about: "how many at most", least: 1, most: most}
}

func after() parameter {
	return parameter{name: "cursor", about: "where the last answer ended: its next"}
}

func needed(p parameter) parameter { p.required = true; return p }

// operations lists all that can be asked.
func operations() []operation {
	return []operation{
		{name: "search", path: "search", summary: "Find pages, best first. The query language is that of akte search; what is typed never is an error.", role: access.Reader,
			query: []parameter{text("q", "what is sought"), text("from", "only documents dated on or after this day, month or year"), text("to", "only documents dated on or before it"),
				text("ref", "only documents with this reference"), text("like", "only documents like the one with this id"),
				{name: "order", about: "what comes first", enum: []string{"best", "newest", "oldest", "reference"}}, {name: "facets", about: "values to count of each facet", most: 100}, limit(100), after()},
			shape: SearchAnswer{}, answer: (*service).search},
		{name: "suggest", path: "suggest", summary: "Complete the last word of what is being typed.", role: access.Reader,
			query: []parameter{needed(text("q", "what was typed")), limit(20)}, shape: Suggestions{}, answer: (*service).suggest},
		{name: "listDocuments", path: "documents", summary: "List documents by their ids.", role: access.Reader,
			query: []parameter{limit(100), after()}, shape: Documents{}, answer: (*service).documents},
		{name: "getDocument", path: "documents/{id}", summary: "Tell about a document: where it is from, what it says about itself, what its pages are.", role: access.Reader,
			shape: Document{}, answer: (*service).document},
		{name: "getOriginal", path: "documents/{id}/original", summary: "The file as delivered.", role: access.Reader, file: (*service).original},
		{name: "searchDocument", path: "documents/{id}/within", summary: "Find on every page of a document what a query seeks.", role: access.Reader,
			query: []parameter{needed(text("q", "what is sought"))}, shape: WithinAnswer{}, answer: (*service).within},
		{name: "getPage", path: "documents/{id}/pages/{page}", summary: "A page: its text without and within what is hidden, and what was found beside the text.", role: access.Reader,
			shape: Page{}, answer: (*service).page},
		{name: "getWords", path: "documents/{id}/pages/{page}/words", summary: "The words of a page with their places, in reading order.", role: access.Reader,
			shape: Words{}, answer: (*service).words},
		{name: "getReference", path: "references/{ref...}", summary: "Every document that names a reference, in any spelling, by date.", role: access.Reader,
			shape: Reference{}, answer: (*service).reference},
		{name: "listMissing", path: "missing", summary: "References that are cited though their paper is not here, most cited first.", role: access.Reader,
			query: []parameter{limit(1000), after()}, shape: MissingList{}, answer: (*service).missing},
		{name: "listDeadlines", path: "deadlines", summary: "What is due, by day, and what became of it.", role: access.Reader,
			query: []parameter{text("on", "the day on which it is judged, as 2006-01-02; today"), {name: "state", about: "only those in a state", enum: []string{"open", "answered", "overdue"}}, limit(1000), after()},
			shape: Deadlines{}, answer: (*service).deadlines},
		{name: "listBatches", path: "batches", summary: "The imports, newest first.", role: access.Archivist,
			query: []parameter{limit(1000), after()}, shape: Batches{}, answer: (*service).batches},
		{name: "getBatch", path: "batches/{batch}", summary: "The account of an import: what was delivered and what became of it.", role: access.Archivist,
			shape: BatchAccount{}, answer: (*service).batch},
		{name: "listEntries", path: "batches/{batch}/files", summary: "The files of an import with their outcomes, in the order in which they were done.", role: access.Archivist,
			query: []parameter{limit(1000), after()}, shape: Entries{}, answer: (*service).entries},
	}
}
