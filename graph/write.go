package graph

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/praxis-kb/praxis/kb"
)

// leaf writes a scalar as gqlgen does; false is none, such as a moment that never was.
func (x *run) leaf(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String: // enums too
		x.text(v.String())
	case reflect.Int:
		x.out = strconv.AppendInt(x.out, v.Int(), 10)
	case reflect.Bool:
		x.out = strconv.AppendBool(x.out, v.Bool())
	case reflect.Float64:
		x.out = strconv.AppendFloat(x.out, v.Float(), 'g', -1, 64)
		return !math.IsNaN(v.Float()) && !math.IsInf(v.Float(), 0)
	default:
		if !v.CanAddr() { // as a resolver answered it
			held := reflect.New(v.Type()).Elem()
			held.Set(v)
			v = held
		}
		return x.own(v.Addr().Interface())
	}
	return true
}

// own writes the scalars that are types of their own in Go.
func (x *run) own(value any) bool {
	switch value := value.(type) {
	case *kb.Text:
		text, _ := value.Best(x.language)
		x.text(text)
	case *kb.Cursor:
		x.text(value.String())
	case *time.Time:
		if value.IsZero() {
			return false
		}
		x.out = append(value.AppendFormat(append(x.out, '"'), time.RFC3339Nano), '"')
	case *kb.JSON:
		if len(*value) == 0 {
			return false
		}
		x.out = append(x.out, *value...)
	default:
		panic(fmt.Errorf("a %T cannot be written", value))
	}
	return true
}

// text writes a text in quotes. What is no UTF-8 is replaced.
func (x *run) text(s string) { x.out, _ = jsontext.AppendQuote(x.out, s) }
