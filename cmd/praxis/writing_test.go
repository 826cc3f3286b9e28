package main

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSigningIn(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	token := tokenFor(t, data, "ann", "contributor")

	p := s.newPerson(t).open("/practice/maison-des-femmes/edit?field=limits")
	if !strings.HasPrefix(p.at, "/sign-in?next=") || len(p.header.Values("Set-Cookie")) > 0 {
		t.Errorf("a reader comes to %s, with %v", p.at, p.header["Set-Cookie"])
	}
	p.fill("token", token+"X").press("").says("This token is not good")
	if p.status != http.StatusUnprocessableEntity || len(p.header.Values("Set-Cookie")) > 0 {
		t.Errorf("a wrong token: %d, %v", p.status, p.header["Set-Cookie"])
	}
	p.fill("token", token).press("")
	if p.at != "/practice/maison-des-femmes/edit?field=limits" || p.status != http.StatusOK {
		t.Fatalf("one who signs in comes back to %s (%d)", p.at, p.status)
	}
	if got := p.header.Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("their pages are kept: %q", got)
	}
	if p.open("/practice"); p.header.Get("Cache-Control") != "private, no-store" || !strings.Contains(p.body, "Signed in as ann.") {
		t.Errorf("a list is kept for all: %v", p.header)
	}
	p.doesNotReachTheAPI()

	if _, err := command(t, "--data", data, "token", "revoke", strings.Split(token, "_")[1]); err != nil {
		t.Fatal(err)
	}
	if p.open("/proposal"); !strings.HasPrefix(p.at, "/sign-in") {
		t.Errorf("a session outlives its token: %s", p.at)
	}
}

// doesNotReachTheAPI holds that the cookie says nothing to the API: no other site can write by it.
func (p *person) doesNotReachTheAPI() {
	p.Helper()
	question := `{"query": "mutation { archivePractice: archive(input: {message: \"m\", id: \"practice/milma\"}) { sequence } }"}`
	response, err := p.client.Post(p.root+"/graphql", "application/json", strings.NewReader(question))
	p.came(response, err)
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(p.body), &answer); err != nil || len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
		p.Errorf("the API knows who has a cookie: %s", p.body)
	}
}

// TestCookie holds what the cookie is where the server stands behind https, below a path.
func TestCookie(t *testing.T) {
	data := t.TempDir()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	start(t, "--data", data, "--addr", address, "--base-path", "/kb", "--public-url", "https://praxis.example/kb")
	form := url.Values{"token": {tokenFor(t, data, "ann", "contributor")}, "next": {"//elsewhere.example/"}}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm("http://"+address+"/kb/sign-in", form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := response.Header.Get("Location"); got != "/kb/" {
		t.Errorf("it leads on to %q", got)
	}
	cookie := response.Header.Get("Set-Cookie")
	for _, part := range []string{"Path=/kb/", "HttpOnly", "Secure", "SameSite=Strict"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("the cookie lacks %s: %s", part, cookie)
		}
	}
}

