package picture

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Event is something with the days that are known of it, each as exact as it is known: 2021, 2021-05, 2021-05-03.
type Event struct {
	ID, Label, Kind string
	Days            []string
}

// Timeline is events in the order of time, a row for each, and those of which no day is known.
type Timeline struct {
	Width, Height float64
	Ticks         []Tick
	Rows          []Row
	Undated       []Event
}

// Tick is a mark of the scale.
type Tick struct {
	X     float64
	Label string
}

// Row is an event in a timeline, from its first moment to its last.
type Row struct {
	Event
	Y, X, Length float64
	TextX        float64
	Anchor       string
}

// The measures of a timeline.
const (
	timelineWidth = 960.0
	timelineTop   = 44.0
	timelineRow   = 30.0
	shortestBar   = 8.0
)

// Line places events on a scale of years and their quarters.
func Line(events []Event) Timeline {
	t := Timeline{Width: timelineWidth}
	var rows []Row
	first, last := time.Time{}, time.Time{}
	for _, e := range events {
		from, until := span(e.Days)
		if from.IsZero() {
			t.Undated = append(t.Undated, e)
			continue
		}
		rows = append(rows, Row{Event: e, X: float64(from.Unix()), Length: float64(until.Unix() - from.Unix())})
		if first.IsZero() || from.Before(first) {
			first = from
		}
		if until.After(last) {
			last = until
		}
	}
	if len(rows) == 0 {
		return t
	}
	first = time.Date(first.Year(), (first.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	last = time.Date(last.Year(), (last.Month()-1)/3*3+4, 1, 0, 0, 0, 0, time.UTC)
	scale := (timelineWidth - 2*margin) / float64(last.Unix()-first.Unix())
	at := func(moment float64) float64 { return round(margin + scale*(moment-float64(first.Unix()))) }
	for tick := first; !tick.After(last); tick = tick.AddDate(0, 3, 0) {
		t.Ticks = append(t.Ticks, Tick{at(float64(tick.Unix())), quarter(tick)})
	}
	t.Ticks[0].Label = fmt.Sprint(first.Year())
	t.Ticks[len(t.Ticks)-1].Label = "" // there is no room behind the end, and nothing happens there
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Length, b.Length)) })
	for i := range rows {
		rows[i].stand(i, at, scale)
	}
	t.Rows, t.Height = rows, timelineTop+float64(len(rows))*timelineRow+margin
	return t
}

// stand puts a row into its place, with its label on the side where there is more room.
func (r *Row) stand(i int, at func(float64) float64, scale float64) {
	r.X, r.Length = at(r.X), max(shortestBar, round(scale*r.Length))
	r.Y = timelineTop + (float64(i)+0.5)*timelineRow
	r.TextX, r.Anchor = r.X+r.Length+8, "start"
	if r.X > timelineWidth-r.X-r.Length {
		r.TextX, r.Anchor = r.X-8, "end"
	}
}

// quarter is the label of a tick: the year where it begins, else nothing.
func quarter(tick time.Time) string {
	if tick.Month() == time.January {
		return fmt.Sprint(tick.Year())
	}
	return ""
}

// span is from the begin of the first day to the end of the last; zero where none is known.
func span(days []string) (from, until time.Time) {
	for _, day := range days {
		for form, step := range map[string][3]int{"2006": {1, 0, 0}, "2006-01": {0, 1, 0}, time.DateOnly: {0, 0, 1}} {
			begin, err := time.Parse(form, day)
			if err != nil {
				continue
			}
			if from.IsZero() || begin.Before(from) {
				from = begin
			}
			if end := begin.AddDate(step[0], step[1], step[2]); end.After(until) {
				until = end
			}
		}
	}
	return from, until
}

// Top is where the bar of a row begins.
func (r Row) Top() float64 { return r.Y - 5 }
