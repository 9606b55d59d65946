// Command verdicts judges a file of bodies, each after its length as four bytes, with a JSON Schema, and writes a line of
// JSON for each: tests/differential compares them with what the Rust SDK reads.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"log"
	"os"

	google "github.com/google/jsonschema-go/jsonschema"
)

type verdict struct {
	Valid    *bool  `json:"valid,omitempty"`
	Unparsed string `json:"unparsed,omitempty"`
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("verdicts: ")
	if len(os.Args) != 4 {
		log.Fatal("usage: go run ./cmd/verdicts SCHEMA BODIES LINES")
	}
	if err := judge(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func judge(schemaFile, bodiesFile, linesFile string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	var schema google.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		return err
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		return err
	}
	bodies, err := os.ReadFile(bodiesFile)
	if err != nil {
		return err
	}
	file, err := os.Create(linesFile)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	lines := json.NewEncoder(out)
	for len(bodies) > 0 {
		end := 4 + int(binary.LittleEndian.Uint32(bodies))
		var document any
		line := verdict{}
		if err := json.Unmarshal(bytes.TrimPrefix(bodies[4:end], []byte("\ufeff")), &document); err != nil {
			line.Unparsed = err.Error()
		} else {
			valid := resolved.Validate(document) == nil
			line.Valid = &valid
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
		bodies = bodies[end:]
	}
	return out.Flush()
}
