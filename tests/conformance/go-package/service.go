package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

type index struct {
	Credential struct {
		AccountID json.Number `json:"account_id"`
		Salt      string
		APIKey    string `json:"api_key"`
	}
	Samples []struct{ File, Hash, Outcome, Guard string }
}

func (p *project) index() (index index, err error) {
	data, err := os.ReadFile(filepath.Join(p.artifacts, "samples", "index.json"))
	if err == nil {
		err = json.Unmarshal(data, &index)
	}
	return index, err
}

// service is the program in the README, which is to be started.
func (p *project) service(settings ...string) (*exec.Cmd, error) {
	if _, err := p.run("go", "build", "-o", "build/service", "./service"); err != nil {
		return nil, err
	}
	command := exec.Command(filepath.Join(p.folder, "build", "service"))
	command.Env = append(os.Environ(), settings...)
	return command, nil
}

func (p *project) settings() ([]string, error) {
	index, err := p.index()
	it := index.Credential
	return []string{"VOXIMPLANT_ACCOUNT_ID=" + it.AccountID.String(), "VOXIMPLANT_SALT=" + it.Salt, "VOXIMPLANT_API_KEY=" + it.APIKey}, err
}

func serviceAnswers(p *project) error {
	settings, err := p.settings()
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	command, err := p.service(append(settings, "ADDRESS="+address)...)
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	defer func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}()
	if err := wait(address); err != nil {
		return err
	}
	return p.send("http://" + address + "/callbacks")
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// wait waits for a server to listen.
func wait(address string) (err error) {
	for range 600 {
		var connection net.Conn
		if connection, err = net.Dial("tcp", address); err == nil {
			return connection.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

type request struct {
	what   string
	body   []byte
	status int
}

// requests are bodies, each with the status that the `web` module of the Rust SDK has for it.
func (p *project) requests() ([]request, error) {
	index, err := p.index()
	if err != nil {
		return nil, err
	}
	var requests []request
	for _, sample := range index.Samples {
		body, err := os.ReadFile(filepath.Join(p.artifacts, "samples", sample.File))
		if err != nil {
			return nil, err
		}
		status := 403
		// Malformed callbacks have a hash that matches, as far as it can be read.
		if sample.Hash == "match" {
			status = 200
		}
		if sample.Hash == "" {
			status = 0
		}
		if sample.Guard == "conflict" {
			status = 409
		}
		requests = append(requests, request{sample.File, body, status})
	}
	payment, err := os.ReadFile(filepath.Join(p.artifacts, "samples", "card_payment", "valid.json"))
	return append(requests,
		request{"a copy", payment, 200},
		request{"a conflict", bytes.ReplaceAll(payment, []byte("10.50"), []byte("99999.00")), 409},
		request{"nothing", nil, 400},
		request{"no JSON", []byte("{"), 400},
		request{"no callbacks", []byte("[]"), 400},
		request{"no UTF-8", []byte("\xff"), 400},
		request{"too large a body", bytes.Repeat([]byte(" "), 2<<20), 413},
	), err
}

var contentTypes = []string{"application/json", "text/plain; charset=latin1", "application/x-www-form-urlencoded", ""}

func (p *project) send(url string) error {
	requests, err := p.requests()
	if err != nil {
		return err
	}
	for turn, it := range requests {
		request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(it.body))
		if err != nil {
			return err
		}
		if kind := contentTypes[turn%len(contentTypes)]; kind != "" {
			request.Header.Set("Content-Type", kind)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return fmt.Errorf("%s: %w", it.what, err)
		}
		text, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		isExpected := response.StatusCode == it.status || it.status == 0 && (response.StatusCode == 200 || response.StatusCode == 403)
		if err != nil || !isExpected {
			return fmt.Errorf("%s: %d %q instead of %d", it.what, response.StatusCode, text, it.status)
		}
	}
	return nil
}

func missingSettingStops(p *project) error {
	settings, err := p.settings()
	if err != nil {
		return err
	}
	for at, setting := range settings {
		name, _, _ := bytes.Cut([]byte(setting), []byte("="))
		for _, value := range []string{"", "secret\n"} {
			broken := append([]string{}, settings...)
			broken[at] = string(name) + "=" + value
			command, err := p.service(append(broken, "ADDRESS=127.0.0.1:0")...)
			if err != nil {
				return err
			}
			if command.Start() == nil && !ends(command) {
				return fmt.Errorf("it starts with %s %q", name, value)
			}
		}
	}
	return nil
}

// ends tells whether a program ends by itself, and with an error.
func ends(command *exec.Cmd) bool {
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		return err != nil
	case <-time.After(60 * time.Second):
		_ = command.Process.Kill()
		<-ended
		return false
	}
}
