package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"aktenkundig/web/oidc"

	"github.com/spf13/cobra"
)

// oidcFlags are those of another house that tells who a user is.
func (s *serving) oidcFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.oidc.Issuer, "oidc-issuer", "", "`URL` of an OpenID provider through which users may sign in, too; its secret is in AKTE_OIDC_SECRET")
	f.StringVar(&s.oidc.ClientID, "oidc-client", "akte", "as whom the provider knows this reading room")
	f.StringVar(&s.oidc.Claim, "oidc-claim", "preferred_username", "what of the provider's answer is a user's name: preferred_username or email")
	f.StringVar(&s.oidc.Base, "url", "", "`URL` under which browsers see the reading room, for an OpenID provider to lead back to, and for IIIF")
}

// beside is the way in through an OpenID provider; nil without one.
func (s *serving) beside(ctx context.Context) (*oidc.Door, error) {
	o := s.oidc
	if o.Issuer == "" {
		return nil, nil
	}
	o.Secret, o.Base, o.HTTPS = os.Getenv("AKTE_OIDC_SECRET"), strings.TrimSuffix(o.Base, "/"), s.access.HTTPS
	if o.Secret == "" || o.Base == "" {
		return nil, usage(errors.New("--oidc-issuer needs --url and the secret in AKTE_OIDC_SECRET"))
	}
	d, err := oidc.New(ctx, o)
	if err != nil {
		return nil, &hinted{err, "look whether the provider can be reached from here, and whether --oidc-issuer is exactly as it writes it"}
	}
	return d, nil
}
