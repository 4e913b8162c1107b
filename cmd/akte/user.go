package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"aktenkundig/web/access"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func newUser(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "Say who may see what in the reading room",
		Long: `user keeps the users of the reading room (akte serve) in the archive. As long as there are none, the reading room listens
to this machine only, and whoever sits at it may do everything.

A reader sees papers that are open or bear no mark; an archivist sees all, rules and imports; an admin also sees the log
of who did what. Passwords are typed, or read from a pipe, never given as arguments.
` + exitHelp,
		Example: `  akte user add petra --role archivist
  akte user passwd petra
  akte user token add petra --role reader --days 90 --note "nightly statistics"`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newUserAdd(e), newUserList(e), newUserPasswd(e), newUserRole(e), newUserRemove(e), newUserToken(e))
	return cmd
}

// users opens the users of the archive.
func (e *env) users() (*access.Store, *access.Log, error) {
	a, err := e.archive()
	if err != nil {
		return nil, nil, err
	}
	s, err := access.OpenStore(a.AccessDir())
	return s, access.OpenLog(a.AccessDir()), err
}

// changeUser changes a user and logs it.
func (e *env) changeUser(name, what, note string, change func(*access.Store) error) error {
	s, log, err := e.users()
	if err != nil {
		return err
	}
	if err := change(s); err != nil {
		return err
	}
	return log.Add(access.Act{Who: person(), What: what, About: name, Note: note})
}

func newUserAdd(e *env) *cobra.Command {
	var role string
	var without bool
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a user; the password is typed twice, or read from a pipe",
		Args:  usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := access.ParseRole(role)
			if err != nil {
				return usage(err)
			}
			password := ""
			if !without {
				if password, err = newPassword(cmd.InOrStdin(), cmd.ErrOrStderr()); err != nil {
					return err
				}
			}
			return e.changeUser(args[0], "user add", role, func(s *access.Store) error { return s.Add(args[0], r, password) })
		},
	}
	cmd.Flags().StringVar(&role, "role", string(access.Reader), "what the user may do: reader, archivist or admin")
	cmd.Flags().BoolVar(&without, "no-password", false, "a user for tokens only")
	return cmd
}

func newUserList(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List users and their tokens",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, _, err := e.users()
			if err != nil {
				return err
			}
			all, err := s.Accounts()
			if err != nil {
				return err
			}
			for _, a := range all {
				printUser(cmd.OutOrStdout(), a, asJSON)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one user a line as JSON, without what passwords and tokens are checked with")
	return cmd
}

func printUser(w io.Writer, a access.Account, asJSON bool) {
	if asJSON {
		a.Password = ""
		for i := range a.Tokens {
			a.Tokens[i].Digest = ""
		}
		json.NewEncoder(w).Encode(a)
		return
	}
	fmt.Fprintf(w, "%-20s %-10s since %s\n", a.Name, a.Role, a.Created.Format(time.DateOnly))
	for _, t := range a.Tokens {
		fmt.Fprintf(w, "  token %s…  %-10s until %s  %s\n", t.ID, t.Role, t.Expires.Format(time.DateOnly), printable(t.Note))
	}
}

func newUserPasswd(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "passwd NAME",
		Short: "Give a user another password, which ends all sessions",
		Args:  usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := newPassword(cmd.InOrStdin(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			return e.changeUser(args[0], "user passwd", "", func(s *access.Store) error { return s.SetPassword(args[0], password) })
		},
	}
}

func newUserRole(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "role NAME ROLE",
		Short: "Give a user another role",
		Args:  usageArgs(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := access.ParseRole(args[1])
			if err != nil {
				return usage(err)
			}
			return e.changeUser(args[0], "user role", args[1], func(s *access.Store) error { return s.SetRole(args[0], r) })
		},
	}
}

func newUserRemove(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME",
		Short: "Remove a user with all sessions and tokens",
		Args:  usageArgs(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			return e.changeUser(args[0], "user remove", "", func(s *access.Store) error { return s.Remove(args[0]) })
		},
	}
}

func newUserToken(e *env) *cobra.Command {
	var role, note string
	var days int
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make and remove tokens, with which programs ask in a user's name",
		Args:  usageArgs(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	add := &cobra.Command{
		Use:   "add NAME",
		Short: "Make a token and print it, this once",
		Args:  usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := access.ParseRole(role)
			if err != nil {
				return usage(err)
			}
			if days < 1 || days > 3650 {
				return usage(fmt.Errorf("--days %d: say 1 to 3650", days))
			}
			var token string
			err = e.changeUser(args[0], "token add", note, func(s *access.Store) (err error) {
				token, _, err = s.NewToken(args[0], r, note, time.Duration(days)*24*time.Hour)
				return err
			})
			if err == nil {
				fmt.Fprintln(cmd.OutOrStdout(), token)
			}
			return err
		},
	}
	add.Flags().StringVar(&role, "role", string(access.Reader), "what the token may do, at most as much as the user")
	add.Flags().StringVar(&note, "note", "", "what it is for")
	add.Flags().IntVar(&days, "days", 365, "how long it is good")
	remove := &cobra.Command{
		Use:   "remove NAME TOKEN",
		Short: "Remove a token, named by its beginning as list shows it",
		Args:  usageArgs(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, args []string) error {
			id := strings.TrimSuffix(args[1], "…")
			return e.changeUser(args[0], "token remove", id, func(s *access.Store) error { return s.RemoveToken(args[0], id) })
		},
	}
	cmd.AddCommand(add, remove)
	return cmd
}

// newPassword has a password typed twice, or reads one line from a pipe.
func newPassword(in io.Reader, say io.Writer) (string, error) {
	f, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return "", usage(errors.Join(errors.New("no password: type it, or send it through a pipe"), ignoreEOF(err)))
		}
		return line, nil
	}
	var typed [2][]byte
	for i, ask := range []string{"Password: ", "Once more: "} {
		fmt.Fprint(say, ask)
		var err error
		typed[i], err = term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(say)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
	}
	if !bytes.Equal(typed[0], typed[1]) {
		return "", errors.New("the two passwords are not the same; nothing was changed")
	}
	if len(typed[0]) == 0 {
		return "", usage(errors.New("the password is empty"))
	}
	return string(typed[0]), nil
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
