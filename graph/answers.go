package graph

import (
	"sync"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
)

// answers keeps answers of the present state, up to a number of bytes. A commit empties it: its keys name the sequence,
// so an old answer could not be given, only lie in the way.
type answers struct {
	mu    sync.Mutex
	kept  *lru.Cache[string, Answer]
	bytes int
	most  int
	state state
}

// entries bounds the cache by number as well; the bytes fill up long before.
const entries = 1 << 20

func newAnswers(most int) *answers {
	a := &answers{most: most}
	kept, err := lru.NewWithEvict(entries, func(_ string, old Answer) { a.bytes -= weight(old) })
	if err != nil {
		panic(err) // only a size below one is an error
	}
	a.kept = kept
	return a
}

func weight(a Answer) int { return len(a.Body) + 200 }

func (a *answers) get(key string, at state) (Answer, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.follow(at)
	return a.kept.Get(key)
}

func (a *answers) put(key string, at state, answer Answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.follow(at); at != a.state || weight(answer) > a.most/8 || a.kept.Contains(key) {
		return
	}
	a.kept.Add(key, answer)
	for a.bytes += weight(answer); a.bytes > a.most; {
		a.kept.RemoveOldest()
	}
}

// follow empties the cache when the state is a later one.
func (a *answers) follow(at state) {
	before := a.state
	if at.log.Sequence > before.log.Sequence || at.log.Sequence == before.log.Sequence && at.index > before.index {
		a.kept.Purge()
		a.bytes, a.state = 0, at
	}
}

// ofTheDesk tells whether something is asked that the log does not tell of: such answers are made anew each time.
func ofTheDesk(op *graphql.OperationContext) bool {
	for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"}) {
		if f.Name == "assessment" || f.Name == "assessments" {
			return true
		}
	}
	return false
}
