// Command peer reads callbacks with encoding/json into structs: ../README.md says how it is run.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const turn = 100 * time.Millisecond

func main() {
	log.SetFlags(0)
	log.SetPrefix("peer: ")
	corpus, err := os.ReadFile(os.Getenv("CORPUS"))
	if err != nil {
		log.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(corpus), []byte("\n"))
	callback, err := callbackType(filepath.Join(os.Getenv("SCHEMAS"), "callback.schema.json"))
	if err != nil {
		log.Fatal(err)
	}
	body := reflect.StructOf([]reflect.StructField{field("callbacks", reflect.SliceOf(callback))})

	fmt.Println(runtime.Version())
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		size, err := strconv.Atoi(input.Text())
		if err != nil {
			log.Fatal(err)
		}
		var bodies [][]byte
		for chunk := range slices.Chunk(lines, size) {
			list := bytes.Join(chunk, []byte(","))
			bodies = append(bodies, slices.Concat([]byte(`{"callbacks":[`), list, []byte(`]}`)))
		}
		read := 0
		start := processorTime()
		for processorTime()-start < turn {
			for _, text := range bodies {
				value := reflect.New(body)
				if err := json.Unmarshal(text, value.Interface()); err != nil {
					log.Fatal(err)
				}
				read += value.Elem().Field(0).Len()
			}
		}
		fmt.Println(float64((processorTime() - start).Nanoseconds()) / float64(read))
	}
}

// processorTime is what all threads of this process took.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// schema is as much of a JSON Schema as types need.
type schema struct {
	Ref         string `json:"$ref"`
	Type        string
	Properties  map[string]schema
	Items       *schema
	Definitions map[string]schema
}

// callbackType makes a struct of the schema. One that is written down would be read in the same way.
func callbackType(file string) (reflect.Type, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var root schema
	if err := json.Unmarshal(text, &root); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return typeOf(root, root.Definitions), nil
}

func typeOf(of schema, definitions map[string]schema) reflect.Type {
	if name, found := strings.CutPrefix(of.Ref, "#/definitions/"); found {
		return typeOf(definitions[name], definitions)
	}
	switch of.Type {
	case "object":
		var fields []reflect.StructField
		for name, property := range of.Properties {
			one := typeOf(property, definitions)
			if one.Kind() == reflect.Struct {
				one = reflect.PointerTo(one)
			}
			fields = append(fields, field(name, one))
		}
		return reflect.StructOf(fields)
	case "array":
		return reflect.SliceOf(typeOf(*of.Items, definitions))
	case "integer":
		return reflect.TypeFor[uint64]()
	case "number":
		return reflect.TypeFor[json.Number]()
	case "boolean":
		return reflect.TypeFor[bool]()
	default:
		return reflect.TypeFor[string]()
	}
}

// field is an exported field of a struct, for the name in JSON.
func field(name string, of reflect.Type) reflect.StructField {
	tag := fmt.Sprintf("json:%q", name)
	return reflect.StructField{Name: "F_" + name, Type: of, Tag: reflect.StructTag(tag)}
}
