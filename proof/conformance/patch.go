// Makes the helpers of a copy of Gateway API's conformance module write down what they expect, in place of asking a cluster:
// each gets a first line that does so and returns. The only argument is the folder of the copy.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

const hookPath = `"sigs.k8s.io/gateway-api/conformance/utils/hook"`

// Helpers that need the cluster, beside those of `kubernetes` that take a *testing.T; with what they return.
var helpers = map[string]string{
	"kubernetes.DumpEchoLogs":                                     "nil, nil",
	"http.MakeRequestAndExpectEventuallyConsistentResponse":       "",
	"http.MakeRequestAndExpectFailure":                            "",
	"http.ExpectMirroredRequest":                                  "func() {}",
	"http.CompareRoundTrip":                                       "nil",
	"tls.MakeTLSRequestAndExpectEventuallyConsistentResponse":     "",
	"tls.MakeTLSRequestAndExpectFailureResponse":                  "",
	"tls.MakeTLSConnectionAndExpectEventuallyConnectionRejection": "",
	"tcp.MakeTCPRequestAndExpectEventuallyValidResponse":          "",
	"tcp.WaitForValidTCPResponse":                                 "",
	"udp.ExpectEchoResponse":                                      "",
	"udp.ExpectEchoResponseFromBackend":                           "",
	"grpc.MakeRequestAndExpectEventuallyConsistentResponse":       "",
	"echo.MakeRequestAndExpectEventuallyConsistentResponse":       "",
	"echo.CaptureRequestResponseAndCompare":                       "nil, Response{}, nil",
	"echo.RequestBatch":                                           `nil, errors.New("recorded")`,
	"echo.ConnectToAppInNamespace":                                "MeshPod{Name: string(app), Namespace: ns}",
	"weight.TestWeightedDistribution":                             "nil",
	"weight.TestWeightedDistributionBatch":                        "nil",
}

// What runs before a helper returns.
var before = map[string]string{
	"weight.TestWeightedDistribution":      "sender.SendRequest(); ",
	"weight.TestWeightedDistributionBatch": "sender.SendBatchRequest(1); ",
	"kubernetes.TLSRouteMustHaveParents":   "var found gatewayv1.TLSRoute; client.Get(context.Background(), routeName, &found); ",
}

// What helpers of `kubernetes` return that do more than check.
var results = map[string]string{
	"kubernetes.WaitForGatewayAddress":              "recordedAddress(client, gwRef), nil",
	"kubernetes.GatewayAndRoutesMustBeAccepted":     "recordedAddress(c, gw)",
	"kubernetes.GatewayAndHTTPRoutesMustBeAccepted": "recordedAddress(c, gw)",
	"kubernetes.GatewayAndUDPRoutesMustBeAccepted":  "recordedAddress(c, gw)",
	"kubernetes.GatewayAndTCPRoutesMustBeAccepted":  "recordedAddress(c, gw)",
	"kubernetes.GWCMustHaveAcceptedConditionTrue":   `"istio.io/gateway-controller"`,
	"kubernetes.GWCMustHaveAcceptedConditionAny":    `"istio.io/gateway-controller"`,
	"kubernetes.TLSRouteMustHaveParents":            "found",
}

// Helpers that stay as they are, since what they call is recorded.
var kept = map[string]bool{
	"kubernetes.RouteTypeMustHaveParentsField":          true,
	"kubernetes.GatewayAndTLSRoutesMustBeAccepted":      true,
	"kubernetes.DeleteHTTPRoute":                        true,
	"kubernetes.ConditionsHaveLatestObservedGeneration": true,
}

// An address that says which Gateway and which of its listeners is meant.
const address = `package kubernetes

import (
	"context"
	"fmt"

	"sigs.k8s.io/controller-runtime/pkg/client"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

func recordedAddress(c client.Client, ref GatewayRef) string {
	var gateway gatewayv1.Gateway
	if err := c.Get(context.Background(), ref.NamespacedName, &gateway); err != nil {
		return "nowhere:0"
	}
	listener := gateway.Spec.Listeners[0]
	for _, each := range gateway.Spec.Listeners {
		if len(ref.listenerNames) > 0 && each.Name == *ref.listenerNames[0] {
			listener = each
			break
		}
	}
	return fmt.Sprintf("%s.%s:%d", ref.Name, ref.Namespace, listener.Port)
}
`

type edit struct {
	at   int
	text string
}

