package match

// Dimension is a part of the PIET-T model.
type Dimension string

// The dimensions.
const (
	Population   Dimension = "POPULATION"
	Intervention Dimension = "INTERVENTION"
	Environment  Dimension = "ENVIRONMENT"
	Transfer     Dimension = "TRANSFER"
)

// Dimensions are all of them, in the order of the model's name.
var Dimensions = []Dimension{Population, Intervention, Environment, Transfer}

// Where the model is described.
const (
	Source    = "Schloemer and Schröder-Bäck: Criteria for evaluating transferability of health interventions: a systematic review and thematic synthesis. Implementation Science 13, 2018"
	SourceURL = "https://doi.org/10.1186/s13012-018-0751-8"
)

// Rule is what a reason or a caution follows: its name in the API.
type Rule string

// The rules of reasons.
const (
	SharedChallenge   Rule = "SHARED_CHALLENGE"
	SharedTheme       Rule = "SHARED_THEME"
	SharedTargetGroup Rule = "SHARED_TARGET_GROUP"
	CloseForeignShare Rule = "CLOSE_FOREIGN_SHARE"
	Evidence          Rule = "EVIDENCE"
	SameSizeClass     Rule = "SAME_SIZE_CLASS"
	NextSizeClass     Rule = "NEXT_SIZE_CLASS"
	SameCountry       Rule = "SAME_COUNTRY"
	SharedLanguage    Rule = "SHARED_LANGUAGE"
	SameUrbanisation  Rule = "SAME_URBANISATION"
	WithinBudget      Rule = "WITHIN_BUDGET"
	StaffAtHand       Rule = "STAFF_AT_HAND"
	VolunteersAtHand  Rule = "VOLUNTEERS_AT_HAND"
	Copied            Rule = "COPIED"
	Running           Rule = "RUNNING"
)

// The rules of cautions.
const (
	NothingSought     Rule = "NOTHING_SOUGHT"
	NoEvidence        Rule = "NO_EVIDENCE"
	OtherSizeClass    Rule = "OTHER_SIZE_CLASS"
	SizeUnknown       Rule = "SIZE_UNKNOWN"
	NoPlace           Rule = "NO_PLACE"
	WiderPlace        Rule = "WIDER_PLACE"
	OtherFrame        Rule = "OTHER_FRAME"
	FrameUnknown      Rule = "FRAME_UNKNOWN"
	OtherCircumstance Rule = "OTHER_CIRCUMSTANCE"
	OverBudget        Rule = "OVER_BUDGET"
	CostUnknown       Rule = "COST_UNKNOWN"
	StaffNeeded       Rule = "STAFF_NEEDED"
	VolunteersNeeded  Rule = "VOLUNTEERS_NEEDED"
	OwnTransfer       Rule = "OWN_TRANSFER"
	OwnProject        Rule = "OWN_PROJECT"
	NeverCopied       Rule = "NEVER_COPIED"
	Origin            Rule = "ORIGIN"
	CopyPlanned       Rule = "COPY_PLANNED"
	CopyUnknown       Rule = "COPY_UNKNOWN"
	CopyAbandoned     Rule = "COPY_ABANDONED"
	Planned           Rule = "PLANNED"
	Pilot             Rule = "PILOT"
	Ended             Rule = "ENDED"
	StatusUnknown     Rule = "STATUS_UNKNOWN"
)

var byStatus = map[string]Rule{"RUNNING": Running, "PLANNED": Planned, "PILOT": Pilot, "ENDED": Ended, "UNKNOWN": StatusUnknown}

// Terms are what a rule counts: the dimension that it belongs to, its points, and how often it counts in one match.
type Terms struct {
	Rule      Rule
	Dimension Dimension
	Weight    float64
	Most      int
	Word      string // the method that these points are for, where a rule has several
}

