package main

import (
	"context"
	"log/slog"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/graph"
	"github.com/praxis-kb/praxis/kb"
	"github.com/praxis-kb/praxis/web"
)

// pageAPI lets the pages ask the public contract within the process.
type pageAPI struct{ api *graph.Server }

func (p pageAPI) Ask(ctx context.Context, query string, variables map[string]any) []byte {
	return p.api.Execute(ctx, graph.Request{Query: query, Variables: variables}, false).Body
}

func (p pageAPI) Write(ctx context.Context, mutation string, variables map[string]any) []byte {
	return p.api.Execute(ctx, graph.Request{Query: mutation, Variables: variables}, true).Body
}

// pagePeople lets people sign in on the pages, as the desk knows them.
type pagePeople struct{ *desk.Desk }

func (p pagePeople) Begin(ctx context.Context, token string) (string, error) {
	secret, err := p.Desk.Begin(ctx, token)
	return secret, told(ctx, err)
}

func (p pagePeople) SendAway(ctx context.Context, back string) (address, kept string, err error) {
	address, kept, err = p.Desk.SendAway(ctx, back)
	return address, kept, told(ctx, err)
}

func (p pagePeople) ComeBack(ctx context.Context, back, state, code, kept string) (string, error) {
	secret, err := p.Desk.ComeBack(ctx, back, state, code, kept)
	return secret, told(ctx, err)
}

// told is an error as those who sign in may be told it.
func told(ctx context.Context, err error) error {
	if code := kb.CodeOf(err); err != nil && code != kb.Unknown && code != kb.Forbidden {
		slog.ErrorContext(ctx, "sign in", "error", err)
		return web.ErrUnavailable
	}
	return err
}

func (p pagePeople) Resume(ctx context.Context, secret string) (context.Context, error) {
	actor, err := p.Desk.Resume(ctx, secret)
	if err != nil {
		return nil, err
	}
	return desk.WithActor(ctx, actor), nil
}
