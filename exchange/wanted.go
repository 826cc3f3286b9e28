package exchange

import "strings"

// wantedMark begins the end of a link that is named by something else than its id, until it is found.
const wantedMark = "\x00"

// wanted writes an end that is looked up by name or by identifiers/SCHEME; without either it is an id.
func wanted(by, value string) string {
	if by == "" {
		return value
	}
	return wantedMark + by + wantedMark + value
}

// isWanted takes such an end apart.
func isWanted(to string) (by, value string, ok bool) {
	to, ok = strings.CutPrefix(to, wantedMark)
	by, value, _ = strings.Cut(to, wantedMark)
	return by, value, ok
}
