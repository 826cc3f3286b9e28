package desk

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"github.com/praxis-kb/praxis/kb"
)

// MaxAssessments bounds those of one account, so that none can fill the desk.
const MaxAssessments = 500

// StartAssessment begins an assessment of a city, private to the account. Errors are Unknown, Forbidden or Invalid.
func (d *Desk) StartAssessment(ctx context.Context, city, benchmark string) (*kb.Assessment, error) {
	actor := ActorOf(ctx)
	if err := actor.May(Assess); err != nil {
		return nil, err
	}
	cityID, err := d.present(ctx, "city", city)
	if err != nil {
		return nil, err
	}
	benchmarkID, err := d.present(ctx, "benchmark", benchmark)
	if err != nil {
		return nil, err
	}
	made, err := d.db.ExecContext(ctx, `INSERT INTO assessment (owner, city, benchmark, created, updated) SELECT ?1, ?2, ?3, ?4, ?4
		WHERE (SELECT count(*) FROM assessment WHERE owner = ?1) < ?5`, actor.Name, cityID, benchmarkID, written(d.now()), MaxAssessments)
	if err != nil {
		return nil, err
	}
	if n, err := made.RowsAffected(); err != nil || n == 0 {
		return nil, kb.Errorf(kb.Invalid, "there are %d assessments of this account: delete some first", MaxAssessments)
	}
	number, err := made.LastInsertId()
	if err != nil {
		return nil, err
	}
	return d.Assessment(ctx, strconv.FormatInt(number, 10))
}

// present is the present id of an entity of a type.
func (d *Desk) present(ctx context.Context, typ, id string) (string, error) {
	e, err := d.store.Entity(ctx, id)
	if err == nil && (e == nil || e.Meta().Type != typ || e.Meta().ArchivedAt != nil) {
		return "", kb.Errorf(kb.Invalid, "%s: %q is no id of a %[1]s that is known here", typ, id)
	}
	if err != nil {
		return "", err
	}
	return e.Meta().ID, nil
}

// Assessment is one assessment, or nil where there is none that the viewer may see: their own, or a published one.
func (d *Desk) Assessment(ctx context.Context, id string) (*kb.Assessment, error) {
	all, err := d.assessments(ctx, "number = ? LIMIT 1", id)
	if len(all) == 0 {
		return nil, err
	}
	return all[0], err
}

// Assessments are the viewer's own and those that are published, the newest first; of one city where it is named.
func (d *Desk) Assessments(ctx context.Context, city *string, first int, before string) ([]*kb.Assessment, error) {
	where, args := "true", []any{}
	if city != nil {
		id, err := d.present(ctx, "city", *city)
		if err != nil {
			return nil, err
		}
		where, args = where+" AND city = ?", append(args, id)
	}
	if before != "" {
		number, err := strconv.ParseInt(before, 10, 64)
		if err != nil {
			return nil, kb.Errorf(kb.Invalid, "before %q is no number of an assessment", before)
		}
		where, args = where+" AND number < ?", append(args, number)
	}
	return d.assessments(ctx, where+" ORDER BY number DESC LIMIT ?", append(args, first)...)
}

// assessments are those that the viewer may see, whatever is asked: it is the one place that reads them.
func (d *Desk) assessments(ctx context.Context, where string, args ...any) ([]*kb.Assessment, error) {
	rows, err := d.db.QueryContext(ctx, `SELECT number, owner, city, benchmark, created, updated, published FROM assessment
		WHERE (published IS NOT NULL OR owner = ?) AND `+where, append([]any{ActorOf(ctx).Name}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []*kb.Assessment{}
	for rows.Next() {
		a, err := scanAssessment(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close() // there is one connection
	for _, a := range all {
		if a.Answers, err = d.answers(ctx, a.ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func scanAssessment(rows *sql.Rows) (*kb.Assessment, error) {
	var a kb.Assessment
	var created, updated string
	var published sql.NullString
	if err := rows.Scan(&a.ID, &a.Owner, &a.CityID, &a.BenchmarkID, &created, &updated, &published); err != nil {
		return nil, err
	}
	var err error
	if a.CreatedAt, err = time.Parse(time.RFC3339Nano, created); err != nil {
		return nil, err
	}
	if a.UpdatedAt, err = time.Parse(time.RFC3339Nano, updated); err != nil {
		return nil, err
	}
	a.PublishedAt, err = read(published)
	return &a, err
}

func (d *Desk) answers(ctx context.Context, id string) ([]*kb.AssessmentAnswer, error) {
	rows, err := d.db.QueryContext(ctx, "SELECT question, state, note FROM answer WHERE assessment = ? ORDER BY rowid", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []*kb.AssessmentAnswer{}
	for rows.Next() {
		var a kb.AssessmentAnswer
		if err := rows.Scan(&a.QuestionID, &a.State, &a.Note); err != nil {
			return nil, err
		}
		all = append(all, &a)
	}
	return all, rows.Err()
}

// OwnAssessment is one that the viewer made. Errors are Unknown, Forbidden, NotFound, or Invalid where it is of another.
func (d *Desk) OwnAssessment(ctx context.Context, id string) (*kb.Assessment, error) {
	actor := ActorOf(ctx)
	if err := actor.May(Assess); err != nil {
		return nil, err
	}
	a, err := d.Assessment(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case a == nil:
		return nil, kb.Errorf(kb.NotFound, "there is no assessment %q that you may see", id)
	case a.Owner != actor.Name:
		return nil, kb.Errorf(kb.Invalid, "assessment %s is of another account: it alone can use it so", id)
	}
	return a, nil
}

// PublishAssessment lets all read an assessment. Errors are those of OwnAssessment.
func (d *Desk) PublishAssessment(ctx context.Context, id string) (*kb.Assessment, error) {
	a, err := d.OwnAssessment(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := d.db.ExecContext(ctx, "UPDATE assessment SET published = ? WHERE number = ? AND published IS NULL", written(d.now()), a.ID); err != nil {
		return nil, err
	}
	return d.Assessment(ctx, id)
}

// DeleteAssessment deletes an assessment with its answers, and gives it as it was. Errors are those of OwnAssessment.
func (d *Desk) DeleteAssessment(ctx context.Context, id string) (*kb.Assessment, error) {
	a, err := d.OwnAssessment(ctx, id)
	if err != nil {
		return nil, err
	}
	_, err = d.db.ExecContext(ctx, "DELETE FROM assessment WHERE number = ?", a.ID)
	return a, err
}
