package toolkit

import "time"

// answer is what is answered to the question about a toolkit.
type answer struct {
	Dataset struct {
		Sequence            int
		Licence, LicenceURL string
	}
	ToolkitEdition *struct {
		Name        string
		Sequence    int
		PublishedAt *time.Time
		Toolkit     toolkit
		Embedded    []*entity
	}
}

type toolkit struct {
	Named
	Summary, Audience, Published string
	PinnedTo                     int
	Citations                    []citation
	Actors                       struct{ Nodes []Named }
	Sections                     []struct {
		Heading, Text string
		Embeds        []struct{ Form, Field string }
	}
}

// Named is something that is linked to.
type Named struct {
	ID, Name     string
	Untranslated []struct{ Path, Language string }
	asked        string
}

// Lang is the language of a text of it, such as firstSteps/0/text.
func (n Named) Lang(path string) string {
	for _, u := range n.Untranslated {
		if u.Path == path {
			return u.Language
		}
	}
	return n.asked
}

type entity struct {
	Named
	Kind                string
	Summary, Statement  string
	Problem, HowItWorks string
	Why, How, Limits    string
	CompletenessNote    string
	Status, StatusAsOf  string
	City, Territory     *Named
	FirstSteps          []struct{ Text string }
	Results             []struct{ Statement, Method, Date string }
	Means               *struct{ Staff, Volunteers, TimeToStart, Preconditions string }
	Contact             *struct{ Office, URL string }
	Citations           []citation
	coverage            coverage
}

// coverage is what is answered to the question about a benchmark's coverage.
type coverage struct {
	Alignments struct{ Edges []aligned }
	KeyFactors struct {
		Nodes []struct {
			Named
			Practices struct{ Edges []aligned }
		}
	}
}

type aligned struct {
	Relation string
	Link     struct{ Citations []citation }
	Node     Named
}

type citation struct {
	Field, Place, Basis, Reason string
	Source                      source
}

type source struct {
	Named
	Publisher, Published, URL string
}
