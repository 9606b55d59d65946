package callbacks

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"

	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

func digest(callback string) string {
	sum := sha256.Sum256(canonical(callback))
	return "v1:" + hex.EncodeToString(sum[:])
}

// A node is a JSON value. Code that walks nodes is never recursive: the sender chooses how deeply they are nested.
type node struct {
	// name is that of a member.
	name string
	// text is the value as written, if it has no parts.
	text []byte
	// bracket opens an object or a list.
	bracket byte
	parts   []*node
}

// canonical writes the canonical JSON of a callback: names sorted by code point, numbers as spelled, no white space,
// without the hash of the callback.
func canonical(callback string) []byte {
	root := treeOf(callback)
	if root.bracket == '{' {
		kept := root.parts[:0]
		for _, member := range root.parts {
			if member.name != hashName {
				kept = append(kept, member)
			}
		}
		root.parts = kept
	}
	out := make([]byte, 0, len(callback))
	// The parts of open containers that are still to be written.
	type open struct {
		of   *node
		next int
	}
	todo := []open{{of: &node{parts: []*node{root}}}}
	for len(todo) > 0 {
		last := &todo[len(todo)-1]
		if last.next == len(last.of.parts) {
			if last.of.bracket != 0 {
				out = append(out, last.of.bracket+2)
			}
			todo = todo[:len(todo)-1]
			continue
		}
		if last.next > 0 {
			out = append(out, ',')
		}
		it := last.of.parts[last.next]
		last.next++
		if last.of.bracket == '{' {
			out = append(lex.AppendString(out, it.name), ':')
		}
		if it.bracket == 0 {
			out = append(out, it.text...)
			continue
		}
		out = append(out, it.bracket)
		if it.bracket == '{' {
			// Stable, so that a repeated name keeps its order.
			sort.SliceStable(it.parts, func(a, b int) bool { return it.parts[a].name < it.parts[b].name })
		}
		todo = append(todo, open{of: it})
	}
	return out
}

func treeOf(text string) *node {
	l := lex.Lexer{Text: text}
	top := &node{}
	open := []*node{top}
	for {
		outer := open[len(open)-1]
		it := &node{}
		if outer.bracket == '{' {
			it.name, _ = l.Name()
		}
		outer.parts = append(outer.parts, it)
		switch first := l.Peek(); first {
		case '{', '[':
			it.bracket = first
			if l.Open() {
				open = append(open, it)
				continue
			}
		case '"':
			value, _ := l.String()
			it.text = lex.AppendString(nil, value)
		default:
			it.text = []byte(l.Scalar())
		}
		for len(open) > 1 && !l.More() {
			open = open[:len(open)-1]
		}
		if len(open) == 1 {
			return top.parts[0]
		}
	}
}
