package main

import (
	_ "embed"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/99designs/gqlgen/plugin/modelgen"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/praxis-kb/praxis/kb/schema"
)

const kbPackage = "github.com/praxis-kb/praxis/kb"

//go:embed entities.gotpl
var entitiesTemplate string

//go:embed links.gotpl
var linksTemplate string

//go:embed fields.gotpl
var fieldsTemplate string

// asked are the types that are asked, and have no part in the store.
var asked = map[string]bool{"Query": true, "Mutation": true, "Subscription": true}

// derive is the gqlgen plugin that tells it what the declaration says.
type derive struct{ s *schema.Schema }

func (derive) Name() string { return "derive" }

// MutateConfig runs before the models are generated.
func (d *derive) MutateConfig(cfg *config.Config) error {
	for name := range cfg.Schema.Directives {
		directive := cfg.Directives[name]
		directive.SkipRuntime = true
		cfg.Directives[name] = directive
	}
	for name, def := range cfg.Schema.Types {
		switch {
		case def.Kind == ast.InputObject:
			cfg.Models.Add(name, "map[string]interface{}")
		case def.Kind == ast.Union:
			cfg.Models.Add(name, kbPackage+".Entity")
		case strings.HasSuffix(name, "Connection") && d.s.Types[name] == nil:
			embed(cfg, name, kbPackage+".Page")
		case strings.HasSuffix(name, "Edge"):
			for _, f := range def.Fields {
				if p := d.edgeField(name, f.Name); p != nil {
					setField(cfg, name, f.Name, d.fieldType(p))
				}
			}
		case d.s.Types[name] != nil && !asked[name]:
			d.mutateType(cfg, d.s.Types[name])
		}
		if def.Kind == ast.Object {
			mutateCursors(cfg, def)
		}
	}
	return nil
}

// mutateCursors makes cursors what is written only where it is asked for.
func mutateCursors(cfg *config.Config, def *ast.Definition) {
	for _, name := range []string{"cursor", "startCursor", "endCursor"} {
		if f := def.Fields.ForName(name); f != nil {
			pointer := map[bool]string{false: "*"}[f.Type.NonNull]
			setField(cfg, def.Name, name, config.TypeMapField{Type: pointer + kbPackage + ".Cursor"})
		}
	}
}

func (d *derive) mutateType(cfg *config.Config, t *schema.Type) {
	if t.Entity {
		embed(cfg, t.Name, kbPackage+".Stored")
	}
	if t.Name == "SearchConnection" {
		embed(cfg, t.Name, kbPackage+".Page")
		embed(cfg, t.Name, kbPackage+".Facets")
	}
	for _, f := range t.Fields {
		field := d.fieldType(f)
		field.Resolver = f.Relation != nil || f.Reference || f.Connection || f.Derived && !f.Computed ||
			len(f.Ast.Arguments) > 0
		setField(cfg, t.Name, f.Name, field)
		if f.Reference {
			addExtra(cfg, t.Name, templates.ToGo(f.Name)+"ID", f.Name)
		}
	}
}

func (d *derive) fieldType(f *schema.Field) config.TypeMapField {
	switch {
	case f.Localized && f.NonNull:
		return config.TypeMapField{Type: kbPackage + ".Text"}
	case f.Localized:
		return config.TypeMapField{Type: "*" + kbPackage + ".Text"}
	}
	return config.TypeMapField{}
}

// edgeField is the property of a link that stands on an edge, where the edge carries any.
func (d *derive) edgeField(edge, field string) *schema.Field {
	for _, t := range d.s.Types {
		if t.Properties && strings.HasSuffix(edge, t.Name+"Edge") {
			return t.Field(field)
		}
	}
	return nil
}

func setField(cfg *config.Config, typ, name string, field config.TypeMapField) {
	entry := cfg.Models[typ]
	if entry.Fields == nil {
		entry.Fields = map[string]config.TypeMapField{}
	}
	entry.Fields[name] = field
	cfg.Models[typ] = entry
}

func embed(cfg *config.Config, typ, what string) {
	entry := cfg.Models[typ]
	entry.EmbedExtraFields = append(entry.EmbedExtraFields, config.ModelExtraField{Type: what, OverrideTags: `json:"-"`})
	cfg.Models[typ] = entry
}

func addExtra(cfg *config.Config, typ, name, tag string) {
	entry := cfg.Models[typ]
	if entry.ExtraFields == nil {
		entry.ExtraFields = map[string]config.ModelExtraField{}
	}
	entry.ExtraFields[name] = config.ModelExtraField{Type: "string", OverrideTags: `json:"` + tag + `"`}
	cfg.Models[typ] = entry
}

// keepField leaves out of the structs what stands elsewhere: the stamps of an entity are in kb.Stored, the nodes and
// the count of a connection are methods.
func keepField(s *schema.Schema) modelgen.FieldMutateHook {
	return func(def *ast.Definition, field *ast.FieldDefinition, f *modelgen.Field) (*modelgen.Field, error) {
		t := s.Types[def.Name]
		switch {
		case t != nil && t.Entity && t.Field(field.Name).Stamp:
			return nil, nil
		case strings.HasSuffix(def.Name, "Connection") && (field.Name == "nodes" || field.Name == "totalCount"):
			return nil, nil
		}
		return f, nil
	}
}

// GenerateCode writes the resolvers of links and how fields are called, after gqlgen knows the Go types.
func (d *derive) GenerateCode(data *codegen.Data) error {
	v := &view{s: d.s, Data: data, schema: data.Schema}
	if err := render("graph/links_gen.go", "graph", linksTemplate, v, data.Config); err != nil {
		return err
	}
	return render("graph/generated/fields_gen.go", "generated", fieldsTemplate, v, data.Config)
}

// entities is the gqlgen plugin that writes what belongs to the models but is no field of theirs. It runs after the
// models are generated and before gqlgen looks at their methods.
type entities struct{ s *schema.Schema }

func (entities) Name() string { return "entities" }

// MutateConfig writes kb/entities_gen.go.
func (e *entities) MutateConfig(cfg *config.Config) error {
	if err := render("kb/entities_gen.go", "kb", entitiesTemplate, &view{s: e.s, schema: cfg.Schema}, cfg); err != nil {
		return err
	}
	cfg.ReloadAllPackages()
	return nil
}

func render(file, pkg, template string, view *view, cfg *config.Config) error {
	return templates.Render(templates.Options{
		PackageName: pkg, Filename: file, Template: template, Data: view,
		GeneratedHeader: true, Packages: cfg.Packages,
	})
}
