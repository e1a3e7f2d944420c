// Prints the configuration that istiod's own generator makes for proxies of small meshes, without a control plane: one mesh
// per line of standard input, one answer per line of standard output.
//
// input:  {"id", "config": YAML of Istio's kinds, "kubernetes": YAML of the others, "mesh": MeshConfig in YAML,
//          "proxies": [{"name", "type": "sidecar"|"router", "namespace", "labels", "address", "serviceAccount"}]}
// output: {"id", "proxies": {name: {"listeners", "routes", "clusters": their names, "upstreams": clusters in full}}} or {"id", "error"}
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"google.golang.org/protobuf/proto"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"
	"istio.io/istio/pkg/util/protomarshal"
)

type proxy struct {
	Name           string            `json:"name"`
	Type           string            `json:"type"`
	Namespace      string            `json:"namespace"`
	Labels         map[string]string `json:"labels"`
	Address        string            `json:"address"`
	ServiceAccount string            `json:"serviceAccount"`
}

type world struct {
	ID         string  `json:"id"`
	Config     string  `json:"config"`
	Kubernetes string  `json:"kubernetes"`
	Mesh       string  `json:"mesh"`
	Proxies    []proxy `json:"proxies"`
}

type generated struct {
	Listeners []json.RawMessage `json:"listeners"`
	Routes    []json.RawMessage `json:"routes"`
	Clusters  []string          `json:"clusters"`
	Upstreams []json.RawMessage `json:"upstreams"`
}

type answer struct {
	ID      string               `json:"id"`
	Proxies map[string]generated `json:"proxies,omitempty"`
	Error   string               `json:"error,omitempty"`
}

func main() {
	quiet()
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for decoder := json.NewDecoder(in); ; {
		var asked world
		if err := decoder.Decode(&asked); err != nil {
			return
		}
		result := answer{ID: asked.ID, Proxies: map[string]generated{}}
		err := test.Wrap(func(t test.Failer) {
			// the generator has faults of its own: a mesh that makes it panic must not end the run
			defer func() {
				if fault := recover(); fault != nil {
					result.Error = fmt.Sprint("panic: ", fault)
				}
			}()
			generate(t, asked, result.Proxies)
		})
		if err != nil {
			result.Error = err.Error()
		}
		if result.Error != "" {
			result.Proxies = nil
		}
		if err := encoder.Encode(result); err != nil {
			panic(err)
		}
		if err := out.Flush(); err != nil {
			return
		}
	}
}

func quiet() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
}

func generate(t test.Failer, asked world, into map[string]generated) {
	server := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		Configs:                configs(t, asked.Config),
		KubernetesObjectString: asked.Kubernetes,
		MeshConfig:             meshConfig(t, asked.Mesh),
	})
	quiet()
	for _, each := range asked.Proxies {
		node := server.SetupProxy(&model.Proxy{
			ID:              each.Name + "." + each.Namespace,
			Type:            model.NodeType(each.Type),
			ConfigNamespace: each.Namespace,
			Labels:          each.Labels,
			IPAddresses:     []string{each.Address},
			Metadata: &model.NodeMetadata{
				Namespace:      each.Namespace,
				Labels:         each.Labels,
				ServiceAccount: each.ServiceAccount,
				ClusterID:      "Kubernetes",
				IstioVersion:   "1.31.0",
			},
		})
		listeners := server.Listeners(node)
		names := []string{}
		clusters := server.Clusters(node)
		for _, cluster := range clusters {
			names = append(names, cluster.Name)
		}
		into[each.Name] = generated{
			Listeners: messages(t, listeners),
			Routes:    messages(t, server.RoutesFromListeners(node, listeners)),
			Clusters:  names,
			Upstreams: messages(t, clusters),
		}
	}
}

func configs(t test.Failer, yaml string) []config.Config {
	all, _, err := crd.ParseInputs(yaml)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i].Domain = "cluster.local"
		// otherwise the store writes the time at which it read each of them, which is an order
		if all[i].CreationTimestamp.IsZero() {
			all[i].CreationTimestamp = time.Unix(1, 0)
		}
	}
	return all
}

func meshConfig(t test.Failer, yaml string) *meshconfig.MeshConfig {
	config, err := mesh.ApplyMeshConfigDefaults(yaml)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func messages[T proto.Message](t test.Failer, all []T) []json.RawMessage {
	out := make([]json.RawMessage, 0, len(all))
	for _, each := range all {
		text, err := protomarshal.Marshal(each)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	return out
}
