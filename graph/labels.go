package graph

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/kb/schema"
	"github.com/praxis-kb/praxis/language"
)

// Labels answers what the values of enums are called; those of one enum, or of all that have labels.
func (r queryResolver) Labels(ctx context.Context, enum *string) ([]*kb.EnumLabel, error) {
	speaks := language.In(kb.LanguageOf(ctx))
	var all []*kb.EnumLabel
	for _, name := range r.enums() {
		if enum != nil && *enum != name {
			continue
		}
		for _, value := range r.valuesOf(name) {
			if label := speaks.Label(name, value); label != value {
				all = append(all, &kb.EnumLabel{Enum: name, Value: value, Label: label})
			}
		}
	}
	return all, nil
}

// entityType is the enum of the declared types, which is an enum in the contract only.
const entityType = "EntityType"

func (r *Resolver) enums() []string {
	return append([]string{entityType}, slices.Sorted(maps.Keys(r.schema.Enums))...)
}

func (r *Resolver) valuesOf(enum string) []string {
	if enum != entityType {
		return r.schema.Enums[enum]
	}
	var all []string
	for _, t := range r.schema.Entities {
		all = append(all, schema.EnumName(t.Name))
	}
	return all
}

// facetLabel is what a value of a facet is called: the name of what it is the id of, or the label of what it is.
func (r *Resolver) facetLabel(ctx context.Context, speaks *language.Language, facet, value string) (string, error) {
	switch facet {
	case "type":
		return speaks.Label(entityType, schema.EnumName(r.schema.ByPath(value).Name)), nil
	case "evidence":
		return speaks.Label("EvidenceMethod", value), nil
	case "status":
		return r.statusLabel(speaks, value), nil
	case "language":
		return speaks.NameOf(value), nil
	}
	if _, slug := kb.SplitID(value); slug == "" {
		return value, nil
	}
	e, err := r.store.Entity(ctx, value)
	if err != nil || e == nil {
		return value, err
	}
	name, _ := kb.NameOf(e).Best(kb.LanguageOf(ctx))
	return cmp.Or(name, value), nil
}

// statusLabel is the label of a status, whatever has it: the same word means the same in nearly all enums of a status.
func (r *Resolver) statusLabel(speaks *language.Language, value string) string {
	for _, t := range r.schema.Entities {
		f := t.Field("status")
		if f != nil && strings.HasSuffix(f.Type, "Status") && slices.Contains(r.schema.Enums[f.Type], value) {
			return speaks.Label(f.Type, value)
		}
	}
	return value
}
