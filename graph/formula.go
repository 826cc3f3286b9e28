package graph

import (
	"context"

	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
)

// MatchFormula answers the rules of matching as they stand.
func (r queryResolver) MatchFormula(context.Context) (*kb.MatchFormula, error) {
	f := &kb.MatchFormula{Source: match.Source, SourceURL: match.SourceURL, SizeClasses: match.SizeClasses, CloseShare: match.CloseShare}
	for _, t := range match.Rules {
		weight := &kb.MatchWeight{Rule: kb.MatchRule(t.Rule), Dimension: kb.MatchDimension(t.Dimension), Weight: t.Weight, Most: t.Most}
		if t.Word != "" {
			method := kb.EvidenceMethod(t.Word)
			weight.Evidence = &method
		}
		f.Weights = append(f.Weights, weight)
	}
	return f, nil
}
