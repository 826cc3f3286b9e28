package desk_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/praxis-kb/praxis/desk"
	"github.com/praxis-kb/praxis/kb"
)

// issuer is an OpenID Connect issuer with one key.
func issuer(t *testing.T) (url string, sign func(claims map[string]any) string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"issuer": %q, "jwks_uri": "%s/keys", "authorization_endpoint": "%[2]s/a", "token_endpoint": "%[2]s/t", "id_token_signing_alg_values_supported": ["RS256"]}`, server.URL, server.URL)
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	return server.URL, func(claims map[string]any) string {
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "k"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]any{"iss": server.URL, "aud": "praxis", "sub": "s", "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix()}
		for name, value := range claims {
			all[name] = value
		}
		text, _ := json.Marshal(all)
		signed, err := signer.Sign(text)
		if err != nil {
			t.Fatal(err)
		}
		token, err := signed.CompactSerialize()
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
}

func TestTokensOfAnIssuer(t *testing.T) {
	ctx := context.Background()
	url, sign := issuer(t)
	_, foreign := issuer(t)
	d, err := desk.Open(ctx, t.TempDir(), nil, desk.Options{Issuer: &desk.Issuer{URL: url, Audience: "praxis", RoleClaim: "roles", NameClaim: "preferred_username"}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	good := map[string]any{"preferred_username": "VVSG", "roles": []string{"offline", "contributor", "Editor"}}
	if a, err := d.Authenticate(ctx, sign(good)); err != nil || a.Name != "VVSG" || a.Role != kb.RoleEditor {
		t.Errorf("%+v %v", a, err)
	}
	with := func(name string, value any) map[string]any {
		claims := map[string]any{name: value}
		for key, one := range good {
			if key != name {
				claims[key] = one
			}
		}
		return claims
	}
	for name, c := range map[string]struct {
		token string
		code  kb.Code
	}{
		"of another issuer":   {foreign(with("iss", url)), kb.Unknown},
		"for another server":  {sign(with("aud", "else")), kb.Unknown},
		"expired":             {sign(with("exp", time.Now().Add(-time.Hour).Unix())), kb.Unknown},
		"no token":            {"x.y.z", kb.Unknown},
		"without an account":  {sign(with("preferred_username", "")), kb.Forbidden},
		"without a role":      {sign(with("roles", "visitor")), kb.Forbidden},
		"our own, misspelt":   {"praxis_a_b", kb.Unknown},
		"with a role in text": {sign(with("roles", "admin")), ""},
	} {
		if _, err := d.Authenticate(ctx, c.token); err == nil && c.code != "" || err != nil && kb.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAnIssuerThatDoesNotAnswerKeepsNobody asks one that takes the question and says nothing.
func TestAnIssuerThatDoesNotAnswerKeepsNobody(t *testing.T) {
	asked, over := make(chan struct{}, 9), make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-over
	}))
	t.Cleanup(func() { close(over); silent.Close() })
	open := func(timeout time.Duration) *desk.Desk {
		d, err := desk.Open(context.Background(), t.TempDir(), nil, desk.Options{Issuer: &desk.Issuer{URL: silent.URL, Timeout: timeout}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		return d
	}
	if _, err := open(time.Millisecond).Authenticate(context.Background(), "x.y.z"); kb.CodeOf(err) != kb.Unavailable {
		t.Errorf("after the time for an answer: %v", err)
	}
	for len(asked) > 0 {
		<-asked
	}
	patient := open(time.Hour)
	go patient.Authenticate(context.Background(), "x.y.z")
	<-asked
	gone, leave := context.WithCancel(context.Background())
	leave()
	if _, err := patient.Authenticate(gone, "x.y.z"); kb.CodeOf(err) != kb.Unavailable {
		t.Errorf("for who has left while another one waits: %v", err)
	}
}
