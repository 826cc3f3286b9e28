package graph

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// askersKept bounds how many accounts and addresses are counted at once, some 200 bytes each. Whoever falls out begins
// with a full measure again.
const askersKept = 50_000

// rates bounds what each account, or each address without one, may ask in a minute. Kept answers cost nothing.
type rates struct {
	perMinute int
	askers    *lru.Cache[string, *rate.Limiter]
}

func newRates(perMinute int) *rates {
	if perMinute <= 0 {
		return nil
	}
	askers, err := lru.New[string, *rate.Limiter](askersKept)
	if err != nil {
		panic(err) // only a size below one is an error
	}
	return &rates{perMinute, askers}
}

type addressKey struct{}

// WithAddress says from which address is asked.
func WithAddress(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, addressKey{}, address)
}

// asker is who is counted: the account, or the address. What is asked within the process for nobody is not counted.
func asker(ctx context.Context) string {
	if name := desk.ActorOf(ctx).Name; name != "" {
		return "account " + name
	}
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}

func (r *rates) of(name string) *rate.Limiter {
	if l, ok := r.askers.Get(name); ok {
		return l
	}
	l := rate.NewLimiter(rate.Limit(float64(r.perMinute)/60), r.perMinute)
	if before, had, _ := r.askers.PeekOrAdd(name, l); had {
		return before
	}
	return l
}

// take counts a question. The error is RateLimited and says when to ask again.
func (r *rates) take(ctx context.Context, cost int) error {
	name := asker(ctx)
	if r == nil || name == "" {
		return nil
	}
	l := r.of(name)
	if l.AllowN(time.Now(), min(cost, r.perMinute)) {
		return nil
	}
	return kb.Errorf(kb.RateLimited, "more was asked than %d values in a minute: ask again in %d seconds, or for less", r.perMinute, r.wait(l, cost))
}

// wait is how many seconds it takes until so much may be asked.
func (r *rates) wait(l *rate.Limiter, cost int) int {
	missing := float64(min(cost, r.perMinute)) - l.Tokens()
	return max(0, int(math.Ceil(missing/float64(l.Limit()))))
}

// tell tells how much is left: the RateLimit headers of the IETF's draft.
func (r *rates) tell(ctx context.Context, h http.Header) {
	name := asker(ctx)
	if r == nil || name == "" {
		return
	}
	l := r.of(name)
	left := max(0, int(l.Tokens()))
	h.Set("RateLimit-Policy", fmt.Sprintf(`"cost";q=%d;w=60`, r.perMinute))
	h.Set("RateLimit", fmt.Sprintf(`"cost";r=%d;t=%d`, left, r.wait(l, r.perMinute)))
}
