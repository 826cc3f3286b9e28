// Package schema reads the declaration, schema.graphqls, once and for all: the types, what each of their fields
// may hold, and which links join them. Validation, storage, the API and the pages ask it and nothing else.
package schema

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Version numbers the shape of stored bodies. It rises when a body written before can no longer be read as it
// stands; an upcaster in kb then brings older bodies up to date.
const Version = 1

// Schema is the declaration, read.
type Schema struct {
	Types    map[string]*Type // by name: entities, values and properties of links
	Entities []*Type          // in the order of the declaration
	Kinds    []*Kind          // every kind of link, in the order of the declaration
	Enums    map[string][]string
	Prefixes []Prefix // of the vocabularies that RDF names, in the order of the declaration
	Ast      *ast.Schema

	byPath map[string]*Type
	byKind map[string]*Kind
	values map[string]RDF // of enums and their values, by IRI
}

// Type is a declared object type.
type Type struct {
	Name        string // MentoringScheme
	Path        string // mentoring-scheme, the first part of its ids
	Plural      string // mentoringSchemes, the name of its list
	Description string
	Entity      bool
	Properties  bool // it stands on the edges of links
	Fields      []*Field
	Unions      []string // that it is a member of
	Places      bool     // a value in it names what a field of its links must lead to
	RDF         RDF

	byName map[string]*Field
}

// Field is a declared field of a type.
type Field struct {
	Name, Description string
	Type              string // the named type, lists and ! taken off
	List, NonNull     bool
	Localized         bool
	Search            float64 // weight; 0 is not searched
	Facet             bool
	Cited             bool
	Stamp             bool // kept beside the body: id, slug, revision and times
	Derived           bool // never written by hand
	Computed          bool // derived when written, and kept with the body
	Reference         bool
	Among             string // the field of links that must lead to what is referred to; empty where none must
	Qualifier         bool
	Connection        bool
	Root              bool // it is asked of Query, Mutation or Subscription
	Min, Max          *int // of characters, items or the number
	Relation          *Relation
	RDF               RDF
	Ast               *ast.FieldDefinition
}

// Relation is how a field reads links.
type Relation struct {
	Out        bool
	Properties *Type   // nil where the link carries none
	Ends       []*Type // what may stand at the other end
	Kinds      []*Kind // the stored kinds it reads; one for OUT, one for each starting type for IN
	Through    []*Kind // further kinds that lead from a part to its whole
	Tree       bool    // no cycle may arise
	Below      bool    // a filter by one includes all below it
	Hub        bool    // path and neighbourhood leave it out unless named
}

// Kind is a kind of link from one type.
type Kind struct {
	Name   string // partOf, as the API calls it
	Stored string // territory.partOf, as it is stored: a kind is tied to where it starts
	From   *Type
	To     []*Type
	Field  *Field // where it is declared

	enum string
}

// Read reads a declaration. The error names the line or the field that is wrong.
func Read(declaration string) (*Schema, error) {
	doc, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: declaration})
	if err != nil {
		return nil, fmt.Errorf("read the declaration: %w", err)
	}
	s := &Schema{
		Types: map[string]*Type{}, Enums: map[string][]string{}, Ast: doc,
		byPath: map[string]*Type{}, byKind: map[string]*Kind{},
	}
	for _, def := range s.Definitions() {
		s.add(def)
	}
	for _, t := range s.Entities {
		s.shareEntityFields(t)
	}
	for _, def := range doc.Types {
		for _, member := range def.Types {
			if t := s.Types[member]; t != nil {
				t.Unions = append(t.Unions, def.Name)
			}
		}
	}
	if err := s.readRelations(); err != nil {
		return nil, err
	}
	if err := s.readRDF(); err != nil {
		return nil, err
	}
	return s, s.readPlaces()
}

// MustRead is Read for the declaration that is built in.
func MustRead(declaration string) *Schema {
	s, err := Read(declaration)
	if err != nil {
		panic(err)
	}
	return s
}

// Type is the type of that name, or nil.
func (s *Schema) Type(name string) *Type { return s.Types[name] }

// ByPath is the entity type whose ids begin with path, or nil.
func (s *Schema) ByPath(path string) *Type { return s.byPath[path] }

// Kind is the kind of link as it is stored, or nil.
func (s *Schema) Kind(stored string) *Kind { return s.byKind[stored] }

