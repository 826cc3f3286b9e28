package graph

import (
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/match"
)

// What matching found, as the contract shows it and in the language of the operation.

func (m matcher) practiceMatch(r rated) (*kb.PracticeMatch, error) {
	e, err := m.store.Entity(m.ctx, r.id)
	if err != nil {
		return nil, err
	}
	practice, _ := e.(*kb.Practice)
	reasons, cautions, err := m.factors(r)
	return &kb.PracticeMatch{Practice: practice, Score: r.Score, Dimensions: dimensions(r), Reasons: reasons, Cautions: cautions}, err
}

func (m matcher) cityMatch(r rated) (*kb.CityMatch, error) {
	e, err := m.store.Entity(m.ctx, r.id)
	if err != nil {
		return nil, err
	}
	city, _ := e.(*kb.City)
	reasons, cautions, err := m.factors(r)
	return &kb.CityMatch{City: city, Score: r.Score, Dimensions: dimensions(r), Reasons: reasons, Cautions: cautions}, err
}

func dimensions(r rated) []*kb.DimensionScore {
	var all []*kb.DimensionScore
	scores := r.ByDimension()
	for _, d := range match.Dimensions {
		all = append(all, &kb.DimensionScore{Dimension: kb.MatchDimension(d), Score: scores[d]})
	}
	return all
}

func (m matcher) factors(r rated) (reasons, cautions []*kb.MatchFactor, err error) {
	if reasons, err = m.factorList(r.Reasons); err != nil {
		return nil, nil, err
	}
	cautions, err = m.factorList(r.Cautions)
	return reasons, cautions, err
}

func (m matcher) factorList(list []match.Factor) ([]*kb.MatchFactor, error) {
	all := make([]*kb.MatchFactor, len(list))
	for i, f := range list {
		all[i] = &kb.MatchFactor{Rule: kb.MatchRule(f.Rule), Dimension: kb.MatchDimension(f.Rule.Dimension()), Weight: f.Weight}
		because, err := m.because(f)
		if err != nil {
			return nil, err
		}
		all[i].Because, all[i].Text = because, m.say(f, because)
	}
	return all, nil
}

// because is what made a factor count, or nil.
func (m matcher) because(f match.Factor) (kb.Entity, error) {
	if f.Because == "" {
		return nil, nil
	}
	return m.store.Entity(m.ctx, f.Because)
}

// say puts a factor into a sentence.
func (m matcher) say(f match.Factor, because kb.Entity) string {
	with := map[string]string{"Name": f.Because, "Value": m.value(f)}
	if because != nil {
		with["Name"], _ = kb.NameOf(because).Best(m.speaks.Tag)
	}
	if _, placeless := because.(*kb.Transfer); placeless {
		with["Name"] = m.speaks.Say("match.quoted", with) // it is called by what happened, and not by where
	}
	return m.speaks.Say("match."+string(f.Rule), with)
}

// value writes the figure or the word that a factor is about.
func (m matcher) value(f match.Factor) string {
	switch f.Rule {
	case match.SameSizeClass, match.NextSizeClass, match.OtherSizeClass:
		return m.speaks.Count("count.inhabitants", int(f.Number))
	case match.WithinBudget, match.OverBudget:
		return m.speaks.Count("count.euros", int(f.Number))
	case match.CloseForeignShare:
		return m.speaks.Percent(f.Number)
	case match.SharedLanguage:
		return m.speaks.NameOf(f.Word)
	case match.Evidence:
		return m.speaks.Label("EvidenceMethod", f.Word)
	case match.Running, match.Planned, match.Pilot:
		if f.Word != "" {
			return m.speaks.Say("page.asOf", map[string]string{"Name": m.speaks.Date(f.Word)})
		}
	}
	return ""
}
