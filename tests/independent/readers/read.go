// Reads JSON bodies, one a line, with Go's encoding/json, and writes each in the format of
// tests/independent/readers.test.js.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

func read(text []byte) map[string]any {
	var value map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	return value
}

func show(value any) string {
	var parts []string
	switch value := value.(type) {
	case string:
		return "\"" + hex.EncodeToString([]byte(value))
	case json.Number:
		number, err := value.Int64()
		if err != nil {
			panic(err)
		}
		return fmt.Sprint(number)
	case []any:
		for _, item := range value {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		for name, item := range value {
			parts = append(parts, show(name)+":"+show(item))
		}
		sort.Strings(parts)
		return "{" + strings.Join(parts, ",") + "}"
	}
	panic(fmt.Sprintf("a webhook does not contain %v", value))
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		body := read(lines.Bytes())
		headers, ok := body["headers"].(string)
		if !ok {
			headers = "{}"
		}
		fmt.Println(show(body), show(read([]byte(headers))))
	}
}