// KindsNamed are the kinds that the API calls so, one for each starting type.
func (s *Schema) KindsNamed(name string) []*Kind {
	var kinds []*Kind
	for _, k := range s.Kinds {
		if k.Name == name {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Field is the field of that name, or nil.
func (t *Type) Field(name string) *Field { return t.byName[name] }

// Accepts tells whether a link of this kind may end at the type.
func (k *Kind) Accepts(t *Type) bool { return slices.Contains(k.To, t) }

// Enum is the kind as a GraphQL enum value: partOf is PART_OF.
func (k *Kind) Enum() string { return k.enum }

// EnumName writes a camel-case word as a GraphQL enum value.
func EnumName(word string) string { return strings.ToUpper(split(word, '_')) }

// Enum is the type as a GraphQL enum value: OneStopShop is ONE_STOP_SHOP.
func (t *Type) Enum() string { return EnumName(t.Name) }

// Stored tells whether the field is part of an entity's body.
func (f *Field) Stored() bool { return f.Relation == nil && !f.Stamp && (!f.Derived || f.Computed) }

// Dumped tells whether the field is written where the entity is: it is stored, or links start there.
func (f *Field) Dumped() bool { return f.Stored() || f.StartsHere() }

// StartsHere tells whether the field is written with links that start at its type.
func (f *Field) StartsHere() bool {
	return f.Relation != nil && f.Relation.Out && len(f.Relation.Through) == 0
}

// Standing are the names of the types and enums that stand in bodies and on links: what the API alone speaks of has no
// place in a file.
func (s *Schema) Standing() map[string]bool {
	stand := map[string]bool{}
	for _, t := range s.Entities {
		s.standing(t, stand)
	}
	return stand
}

func (s *Schema) standing(t *Type, stand map[string]bool) {
	if t == nil || stand[t.Name] {
		return
	}
	stand[t.Name] = true
	for _, f := range t.Fields {
		switch {
		case f.StartsHere():
			s.standing(f.Relation.Properties, stand)
		case f.Stored() && s.Enums[f.Type] != nil:
			stand[f.Type] = true
		case f.Stored() && !f.Reference:
			s.standing(s.Types[f.Type], stand)
		}
	}
}

// ToOne tells whether the field answers one thing rather than a list.
func (f *Field) ToOne() bool { return !f.List }

// Definitions are what is declared, in the order of the declaration.
func (s *Schema) Definitions() []*ast.Definition {
	defs := make([]*ast.Definition, 0, len(s.Ast.Types))
	for _, def := range s.Ast.Types {
		if !def.BuiltIn {
			defs = append(defs, def)
		}
	}
	sort.Slice(defs, func(i, j int) bool { return defs[i].Position.Start < defs[j].Position.Start })
	return defs
}

func (s *Schema) add(def *ast.Definition) {
	switch def.Kind {
	case ast.Enum:
		for _, v := range def.EnumValues {
			s.Enums[def.Name] = append(s.Enums[def.Name], v.Name)
		}
	case ast.Object:
		t := readType(def)
		s.Types[t.Name] = t
		if t.Entity {
			s.Entities = append(s.Entities, t)
			s.byPath[t.Path] = t
		}
	}
}

func readType(def *ast.Definition) *Type {
	t := &Type{
		Name: def.Name, Path: split(def.Name, '-'), Plural: plural(def), Description: def.Description,
		Entity:     def.Directives.ForName("entity") != nil,
		Properties: def.Directives.ForName("properties") != nil,
		byName:     map[string]*Field{},
	}
	for _, f := range def.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			field := readField(f)
			field.Root = t.Name == "Query" || t.Name == "Mutation" || t.Name == "Subscription"
			t.addField(field)
		}
	}
	return t
}

func (t *Type) addField(f *Field) {
	if t.byName[f.Name] == nil {
		t.byName[f.Name] = f
		t.Fields = append(t.Fields, f)
	}
}

// shareEntityFields gives an entity the fields that all entities have, before its own; a type may declare one
// of them anew.
func (s *Schema) shareEntityFields(t *Type) {
	own, names := t.Fields, t.byName
	t.Fields, t.byName = nil, map[string]*Field{}
	for _, f := range s.Ast.Types["Entity"].Fields {
		if mine := names[f.Name]; mine != nil {
			t.addField(mine)
		} else {
			t.addField(readField(f))
		}
	}
	for _, f := range own {
		t.addField(f)
	}
}
