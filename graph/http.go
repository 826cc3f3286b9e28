package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/praxis-kb/praxis/kb"
)

// fault is what is wrong with a request. It decides the status.
type fault int

const (
	none          fault = iota
	partial             // answered, with errors in some fields
	badDocument         // it cannot be parsed, is not valid, or its variables do not fit
	badRequest          // it is no GraphQL request at all
	tooCostly           // it is over a limit
	mutationByGet       // it would write, and may only read
	badMethod
	badType
	badAccept
	tooBig
	timedOut
	tooOften
	notStreamed
)

// statuses is the one table of status codes: for clients that accept application/json, and for those that accept
// application/graphql-response+json. It passes the 61 audits of graphql-http 1.23.1; where the draft of GraphQL over
// HTTP of 2026 says otherwise (422 for what is not valid), the audits win.
var statuses = map[fault]struct{ plain, graphql int }{
	none:          {200, 200},
	partial:       {200, 200},
	badDocument:   {200, 400},
	badRequest:    {400, 400},
	tooCostly:     {400, 400},
	mutationByGet: {405, 405},
	badMethod:     {405, 405},
	badType:       {415, 415},
	badAccept:     {406, 406},
	tooBig:        {413, 413},
	timedOut:      {503, 503},
	tooOften:      {429, 429},
	notStreamed:   {406, 406},
}

const (
	plainType   = "application/json"
	graphqlType = "application/graphql-response+json"
	eventsType  = "text/event-stream"
)

// ServeHTTP answers GraphQL over HTTP.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.Header.Get("Accept"), eventsType) {
		s.stream(w, r)
		return
	}
	media := accepted(r.Header.Values("Accept"))
	if media == "" {
		write(w, r, plainType, *refuse(badAccept, gqlerror.Errorf("answers are %s or %s: accept one of them", graphqlType, plainType)))
		return
	}
	request, refusal := readRequest(w, r)
	if refusal != nil {
		write(w, r, media, *refusal)
		return
	}
	answer := s.Execute(r.Context(), *request, r.Method == http.MethodPost)
	s.rates.tell(r.Context(), w.Header())
	write(w, r, media, answer)
}

func write(w http.ResponseWriter, r *http.Request, media string, a Answer) {
	status := statuses[a.fault].plain
	if media == graphqlType {
		status = statuses[a.fault].graphql
	}
	h := w.Header()
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept")
	switch {
	case a.fault == badMethod:
		h.Set("Allow", "GET, POST")
	case a.fault == mutationByGet:
		h.Set("Allow", "POST")
	case a.ETag != "" && r.Method == http.MethodGet:
		if media == graphqlType { // the same bytes, but not the same answer to a client
			a.ETag = strings.TrimSuffix(a.ETag, `"`) + `-g"`
		}
		h.Set("ETag", a.ETag)
		h.Set("Cache-Control", "no-cache")
		if matches(r.Header.Get("If-None-Match"), a.ETag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(a.Body))) // or it is sent in chunks, which costs both sides
	w.WriteHeader(status)
	w.Write(a.Body)
}

func matches(header, tag string) bool {
	for _, one := range strings.Split(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// accepted is the media type to answer in: of those that are accepted the one that is wanted most, and of equals the
// first. It is empty where none of ours is accepted.
func accepted(headers []string) string {
	all := strings.Join(headers, ",")
	if strings.TrimSpace(all) == "" {
		return plainType
	}
	best, most := "", 0.0
	for _, one := range strings.Split(all, ",") {
		media, parameters, err := mime.ParseMediaType(one)
		if err != nil || parameters["charset"] != "" && !strings.EqualFold(parameters["charset"], "utf-8") {
			continue
		}
		wanted := 1.0
		if q, ok := parameters["q"]; ok {
			wanted, _ = strconv.ParseFloat(q, 64)
		}
		if ours := offered[media]; ours != "" && wanted > most {
			best, most = ours, wanted
		}
	}
	return best
}

// offered is what we answer to those who accept a type.
var offered = map[string]string{graphqlType: graphqlType, plainType: plainType, "application/*": plainType, "*/*": plainType}

func readRequest(w http.ResponseWriter, r *http.Request) (*Request, *Answer) {
	switch r.Method {
	case http.MethodGet:
		return readURL(r)
	case http.MethodPost:
		return readBody(w, r)
	}
	return nil, refuse(badMethod, gqlerror.Errorf("the method is %s: send GET or POST", r.Method))
}

func readURL(r *http.Request) (*Request, *Answer) {
	if len(r.URL.RawQuery) > maxBody {
		return nil, tooLarge()
	}
	values := r.URL.Query()
	request := &Request{Query: values.Get("query"), OperationName: values.Get("operationName")}
	for _, part := range []struct {
		name string
		into *map[string]any
	}{{"variables", &request.Variables}, {"extensions", &request.Extensions}} {
		if text := values.Get(part.name); text != "" && decode([]byte(text), part.into) != nil {
			return nil, refuse(badRequest, gqlerror.Errorf("%s is no JSON object", part.name))
		}
	}
	return checkRequest(request)
}

func readBody(w http.ResponseWriter, r *http.Request) (*Request, *Answer) {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != plainType || parameters["charset"] != "" && !strings.EqualFold(parameters["charset"], "utf-8") {
		return nil, refuse(badType, gqlerror.Errorf("the content type is %q: send %s in UTF-8", r.Header.Get("Content-Type"), plainType))
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, tooLarge()
	}
	if err != nil {
		return nil, refuse(badRequest, gqlerror.Errorf("the request broke off"))
	}
	var request Request
	if err := decode(body, &request); err != nil {
		return nil, refuse(badRequest, gqlerror.Errorf(`the request is no JSON object with "query" (a text), "operationName" (a text), "variables" and "extensions" (objects)`))
	}
	return checkRequest(&request)
}

func tooLarge() *Answer {
	e := gqlerror.Errorf("the request is larger than %d bytes", maxBody)
	e.Extensions = map[string]any{"code": kb.TooLarge}
	return refuse(tooBig, e)
}

// decode reads JSON with its numbers as they are written: whether 5 is an Int or a Float, the schema says.
func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the JSON")
	}
	return nil
}

func checkRequest(r *Request) (*Request, *Answer) {
	if strings.TrimSpace(r.Query) == "" {
		return nil, refuse(badRequest, gqlerror.Errorf("there is no query: send one as \"query\""))
	}
	return r, nil
}
