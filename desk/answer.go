package desk

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// MaxNote is how many characters may be said of an answer.
const MaxNote = 1_000

// Answer is an answer to give; without a state it is taken away.
type Answer struct {
	Question string
	State    kb.AssessmentState
	Note     string
}

// AnswerAssessment keeps answers, all or none. What is wrong with them stands in the problems, whose Change is the place
// of the answer. Errors are those of OwnAssessment, and Invalid where it is published.
func (d *Desk) AnswerAssessment(ctx context.Context, id string, answers []Answer) (*kb.Assessment, kb.Problems, error) {
	a, err := d.OwnAssessment(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if a.PublishedAt != nil {
		return nil, nil, kb.Errorf(kb.Invalid, "assessment %s is published, and stays as it is: start another", id)
	}
	var problems kb.Problems
	for i := range answers {
		problem, err := d.check(ctx, a, &answers[i])
		if err != nil {
			return nil, nil, err
		}
		if problem != nil {
			problem.Change = i
			problems = append(problems, *problem)
		}
	}
	if len(problems) > 0 {
		return a, problems, nil
	}
	if err := d.inTransaction(ctx, func(tx *sql.Tx) error { return d.keep(ctx, tx, a.ID, answers) }); err != nil {
		return nil, nil, err
	}
	a, err = d.Assessment(ctx, id)
	return a, nil, err
}

func (d *Desk) keep(ctx context.Context, tx *sql.Tx, id string, answers []Answer) error {
	for _, answer := range answers {
		var err error
		if answer.State == "" {
			_, err = tx.ExecContext(ctx, "DELETE FROM answer WHERE assessment = ? AND question = ?", id, answer.Question)
		} else {
			_, err = tx.ExecContext(ctx, `INSERT INTO answer (assessment, question, state, note) VALUES (?, ?, ?, nullif(?, ''))
				ON CONFLICT DO UPDATE SET state = excluded.state, note = excluded.note`, id, answer.Question, answer.State, answer.Note)
		}
		if err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE assessment SET updated = ? WHERE number = ?", written(d.now()), id)
	return err
}

// check looks whether an answer is to something that the benchmark asks, and names that by its present id.
func (d *Desk) check(ctx context.Context, a *kb.Assessment, answer *Answer) (*kb.Problem, error) {
	answer.Note = strings.TrimSpace(answer.Note)
	if fault := kb.FaultOfProse(answer.Note, MaxNote); answer.Note != "" && fault != "" {
		return &kb.Problem{Path: "note", Code: kb.Invalid, Message: fmt.Sprintf("at most %d characters fit: it %s", MaxNote, fault)}, nil
	}
	asked, err := d.store.Entity(ctx, answer.Question)
	if err != nil {
		return nil, err
	}
	if asked != nil {
		answer.Question = asked.Meta().ID
		of, err := d.benchmarkOf(ctx, asked)
		if err != nil {
			return nil, err
		}
		if now, err := d.store.Entity(ctx, a.BenchmarkID); err != nil || now != nil && now.Meta().ID == of { // it may have been merged since
			return nil, err
		}
	}
	return &kb.Problem{ID: answer.Question, Path: "question", Code: kb.Invalid,
		Message: "it is no question or key factor of " + a.BenchmarkID + ": those are in the assessment's profile"}, nil
}

// benchmarkOf is the benchmark that a question leads to, by its key factor; empty where it leads to none.
func (d *Desk) benchmarkOf(ctx context.Context, e kb.Entity) (string, error) {
	for _, up := range []struct{ from, field string }{{"guiding-question", "context"}, {"key-factor", "benchmark"}} {
		if e == nil || e.Meta().Type != up.from {
			continue
		}
		var err error
		if e, err = d.store.ToOne(ctx, e, up.field); err != nil {
			return "", err
		}
	}
	if e == nil || e.Meta().Type != "benchmark" {
		return "", nil
	}
	return e.Meta().ID, nil
}
