package kb

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"sort"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// OriginalKey is the member of a stored text that says which language it was written in.
const OriginalKey = "original"

// Text is a text in one or more languages, kept as it is stored: {"en":"…","nl":"…","original":"nl"}. It is read where it
// is asked for, since most of what is loaded never is, and takes no more memory than it has letters.
type Text struct{ stored string }

// NewText is a text of what is said in each language, and the language it was written in.
func NewText(original string, in map[string]string) Text {
	members := map[string]string{OriginalKey: original}
	maps.Copy(members, in)
	stored, _ := Canonical(members) // texts by text are always JSON
	return Text{string(stored)}
}

// Original is the language that the text was written in.
func (t Text) Original() string {
	original, _ := t.in(OriginalKey)
	return original
}

// Best is the text in the wanted language, in its base language (fr for fr-BE), or in the original one, and the
// language it is in.
func (t Text) Best(want string) (text, language string) {
	if want != "" && want != OriginalKey {
		base, _, _ := strings.Cut(want, "-")
		for _, l := range []string{want, base} {
			if text, ok := t.in(l); ok {
				return text, l
			}
		}
	}
	original := t.Original()
	if text, ok := t.in(original); ok && original != "" {
		return text, original
	}
	return "", ""
}

func (t Text) in(language string) (said string, ok bool) {
	t.each(func(name, literal string) bool {
		if ok = name == language; ok {
			said = unquote(literal)
		}
		return !ok
	})
	return said, ok
}

// String is the text as it was written.
func (t Text) String() string {
	text, _ := t.Best("")
	return text
}

// Languages are those the text exists in, the original first.
func (t Text) Languages() []string {
	all, original := []string{}, t.Original()
	t.each(func(name, _ string) bool {
		if name != OriginalKey {
			all = append(all, name)
		}
		return true
	})
	sort.Slice(all, func(i, j int) bool {
		if (all[i] == original) != (all[j] == original) {
			return all[i] == original
		}
		return all[i] < all[j]
	})
	return all
}

// each visits the members of the stored form until visit says no: the name, and the value in quotes. It is false where
// they are not texts by name.
func (t Text) each(visit func(name, literal string) bool) bool {
	for rest, first := t.stored, byte('{'); ; first = ',' {
		if rest == "" || rest[0] != first {
			return rest == "}"
		}
		name, after := literal(rest[1:])
		value, left := "", ""
		if name != "" && strings.HasPrefix(after, ":") {
			value, left = literal(after[1:])
		}
		if value == "" {
			return t.stored == "{}"
		}
		if rest = left; !visit(unquote(name), value) {
			return true
		}
	}
}

// literal cuts off the JSON string that a valid text begins with; it is empty where the text begins otherwise.
func literal(text string) (literal, rest string) {
	if text == "" || text[0] != '"' {
		return "", text
	}
	for end := 1; ; end++ {
		n := strings.IndexByte(text[end:], '"')
		if n < 0 {
			return "", text
		}
		end += n
		before := end - 1
		for text[before] == '\\' {
			before--
		}
		if (end-before)%2 == 1 { // an even number of backslashes escape each other, and not the quote
			return text[:end+1], text[end+1:]
		}
	}
}

// unquote is what a JSON string says: most have nothing that is escaped, and are a part of what they stand in.
func unquote(literal string) string {
	inner := literal[1 : len(literal)-1]
	if strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	plain, _ := jsontext.AppendUnquote(nil, literal) // it was read as JSON
	return string(plain)
}

// UnmarshalJSONFrom reads the stored form.
func (t *Text) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	value, err := from.ReadValue()
	if err != nil {
		return err
	}
	*t = Text{string(value)}
	if anything := func(string, string) bool { return true }; !t.each(anything) {
		canonical := value.Clone() // others may write it with spaces
		if err := canonical.Canonicalize(); err != nil {
			return err
		}
		if *t = (Text{string(canonical)}); !t.each(anything) {
			return errNoText
		}
	}
	return nil
}

var errNoText = errors.New("a text is an object of texts by language")

// MarshalJSON writes the stored form.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.stored == "" {
		return []byte(`{"original":""}`), nil
	}
	return []byte(t.stored), nil
}

// MarshalGQLContext answers the text in the language of the operation.
func (t Text) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	text, _ := t.Best(LanguageOf(ctx))
	graphql.MarshalString(text).MarshalGQL(w)
	return nil
}

// UnmarshalGQLContext refuses: texts come in through change sets.
func (t *Text) UnmarshalGQLContext(context.Context, any) error {
	return errors.New("a text cannot be given as an argument")
}

// LanguageTag writes a tag as it is stored: the language in small letters, FR-BE is fr-BE.
func LanguageTag(tag string) string {
	language, rest, found := strings.Cut(tag, "-")
	if !found {
		return strings.ToLower(language)
	}
	return strings.ToLower(language) + "-" + rest
}

type languageKey struct{}

// WithLanguage makes texts answer in a language where they exist in it.
func WithLanguage(ctx context.Context, language string) context.Context {
	return context.WithValue(ctx, languageKey{}, language)
}

// LanguageOf is the language that texts are wanted in; empty is the original.
func LanguageOf(ctx context.Context) string {
	language, _ := ctx.Value(languageKey{}).(string)
	return language
}

// JSON is any JSON value, as it is.
type JSON []byte

// MarshalGQL writes the value.
func (j JSON) MarshalGQL(w io.Writer) {
	if len(j) == 0 {
		j = JSON("null")
	}
	w.Write(j)
}

// UnmarshalGQL refuses: no argument is of this type.
func (j *JSON) UnmarshalGQL(any) error { return errors.New("JSON cannot be given as an argument") }

// Canonical writes a value the one way: sorted keys, no space. The same value gives the same bytes.
func Canonical(v any) ([]byte, error) {
	return json.Marshal(v, json.Deterministic(true), jsontext.EscapeForHTML(false))
}

// Decode reads a stored body. It is the one place that chooses the decoder. No name is looked for twice in an object, which
// takes a third of the time: what is stored was written by Canonical.
func Decode(body []byte, into any) error {
	return json.Unmarshal(body, into, jsontext.AllowDuplicateNames(true))
}

// same tells whether two JSON values are the same, both being canonical.
func same(a, b []byte) bool { return bytes.Equal(a, b) }
