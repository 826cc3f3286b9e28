// Package language says what praxis says by itself, in nine languages: labels, sentences, counts, numbers and the names of
// languages. The texts of the corpus are none of its business. en.yaml holds English, pages.en.yaml what the pages say in
// it, and another room of the house has a file of its own beside them. The sections of a file are the parts of a key, so
// that enum.PracticeStatus.RUNNING is found under enum, PracticeStatus.
package language

import (
	"cmp"
	"embed"
	"io/fs"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	bcp47 "golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Tags are the languages, English first: it speaks where nobody asks for another.
var Tags = []string{"en", "fr", "nl", "it", "es", "el", "lv", "sv", "de"}

//go:embed *.yaml
var files embed.FS

// Language speaks one language. It may be shared.
type Language struct {
	Tag     string
	texts   *i18n.Localizer
	numbers *message.Printer
	names   display.Namer
	regions display.Namer
}

// In is the language for a tag: fr for fr-BE, and English for what is not spoken.
func In(tag string) *Language {
	base, _, _ := strings.Cut(tag, "-")
	if l := spoken()[strings.ToLower(base)]; l != nil {
		return l
	}
	return spoken()[Tags[0]]
}

// filesOf are the files of a language.
func filesOf(tag string) []string {
	parts, err := fs.Glob(files, "*."+tag+".yaml")
	if err != nil {
		panic(err) // the pattern is ours
	}
	return append(parts, tag+".yaml")
}

// spoken reads the files once. They lie within the program: one that cannot be read is a fault of the build.
var spoken = sync.OnceValue(func() map[string]*Language {
	bundle := i18n.NewBundle(bcp47.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	all := map[string]*Language{}
	for _, name := range Tags {
		for _, file := range filesOf(name) {
			if _, err := bundle.LoadMessageFileFS(files, file); err != nil {
				panic(err)
			}
		}
		tag := bcp47.MustParse(name)
		all[name] = &Language{
			Tag: name, texts: i18n.NewLocalizer(bundle, name), numbers: message.NewPrinter(tag), names: display.Languages(tag), regions: display.Regions(tag),
		}
	}
	return all
})

// Say is the text of a key, with what it is filled with; the key itself where there is none.
func (l *Language) Say(key string, with map[string]string) string {
	return l.text(key, &i18n.LocalizeConfig{MessageID: key, TemplateData: with})
}

// Count is the text of a key for a number of things, in the plural form that the language wants: 1 inhabitant.
func (l *Language) Count(key string, n int) string {
	with := map[string]string{"Count": l.Number(n)}
	return l.text(key, &i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: with})
}

func (l *Language) text(key string, config *i18n.LocalizeConfig) string {
	if text, err := l.texts.Localize(config); err == nil || text != "" {
		return text
	}
	return key
}

// Label is what a value of an enum is called; the value itself where it has no label.
func (l *Language) Label(enum, value string) string {
	key := "enum." + enum + "." + value
	if label := l.Say(key, nil); label != key {
		return label
	}
	return value
}

// Number writes a whole number: 12,500 or 12.500 or 12 500.
func (l *Language) Number(n int) string { return l.numbers.Sprint(number.Decimal(n)) }

// Percent writes a share of a hundred, with one digit after the point at the most.
func (l *Language) Percent(share float64) string {
	return l.numbers.Sprint(number.Percent(share/100, number.MaxFractionDigits(1)))
}

// NameOf is what a language is called; its tag where it is unknown.
func (l *Language) NameOf(tag string) string {
	parsed, err := bcp47.Parse(tag)
	if _, sure := parsed.Base(); err != nil || sure == bcp47.No {
		return tag
	}
	return cmp.Or(l.names.Name(parsed), tag)
}

// CountryName is what a country is called, by its code of two letters; the code where it is unknown.
func (l *Language) CountryName(code string) string {
	region, err := bcp47.ParseRegion(code)
	if err != nil {
		return code
	}
	return cmp.Or(l.regions.Name(region), code)
}

// accepts chooses among the languages as browsers ask for them.
var accepts = sync.OnceValue(func() bcp47.Matcher {
	var tags []bcp47.Tag
	for _, name := range Tags {
		tags = append(tags, bcp47.MustParse(name))
	}
	return bcp47.NewMatcher(tags)
})

// Accepted is the language that fits an Accept-Language header best; English where none does.
func Accepted(header string) string {
	_, index := bcp47.MatchStrings(accepts(), header)
	return Tags[index]
}
