package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
)

// input is an entity in the form of its input: what reader reads, the other way round.
func (r *Resolver) input(ctx context.Context, e kb.Entity) (kb.JSON, error) {
	body, err := r.store.Body(ctx, e)
	if err != nil {
		return nil, err
	}
	links, err := r.store.Starting(ctx, e)
	if err != nil {
		return nil, err
	}
	t := r.schema.ByPath(e.Meta().Type)
	in := r.asInput(t, body)
	for _, f := range t.Fields {
		if f.Relation == nil || !f.Relation.Out || len(f.Relation.Through) > 0 {
			continue
		}
		for _, l := range links {
			if l.Kind == f.Relation.Kinds[0].Stored {
				r.asEnd(in, f, l)
			}
		}
	}
	text, err := kb.Canonical(in)
	return kb.JSON(text), err
}

// asInput are the fields of a body that are written, and of the values in it.
func (r *Resolver) asInput(t *schema.Type, body map[string]any) map[string]any {
	in := map[string]any{}
	for _, f := range t.Fields {
		if value, ok := body[f.Name]; ok && !f.Computed {
			in[f.Name] = r.asValue(f, value)
		}
	}
	return in
}

func (r *Resolver) asValue(f *schema.Field, value any) any {
	switch v := value.(type) {
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = r.asValue(f, item)
		}
		return list
	case map[string]any:
		if f.Localized {
			return asText(v)
		}
		if t := r.schema.Types[f.Type]; t != nil {
			return r.asInput(t, v)
		}
	}
	return value
}

// asText is a stored text as a TextInput.
func asText(stored map[string]any) map[string]any {
	original := stored[kb.OriginalKey]
	in := map[string]any{"language": original}
	var translations []any
	for _, language := range kb.SortedKeys(stored) {
		switch {
		case language == kb.OriginalKey:
		case language == original:
			in["text"] = stored[language]
		default:
			translations = append(translations, map[string]any{"language": language, "text": stored[language]})
		}
	}
	if len(translations) > 0 {
		in["translations"] = translations
	}
	return in
}

// asEnd puts a link where the field that writes it has its ends.
func (r *Resolver) asEnd(in map[string]any, f *schema.Field, l kb.Change) {
	end := map[string]any{}
	if f.Relation.Properties != nil {
		end = r.asInput(f.Relation.Properties, l.Properties)
	}
	end["to"] = l.To
	if len(l.Citations) > 0 {
		end["citations"] = r.asValue(citationsField, l.Citations)
	}
	if !f.List {
		in[f.Name] = end
		return
	}
	list, _ := in[f.Name].([]any)
	in[f.Name] = append(list, end)
}

// citationsField is the list of citations of a link, which the declaration does not name.
var citationsField = &schema.Field{Type: "Citation", List: true}
