package linkcheck

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Options bound a check. None of them may be left out.
type Options struct {
	Parallel int           // how many hosts are asked at once; each of them is asked one thing at a time
	Pause    time.Duration // between two questions to one host
	Timeout  time.Duration // for one question, with its redirects
	Private  bool          // ask addresses of this machine and its network too
	Agent    string        // who asks, as hosts read it
}

// maxSilent is after how many addresses in a row that do not answer in time a host is not asked any more.
const maxSilent = 3

// Check asks each address, and gives the answers in the order of the addresses. What is not asked when the context ends
// is said to be so. tell is called after each answer, by one at a time; it may be nil.
func Check(ctx context.Context, addresses []string, o Options, tell func(Answer)) []Answer {
	a, hosts := newAsker(o), byHost(addresses)
	work, answers := make(chan []string), make(chan Answer)
	var busy sync.WaitGroup
	for range o.Parallel {
		busy.Go(func() {
			for of := range work {
				a.host(ctx, of, o.Pause, func(answer Answer) { answers <- answer })
			}
		})
	}
	go func() {
		for _, host := range slices.Sorted(maps.Keys(hosts)) {
			work <- hosts[host]
		}
		close(work)
		busy.Wait()
		close(answers)
	}()
	said := map[string]Answer{}
	for answer := range answers {
		said[answer.Address] = answer
		if tell != nil {
			tell(answer)
		}
	}
	var all []Answer
	for _, address := range addresses {
		all = append(all, said[address])
	}
	return all
}

func byHost(addresses []string) map[string][]string {
	hosts := map[string][]string{}
	for _, address := range addresses {
		host := ""
		if u, err := url.Parse(address); err == nil {
			host = u.Host
		}
		if !slices.Contains(hosts[host], address) {
			hosts[host] = append(hosts[host], address)
		}
	}
	return hosts
}

// host asks the addresses of one host one after the other, with a pause between any two questions.
func (a *asker) host(ctx context.Context, addresses []string, pause time.Duration, give func(Answer)) {
	wait := func() {
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	silent := 0
	for i, address := range addresses {
		if i > 0 && silent < maxSilent {
			wait()
		}
		answer := Answer{Address: address, State: Unclear, Words: "its host does not answer in time"}
		if silent < maxSilent {
			answer = a.ask(ctx, address, wait)
			silent++
			if answer.Words != late {
				silent = 0
			}
		}
		if ctx.Err() != nil && answer.State != Alive {
			answer.State, answer.Words = NotAsked, "time was up" // a question that was cut short says nothing
		}
		give(answer)
	}
}
