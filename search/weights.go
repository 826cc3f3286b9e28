package search

import (
	_ "embed"
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

func typeWeight(path string) float64 {
	if w, ok := typeWeights[path]; ok {
		return w
	}
	return 1
}

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

func typeRank(path string) int { return slices.Index(ranks, typeWeight(path)) }

// onRequest are the types that are found only when they are asked for by name: sources carry every word of what they
// are about, and a word ring is no thing of its own.
var onRequest = []string{"source"}
