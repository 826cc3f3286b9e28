// Command gen derives from schema.graphqls what Go and GraphQL need: the public contract, the Go types, the
// executor and the resolvers of links. It is run by `go generate` at the root of the repository.
//
// It imports nothing of ours but the reader of the declaration, since the rest does not compile while it is
// being rewritten.
package main

import (
	"fmt"
	"os"

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

// reserved are the names that package kb writes by hand.
var reserved = map[string]bool{
	"Text": true, "Page": true, "Stored": true, "Logged": true, "LoggedSet": true, "Problem": true, "Problems": true,
	"Error": true, "Code": true, "JSON": true, "Op": true, "ID": true,
}

func refuseReserved(s *schema.Schema) error {
	for name := range s.Types {
		if reserved[name] {
			return fmt.Errorf("type %s: the name is taken by package kb", name)
		}
	}
	return nil
}
