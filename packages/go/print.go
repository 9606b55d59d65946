package callbacks

import (
	"fmt"
	"io"
	"log/slog"
	"sort"
	"strings"
)

// How things are printed and logged: without personal data and secrets.

// summaryOf returns an object without sensitive and unknown fields, which is safe to log.
func summaryOf(name string, of record) string {
	var texts []string
	for _, field := range of.fields() {
		switch {
		case isNothing(field.value):
		case field.isSensitive:
			texts = append(texts, field.name+": [hidden]")
		default:
			texts = append(texts, field.name+": "+shown(field.value))
		}
	}
	return name + "{" + strings.Join(texts, ", ") + "}"
}

// shown returns the printed form of a value that is not itself sensitive. Objects in it may be.
func shown(v value) string {
	it, is := v.(interface{ shown() string })
	if is {
		return it.shown()
	}
	return string(v.write(nil))
}

func (v objectValue) shown() string { return summaryOf("", v.to) }

func (v optionalValue[T]) shown() string {
	if *v.to == nil {
		return "null"
	}
	return shown(v.of(*v.to))
}

func (v listValue[T]) shown() string {
	texts := make([]string, len(*v.to))
	for at := range *v.to {
		texts[at] = shown(v.of(&(*v.to)[at]))
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// sortedNames returns the names of unknown fields in a fixed order.
func sortedNames(extra Extra) []string {
	names := make([]string, 0, len(extra))
	for name := range extra {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// printed prints an outcome: its name, its callback, and what is wrong with it, if anything.
func printed(state io.Writer, name string, of origin, wrong string) {
	text := of.id()
	if wrong != "" && text != "" {
		text += ": "
	}
	_, _ = fmt.Fprintf(state, "%s{ %s }", name, text+wrong)
}

// printRecord prints an object without sensitive fields.
func printRecord(state io.Writer, name string, of record) {
	_, _ = io.WriteString(state, summaryOf(name, of))
}

// logged is the printed form, for a logger that would otherwise write JSON.
func logged(it any) slog.Value { return slog.StringValue(fmt.Sprint(it)) }
