package linkcheck

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/store"
)

// What an observation of a dead address names: what is observed, and who observed it. Both are in the corpus.
const (
	indicator = "theme/dead-address"
	source    = "source/link-checks"
)

// Origin is that of the change sets which keep what a check found.
const Origin = "check-links"

// Changes keep what was found: an address that has died is observed with the day, one that answers again, or is no longer
// named, is taken off, and the rest stays as it is. The history tells of both.
func Changes(all []Naming, answers []Answer, day time.Time) []kb.Change {
	said := map[string]Answer{}
	for _, answer := range answers {
		said[answer.Address] = answer
	}
	var changes []kb.Change
	for _, one := range all {
		if body, changed := one.told(said, day); changed {
			changes = append(changes, kb.Change{Op: kb.Put, ID: one.ID, ExpectedRevision: &one.Revision, Body: body})
		}
	}
	return changes
}

// told is the body of an entity with what is known of its addresses now.
func (n Naming) told(said map[string]Answer, day time.Time) (body map[string]any, changed bool) {
	known := map[string]bool{}
	keep := slices.DeleteFunc(n.observations(), func(item any) bool {
		address := deadAddress(item)
		over := address != "" && (said[address].State == Alive || !slices.Contains(n.Addresses, address))
		changed = changed || over
		known[address] = true
		return over
	})
	for _, address := range n.Addresses {
		if answer := said[address]; answer.State == Dead && !known[address] {
			keep, changed = append(keep, observation(answer, day)), true
		}
	}
	body = maps.Clone(n.Body)
	if body["observations"] = keep; len(keep) == 0 {
		delete(body, "observations")
	}
	return body, changed
}

// observations are those of the entity, to be changed freely.
func (n Naming) observations() []any {
	list, _ := n.Body["observations"].([]any)
	return slices.Clone(list)
}

// Edited says whether an entity, now at a revision, was written after an earlier one by anybody but a check: what a check
// found is no edit, and keeps no file from being brought up to date. Carry brings it along.
func Edited(ctx context.Context, s *store.Store, id string, now, since int) (bool, error) {
	if now == since {
		return false, nil
	}
	return s.EditedSince(ctx, id, since, Origin)
}

// Carry is a body with what a check found of the one that it takes the place of, since
// whoever wrote it knows nothing of that. The next check takes off what is no longer named.
func Carry(standing, body map[string]any) map[string]any {
	has := map[string]bool{"": true}
	all := Naming{Body: body}.observations()
	for _, o := range all {
		has[deadAddress(o)] = true
	}
	found := slices.DeleteFunc(Naming{Body: standing}.observations(), func(o any) bool { return has[deadAddress(o)] })
	if len(found) == 0 {
		return body
	}
	body = maps.Clone(body)
	body["observations"] = append(all, found...)
	return body
}

func saysDead(observation any) bool { return deadAddress(observation) != "" }

// deadAddress is the address that an observation says is dead; empty where it says something else.
func deadAddress(observation any) string {
	o, _ := observation.(map[string]any)
	definition, _ := o["definition"].(map[string]any)
	if o["indicator"] != indicator {
		return ""
	}
	address, _ := definition["en"].(string)
	return address
}

func observation(answer Answer, day time.Time) map[string]any {
	date := day.Format(time.DateOnly)
	return map[string]any{
		"indicator": indicator, "date": date, "preferred": false,
		"words":      english(answer.Words),
		"definition": english(answer.Address),
		"citations":  []any{map[string]any{"source": source, "basis": string(kb.BasisStated), "place": "HEAD and GET on " + date}},
	}
}

func english(text string) map[string]any { return map[string]any{"en": text, kb.OriginalKey: "en"} }
