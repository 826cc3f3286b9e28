// Command gen derives from schema.graphqls what Go and GraphQL need: the public contract, the Go types, the
// executor and the resolvers of links. It is run by `go generate` at the root of the repository.
//
// It imports nothing of ours but the reader of the declaration, since the rest does not compile while it is
// being rewritten.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/plugin/modelgen"

	"github.com/praxis-kb/praxis/kb/schema"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run reads and checks the declaration before it touches a file, since gqlgen deletes what it is about to write.
func run() error {
	text, err := os.ReadFile("schema.graphqls")
	if err != nil {
		return err
	}
	s, err := schema.Read(string(text))
	if err != nil {
		return err
	}
	if err := refuseReserved(s); err != nil {
		return err
	}
	if err := os.WriteFile("graph/api.graphqls", []byte(writeContract(s)), 0o644); err != nil {
		return err
	}
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	models := &modelgen.Plugin{MutateHook: modelgen.DefaultBuildMutateHook, FieldHook: keepField(s)}
	return api.Generate(cfg, api.ReplacePlugin(models), api.PrependPlugin(&derive{s: s}), api.AddPlugin(&entities{s: s}))
}

// refuseReserved refuses types whose names package kb uses by hand, and fields that a filter has anyway.
func refuseReserved(s *schema.Schema) error {
	taken, err := namesOf("kb")
	if err != nil {
		return err
	}
	own := map[string]bool{"ids": true, "text": true, "not": true, "basis": true}
	for name, t := range s.Types {
		if taken[name] && name != "Link" && name != "ChangeSet" && name != "Change" {
			return fmt.Errorf("type %s: the name is taken by package kb", name)
		}
		for _, f := range t.Fields {
			if t.Entity && own[f.Name] && (f.Facet || f.Relation != nil) {
				return fmt.Errorf("%s.%s: filters have a field of this name already", name, f.Name)
			}
		}
	}
	return nil
}

// namesOf are the exported names that a package writes by hand.
func namesOf(dir string) (map[string]bool, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_gen.go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range parsed.Decls {
			declaredNames(decl, names)
		}
	}
	return names, nil
}

func declaredNames(decl ast.Decl, into map[string]bool) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			into[d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				into[s.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range s.Names {
					into[name.Name] = true
				}
			}
		}
	}
}
