// Reads texts the way kubectl does (k8s.io/cli-runtime's StreamVisitor): a line of JSON in, a line of JSON out.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	kubejson "sigs.k8s.io/json"
	sigsyaml "sigs.k8s.io/yaml"
)

type question struct {
	// In base 64, since a text may be anything.
	Text []byte `json:"text"`
	// The first document alone, without the splitting of files.
	Single bool `json:"single"`
}

type answer struct {
	Documents []json.RawMessage `json:"documents"`
	Error     string            `json:"error,omitempty"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var asked question
			if err := json.Unmarshal(line, &asked); err != nil {
				panic(err)
			}
			written, err := json.Marshal(read(asked))
			if err != nil {
				panic(err)
			}
			out.Write(written)
			out.WriteByte('\n')
		}
		if err != nil {
			return
		}
	}
}

func read(asked question) answer {
	if asked.Single {
		return readSingle(asked.Text)
	}
	result := answer{Documents: []json.RawMessage{}}
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(asked.Text), 4096)
	for {
		var extension runtime.RawExtension
		if err := decoder.Decode(&extension); err != nil {
			if !errors.Is(err, io.EOF) {
				result.Error = err.Error()
			}
			return result
		}
		raw := bytes.TrimSpace(extension.Raw)
		if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
			continue
		}
		var value any
		if err := kubejson.UnmarshalCaseSensitivePreserveInts(raw, &value); err != nil {
			result.Error = err.Error()
			return result
		}
		written, err := json.Marshal(value)
		if err != nil {
			result.Error = err.Error()
			return result
		}
		result.Documents = append(result.Documents, written)
	}
}

func readSingle(text []byte) answer {
	written, err := sigsyaml.YAMLToJSON(text)
	if err != nil {
		return answer{Documents: []json.RawMessage{}, Error: err.Error()}
	}
	return answer{Documents: []json.RawMessage{written}}
}