// TestOtherSitesCannotWrite sends what a page of another site could make a browser send.
func TestOtherSitesCannotWrite(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	p := s.signedIn(t, data, "eve", "editor")
	p.open("/practice/maison-des-femmes/edit").fill("limits.text", "Forged", "message", "Forged").press("check")
	p.filled.Set("do", "write")
	for name, header := range map[string]http.Header{
		"by what the browser says": {"Sec-Fetch-Site": {"cross-site"}},
		"of a sister site":         {"Sec-Fetch-Site": {"same-site"}},
		"by its origin":            {"Origin": {"https://elsewhere.example"}},
		"without an origin":        {"Origin": {"null"}},
	} {
		for _, path := range []string{p.at, "/proposal/1", "/sign-in", "/sign-out"} {
			r, err := http.NewRequest("POST", s.url+path, strings.NewReader(p.filled.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			r.Header = header.Clone()
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			response, err := p.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != http.StatusForbidden {
				t.Errorf("%s, %s: %d", name, path, response.StatusCode)
			}
		}
	}
	if p.open("/practice/maison-des-femmes"); strings.Contains(p.body, "Forged") {
		t.Error("it was written")
	}
}

// TestCorrecting goes the way of a correction: proposed, spoken of, refused without a reason, accepted.
func TestCorrecting(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	ann, eve := s.signedIn(t, data, "ann", "contributor"), s.signedIn(t, data, "eve", "editor")

	ann.open("/practice/maison-des-femmes/edit?field=limits")
	ann.press("check").says("Nothing is different")
	ann.fill("limits.text", "Costs and staff could not be read.").press("check").says("1 thing to mend", "Fill this in.")
	if ann.status != http.StatusUnprocessableEntity || ann.filled.Get("limits.text") != "Costs and staff could not be read." {
		t.Fatalf("what was typed is lost: %d %v", ann.status, ann.filled)
	}
	ann.filled.Set("themes.0.to", "theme/nothing")
	ann.press("check").says("2 things to mend", "there is no")
	ann.open("/practice/maison-des-femmes/edit?field=limits").fill("limits.text", "Costs and staff could not be read.")
	ann.fill("message", "As the brochure has it").press("check").says("Is this what you mean?", "1 field")
	ann.press("back").fill("summary.text", "A house of women.").press("check").says("2 fields")
	ann.press("write").says("As the brochure has it", "In short (English)")
	if !strings.HasPrefix(ann.at, "/proposal/") {
		t.Fatalf("it leads to %s", ann.at)
	}
	if strings.Contains(ann.body, `value="accept"`) {
		t.Error("who proposes is offered to accept")
	}

	eve.open("/proposal").says("As the brochure has it", "ann")
	eve.open(ann.at).press("reject").says("say why")
	eve.fill("text", "Which page?").press("comment").says("Which page?")
	eve.press("accept").says("Accepted", "eve")
	eve.open("/practice/maison-des-femmes").says("A house of women.", "Costs and staff could not be read.")
	eve.open("/practice/maison-des-femmes/history").says("As the brochure has it")
	ann.open("/proposal?state=accepted").says("As the brochure has it")
}

// TestSomebodyWasFirst holds that two who write at once keep their words, and see each other's.
func TestSomebodyWasFirst(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	eve, fay := s.signedIn(t, data, "eve", "editor"), s.signedIn(t, data, "fay", "editor")
	const form = "/practice/maison-des-femmes/edit"
	fay.open(form)
	eve.open(form).fill("limits.text", "By Eve", "problem.text", "Hers alone", "message", "m").press("check").press("write")
	if eve.at != "/practice/maison-des-femmes" {
		t.Fatalf("what an editor writes leads to %s (%d): %s", eve.at, eve.status, mainOf(eve.body))
	}
	fay.fill("limits.text", "By Fay", "message", "m").press("check").says("Somebody was first", "By Eve", "Hers alone")
	if got := fay.filled; got.Get("limits.text") != "By Fay" || got.Get("problem.text") != "Hers alone" {
		t.Errorf("kept: %q, %q", got.Get("limits.text"), got.Get("problem.text"))
	}
	fay.press("check").says("1 field").press("write")
	fay.open("/practice/maison-des-femmes").says("By Fay", "Hers alone")
}

// TestFormsAreFaithful holds that a form which is sent as it came changes nothing, for each type.
func TestFormsAreFaithful(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	p := s.signedIn(t, data, "eve", "editor")
	var types int
	for _, address := range firstOfEach(mapped(t, s.url)) {
		path := strings.TrimPrefix(address, s.url)
		p.open(path + "/edit")
		if wrong := faults(p.body); len(wrong) > 0 {
			t.Errorf("%s: %s", p.at, strings.Join(wrong, "; "))
		}
		p.press("check").says("Nothing is different")
		types++
	}
	if types < 23 {
		t.Errorf("only %d types", types)
	}
}

// firstOfEach is the first address below each folder.
func firstOfEach(addresses []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, address := range addresses {
		folder := address[:strings.LastIndex(address, "/")]
		if !seen[folder] {
			seen[folder] = true
			all = append(all, address)
		}
	}
	return all
}

// TestProposingWithANewSource proposes a practice that rests on a source which is not here yet.
func TestProposingWithANewSource(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data).searchable(t)
	ann, eve := s.signedIn(t, data, "ann", "contributor"), s.signedIn(t, data, "eve", "editor")
	ann.open("/propose/practice").fill("name.text", "Neighbours who cook", "form", "MODEL", "message", "From their page")
	ann.fill("citations.0.source", "https://cooks.example/about").press("check").says("A new source")
	if !strings.Contains(ann.body, `value="new: https://cooks.example/about"`) {
		t.Fatalf("it cannot be brought in: %s", mainOf(ann.body))
	}
	ann.filled.Set("citations.0.source", "new: https://cooks.example/about")
	ann.press("check").says("Is this what you mean?").press("write").says("source/https-cooks-example-about", "practice/neighbours-who-cook")
	eve.open(ann.at).press("accept").says("Accepted")
	eve.open("/practice/neighbours-who-cook").says("Neighbours who cook")
	eve.open("/source/https-cooks-example-about").says("https://cooks.example/about")
}

// TestATableOfAlignments takes a table in and tells what is wrong with it.
func TestATableOfAlignments(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	eve := s.signedIn(t, data, "eve", "editor")
	const form = "/benchmark/city-for-all/align"
	_, table := get(t, s.url+"/benchmark/city-for-all/alignments.csv")
	for csv, want := range map[string]string{"practice,nothing\na,b\n": "to mend", table: ""} {
		eve.open(form)
		eve.filled = url.Values{"do": {"table"}, "message": {"m"}, "csv": {csv}}
		eve.press("")
		if want != "" {
			eve.says(want)
		} else if eve.at != "/benchmark/city-for-all" {
			t.Errorf("a table that was sent back as it came leads to %s (%d): %s", eve.at, eve.status, mainOf(eve.body))
		}
	}
}

// TestTheGroundMoved puts a proposal on what an editor wrote meanwhile, and lets it be accepted.
func TestTheGroundMoved(t *testing.T) {
	data := t.TempDir()
	s := start(t, "--data", data)
	ann, eve := s.signedIn(t, data, "ann", "contributor"), s.signedIn(t, data, "eve", "editor")
	for _, who := range []struct {
		*person
		says string
	}{{ann, "Ann says this"}, {eve, "Eve says that"}} {
		who.open("/practice/milma/edit?field=limits").fill("limits.text", who.says, "message", "m").press("check").press("write")
	}
	eve.open(ann.at).says("Others changed the same since", "Eve says that")
	if eve.press("accept"); eve.status != http.StatusUnprocessableEntity {
		t.Errorf("what Eve wrote is written over: %d", eve.status)
	}
	eve.press("rebase").press("accept").says("Accepted")
	eve.open("/practice/milma").says("Ann says this")
}
