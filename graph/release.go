package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/release"
)

func (r queryResolver) Releases(ctx context.Context) ([]*kb.Release, error) {
	all, err := r.store.Releases(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if err := release.Complete(r.store.Folder(), one); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r queryResolver) Release(ctx context.Context, name string) (*kb.Release, error) {
	one, err := r.store.Release(ctx, name)
	if one == nil || err != nil {
		return nil, err
	}
	return one, release.Complete(r.store.Folder(), one)
}
