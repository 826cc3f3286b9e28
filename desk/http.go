package desk

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/praxis-kb/praxis/kb"
)

// Known lets requests pass under the account that their token stands for. One with a token that is not good is refused,
// even where nobody needs one: who sends it believes to be known.
func (d *Desk) Known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers := r.Header.Values("Authorization")
		switch {
		case len(headers) == 0 || len(headers) == 1 && headers[0] == "":
			next.ServeHTTP(w, r)
			return
		case len(headers) > 1: // whoever stands between may look at another one than we do
			refuse(w, http.StatusBadRequest, kb.Errorf(kb.Invalid, "there are %d Authorization headers: send one", len(headers)))
			return
		}
		scheme, token, _ := strings.Cut(headers[0], " ")
		if !strings.EqualFold(scheme, "Bearer") {
			refuse(w, http.StatusUnauthorized, kb.Errorf(kb.Unknown, "send a token: Authorization: Bearer praxis_…"))
			return
		}
		actor, err := d.Authenticate(r.Context(), strings.TrimSpace(token))
		switch {
		case kb.CodeOf(err) == kb.Unknown:
			refuse(w, http.StatusUnauthorized, err)
		case kb.CodeOf(err) == kb.Forbidden:
			refuse(w, http.StatusForbidden, err)
		case err != nil:
			refuse(w, http.StatusServiceUnavailable, kb.Errorf(kb.Unavailable, "tokens cannot be checked now: try again"))
		default:
			next.ServeHTTP(w, r.WithContext(WithActor(r.Context(), actor)))
		}
	})
}

func refuse(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="praxis"`)
	}
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"errors":[{"message":%q,"extensions":{"code":%q}}]}`+"\n", err.Error(), kb.CodeOf(err))
}
