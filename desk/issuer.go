package desk

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/praxis-kb/praxis/kb"
)

// Issuer is an OpenID Connect issuer whose tokens are taken beside our own.
type Issuer struct {
	URL       string // of the issuer
	Audience  string // that its tokens must name
	RoleClaim string // the claim that holds the role, or a list with it
	NameClaim string // the claim that names the account

	ClientID     string // as which people sign in on the pages; empty where they do not
	ClientSecret string // where the issuer asks for one beside the proof of the code

	Timeout time.Duration // for each of its answers; issuerTime where there is none

	asking   chan struct{} // held by who asks for the provider
	provider *oidc.Provider
}

// issuerTime is how long an issuer may take over an answer: whoever signs in waits for it.
const issuerTime = 10 * time.Second

// authenticate gives the account that a token of the issuer stands for. Errors are Unknown for a token that is not good,
// and Unavailable while the issuer cannot be reached.
func (i *Issuer) authenticate(ctx context.Context, token string) (Actor, error) {
	provider, err := i.known(ctx)
	if err != nil {
		return Actor{}, err
	}
	verified, err := provider.Verifier(&oidc.Config{ClientID: i.Audience}).Verify(ctx, token)
	if err != nil {
		return Actor{}, errNotGood
	}
	return i.account(verified)
}

// account is the account that a token stands for which was found good.
func (i *Issuer) account(verified *oidc.IDToken) (Actor, error) {
	claims := map[string]any{}
	if err := verified.Claims(&claims); err != nil {
		return Actor{}, errNotGood
	}
	name, _ := claims[i.NameClaim].(string)
	role := roleIn(claims[i.RoleClaim])
	if name = strings.TrimSpace(name); name == "" || role == kb.RoleReader {
		return Actor{}, kb.Errorf(kb.Forbidden, "the token names no account in %q, or no role of ours in %q", i.NameClaim, i.RoleClaim)
	}
	return Actor{name, role}, nil
}

// known asks the issuer for its keys and addresses, the first time; go-oidc asks again when keys change. The error is
// Unavailable.
func (i *Issuer) known(ctx context.Context) (*oidc.Provider, error) {
	away := kb.Errorf(kb.Unavailable, "the issuer of tokens cannot be reached now")
	select {
	case i.asking <- struct{}{}:
		defer func() { <-i.asking }()
	case <-ctx.Done():
		return nil, away
	}
	if i.provider == nil {
		provider, err := oidc.NewProvider(i.over(context.WithoutCancel(ctx)), i.URL)
		if err != nil {
			return nil, away
		}
		i.provider = provider
	}
	return i.provider, nil
}

// over gives a context under which the issuer is asked by a client that does not wait for ever.
func (i *Issuer) over(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, &http.Client{Timeout: cmp.Or(i.Timeout, issuerTime)})
}

// roleIn is the highest of our roles in a claim.
func roleIn(claim any) kb.Role {
	list, isList := claim.([]any)
	if !isList {
		list = []any{claim}
	}
	for _, role := range slices.Backward(kb.AllRole) {
		if slices.ContainsFunc(list, func(item any) bool {
			text, _ := item.(string)
			return strings.EqualFold(text, string(role))
		}) {
			return role
		}
	}
	return kb.RoleReader
}
