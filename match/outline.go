package match

// Outline is what is known of a practice before it is read: enough to tell how well it fits at most.
type Outline struct {
	Challenges, Themes, TargetGroups int // how many of what is sought it has, itself or as something narrower
	Evidence, Status                 string
	Place                            float64 // what the most alike of its places gives
	Transfers                        int     // whatever came of them
}

// AtMost is what Rate gives to no practice of an outline more than. What it leaves open is how far transfers came, and what
// a practice takes.
func (p Profile) AtMost(o Outline) float64 {
	sum := o.Shared()
	if sum == 0 && p.LooksFor() {
		return 0
	}
	sum += o.Place + Evidence.weight(o.Evidence) + byStatus[o.Status].weight("") + Copied.times(o.Transfers) + p.Means.atMost()
	return sum
}

// Shared is what RatePractice gives to practices of an outline at most, for what is sought.
func (o Outline) Shared() float64 {
	return SharedChallenge.times(o.Challenges) + SharedTheme.times(o.Themes) + SharedTargetGroup.times(o.TargetGroups)
}

// atMost is what a practice gives that takes no more than there is.
func (m Means) atMost() (sum float64) {
	if m.Money != nil {
		sum += WithinBudget.weight("")
	}
	if m.Staff != nil {
		sum += StaffAtHand.weight("")
	}
	if m.Volunteers != nil {
		sum += VolunteersAtHand.weight("")
	}
	return sum
}
