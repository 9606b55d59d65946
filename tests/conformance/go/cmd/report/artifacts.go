package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"example.com/conformance/hash"
)

// artifacts is what is read of the published files. Of the verdicts that stand there, nothing is.
type artifacts struct {
	folder     string
	credential hash.Credential
	samples    []sample
	signatures []signature
}

type sample struct {
	file   string
	body   []byte
	hashed bool
}

type signature struct {
	Description string `json:"description"`
	Salt        string `json:"salt"`
	AccountID   string `json:"account_id"`
	APIKey      string `json:"api_key"`
	CallbackID  string `json:"callback_id"`
	Hash        string `json:"hash"`
}

func read(folder string) (artifacts, error) {
	var index struct {
		Credential struct {
			Salt   string `json:"salt"`
			APIKey string `json:"api_key"`
		} `json:"credential"`
		Samples []struct {
			File string  `json:"file"`
			Hash *string `json:"hash"`
		} `json:"samples"`
	}
	if err := readJSON(filepath.Join(folder, "samples", "index.json"), &index); err != nil {
		return artifacts{}, err
	}
	var signatures struct {
		Signatures []signature `json:"signatures"`
	}
	if err := readJSON(filepath.Join(folder, "signatures.json"), &signatures); err != nil {
		return artifacts{}, err
	}
	credential := hash.Credential{Salt: index.Credential.Salt, APIKey: index.Credential.APIKey}
	read := artifacts{folder: folder, credential: credential, signatures: signatures.Signatures}
	for _, entry := range index.Samples {
		body, err := os.ReadFile(filepath.Join(folder, "samples", entry.File))
		if err != nil {
			return artifacts{}, err
		}
		read.samples = append(read.samples, sample{entry.File, body, entry.Hash != nil})
	}
	return read, nil
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	return nil
}

func (a artifacts) path(name string) string {
	return filepath.Join(a.folder, filepath.FromSlash(name))
}

func (a artifacts) body(file string) ([]byte, error) {
	return os.ReadFile(a.path("samples/" + file))
}
