package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/praxis-kb/praxis/kb"
)

// present is the one place that turns an error into what a client sees. What is not ours is logged and hidden behind a
// number that finds it in the log.
func present(ctx context.Context, err error) *gqlerror.Error {
	var shown *gqlerror.Error
	if errors.As(err, &shown) && shown.Unwrap() == nil {
		if shown.Extensions["code"] == nil {
			shown.Extensions = map[string]any{"code": kb.Invalid}
		}
		return shown
	}
	e := &gqlerror.Error{Path: graphql.GetPath(ctx), Message: err.Error()}
	if f := graphql.GetFieldContext(ctx); f != nil && f.Field.Field != nil && f.Field.Position != nil {
		e.Locations = []gqlerror.Location{{Line: f.Field.Position.Line, Column: f.Field.Position.Column}}
	}
	e.Extensions = map[string]any{"code": kb.CodeOf(err)}
	var own *kb.Error
	var costly *costError
	switch {
	case errors.As(err, &costly):
		e.Extensions = map[string]any{"code": kb.TooCostly, "cost": costly.cost, "limit": costly.limit, "field": costly.field}
		e.Message = costly.Error()
	case errors.As(err, &own) && own.Code != kb.Internal:
		e.Message = own.Message
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		e.Message = "the answer took longer than " + maxTime.String() + ": ask for less at once"
		e.Extensions["code"] = kb.Timeout
	default:
		id := rand.Text()[:10]
		slog.ErrorContext(ctx, "internal error", "error", err, "error_id", id, "path", e.Path.String())
		e.Message = "something went wrong here; the operator finds it as " + id
	}
	return e
}

// recovered makes an error of a panic, with its place in the log.
func recovered(ctx context.Context, err any) error {
	slog.ErrorContext(ctx, "panic", "panic", err, "stack", string(debug.Stack()))
	return errors.New("panic")
}

// presentAll makes the list of errors that a refused request answers, at most maxErrors.
func presentAll(ctx context.Context, list gqlerror.List) gqlerror.List {
	if len(list) > maxErrors {
		list = list[:maxErrors]
	}
	for _, e := range list {
		switch e.Extensions["code"] {
		case errcode.ParseFailed, errcode.ValidationFailed, nil:
			e.Extensions = map[string]any{"code": kb.Invalid}
		}
	}
	return list
}
