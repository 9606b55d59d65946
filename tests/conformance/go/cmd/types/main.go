// Command types makes the Go types of callbacks, from the OpenAPI document in the folder that it is given: those of
// oapi-codegen in build/callbacks, and those of ogen in build/ogen. It knows of no kind: what it needs to say of them, it
// reads there.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("types: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./cmd/types ARTIFACTS")
	}
	document := filepath.Join(os.Args[1], "openapi.json")
	if err := generate(document); err != nil {
		log.Fatal(err)
	}
	if err := generateOgen(document); err != nil {
		log.Fatal(err)
	}
}

func generate(document string) error {
	overlay, err := overlay(document)
	if err != nil {
		return err
	}
	if err := os.MkdirAll("build/callbacks", 0o755); err != nil {
		return err
	}
	if err := os.WriteFile("build/overlay.json", overlay, 0o644); err != nil {
		return err
	}
	generator := exec.Command("go", "tool", "oapi-codegen", "-config", "oapi-codegen.yaml", document)
	generator.Stderr = os.Stderr
	if err := generator.Run(); err != nil {
		return fmt.Errorf("oapi-codegen: %w", err)
	}
	return nil
}

// generateOgen makes the types of ogen, which takes no overlay: the document itself is changed.
func generateOgen(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	adapt(document)
	if text, err = json.Marshal(document); err != nil {
		return err
	}
	if err := os.WriteFile("build/ogen.openapi.json", text, 0o644); err != nil {
		return err
	}
	generator := exec.Command("go", "tool", "ogen", "-config", "ogen.yaml", "-target", "build/ogen", "-package", "ogen", "-clean", "build/ogen.openapi.json")
	generator.Stderr = os.Stderr
	if err := generator.Run(); err != nil {
		return fmt.Errorf("ogen: %w", err)
	}
	return nil
}

// adapt makes money a decimal, and gives integers all of 64 bits.
func adapt(schema any) {
	switch schema := schema.(type) {
	case map[string]any:
		if schema["title"] == "Money" {
			delete(schema, "anyOf")
			schema["type"] = "string"
			schema["x-ogen-type"] = "github.com/shopspring/decimal.Decimal"
		}
		if schema["format"] == "int64" {
			schema["format"] = "uint64"
			// ogen compares it as a number with a sign.
			delete(schema, "minimum")
		}
		for _, part := range schema {
			adapt(part)
		}
	case []any:
		for _, part := range schema {
			adapt(part)
		}
	}
}

// overlay makes the OpenAPI Overlay that adapts the document to Go. Money becomes a decimal that reads a number and a
// string of digits alike, exactly. All kinds become constants of one type, which a `switch` can be checked against.
func overlay(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var document struct {
		Components struct {
			Schemas struct {
				Callback struct {
					Discriminator struct {
						Mapping map[string]string
					}
				}
			}
		}
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	kinds := slices.Sorted(maps.Keys(document.Components.Schemas.Callback.Discriminator.Mapping))

	type object = map[string]any
	return json.Marshal(object{
		"overlay": "1.0.0",
		"info":    object{"title": "Types for Go", "version": "1.0.0"},
		"actions": []object{{
			"target": "$.components.schemas",
			"update": object{
				"Kind": object{"type": "string", "enum": kinds, "description": "The kind of a callback."},
				"Money": object{
					"x-go-type":        "decimal.Decimal",
					"x-go-type-import": object{"path": "github.com/shopspring/decimal"},
				},
			},
		}},
	})
}
