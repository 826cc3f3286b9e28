package graph

import (
	"reflect"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// checkEnums refuses variables with values that an enum does not have. gqlparser takes them in any case of letters, and
// what reads them later does not.
func checkEnums(schema *ast.Schema, op *graphql.OperationContext) *gqlerror.Error {
	for _, v := range op.Operation.VariableDefinitions {
		path := ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}
		if err := exact(schema, v.Type.Name(), reflect.ValueOf(op.Variables[v.Variable]), path); err != nil {
			return err
		}
	}
	return nil
}

// exact looks through a value of a type, or a list of them, for enum values that are written otherwise.
func exact(schema *ast.Schema, typ string, value reflect.Value, path ast.Path) *gqlerror.Error {
	if value.Kind() == reflect.Interface {
		value = value.Elem()
	}
	def := schema.Types[typ]
	switch {
	case value.Kind() == reflect.Slice:
		for i := range value.Len() {
			if err := exact(schema, typ, value.Index(i), append(path[:len(path):len(path)], ast.PathIndex(i))); err != nil {
				return err
			}
		}
	case value.Kind() == reflect.Map && def.Kind == ast.InputObject:
		for _, f := range def.Fields {
			inner := value.MapIndex(reflect.ValueOf(f.Name))
			if err := exact(schema, f.Type.Name(), inner, append(path[:len(path):len(path)], ast.PathName(f.Name))); err != nil {
				return err
			}
		}
	case value.Kind() == reflect.String && def.Kind == ast.Enum && def.EnumValues.ForName(value.String()) == nil:
		return gqlerror.ErrorPathf(path, "%s is not a valid %s: write it as the contract does", value, typ)
	}
	return nil
}
