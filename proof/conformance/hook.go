// Package hook is what the helpers of the suite call in place of asking a cluster: it writes down what they ask for.
package hook

import (
	"encoding/json"
	"sync"
)

// Event is a change of the cluster's objects, or what a test expects of them.
type Event struct {
	Call   string          `json:"call"`
	Args   json.RawMessage `json:"args,omitempty"`
	Object json.RawMessage `json:"object,omitempty"`
}

// Test is what one test of the suite does, in order.
type Test struct {
	Name     string   `json:"name"`
	Features []string `json:"features"`
	// Whether it came to its end.
	Whole  bool    `json:"whole"`
	Events []Event `json:"events"`
}

var (
	mutex   sync.Mutex
	tests   []*Test
	current *Test
)

// Begin starts a test: what follows is its own.
func Begin(name string, features []string) {
	mutex.Lock()
	defer mutex.Unlock()
	current = &Test{Name: name, Features: features, Events: []Event{}}
	tests = append(tests, current)
}

// End ends the test that began last.
func End(whole bool) {
	mutex.Lock()
	defer mutex.Unlock()
	current.Whole = whole
}

// Record writes down a call of one of the suite's helpers.
func Record(call string, args map[string]any) { add(Event{Call: call, Args: text(args)}) }

// Change writes down that an object was applied or deleted.
func Change(call string, object any) { add(Event{Call: call, Object: text(object)}) }

// Tests are all that were recorded.
func Tests() []*Test { return tests }

// As it is now: tests go on with what they pass.
func text(value any) json.RawMessage {
	written, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return written
}

func add(event Event) {
	mutex.Lock()
	defer mutex.Unlock()
	if current != nil {
		current.Events = append(current.Events, event)
	}
}
