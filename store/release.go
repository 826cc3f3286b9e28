package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// A release is a named change set. That it is one stands in the log, as the origin of a change set that changes nothing:
// so it is replayed, mirrored and dated like all else.

const releaseOrigin = "release:"

var releaseName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,39}$`)

// Releases are the releases, the newest first.
func (s *Store) Releases(ctx context.Context) ([]*kb.Release, error) {
	sets, err := s.changeSets(ctx, " WHERE origin LIKE ? ORDER BY sequence DESC", []any{releaseOrigin + "%"})
	if err != nil {
		return nil, err
	}
	all := []*kb.Release{}
	for _, set := range sets {
		name, at, _ := strings.Cut(strings.TrimPrefix(*set.Origin, releaseOrigin), "@")
		r := &kb.Release{Name: name, Date: set.Time, Message: set.Message}
		if _, err := fmt.Sscan(at, &r.Sequence); err != nil {
			continue // it only looks like one
		}
		if r.LogHash, err = s.HashAt(ctx, r.Sequence); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Release is a release by its name; nil where there is none.
func (s *Store) Release(ctx context.Context, name string) (*kb.Release, error) {
	all, err := s.Releases(ctx)
	for _, r := range all {
		if r.Name == name {
			return r, nil
		}
	}
	return nil, err
}

// Name names a change set as a release, of the last one where at is 0. One that is named so already stays as it is. The
// error is Conflict where the name is that of another change set.
func (s *Store) Name(ctx context.Context, name string, at int, cs kb.ChangeSet) (*kb.Release, error) {
	if !releaseName.MatchString(name) {
		return nil, kb.Errorf(kb.Invalid, "%q is no name of a release: write small letters, digits, dots and hyphens, such as 2026.1, at most 40", name)
	}
	known, err := s.Release(ctx, name)
	switch {
	case err != nil:
		return nil, err
	case known != nil && at != 0 && known.Sequence != at:
		return nil, kb.Errorf(kb.Conflict, "the release %s is of change set %d: choose another name for %d", name, known.Sequence, at)
	case known != nil:
		return known, nil
	}
	if at == 0 {
		at = int(s.Sequence())
	}
	if _, err := s.HashAt(ctx, at); err != nil {
		return nil, err
	}
	cs.Origin, cs.Key = fmt.Sprintf("%s%s@%d", releaseOrigin, name, at), releaseOrigin+name
	if cs.Message == "" {
		cs.Message = fmt.Sprintf("Release %s, of change set %d", name, at)
	}
	if _, err := s.Commit(ctx, cs); err != nil {
		return nil, err
	}
	return s.Release(ctx, name)
}
