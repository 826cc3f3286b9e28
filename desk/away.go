package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/praxis-kb/praxis/kb"
)

// People who sign in at the issuer go there with a question of ours and come back with a code, which is exchanged for a
// token by who asked: the authorization code flow of OpenID Connect, with a proof (PKCE) that nobody else took the code.

// SignsInElsewhere tells whether people may sign in at an issuer.
func (d *Desk) SignsInElsewhere() bool { return d.issuer != nil && d.issuer.ClientID != "" }

// SendAway gives the address of the issuer at which somebody signs in, and what their browser keeps until they are back
// at the address given.
func (d *Desk) SendAway(ctx context.Context, back string) (address, kept string, err error) {
	config, err := d.client(ctx, back)
	if err != nil {
		return "", "", err
	}
	state, nonce, proof := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	address = config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(proof))
	return address, strings.Join([]string{state, nonce, proof}, " "), nil
}

// ComeBack begins a session for who comes back from the issuer with a code, and gives the secret that resumes it. Errors
// are Unknown where it does not fit what was kept, Forbidden for one without a role here, and Unavailable.
func (d *Desk) ComeBack(ctx context.Context, back, state, code, kept string) (secret string, err error) {
	config, err := d.client(ctx, back)
	if err != nil {
		return "", err
	}
	parts := strings.Fields(kept)
	if len(parts) != 3 || subtle.ConstantTimeCompare([]byte(parts[0]), []byte(state)) != 1 {
		return "", errNotGood
	}
	token, err := config.Exchange(d.issuer.over(ctx), code, oauth2.VerifierOption(parts[2]))
	if err != nil {
		return "", errNotGood
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := d.issuer.provider.Verifier(&oidc.Config{ClientID: d.issuer.ClientID}).Verify(ctx, raw)
	if err != nil || verified.Nonce != parts[1] {
		return "", errNotGood
	}
	actor, err := d.issuer.account(verified)
	if err != nil {
		return "", err
	}
	return d.begin(ctx, actor, nil)
}

// client is praxis as the issuer knows it.
func (d *Desk) client(ctx context.Context, back string) (*oauth2.Config, error) {
	if !d.SignsInElsewhere() {
		return nil, kb.Errorf(kb.NotFound, "there is no issuer at which people sign in")
	}
	provider, err := d.issuer.known(ctx)
	if err != nil {
		return nil, err
	}
	return &oauth2.Config{
		ClientID: d.issuer.ClientID, ClientSecret: d.issuer.ClientSecret, Endpoint: provider.Endpoint(), RedirectURL: back,
		Scopes: []string{oidc.ScopeOpenID, "profile"},
	}, nil
}
