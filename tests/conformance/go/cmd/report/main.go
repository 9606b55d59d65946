// Command report prints what the tools of Go make of the artifacts in the folder that it is given, as JSON. The types
// of these artifacts must have been made before: `go run ./cmd/conformance` sees to that.
package main

import (
	"encoding/json"
	"log"
	"os"
)

type report struct {
	Verdicts []verdicts `json:"verdicts"`
	Claims   []claim    `json:"claims"`
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("report: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./cmd/report ARTIFACTS")
	}
	if err := print(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func print(folder string) error {
	artifacts, err := read(folder)
	if err != nil {
		return err
	}
	judged, err := judge(artifacts)
	if err != nil {
		return err
	}
	claims, err := prove(artifacts)
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(report{judged, claims})
}
