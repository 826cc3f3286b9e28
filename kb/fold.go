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
	if folded, ok := foldByLetter(text); ok {
		return folded
	}
	return foldSlowly(text)
}

// foldByLetter folds a text all of whose letters fold each by itself, as those of European languages do.
func foldByLetter(text string) (string, bool) {
	at := 0
	for at < len(text) && text[at] < utf8.RuneSelf && !('A' <= text[at] && text[at] <= 'Z') {
		at++
	}
	if at == len(text) {
		return text, true // most words are folded already
	}
	var b strings.Builder
	b.Grow(len(text) + utf8.UTFMax)
	b.WriteString(text[:at])
	for _, r := range text[at:] {
		switch {
		case 'A' <= r && r <= 'Z':
			b.WriteByte(byte(r) + 'a' - 'A')
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r < cyrillicEnd:
			b.WriteString(foldedLetters()[r])
		default:
			return "", false
		}
	}
	return b.String(), true
}

// cyrillicEnd is where the Latin, Greek and Cyrillic letters end, and the marks that are set over them.
const cyrillicEnd = 0x0530

// foldedLetters are the letters before cyrillicEnd, each folded.
var foldedLetters = sync.OnceValue(func() *[cyrillicEnd]string {
	var all [cyrillicEnd]string
	for r := range rune(cyrillicEnd) {
		all[r] = foldSlowly(string(r))
	}
	return &all
})

func foldSlowly(text string) string {
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
