// Command conformance makes the types from the artifacts in the folder that it is given, and then starts the report,
// which can be compiled only once they are there.
package main

import (
	"log"
	"os"
	"os/exec"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("conformance: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./cmd/conformance ARTIFACTS")
	}
	for _, step := range []string{"./cmd/types", "./cmd/report"} {
		command := exec.Command("go", "run", step, os.Args[1])
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		if err := command.Run(); err != nil {
			log.Fatalf("%s: %v", step, err)
		}
	}
}
