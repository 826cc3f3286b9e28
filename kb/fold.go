package kb

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

var letters = strings.NewReplacer("ß", "ss", "œ", "oe", "æ", "ae", "ø", "o", "ł", "l", "đ", "d", "ς", "σ")

// folders take accents off. A chain keeps state and is costly to make, so that each is used again.
var folders = sync.Pool{New: func() any {
	return transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
}}

// Fold writes a text as it is compared: lower case, no accents, no distinction that a keyboard may lack.
func Fold(text string) string {
	text = strings.ToLower(text)
	if isASCII(text) {
		return text
	}
	chain := folders.Get().(transform.Transformer)
	defer folders.Put(chain)
	folded, _, err := transform.String(chain, text) // resets the chain first
	if err != nil {
		folded = text
	}
	return letters.Replace(folded)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Words writes the words of a text folded, each with one space before it and nothing between them.
func Words(text string) string {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return ""
	}
	return " " + strings.Join(words, " ")
}
