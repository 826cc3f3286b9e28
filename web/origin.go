package web

import "context"

// Origin says on each page where what it shows comes from, where that is a state of the past or a copy.
type Origin struct{ Text, Address string }

// origin is what the data set says of where it comes from.
type origin struct {
	Sequence  int
	UpdatedAt string
	PastOf    *int
	MirrorOf  string
}

func (s *Site) origin(ctx context.Context) *origin {
	from, err := s.from.once(func() (*origin, error) {
		var answer struct{ Dataset origin }
		err := s.askPlain(ctx, document("origin"), nil, &answer)
		return &answer.Dataset, err
	})
	if err != nil {
		return &origin{} // the page itself will say so
	}
	return from
}

// Origin is nil where the page shows the present, as it is written here.
func (p *Page) Origin() *Origin {
	switch from := p.site.origin(p.request.Context()); {
	case from.PastOf != nil:
		return &Origin{Text: p.Say("past.state", map[string]string{
			"Date": p.Date(from.UpdatedAt), "Sequence": p.Number(from.Sequence), "Last": p.Number(*from.PastOf)})}
	case from.MirrorOf != "":
		return &Origin{Text: p.T("past.mirror"), Address: from.MirrorOf}
	}
	return nil
}
