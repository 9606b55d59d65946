package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const module = "voximplant-callbacks.invalid/callbacks"

// A project that has the module from the archives alone.
type project struct {
	folder, artifacts string
	// module is where the module is.
	module string
	env    []string
}

func newProject(artifacts, dist string) (*project, error) {
	folder, err := filepath.Abs("build/project")
	if err != nil {
		return nil, err
	}
	p := &project{folder: folder, artifacts: artifacts}
	p.remove()
	if err := os.CopyFS(folder, os.DirFS("project")); err != nil {
		return nil, err
	}
	// A cache of its own: what the version has changes from one run to the next.
	p.env = append(os.Environ(),
		"GOMODCACHE="+filepath.Join(folder, "cache"), "GOPROXY=file://"+filepath.ToSlash(filepath.Join(dist, "go")),
		"GOSUMDB=off", "GOFLAGS=-modcacherw", "GOWORK=off",
	)
	if _, err := p.run("go", "get", module+"@latest"); err != nil {
		return nil, err
	}
	p.module, err = p.run("go", "list", "-m", "-f", "{{.Dir}}", module)
	return p, err
}

func (p *project) remove() { _ = os.RemoveAll(p.folder) }

// run runs a program in the project, and gives what it prints.
func (p *project) run(name string, arguments ...string) (string, error) {
	command := exec.Command(name, arguments...)
	command.Dir, command.Env = p.folder, p.env
	var errors bytes.Buffer
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		err = fmt.Errorf("%s %s: %w: %s%s", filepath.Base(name), strings.Join(arguments, " "), err, out, errors.String())
	}
	return strings.TrimSpace(string(out)), err
}

// tool runs one of the tools that go.mod pins, in the project.
func (p *project) tool(name string, arguments ...string) (string, error) {
	path, err := exec.Command("go", "tool", "-n", name).Output()
	if err != nil {
		return "", err
	}
	return p.run(strings.TrimSpace(string(path)), arguments...)
}

// write writes a file of the project.
func (p *project) write(path, text string) error {
	path = filepath.Join(p.folder, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// takePublished gives the project the module with the generated code that is published, so that a fault in it is noticed.
func (p *project) takePublished() error {
	copied := filepath.Join(p.folder, "module")
	if err := os.CopyFS(copied, os.DirFS(p.module)); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(p.artifacts, "go", "*.go"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("there is no generated code: %w", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(copied, filepath.Base(file)), text, 0o644); err != nil {
			return err
		}
	}
	_, err = p.run("go", "mod", "edit", "-replace", module+"=./module")
	return err
}

// blocks are those of the README that are Go.
func (p *project) blocks() ([]string, error) {
	readme, err := os.ReadFile(filepath.Join(p.module, "README.md"))
	if err != nil {
		return nil, err
	}
	var blocks []string
	for _, part := range strings.Split(string(readme), "```go\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	if len(blocks) != 3 {
		return nil, fmt.Errorf("README.md has %d blocks of Go", len(blocks))
	}
	return blocks, nil
}
