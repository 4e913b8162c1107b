package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/ingest/separator"
	"aktenkundig/scan"
)

// A stack is what documents are bound from: a file that is cut at separator sheets, or all pictures of a folder, which may
// be cut, too.
type stack struct {
	id      string // key of its binding
	path    string // as delivered: of the file or of the folder
	join    bool
	parts   []part
	binding *archive.Binding // what became of it in an earlier run
}

// part is a delivered file of a stack.
type part struct {
	path, id string
	size     int64
	pages    int
}

// folderID is the key of the binding of a folder whose files are these, in order.
func folderID(parts []part) string {
	leaves := make([]document.Leaf, len(parts))
	for i, p := range parts {
		leaves[i] = document.Leaf{Original: p.id, Page: 1}
	}
	return archive.IDOf(document.Manifest(leaves))
}

// takeFolder takes all pictures of a folder; nil if they have their outcomes. A folder of which one file cannot be read is not taken:
// its document would lack a page without anybody seeing it.
func (r *run) takeFolder(ctx context.Context, found found) *file {
	s := &stack{path: found.path, join: true}
	for _, path := range found.pages {
		id, size, err := archive.Hash(ctx, path)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			r.refuse(found.pages, path, plain(err))
			return nil
		}
		s.parts = append(s.parts, part{path: path, id: id, size: size, pages: 1})
	}
	s.id = folderID(s.parts)
	if b, err := r.Archive.Binding(s.id); err == nil {
		return r.goOn(s, b)
	}
	if !r.claim(stackClaim(s.id)) {
		r.tellKnown(s, "")
		return nil
	}
	var size int64
	for _, p := range s.parts {
		size += p.size
	}
	err := r.room(size)
	bad := ""
	if err == nil {
		bad, err = r.addParts(ctx, s)
	}
	if err == nil {
		return &file{path: s.path, id: stackClaim(s.id), size: size, stack: s}
	}
	r.release(stackClaim(s.id))
	switch {
	case bad != "":
		r.refuse(s.paths(), bad, err)
	case ctx.Err() == nil:
		r.fail(err)
	}
	return nil
}

// stackClaim is what a run claims to be the one that binds a stack; the id itself is claimed by whoever reads the document.
func stackClaim(id string) string { return "stack " + id }

// refuse tells all files of a folder that they are not taken, because bad cannot be or, where it is "", none can.
func (r *run) refuse(paths []string, bad string, why error) {
	for _, path := range paths {
		e := archive.Entry{Path: path, Outcome: Failed, Reason: why.Error()}
		if bad != "" && path != bad {
			e.Reason = fmt.Sprintf("the folder is not joined, since %s cannot be read: %v", filepath.Base(bad), why)
		}
		r.done(e)
	}
}

// goOn takes a stack up again that was bound before: nil if all its documents are there.
func (r *run) goOn(s *stack, b archive.Binding) *file {
	whole := true
	for _, id := range b.Documents {
		whole = whole && r.known(id)
	}
	r.tellKnown(s, differently(r.Pipeline, b))
	if whole || !r.claim(stackClaim(s.id)) {
		return nil
	}
	s.binding = &b
	return &file{path: s.path, id: stackClaim(s.id), stack: s}
}

// differently tells in words that a stack was cut in another way than is asked for now.
func differently(p *Pipeline, b archive.Binding) string {
	if string(p.Split) == b.Split || p.Split == "" {
		return ""
	}
	if b.Split == "" {
		return "it was joined before and is not cut again"
	}
	return "it was cut at " + b.Split + " before and is not cut again"
}

func (r *run) tellKnown(s *stack, reason string) {
	for _, p := range s.parts {
		r.done(archive.Entry{Path: p.path, ID: p.id, Outcome: Known, Reason: reason, Size: p.size})
	}
}

// finishStack binds a stack, unless that is done, and reads its documents. A single file without separators is a document like
// any other.
func (r *run) finishStack(ctx, drain context.Context, f *file) {
	defer r.release(f.id)
	if b := f.stack.binding; b != nil {
		r.documents(ctx, drain, f.stack, b)
		return
	}
	b, err := r.bindStack(ctx, drain, f)
	if b == nil && err == nil && !f.stack.join {
		r.whole(ctx, drain, f)
		return
	}
	if f.scan != nil {
		f.scan.Close()
	}
	if err != nil && ctx.Err() == nil && drain.Err() == nil {
		r.fail(fmt.Errorf("%s: %w", f.path, err))
	}
	if b != nil && err == nil {
		r.documents(ctx, drain, f.stack, b)
	}
}

