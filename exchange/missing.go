package exchange

import (
	"fmt"
	"maps"
	"slices"

	"github.com/praxis-kb/praxis/kb"
)

// missing are the entities that the collection brought, and no longer has. What people edited since stays. Where rows
// are refused it is not known what is missing.
func (p *plan) missing() ([]string, error) {
	if !p.im.ArchiveMissing {
		return nil, nil
	}
	if p.report.Refused > 0 {
		p.tell(Finding{Code: Left, Reason: "nothing is archived as missing while rows are refused"})
		return nil, nil
	}
	brought, err := p.store.Written(p.ctx, "import:"+p.im.Name)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(brought)) {
		if _, here := p.byID[id]; here {
			continue
		}
		e, err := p.store.Entity(p.ctx, id)
		if err != nil {
			return nil, err
		}
		if e == nil || e.Meta().ID != id || e.Meta().ArchivedAt != nil {
			continue
		}
		switch machine, err := p.asWrittenBy(id, e.Meta().Revision, machines...); {
		case err != nil:
			return nil, err
		case !machine:
			p.tell(Finding{ID: id, Code: Left, Reason: "the collection no longer has it, but people edited it"})
		default:
			ids = append(ids, id)
		}
	}
	p.tell(Finding{Code: Archives, Reason: fmt.Sprintf("%d that the collection brought and no longer has", len(ids))})
	p.report.Archived = len(ids)
	return ids, nil
}

// archive archives what is missing, in batches.
func (p *plan) archive(ids []string) error {
	for some := range slices.Chunk(ids, batchRows) {
		cs := kb.ChangeSet{Time: p.im.At, Author: p.im.Author, Message: "No longer in " + p.im.Name, Origin: p.origin}
		for _, id := range some {
			cs.Changes = append(cs.Changes, kb.Change{Op: kb.Archive, ID: id})
		}
		if _, err := p.store.Commit(p.ctx, cs); err != nil {
			return err
		}
	}
	return nil
}
