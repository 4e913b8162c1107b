package main

import (
	"os"
	"strings"

	"aktenkundig/ocr/tesseract"
	"aktenkundig/ocr/worker"

	"github.com/spf13/cobra"
)

// workerCommand is how a worker process of ours is called.
const workerCommand = "ocr-worker"

func newWorker() *cobra.Command {
	var languages string
	cmd := &cobra.Command{
		Use:    workerCommand,
		Short:  "Read pages handed over on standard input (started by akte itself)",
		Hidden: true,
		Args:   usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			e, err := tesseract.New(tesseract.Options{Languages: strings.Split(languages, "+")})
			if err != nil {
				return err
			}
			defer e.Close()
			return worker.Serve(os.Stdin, os.Stdout, e)
		},
	}
	cmd.Flags().StringVar(&languages, "lang", defaultLanguages, "languages, joined by +")
	return cmd
}