func main() {
	root := os.Args[1]
	for _, name := range []string{"http", "tls", "tcp", "udp", "grpc", "echo", "weight", "kubernetes"} {
		files, err := filepath.Glob(filepath.Join(root, "utils", name, "*.go"))
		check(err)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				check(patch(file, name))
			}
		}
	}
	check(os.WriteFile(filepath.Join(root, "utils", "kubernetes", "recorded.go"), []byte(address), 0o644))
}

func patch(file, pkg string) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, 0)
	if err != nil {
		return err
	}
	edits := []edit{}
	for _, declaration := range parsed.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Name.IsExported() {
			if text := prologue(function, pkg); text != "" {
				edits = append(edits, edit{set.Position(function.Body.Lbrace).Offset + 1, text})
			}
		}
	}
	if len(edits) == 0 {
		return nil
	}
	imports := "\n\nimport " + hookPath + "\n"
	if pkg == "echo" {
		imports += "import \"errors\"\n"
	}
	edits = append(edits, edit{set.Position(parsed.Name.End()).Offset, imports})
	sort.Slice(edits, func(i, j int) bool { return edits[i].at > edits[j].at })
	text := string(source)
	for _, each := range edits {
		text = text[:each.at] + each.text + text[each.at:]
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

// The line that makes a helper record its arguments and return; "" for one that stays as it is.
func prologue(function *ast.FuncDecl, pkg string) string {
	name := pkg + "." + function.Name.Name
	result, known := helpers[name]
	if pkg == "kubernetes" && !kept[name] && function.Recv == nil && takesTest(function) && !strings.HasPrefix(function.Name.Name, "MustCreate") {
		result, known = results[name], true
	}
	if name == "http.AwaitConvergence" {
		return " fn(0); return; "
	}
	if !known {
		return ""
	}
	args := []string{}
	if pkg == "echo" && function.Recv != nil {
		args = append(args, `"from": m.Name, "namespace": m.Namespace`)
	}
	for _, field := range function.Type.Params.List {
		for _, parameter := range field.Names {
			if value := recorded(parameter.Name, field.Type); value != "" {
				args = append(args, fmt.Sprintf("%q: %s", parameter.Name, value))
			}
		}
	}
	return fmt.Sprintf(" %shook.Record(%q, map[string]any{%s}); if true { return %s }; ", before[name], name, strings.Join(args, ", "), result)
}

func takesTest(function *ast.FuncDecl) bool {
	params := function.Type.Params.List
	return len(params) > 0 && typeName(params[0].Type) == "*testing.T"
}

// How a parameter is written down; "" for what only a cluster needs.
func recorded(name string, kind ast.Expr) string {
	switch typeName(kind) {
	case "GatewayRef":
		return fmt.Sprintf(`map[string]any{"name": %s.NamespacedName, "listeners": %s.listenerNames}`, name, name)
	case "ResourceRef":
		return name
	case "any":
		return fmt.Sprintf(`fmt.Sprintf("%%T", %s)`, name)
	case "int", "int32", "bool", "string", "ExpectedResponse", "http.ExpectedResponse", "types.NamespacedName", "metav1.Condition",
		"[]metav1.Condition", "[]gatewayv1.RouteParentStatus", "[]gatewayv1.ListenerStatus", "[]gatewayv1.ListenerEntryStatus",
		"[]MirroredBackend", "map[string]float64", "[]gatewayv1.SectionName", "...types.NamespacedName", "...gatewayv1.SectionName", "MeshApplication":
		return name
	case "[]byte":
		return fmt.Sprintf("len(%s) > 0", name)
	case "*roundtripper.Request":
		return fmt.Sprintf(`map[string]any{"url": %s.URL.String(), "host": %s.Host, "method": %s.Method, "headers": %s.Headers}`, name, name, name, name)
	}
	return ""
}

func typeName(kind ast.Expr) string {
	switch each := kind.(type) {
	case *ast.Ident:
		return each.Name
	case *ast.StarExpr:
		return "*" + typeName(each.X)
	case *ast.SelectorExpr:
		return typeName(each.X) + "." + each.Sel.Name
	case *ast.ArrayType:
		return "[]" + typeName(each.Elt)
	case *ast.Ellipsis:
		return "..." + typeName(each.Elt)
	case *ast.MapType:
		return "map[" + typeName(each.Key) + "]" + typeName(each.Value)
	}
	return ""
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
