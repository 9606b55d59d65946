// Command archive makes of a module what a proxy serves of it: `go run . MODULE VERSION FOLDER`. With the folder as a
// proxy, `go get` takes the module from there. The same module makes the same bytes.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: go run . MODULE VERSION FOLDER")
	}
	if err := archive(os.Args[1], "v"+os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func archive(folder, version, proxy string) error {
	manifest, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return err
	}
	path := modfile.ModulePath(manifest)
	if err := module.Check(path, version); err != nil {
		return err
	}
	escaped, err := module.EscapePath(path)
	if err != nil {
		return err
	}
	versions := filepath.Join(proxy, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(versions, 0o755); err != nil {
		return err
	}
	for name, contents := range map[string]string{
		"list":            version + "\n",
		version + ".info": fmt.Sprintf("{\"Version\":%q}\n", version),
		version + ".mod":  string(manifest),
	} {
		if err := os.WriteFile(filepath.Join(versions, name), []byte(contents), 0o644); err != nil {
			return err
		}
	}
	out, err := os.Create(filepath.Join(versions, version+".zip"))
	if err != nil {
		return err
	}
	// Modules within the module, as this one, are left out.
	if err := zip.CreateFromDir(out, module.Version{Path: path, Version: version}, folder); err != nil {
		return err
	}
	return out.Close()
}
