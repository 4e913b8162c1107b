package review

import (
	"context"
	"errors"
	"io/fs"
	"sync"

	"aktenkundig/document"
)

// Source is the archive as the queue follows it.
type Source interface {
	// Get gives a document with its rulings applied; an error that is fs.ErrNotExist says that there is none.
	Get(id string) (document.Document, error)
	// Changes gives the documents that changed since a position, and the position to ask from next time; "" is the place
	// before everything.
	Changes(since string) (ids []string, now string, err error)
}

// Queue knows the pages that are worth looking at. It is safe for concurrent use; Follow by one at a time.
type Queue struct {
	mu    sync.Mutex
	since string
	tasks map[string][]Task // by document
	done  bool              // everything was looked at once
}

const maxTasks = 50000 // held in memory; those of documents beyond are left out until others are done

// Follow takes in what changed in the archive.
func (q *Queue) Follow(ctx context.Context, src Source, rulings func(id string) ([]document.Ruling, error)) error {
	q.mu.Lock()
	since := q.since
	q.mu.Unlock()
	ids, now, err := src.Changes(since)
	if err != nil {
		return err
	}
	var bad error
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, err := src.Get(id)
		var said []document.Ruling
		if err == nil {
			said, err = rulings(id)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			bad = err
		}
		var tasks []Task
		if err == nil {
			tasks = Tasks(&d, said)
		}
		q.put(id, tasks)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.since, q.done = now, true
	return bad
}

func (q *Queue) put(id string, tasks []Task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.tasks == nil {
		q.tasks = map[string][]Task{}
	}
	if len(tasks) == 0 || len(q.tasks) >= maxTasks && q.tasks[id] == nil {
		delete(q.tasks, id)
		return
	}
	q.tasks[id] = tasks
}

// List gives the tasks, those that gain most first. whole is false while the archive is being looked at for the first
// time.
func (q *Queue) List() (all []Task, whole bool) {
	q.mu.Lock()
	for _, t := range q.tasks {
		all = append(all, t...)
	}
	whole = q.done
	q.mu.Unlock()
	inOrder(all)
	return all, whole
}
