package kb

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"sort"
	"strings"
	"unique"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// OriginalKey is the member of a stored text that says which language it was written in.
const OriginalKey = "original"

// Text is a text in one or more languages.
type Text struct {
	Original string // the language it was written in
	In       []Said // sorted by language; a map would take more memory than most texts
}

// Said is a text in one language.
type Said struct{ Language, Text string }

// Best is the text in the wanted language, in its base language (fr for fr-BE), or in the original one, and the
// language it is in.
func (t Text) Best(want string) (text, language string) {
	if want != "" {
		base, _, _ := strings.Cut(want, "-")
		for _, l := range []string{want, base} {
			if text, ok := t.in(l); ok {
				return text, l
			}
		}
	}
	if text, ok := t.in(t.Original); ok {
		return text, t.Original
	}
	return "", ""
}

func (t Text) in(language string) (string, bool) {
	for i := range t.In {
		if t.In[i].Language == language {
			return t.In[i].Text, true
		}
	}
	return "", false
}

// String is the text as it was written.
func (t Text) String() string {
	text, _ := t.Best("")
	return text
}

// Languages are those the text exists in, the original first.
func (t Text) Languages() []string {
	all := make([]string, 0, len(t.In))
	for _, s := range t.In {
		all = append(all, s.Language)
	}
	sort.Slice(all, func(i, j int) bool {
		if (all[i] == t.Original) != (all[j] == t.Original) {
			return all[i] == t.Original
		}
		return all[i] < all[j]
	})
	return all
}

// UnmarshalJSONFrom reads the stored form: {"original": "nl", "nl": "…", "en": "…"}.
func (t *Text) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	*t = Text{}
	if open, err := from.ReadToken(); err != nil || open.Kind() != '{' {
		return cmp.Or(err, errNoText)
	}
	for from.PeekKind() == '"' {
		language, err := from.ReadToken()
		if err != nil {
			return err
		}
		said := Said{Language: unique.Make(language.String()).Value()} // there are few languages and many texts
		text, err := from.ReadToken()
		if err != nil || text.Kind() != '"' {
			return cmp.Or(err, errNoText)
		}
		if said.Text = text.String(); said.Language == OriginalKey {
			t.Original = unique.Make(said.Text).Value()
			continue
		}
		t.In = append(t.In, said)
	}
	slices.SortFunc(t.In, func(a, b Said) int { return strings.Compare(a.Language, b.Language) })
	_, err := from.ReadToken()
	return err
}

var errNoText = errors.New("a text is an object of texts by language")

// MarshalJSON writes the stored form.
func (t Text) MarshalJSON() ([]byte, error) {
	m := map[string]string{OriginalKey: t.Original}
	for _, s := range t.In {
		m[s.Language] = s.Text
	}
	return json.Marshal(m, json.Deterministic(true))
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

// Decode reads a stored body. It is the one place that chooses the decoder.
func Decode(body []byte, into any) error { return json.Unmarshal(body, into) }

// same tells whether two JSON values are the same, both being canonical.
func same(a, b []byte) bool { return bytes.Equal(a, b) }