// Rules is the formula. What is sought weighs more than where it is done, and that more than how it fared, since a city
// can learn from one unlike itself, but not from an answer to another question: one problem outweighs all that a place can
// have in common. A caution has no weight: what is unknown
// or different is for people to judge.
var Rules = []Terms{
	{SharedTargetGroup, Population, 2, 3, ""},
	{CloseForeignShare, Population, 1, 1, ""},
	{SharedChallenge, Intervention, 8, 3, ""},
	{SharedTheme, Intervention, 3, 3, ""},
	{Evidence, Intervention, 0.5, 1, "SELF_REPORT"},
	{Evidence, Intervention, 1, 1, "MONITORING"},
	{Evidence, Intervention, 2, 1, "EVALUATION"},
	{Evidence, Intervention, 3, 1, "COMPARISON"},
	{Evidence, Intervention, 4, 1, "REVIEW"},
	{NothingSought, Intervention, 0, 1, ""},
	{NoEvidence, Intervention, 0, 1, ""},
	{SameSizeClass, Environment, 3, 1, ""},
	{NextSizeClass, Environment, 1, 1, ""},
	{OtherSizeClass, Environment, 0, 1, ""},
	{SizeUnknown, Environment, 0, 1, ""},
	{SameCountry, Environment, 1.5, 1, ""},
	{SharedLanguage, Environment, 1, 1, ""},
	{SameUrbanisation, Environment, 1, 1, ""},
	{WithinBudget, Environment, 1, 1, ""},
	{OverBudget, Environment, 0, 1, ""},
	{CostUnknown, Environment, 0, 1, ""},
	{StaffAtHand, Environment, 0.5, 1, ""},
	{StaffNeeded, Environment, 0, 1, ""},
	{VolunteersAtHand, Environment, 0.5, 1, ""},
	{VolunteersNeeded, Environment, 0, 1, ""},
	{NoPlace, Environment, 0, 1, ""},
	{WiderPlace, Environment, 0, 1, ""},
	{OtherFrame, Environment, 0, maxFrames, ""},
	{FrameUnknown, Environment, 0, maxFrames, ""},
	{OtherCircumstance, Environment, 0, maxFrames, ""},
	{Copied, Transfer, 2, 2, ""},
	{CopyPlanned, Transfer, 0, 2, ""},
	{CopyUnknown, Transfer, 0, 2, ""},
	{CopyAbandoned, Transfer, 0, 2, ""},
	{OwnTransfer, Transfer, 0, 1, ""},
	{OwnProject, Transfer, 0, 1, ""},
	{NeverCopied, Transfer, 0, 1, ""},
	{Origin, Transfer, 0, 2, ""},
	{Running, Transfer, 1, 1, ""},
	{Planned, Transfer, 0, 1, ""},
	{Pilot, Transfer, 0, 1, ""},
	{Ended, Transfer, 0, 1, ""},
	{StatusUnknown, Transfer, 0, 1, ""},
}

// maxFrames bounds the laws and policies that a match names: far above what bears on one practice.
const maxFrames = 30

// CloseShare is how many points two shares of foreign origin may differ and still be alike.
const CloseShare = 7.0

// law is what the formula says of a rule.
type law struct {
	Terms
	byWord map[string]float64 // the points for each method, where it has several
}

var laws = func() map[Rule]law {
	all := map[Rule]law{}
	for _, t := range Rules {
		l := law{Terms: t, byWord: all[t.Rule].byWord}
		if t.Word != "" {
			if l.Weight = 0; l.byWord == nil {
				l.byWord = map[string]float64{}
			}
			l.byWord[t.Word] = t.Weight
		}
		all[t.Rule] = l
	}
	return all
}()

// weight is what a rule gives; word is the method, where its points depend on one.
func (r Rule) weight(word string) float64 {
	l := laws[r]
	if l.byWord == nil {
		return l.Weight
	}
	return l.byWord[word]
}

// most is how often a rule counts in one match.
func (r Rule) most() int { return laws[r].Most }

// times is what a rule gives that is met so often.
func (r Rule) times(n int) float64 {
	if n == 0 {
		return 0
	}
	l := laws[r]
	return float64(min(n, l.Most)) * l.Weight
}

// Dimension is the part of the model that a rule belongs to.
func (r Rule) Dimension() Dimension { return laws[r].Dimension }

// ByDimension is how the score is made up of the dimensions.
func (r Rating) ByDimension() map[Dimension]float64 {
	scores := map[Dimension]float64{}
	for _, f := range r.Reasons {
		scores[f.Rule.Dimension()] += f.Weight
	}
	return scores
}
