package kb

// The indicators that cities are compared by.
const (
	Population         = "theme/population"
	ForeignOriginShare = "theme/foreign-origin-share"
)

// Observations are those of a body.
func Observations(body map[string]any) (all []*Observation, err error) {
	if body["observations"] == nil {
		return nil, nil
	}
	text, err := Canonical(body["observations"])
	if err != nil {
		return nil, err
	}
	return all, Decode(text, &all)
}

// Shown is the observation to show for an indicator: the preferred one, else the newest; nil where there is none.
func Shown(all []*Observation, indicator string) (best *Observation) {
	for _, o := range all {
		if o.IndicatorID == indicator && (best == nil || o.Before(best)) {
			best = o
		}
	}
	return best
}

// Before tells whether an observation is to be shown before another of the same indicator.
func (o *Observation) Before(other *Observation) bool {
	if o.Preferred != other.Preferred {
		return o.Preferred
	}
	return o.Date != nil && (other.Date == nil || *o.Date > *other.Date)
}