// bindStack finds a stack's separators and binds its documents. Nil are a folder whose files have their
// outcomes, and a single file without separators.
func (r *run) bindStack(ctx, drain context.Context, f *file) (*archive.Binding, error) {
	s := f.stack
	leaves, err := r.leaves(ctx, f)
	if err != nil || leaves == nil {
		return nil, err
	}
	paper := f.scan
	if s.join {
		if paper, err = openBound(ctx, r.Archive, leaves, r.Scan, s.beside()); err != nil {
			return nil, err
		}
		defer paper.Close()
	}
	b := archive.Binding{ID: s.id, Join: s.join, Split: string(r.Split)}
	marks := make([]separator.Mark, len(leaves))
	if r.Split != "" {
		if marks, err = r.separators(ctx, drain, paper); err != nil {
			return nil, err
		}
	}
	for i, l := range leaves {
		b.Sheets = append(b.Sheets, archive.Bound{Leaf: l, Separator: marks[i].How, Text: marks[i].Text})
	}
	if !s.join && b.Separators() == 0 {
		return nil, nil
	}
	return &b, r.bind(s, &b)
}

// whole reads a single file in which no separator was found.
func (r *run) whole(ctx, drain context.Context, f *file) {
	plain := *f
	plain.id, plain.stack = f.stack.id, nil
	if !r.claim(plain.id) {
		f.scan.Close()
		return
	}
	r.finish(ctx, drain, &plain)
}

// addParts copies the files of a folder into the archive. bad is the file that is at fault, "" if it is the archive.
func (r *run) addParts(ctx context.Context, s *stack) (bad string, err error) {
	for _, p := range s.parts {
		mediaType, err := scan.MediaType(p.path)
		if err != nil && !isScanError(err) {
			return p.path, plain(err)
		}
		id, err := r.Archive.AddOriginal(ctx, p.path, sourceOf(filepath.Base(p.path), mediaType))
		if err == nil && id != p.id {
			err = archive.ErrChanged
		}
		switch {
		case errors.Is(err, archive.ErrSource):
			return p.path, err
		case err != nil:
			return "", fmt.Errorf("keep %s: %w", p.path, err)
		}
	}
	return "", nil
}

func sourceOf(name, mediaType string) document.Source {
	return document.Source{Name: name, MediaType: mediaType, Added: time.Now().UTC().Format(time.RFC3339)}
}

// leaves gives all pages of a stack in order; none if there are more than a document may have, which is told. A file of a folder that
// cannot be opened is one page, of which the record will tell what is wrong.
func (r *run) leaves(ctx context.Context, f *file) ([]document.Leaf, error) {
	s := f.stack
	var leaves []document.Leaf
	for i := range s.parts {
		p := &s.parts[i]
		if !s.join {
			p.pages = f.scan.Len()
		} else if n, err := r.pagesOf(ctx, p); err != nil {
			return nil, err
		} else {
			p.pages = n
		}
		for n := range p.pages {
			leaves = append(leaves, document.Leaf{Original: p.id, Page: n + 1})
		}
		if most := r.Scan.PageLimit(); len(leaves) > most {
			r.refuse(s.paths(), "", fmt.Errorf("the folder has more than %d pages; raise the limit with --max-pages", most))
			return nil, nil
		}
	}
	return leaves, nil
}

func (r *run) pagesOf(ctx context.Context, p *part) (int, error) {
	path, _, err := r.Archive.Original(p.id)
	if err != nil {
		return 0, err
	}
	f, err := scan.Open(ctx, path, r.Scan)
	if isScanError(err) {
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return f.Len(), nil
}

func (s *stack) paths() (all []string) {
	for _, p := range s.parts {
		all = append(all, p.path)
	}
	return all
}

// beside finds what other programs wrote about the stack's pictures.
func (s *stack) beside() map[string]string {
	at := map[string]string{}
	for _, p := range s.parts {
		if b := scan.FindBeside(p.path); b != "" {
			at[p.id] = b
		}
	}
	return at
}

// documents reads the documents of a stack that have no record yet, some at once so that every slot has work.
func (r *run) documents(ctx, drain context.Context, s *stack, b *archive.Binding) {
	atOnce := make(chan struct{}, max(1, r.Slots))
	var reading sync.WaitGroup
	defer reading.Wait()
	for i, id := range b.Documents {
		if r.known(id) || ctx.Err() != nil || drain.Err() != nil || r.failure() != nil {
			continue
		}
		atOnce <- struct{}{}
		if !r.claim(id) {
			<-atOnce
			continue
		}
		path := s.path
		if b.Separators() > 0 {
			path = fmt.Sprintf("%s#%d", s.path, i+1)
		}
		reading.Go(func() {
			defer func() { <-atOnce }()
			f, entry := r.openCopy(ctx, archive.Entry{Path: path, ID: id, Stack: s.id}, s.beside())
			if f == nil {
				r.release(id)
				if entry.Outcome != "" {
					r.done(entry)
				}
				return
			}
			r.finish(ctx, drain, f)
		})
	}
}
