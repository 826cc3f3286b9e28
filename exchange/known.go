package exchange

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// known is an index of entities, by what they are called and by what they say. It holds hashes only: about half a
// kilobyte for each entity.
type known struct {
	wanted   map[uint64]bool // keys that links are looked up by
	entries  []entry
	heads    map[uint64]posting // the chain of a key
	postings []next
}

// entry is an entity as it is compared.
type entry struct {
	id  string
	sig *signature // nil where there is too little text
}

// posting is the first and the last place of a chain.
type posting struct{ first, last int32 }

type next struct{ entry, after int32 }

func newKnown() *known { return &known{wanted: map[uint64]bool{}, heads: map[uint64]posting{}} }

// seed makes keys differ from run to run, so that no file is made to have many of one.
var seed = maphash.MakeSeed()

// traits are what an entity is known by.
type traits struct {
	names, others, identifiers []string // names folded; identifiers as scheme and value
	text                       string
}

func (k *known) key(parts ...string) uint64 {
	return maphash.String(seed, strings.Join(parts, "\x00"))
}

// add puts an entity into the index and gives its number.
func (k *known) add(id string, t traits) int32 {
	sig := sign(t.text)
	return k.put(entry{id, sig}, k.keys(id, t, sig))
}

func (k *known) put(e entry, keys []trait) int32 {
	n := int32(len(k.entries))
	k.entries = append(k.entries, e)
	for _, key := range keys {
		k.post(key.hash, n)
	}
	return n
}

// addMeeting adds an entity where it shares a key with what another index has, or looks for.
func (k *known) addMeeting(other *known, id string, t traits) {
	sig := sign(t.text)
	keys := k.keys(id, t, sig)
	if slices.ContainsFunc(keys, func(key trait) bool { _, has := other.heads[key.hash]; return has || other.wanted[key.hash] }) {
		k.put(entry{id, sig}, keys)
	}
}

// trait is a key with what it means that two entities share it.
type trait struct {
	hash uint64
	why  likeness
}

// keys are those that an entity is found by, the surest first.
func (k *known) keys(id string, t traits, sig *signature) []trait {
	path, _ := kb.SplitID(id)
	var all []trait
	for _, identifier := range t.identifiers {
		all = append(all, trait{k.key(path, "identifier", identifier), sameIdentifier})
	}
	for _, name := range t.names {
		all = append(all, trait{k.key(path, "name", name), sameName})
	}
	for _, name := range t.others {
		all = append(all, trait{k.key(path, "name", name), sameOtherName})
	}
	if sig != nil {
		for band, hash := range sig.bands() {
			all = append(all, trait{k.key(path, "band", fmt.Sprint(band, hash)), nearText})
		}
	}
	return all
}

func (k *known) post(hash uint64, n int32) {
	at := int32(len(k.postings))
	head, ok := k.heads[hash]
	if !ok {
		head.first = at
	} else if k.postings[head.last].entry == n {
		return
	} else {
		k.postings[head.last].after = at
	}
	head.last = at
	k.heads[hash] = head
	k.postings = append(k.postings, next{entry: n, after: -1})
}

// maxChain bounds how many entities of the same key are looked at: what so many share tells little.
const maxChain = 64

// chain gives the entities of a key, the oldest first.
func (k *known) chain(hash uint64, give func(n int32) bool) {
	head, ok := k.heads[hash]
	for at, seen := head.first, 0; ok && at >= 0 && seen < maxChain; seen++ {
		if !give(k.postings[at].entry) {
			return
		}
		at = k.postings[at].after
	}
}

// wantedKeys are those that the end of a link is looked up by; none where it is an id.
func (k *known) wantedKeys(s *schema.Schema, c *kb.Change) []uint64 {
	by, value, ok := isWanted(c.To)
	if !ok {
		return nil
	}
	kind, what := "name", kb.Words(value)
	if scheme, found := strings.CutPrefix(by, "identifiers/"); found {
		kind, what = "identifier", identifierKey(scheme, value)
	}
	var keys []uint64
	for _, t := range s.Kind(c.Kind).To {
		keys = append(keys, k.key(t.Path, kind, what))
	}
	return keys
}

// find replaces the end of a link that is named by something else with its id. It says what is wrong where that is
// nowhere, or where several have it.
func (p *plan) find(c *kb.Change) string {
	by, value, ok := isWanted(c.To)
	if !ok {
		return ""
	}
	var ids []string
	for _, key := range p.coming.wantedKeys(p.schema, c) {
		for _, k := range []*known{p.standing, p.coming} {
			k.chain(key, func(n int32) bool {
				if id := k.entries[n].id; !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
				return true
			})
		}
	}
	switch len(ids) {
	case 0:
		return fmt.Sprintf("there is no %s with the %s %q", p.schema.Kind(c.Kind).Field.Type, by, value)
	case 1:
		c.To = ids[0]
		return ""
	}
	return fmt.Sprintf("several have the %s %q: %s", by, value, strings.Join(ids, ", "))
}

func identifierKey(scheme, value string) string { return scheme + " " + value }

// traitsOf reads what an entity is known by. The body need not be valid.
func traitsOf(body map[string]any) traits {
	var t traits
	t.names = wordsOf(body["name"])
	for _, item := range listed(body["alternativeNames"]) {
		m, _ := item.(map[string]any)
		t.others = append(t.others, wordsOf(m["text"])...)
	}
	for _, item := range listed(body["identifiers"]) {
		m, _ := item.(map[string]any)
		scheme, _ := m["scheme"].(string)
		value, _ := m["value"].(string)
		if scheme != "" && value != "" {
			t.identifiers = append(t.identifiers, identifierKey(scheme, value))
		}
	}
	t.text = strings.Join(append(wordsOf(body["name"]), wordsOf(body["summary"])...), "")
	return t
}

// wordsOf are the texts of a value in all languages, as they are compared.
func wordsOf(value any) []string {
	switch value := value.(type) {
	case string:
		return nonEmpty(kb.Words(value))
	case map[string]any:
		var all []string
		for _, language := range kb.SortedKeys(value) {
			if text, ok := value[language].(string); ok && language != kb.OriginalKey {
				all = append(all, nonEmpty(kb.Words(text))...)
			}
		}
		return all
	}
	return nil
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
