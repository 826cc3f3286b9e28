// Command praxis is the knowledge base: a server of GraphQL and web pages over one SQLite file, and the commands that
// keep it.
//
//	praxis serve                     serve what is in the data folder; the corpus is loaded first
//	praxis token create              let an account write
//	praxis import FILE...            bring in collections: YAML, JSON Lines, CSV, JSON-LD
//	praxis export FILE               write the graph, or a part of it, in the form that other tools read
//	praxis check FOLDER              tell what is wrong with such files, without keeping them
//	praxis align FILE                bring in a table of alignments, as CSV
//	praxis check-links               ask the addresses that the graph names, and keep which do not answer
//	praxis log                       list the change sets
//	praxis mirror URL                keep a copy that follows another server
//	praxis release NAME              give a state a name, and make its files
//	praxis verify                    replay the log and compare it with the state
//	praxis redact                    blank a text for law or privacy, in the history too
//	praxis toolkit html|md|pdf SLUG  write a toolkit, to read or to print
//	praxis backup FILE               copy the database, while it is served
//	praxis restore FILE              put a backup in its place
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/praxis-kb/praxis/dump"
	"github.com/praxis-kb/praxis/kb"
)

// version is that of the program; a release sets it.
var version = "0.1.0-dev"

// program are the commands, with their flags. Each flag can be given in the environment as well.
type program struct {
	Data string `help:"The folder that holds the database." default:"data" env:"PRAXIS_DATA" type:"path"`

	Serve      serveCommand      `cmd:"" help:"Serve the knowledge base: GraphQL, web pages, health and metrics."`
	Token      tokenCommand      `cmd:"" help:"Make, list and revoke the tokens that let people write."`
	Import     importCommand     `cmd:"" help:"Bring in collections: YAML, JSON Lines, CSV or JSON-LD. What was cut short is finished by running it again. The server must be stopped. Ends with 0 where all rows are in, 2 where some were skipped, 1 where nothing was done."`
	Export     exportCommand     `cmd:"" help:"Write the graph, or a part of it, for spreadsheets, SPARQL stores, graph tools, databases or to import it again: the same graph gives the same bytes. A server may be running."`
	Check      checkCommand      `cmd:"" help:"Tell all that is wrong with a folder of such files, without keeping them."`
	Align      alignCommand      `cmd:"" help:"Align practices with key factors as a CSV table says, in one change set. The server must be stopped."`
	CheckLinks checkLinksCommand `cmd:"" help:"Ask the addresses that sources, documents and sites name whether they answer, and keep as observations those that do not. The server must be stopped."`
	Log        logCommand        `cmd:"" help:"List the change sets, newest first."`
	Mirror     mirrorCommand     `cmd:"" help:"Keep a read-only copy that follows another server: each change set is replayed, and held to its hash. What was cut off goes on where it ended. Then serve it."`
	Release    releaseCommand    `cmd:"" help:"Give a state of the data a name, and make the files of it: all dumps, their hashes, and what catalogues, search engines and registries of DOIs read. The server must be stopped."`
	Verify     verifyCommand     `cmd:"" help:"Replay the log into a fresh database and compare the state. A server may be running."`
	Redact     redactCommand     `cmd:"" help:"Blank a text for law or privacy, in what stands and in the history. The server must be stopped."`
	Toolkit    toolkitCommand    `cmd:"" help:"Write a toolkit as HTML, Markdown or PDF."`
	Backup     backupCommand     `cmd:"" help:"Write a consistent copy of the database. A server may be running."`
	Restore    restoreCommand    `cmd:"" help:"Put a backup in the place of the database; what was there is kept beside it."`
	Version    versionCommand    `cmd:"" help:"Say which version this is."`
}

// run carries out a command line. It is main without the process: tests call it.
func run(ctx context.Context, args []string, out, errs io.Writer) error {
	var p program
	parser, err := kong.New(&p, kong.Name("praxis"), kong.Writers(out, errs), kong.UsageOnError(), kong.Vars{"base": defaultBase, "formats": strings.Join(dump.Names(), ",")},
		kong.Description("A knowledge base of good practices for inclusive cities: a linked, cited graph, asked by GraphQL or read as web pages.\n\nStart with: praxis serve"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return err
	}
	command.BindTo(ctx, (*context.Context)(nil))
	command.BindTo(out, (*io.Writer)(nil))
	command.Bind(errorWriter{errs})
	return command.Run(&p)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "praxis:", explain(err))
	}
	os.Exit(exitCode(err))
}

// exitCode is what the program ends with.
func exitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errPartly):
		return 2
	}
	return 1
}

// defaultBase is the address that ids are below where none is given: that of a server on this machine.
const defaultBase = "http://127.0.0.1:8080/"

// explain gives an error as a person reads it: what may be shown as it is, what is wrong with a change set line by line.
func explain(err error) string {
	var own *kb.Error
	if errors.As(err, &own) && len(own.Problems) == 0 {
		return own.Message
	}
	return err.Error()
}

type versionCommand struct{}

func (versionCommand) Run(out io.Writer) error {
	_, err := fmt.Fprintln(out, "praxis", version)
	return err
}
