package search

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml"
)

//go:embed weights.yaml
var weightsText []byte

var typeWeights = func() map[string]float64 {
	weights := map[string]float64{}
	if err := yaml.Unmarshal(weightsText, &weights); err != nil {
		panic(err) // the file is built in
	}
	return weights
}()

// ranks are the weights that there are, the greatest first.
var ranks = func() []float64 {
	all := []float64{1}
	for _, w := range typeWeights {
		all = append(all, w)
	}
	slices.Sort(all)
	slices.Reverse(all)
	return slices.Compact(all)
}()

// rankOf is the rank of a type, or of a concept by its scheme; 1 is the weight of what is not named.
func rankOf(path string, scheme any) int {
	for _, name := range []string{fmt.Sprint(path, " ", scheme), path} {
		if w, ok := typeWeights[name]; ok {
			return slices.Index(ranks, w)
		}
	}
	return slices.Index(ranks, 1)
}

// onRequest are the types that are found only when they are asked for by name: sources carry every word of what they
// are about, and a word ring is no thing of its own.
var onRequest = []string{"source"}
