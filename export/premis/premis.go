// Package premis writes what happened to an original as PREMIS 3.0: deliveries, reading, rulings.
package premis

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"aktenkundig/document"
	"aktenkundig/export/internal/xmlw"
)

// History is what happened to a document.
type History struct {
	Leaves     []document.Leaf // the pages that a bound document is made of
	Deliveries []Delivery
	Rulings    []document.Ruling
}

// Delivery is a file in a ledger that turned out to be the document's original.
type Delivery struct {
	Batch, Path    string
	Outcome        string // as in the ledger
	Reason         string
	Time           string // RFC 3339
	ReadingIsKnown bool   // the document was read in this delivery
}

const (
	namespace = "http://www.loc.gov/premis/v3"
	schema    = "http://www.loc.gov/standards/premis/v3/premis-v3-0.xsd"
	archive   = "aktenkundig" // the type of our identifiers
)

// Write writes a file of one document.
func Write(w io.Writer, d document.Document, h History) error {
	s := &writer{xmlw.New(w)}
	s.Start("premis", "xmlns", namespace, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation", namespace+" "+schema, "version", "3.0")
	events := eventsOf(d, h)
	s.object(d, h.Leaves, events)
	for _, e := range events {
		s.event(d, e)
	}
	s.agents(d, events)
	return s.Close()
}

type writer struct{ *xmlw.Writer }

// identifier writes an identifier of ours: kind is the name of its elements.
func (s *writer) identifier(element, kind, value string) {
	s.Start(element)
	s.Leaf(kind+"IdentifierType", archive)
	s.Leaf(kind+"IdentifierValue", value)
	s.End()
}

func (s *writer) object(d document.Document, leaves []document.Leaf, events []event) {
	s.Start("object", "xsi:type", "file")
	s.Start("objectIdentifier")
	s.Leaf("objectIdentifierType", "SHA-256")
	s.Leaf("objectIdentifierValue", d.ID)
	s.End()
	s.Start("objectCharacteristics")
	s.Leaf("compositionLevel", "0")
	s.Start("fixity")
	s.Leaf("messageDigestAlgorithm", "SHA-256")
	s.Leaf("messageDigest", d.ID)
	s.End()
	s.Leaf("size", fmt.Sprint(d.Source.Size))
	s.Start("format")
	s.Start("formatDesignation")
	s.Leaf("formatName", d.Source.MediaType)
	s.End()
	s.End()
	s.End()
	s.Leaf("originalName", d.Source.Name)
	s.parts(leaves)
	for _, e := range events {
		s.identifier("linkingEventIdentifier", "linkingEvent", e.id)
	}
	s.End()
}

// parts says which originals a bound document is made of.
func (s *writer) parts(leaves []document.Leaf) {
	seen := map[string]bool{}
	for _, l := range leaves {
		if seen[l.Original] {
			continue
		}
		seen[l.Original] = true
		s.Start("relationship")
		s.Leaf("relationshipType", "structural")
		s.Leaf("relationshipSubType", "has part")
		s.Start("relatedObjectIdentifier")
		s.Leaf("relatedObjectIdentifierType", "SHA-256")
		s.Leaf("relatedObjectIdentifierValue", l.Original)
		s.End()
		s.End()
	}
}

// event is one thing that happened, of the types of id.loc.gov/vocabulary/preservation/eventType.
type event struct {
	id, kind, when, detail, outcome, note string
	agent                                 string
}

func eventsOf(d document.Document, h History) (events []event) {
	add := func(e event) {
		e.id = fmt.Sprintf("%s-%d", d.ID, len(events)+1)
		events = append(events, e)
	}
	for _, v := range h.Deliveries {
		add(event{kind: "ingestion", when: v.Time, detail: "delivered as " + v.Path + " in batch " + v.Batch, outcome: v.Outcome, note: v.Reason, agent: d.Made.Program})
		if v.ReadingIsKnown {
			add(event{kind: "metadata extraction", when: v.Time, outcome: "record", agent: d.Made.Engine,
				detail: fmt.Sprintf("read by %s in %s, policy %s", d.Made.Engine, strings.Join(d.Made.Languages, "+"), d.Made.Policy), note: verdicts(d)})
		}
	}
	if len(h.Deliveries) == 0 && d.Source.Added != "" {
		add(event{kind: "ingestion", when: d.Source.Added, detail: "delivered as " + d.Source.Name, outcome: "new", agent: d.Made.Program})
	}
	for _, r := range h.Rulings {
		detail := fmt.Sprintf("%s at %v of page %d", r.Verb, r.Box, r.Page)
		if r.Field != "" {
			detail += ", field " + r.Field
		}
		if r.Text != "" {
			detail += ": " + r.Text
		}
		add(event{kind: "metadata modification", when: r.When, detail: detail, outcome: string(r.Verb), note: r.Note, agent: r.Who})
	}
	return events
}

// verdicts counts the pages.
func verdicts(d document.Document) string {
	count := map[document.Verdict]int{}
	for i := range d.Pages {
		count[d.Pages[i].Verdict]++
	}
	var out []string
	for _, v := range document.Verdicts() {
		if count[v] > 0 {
			out = append(out, fmt.Sprintf("%d %s", count[v], v))
		}
	}
	return strings.Join(out, ", ")
}

func (s *writer) event(d document.Document, e event) {
	s.Start("event")
	s.identifier("eventIdentifier", "event", e.id)
	s.Leaf("eventType", e.kind)
	s.Leaf("eventDateTime", e.when)
	s.Start("eventDetailInformation")
	s.Leaf("eventDetail", e.detail)
	s.End()
	s.Start("eventOutcomeInformation")
	s.Leaf("eventOutcome", e.outcome)
	if e.note != "" {
		s.Start("eventOutcomeDetail")
		s.Leaf("eventOutcomeDetailNote", e.note)
		s.End()
	}
	s.End()
	if e.agent != "" {
		s.identifier("linkingAgentIdentifier", "linkingAgent", e.agent)
	}
	s.Start("linkingObjectIdentifier")
	s.Leaf("linkingObjectIdentifierType", "SHA-256")
	s.Leaf("linkingObjectIdentifierValue", d.ID)
	s.End()
	s.End()
}

// agents are the programs and people that the events name.
func (s *writer) agents(d document.Document, events []event) {
	var names []string
	for _, e := range events {
		if e.agent != "" && !slices.Contains(names, e.agent) {
			names = append(names, e.agent)
		}
	}
	for _, name := range names {
		kind := "person"
		if name == d.Made.Program || name == d.Made.Engine {
			kind = "software"
		}
		s.Start("agent")
		s.identifier("agentIdentifier", "agent", name)
		s.Leaf("agentName", name)
		s.Leaf("agentType", kind)
		s.End()
	}
}
