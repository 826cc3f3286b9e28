package schema_test

import (
	"strings"
	"testing"

	praxis "github.com/praxis-kb/praxis"
	"github.com/praxis-kb/praxis/kb/schema"
)

func TestReadTheDeclaration(t *testing.T) {
	s, err := schema.Read(praxis.Declaration)
	if err != nil {
		t.Fatal(err)
	}
	practice := s.ByPath("practice")
	if practice == nil || practice.Plural != "practices" || practice.Field("name") == nil {
		t.Fatalf("practice is read wrong: %+v", practice)
	}
	for name, want := range map[string]string{"Activity": "activities", "City": "cities", "Takeaway": "takeaways", "OneStopShop": "oneStopShops"} {
		if got := s.Type(name).Plural; got != want {
			t.Errorf("plural of %s: %q", name, got)
		}
	}
	if k := s.Kind("practice.alignsWith"); k == nil || len(k.To) != 2 || k.Enum() != "ALIGNS_WITH" {
		t.Errorf("kind alignsWith is read wrong: %+v", k)
	}
	if r := practice.Field("benchmarks").Relation; len(r.Through) != 1 || r.Through[0].Stored != "key-factor.partOf" {
		t.Errorf("Practice.benchmarks leads through %+v", r.Through)
	}
	if r := s.Type("Territory").Field("partOf").Relation; !r.Tree {
		t.Error("Territory.partOf is no hierarchy")
	}
}

func TestReadRefuses(t *testing.T) {
	cases := map[string]struct{ sdl, want string }{
		"an unknown end": {
			`type Fair @entity { "x" cities: [Town!]! @relation(kind: "in") }`, "Town"},
		"an IN end without a kind": {
			`type Fair @entity { "x" cities: [City!]! @relation(kind: "hosts", direction: IN) }`, `City declares no kind "hosts"`},
		"an IN end at the wrong type": {
			`type Fair @entity { "x" cities: [City!]! @relation(kind: "faces", direction: IN) }`, `does not end at Fair`},
		"a kind declared twice": {
			`type Fair @entity { "x" a: [City!]! @relation(kind: "in")  "y" b: [City!]! @relation(kind: "in") }`, "declared at a already"},
		"an end that is no entity": {
			`type Fair @entity { "x" a: [Money!]! @relation(kind: "in") }`, "Money is no entity"},
		"unknown properties": {
			`type Fair @entity { "x" a: [City!]! @relation(kind: "in", properties: "Money") }`, `no type with @properties`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := schema.Read(praxis.Declaration + "\n" + c.sdl)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
}
