package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// organisation is an OpenID Connect issuer at which everybody is signed in already: it sends them back with a code, and
// gives a token for a code to who proves that they asked for it.
type organisation struct {
	*httptest.Server
	t     *testing.T
	key   *rsa.PrivateKey
	asked url.Values // the last question
	role  string
	nonce string // that it tells; that of the question where it is empty
}

func newOrganisation(t *testing.T) *organisation {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	o := &organisation{t: t, key: key, role: "editor"}
	mux := http.NewServeMux()
	o.Server = httptest.NewServer(mux)
	t.Cleanup(o.Close)
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"issuer": o.URL, "jwks_uri": o.URL + "/keys", "authorization_endpoint": o.URL + "/authorize",
			"token_endpoint": o.URL + "/token", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		o.asked = r.URL.Query()
		http.Redirect(w, r, o.asked.Get("redirect_uri")+"?"+url.Values{"code": {"c"}, "state": {o.asked.Get("state")}}.Encode(), http.StatusSeeOther)
	})
	mux.HandleFunc("/token", o.token)
	return o
}

func (o *organisation) token(w http.ResponseWriter, r *http.Request) {
	proof := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if o.asked.Get("code_challenge_method") != "S256" || o.asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(proof[:]) || r.PostFormValue("code") != "c" {
		http.Error(w, `{"error": "invalid_grant"}`, http.StatusBadRequest)
		return
	}
	nonce := o.nonce
	if nonce == "" {
		nonce = o.asked.Get("nonce")
	}
	claims, _ := json.Marshal(map[string]any{"iss": o.URL, "aud": "pages", "sub": "s", "nonce": nonce, "preferred_username": "VVSG", "roles": []string{o.role},
		"exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix()})
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: o.key, KeyID: "k"}}, nil)
	if err != nil {
		o.t.Error(err)
		return
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		o.t.Error(err)
		return
	}
	text, _ := signed.CompactSerialize()
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"access_token": "a", "token_type": "Bearer", "id_token": %q}`, text)
}

func TestSigningInElsewhere(t *testing.T) {
	o := newOrganisation(t)
	s := start(t, "--data", t.TempDir(), "--oidc-issuer", o.URL, "--oidc-audience", "praxis", "--oidc-client-id", "pages")
	p := s.newPerson(t).open("/sign-in?next=/proposal")
	if !strings.Contains(p.body, `href="/sign-in/issuer?next=%2fproposal"`) {
		t.Errorf("it does not lead to the issuer: %s", p.body)
	}
	p.open("/sign-in/issuer?next=/proposal").says("Go on")
	if p.header.Get("Refresh") != "0; url=/proposal" || !strings.Contains(p.header.Get("Set-Cookie"), "HttpOnly") {
		t.Errorf("it does not lead on: %v", p.header)
	}
	p.open("/proposal").says("Signed in as VVSG.", "What waits for somebody")

	for name, spoil := range map[string]func(p *person) string{
		"a foreign state":     func(*person) string { return "/sign-in/back?code=c&state=guessed" },
		"another's nonce":     func(*person) string { o.nonce = "another"; return "/sign-in/issuer" },
		"a role that is none": func(*person) string { o.role = "visitor"; return "/sign-in/issuer" },
	} {
		other := s.newPerson(t)
		if name == "a foreign state" { // of one who was sent away
			other.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
				if strings.HasPrefix(r.URL.String(), o.URL) {
					return http.ErrUseLastResponse
				}
				return nil
			}
			other.open("/sign-in/issuer")
		}
		if other.open(spoil(other)); other.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d at %s", name, other.status, other.at)
		}
		if other.open("/proposal"); !strings.HasPrefix(other.at, "/sign-in") {
			t.Errorf("%s signs in", name)
		}
		o.nonce, o.role = "", "editor"
	}
	if p := s.newPerson(t).open("/sign-in/back?code=c&state=s"); p.at != "/sign-in" {
		t.Errorf("who was not sent away comes to %s", p.at)
	}
}
