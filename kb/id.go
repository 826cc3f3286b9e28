package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/praxis-kb/praxis/kb/schema"
)

// MaxSlug is how long the second part of an id may be: it stands in addresses and in file names.
const MaxSlug = 80

// SplitID takes an id apart: practice/camim is practice and camim. Both are empty where it is no id.
func SplitID(id string) (path, slug string) {
	path, slug, ok := strings.Cut(id, "/")
	if !ok || !isSlug(slug) {
		return "", ""
	}
	return path, slug
}

// isSlug tells whether a text is of small letters and digits, in parts with one hyphen between them. It is asked of each
// id of each change, many times, which a regular expression is too slow for.
func isSlug(slug string) bool {
	hyphen := true // none may stand at the beginning
	for i := range len(slug) {
		c := slug[i]
		if c == '-' && hyphen || c != '-' && !('a' <= c && c <= 'z' || '0' <= c && c <= '9') {
			return false
		}
		hyphen = c == '-'
	}
	return !hyphen && len(slug) <= MaxSlug
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
