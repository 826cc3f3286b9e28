package kb

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/praxis-kb/praxis/kb/schema"
)

// MaxText bounds a text that the declaration gives no bound.
const MaxText = 4_000

var (
	decimalForm  = regexp.MustCompile(`^-?\d{1,30}(\.\d{1,30})?$`)
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

// scalar checks a single plain value by its type.
func (v *validator) scalar(path string, f *schema.Field, value any) any {
	switch f.Type {
	case "Int":
		return v.integer(path, f, value)
	case "Float":
		if n, ok := toFloat(value); ok && !math.IsNaN(n) && !math.IsInf(n, 0) {
			v.inRange(path, f, n)
			return n
		}
		v.wrong(path, "%v is no number", value)
		return nil
	case "Boolean":
		if _, ok := value.(bool); !ok {
			v.wrong(path, "%v is neither true nor false", value)
		}
		return value
	}
	text, ok := value.(string)
	if !ok {
		v.wrong(path, "%v must be written as a text, in quotes", value)
		return nil
	}
	if fault := faultOfText(text); fault != "" {
		v.wrong(path, "%q %s", text, fault)
		return nil
	}
	if values, isEnum := v.s.Enums[f.Type]; isEnum {
		if !slices.Contains(values, text) {
			v.wrong(path, "%q is none of %s", text, strings.Join(values, ", "))
		}
		return text
	}
	if fault := faultOf(f.Type, text); fault != "" {
		v.wrong(path, "%q %s", text, fault)
	}
	if !f.List && f.Max != nil {
		v.within(path, f, len([]rune(text)), "characters")
	} else if len(text) > MaxText {
		v.wrong(path, "it is longer than %d bytes", MaxText)
	}
	return text
}

// faultOf says what is wrong with a text of a scalar type, or nothing.
func faultOf(scalar, text string) string {
	switch scalar {
	case "LanguageTag":
		if !languageForm.MatchString(text) {
			return "is no language tag such as en or fr"
		}
	case "PartialDate":
		if _, _, err := DateSpan(text); err != nil {
			return "is no date: write 2021, 2021-05 or 2021-05-03"
		}
	case "Decimal":
		if !decimalForm.MatchString(text) {
			return `is no decimal number such as "4491676.15"`
		}
	case "Currency":
		if !currencyForm.MatchString(text) {
			return "is no currency code of three capital letters"
		}
	case "URL":
		if u, err := url.Parse(text); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return "is no address with http:// or https://"
		}
	}
	return ""
}

func (v *validator) integer(path string, f *schema.Field, value any) any {
	n, ok := toFloat(value)
	if !ok || n != math.Trunc(n) || math.Abs(n) > math.MaxInt32 {
		v.wrong(path, "%v is no whole number", value)
		return nil
	}
	v.inRange(path, f, n)
	return int64(n)
}

func (v *validator) inRange(path string, f *schema.Field, n float64) {
	if f.Min != nil && n < float64(*f.Min) || f.Max != nil && n > float64(*f.Max) {
		v.wrong(path, "%v is out of range", n)
	}
}

// faultOfText says what no text may have: bytes that are no UTF-8, signs that cannot be seen, and nothing but space.
func faultOfText(text string) string {
	switch {
	case !utf8.ValidString(text):
		return "is not written in UTF-8"
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }):
		return "has a control character"
	case !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }):
		return "is empty"
	}
	return ""
}

// FaultOfProse says what is wrong with what somebody says of a change, such as a message, or nothing.
func FaultOfProse(text string, max int) string {
	if fault := faultOfText(text); fault != "" {
		return fault
	}
	if n := len([]rune(text)); n > max {
		return fmt.Sprintf("has %d characters", n)
	}
	return ""
}

func toFloat(value any) (float64, bool) {
	switch n := value.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// DateSpan is the first and the last day that a partial date may mean: 2021-05 is 2021-05-01 and 2021-05-31.
func DateSpan(date string) (first, last string, err error) {
	layouts := map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}
	layout, ok := layouts[len(date)]
	if !ok {
		return "", "", fmt.Errorf("%q is no date", date)
	}
	from, err := time.Parse(layout, date)
	if err != nil {
		return "", "", fmt.Errorf("%q is no date", date)
	}
	until := from
	switch len(date) {
	case 4:
		until = from.AddDate(1, 0, -1)
	case 7:
		until = from.AddDate(0, 1, -1)
	}
	return from.Format(time.DateOnly), until.Format(time.DateOnly), nil
}
