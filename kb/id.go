package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// MaxSlug is how long the second part of an id may be: it stands in addresses and in file names.
const MaxSlug = 80

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// SplitID takes an id apart: practice/camim is practice and camim. Both are empty where it is no id.
func SplitID(id string) (path, slug string) {
	path, slug, ok := strings.Cut(id, "/")
	if !ok || len(slug) > MaxSlug || !slugForm.MatchString(slug) {
		return "", ""
	}
	return path, slug
}

// TypeOf is the entity type that an id names, or nil where the id is malformed.
func TypeOf(s *schema.Schema, id string) *schema.Type {
	path, _ := SplitID(id)
	return s.ByPath(path)
}

// LinkID is the id of a link: a hash of where it starts, its stored kind, where it ends and its qualifier.
func LinkID(from, kind, to, qualifier string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{from, kind, to, qualifier}, "\x00")))
	return hex.EncodeToString(sum[:12])
}
