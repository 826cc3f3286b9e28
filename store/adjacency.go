package store

import (
	"encoding/hex"
	"slices"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// adjacency is where a relation of an entity leads, in its own order. Of a hub it has the first page alone, with one
// more to tell that it goes on.
type adjacency struct {
	field *schema.Field
	ends  []neighbour
	turn  int64 // of the cache, where the relation leads through parts
	hub   bool  // it leads to more than is kept
}

// neighbour is a link as it is kept: what every link has, and apart what few carry.
type neighbour struct {
	key      int64 // of the entity at the other end
	position int
	carried  *carried
	id       [12]byte // of the link; none behind a part
	number   int32    // of the entity, where the list is in that order
	numbered bool
	kind     uint8 // among those of the relation
}

type carried struct {
	qualifier  string
	properties []byte
}

// pageKept is how much is kept of a list: the largest page, and one more.
const pageKept = kb.MaxPage + 1

func (a *adjacency) whole() bool { return len(a.ends) < pageKept }

func (a *adjacency) first(n int) []neighbour { return a.ends[:min(n, len(a.ends))] }

func weightOf(all []*adjacency) int {
	const adjacencyBytes, neighbourBytes, carriedBytes = 56, 56, 80
	bytes := 0
	for _, a := range all {
		bytes += adjacencyBytes + len(a.ends)*neighbourBytes
		for _, n := range a.ends {
			if n.carried != nil {
				bytes += carriedBytes + len(n.carried.properties)
			}
		}
	}
	return bytes
}

// link spells a neighbour out, as the link is seen from an entity.
func (a *adjacency) link(n *neighbour, from int64, into *kb.Link) {
	r := a.field.Relation
	kind := r.Kinds[n.kind]
	*into = kb.Link{ID: hex.EncodeToString(n.id[:]), Kind: kind.Enum(), Stored: kind.Stored, FromKey: from, ToKey: n.key, Position: n.position}
	if !r.Out {
		into.FromKey, into.ToKey = n.key, from
	}
	if n.carried != nil {
		into.Qualifier, into.Properties = n.carried.qualifier, n.carried.properties
	}
}

// append keeps what a list read of a link.
func (a *adjacency) append(r row) error {
	n := neighbour{key: r.key}
	if number, ok := r.values.Value.(int64); ok {
		n.number, n.numbered = int32(number), true
	}
	if l := r.link; l != nil {
		n.position = l.Position
		n.kind = uint8(slices.IndexFunc(a.field.Relation.Kinds, func(k *schema.Kind) bool { return k.Stored == l.Stored }))
		if l.Qualifier != "" || l.Properties != nil {
			n.carried = &carried{l.Qualifier, l.Properties}
		}
		if _, err := hex.Decode(n.id[:], []byte(l.ID)); err != nil {
			return err
		}
	}
	a.ends = append(a.ends, n)
	return nil
}
