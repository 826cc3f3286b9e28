package web

import "context"

// Origin says on each page where what it shows comes from, where that is a state of the past or a copy.
type Origin struct{ Text, Address string }

// origin is what the data set says of where it comes from. It stays as it is while the program runs, and is asked once.
type origin struct {
	Sequence  int
	UpdatedAt string
	PastOf    *int
	MirrorOf  string
}

func (s *Site) origin(ctx context.Context) *origin {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.from == nil {
		var answer struct{ Dataset *origin }
		if err := s.askPlain(ctx, document("origin"), nil, &answer); err != nil {
			return &origin{} // the page itself will say so
		}
		s.from = answer.Dataset
	}
	return s.from
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
