// Command go-package takes the built module into an empty project, as `go get` would, and uses it there as its README
// says. It prints what it found as JSON; ../README.md has its form.
package main

import (
	"encoding/json"
	"log"
	"os"
)

type claim struct {
	Claim  string `json:"claim"`
	Holds  bool   `json:"holds"`
	Detail string `json:"detail,omitempty"`
}

type report struct {
	Verdicts json.RawMessage `json:"verdicts"`
	Claims   []claim         `json:"claims"`
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("go-package: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: DIST=… go run . ARTIFACTS")
	}
	if err := print(os.Args[1], os.Getenv("DIST")); err != nil {
		log.Fatal(err)
	}
}

func print(artifacts, dist string) error {
	project, err := newProject(artifacts, dist)
	if err != nil {
		return err
	}
	defer project.remove()
	var report report
	for _, it := range claims {
		detail := ""
		if err := it.prove(project); err != nil {
			detail = err.Error()
		}
		report.Claims = append(report.Claims, claim{it.sentence, detail == "", detail})
	}
	if err := project.takePublished(); err != nil {
		return err
	}
	verdicts, err := project.run("go", "run", "./verdicts", artifacts)
	if err != nil {
		return err
	}
	report.Verdicts = json.RawMessage(verdicts)
	return json.NewEncoder(os.Stdout).Encode(report)
}
