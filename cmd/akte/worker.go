package main

import (
	"encoding/json"
	"os"
	"strings"

	"aktenkundig/ocr/tesseract"
	"aktenkundig/ocr/worker"

	"github.com/spf13/cobra"
)

// workerCommand is how a worker process of ours is called.
const workerCommand = "ocr-worker"

func newWorker() *cobra.Command {
	var (
		languages string
		probe     bool
	)
	cmd := &cobra.Command{
		Use:    workerCommand,
		Short:  "Read pages handed over on standard input (started by akte itself)",
		Hidden: true,
		Args:   usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if probe {
				lacks := worker.Confine(tesseract.SystemDataPath())
				return json.NewEncoder(cmd.OutOrStdout()).Encode(confinement{Lacks: lacks, Could: worker.Escapes()})
			}
			e, err := tesseract.New(tesseract.Options{Languages: strings.Split(languages, "+"), Alone: true})
			if err != nil {
				return err
			}
			defer e.Close()
			worker.Confine(tesseract.SystemDataPath()) // what it lacks, akte doctor says
			return worker.Serve(os.Stdin, os.Stdout, e)
		},
	}
	cmd.Flags().StringVar(&languages, "lang", defaultLanguages, "languages, joined by +")
	cmd.Flags().BoolVar(&probe, "probe", false, "confine this process, try to get out, and say what was possible")
	return cmd
}

// confinement is what a probe of a worker says.
type confinement struct {
	Lacks []string `json:"lacks"` // what the kernel does not offer
	Could []string `json:"could"` // what a worker can do and should not
}
