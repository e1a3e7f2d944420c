// Runs Gateway API's conformance suite without a cluster, against a client that only keeps objects, and prints as JSON what each
// of its tests applies, asks for and expects. The helpers of the suite record themselves: patch.go.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	v1 "sigs.k8s.io/gateway-api/apis/v1"
	"sigs.k8s.io/gateway-api/apis/v1alpha2"
	"sigs.k8s.io/gateway-api/apis/v1alpha3"
	"sigs.k8s.io/gateway-api/apis/v1beta1"
	"sigs.k8s.io/gateway-api/conformance"
	"sigs.k8s.io/gateway-api/conformance/tests"
	"sigs.k8s.io/gateway-api/conformance/utils/config"
	"sigs.k8s.io/gateway-api/conformance/utils/grpc"
	"sigs.k8s.io/gateway-api/conformance/utils/hook"
	"sigs.k8s.io/gateway-api/conformance/utils/roundtripper"
	"sigs.k8s.io/gateway-api/conformance/utils/suite"
	"sigs.k8s.io/gateway-api/pkg/features"
)

// Keeps objects, and writes down what changes.
type recorder struct {
	client.Client
	scheme *runtime.Scheme
	pods   *int
}

func (r recorder) change(call string, object client.Object) {
	if gvk, err := apiutil.GVKForObject(object, r.scheme); err == nil {
		object.GetObjectKind().SetGroupVersionKind(gvk)
	}
	hook.Change(call, object.DeepCopyObject())
}

func (r recorder) Create(ctx context.Context, object client.Object, options ...client.CreateOption) error {
	r.change("apply", object)
	r.makePod(ctx, object)
	return r.Client.Create(ctx, object, options...)
}

// A pod for each Deployment: some tests write its address into objects.
func (r recorder) makePod(ctx context.Context, object client.Object) {
	deployment, ok := object.(*unstructured.Unstructured)
	if !ok || deployment.GetKind() != "Deployment" {
		return
	}
	labels, _, _ := unstructured.NestedStringMap(deployment.Object, "spec", "template", "metadata", "labels")
	*r.pods++
	pod := &corev1.Pod{}
	pod.Name, pod.Namespace, pod.Labels = deployment.GetName()+"-0", deployment.GetNamespace(), labels
	pod.Status.PodIP = fmt.Sprintf("10.244.0.%d", *r.pods)
	pod.Status.PodIPs = []corev1.PodIP{{IP: pod.Status.PodIP}}
	pod.Status.Phase = corev1.PodRunning
	if err := r.Client.Create(ctx, pod); err != nil {
		panic(err)
	}
}

func (r recorder) Update(ctx context.Context, object client.Object, options ...client.UpdateOption) error {
	r.change("apply", object)
	return r.Client.Update(ctx, object, options...)
}

func (r recorder) Patch(ctx context.Context, object client.Object, patch client.Patch, options ...client.PatchOption) error {
	err := r.Client.Patch(ctx, object, patch, options...)
	r.change("apply", object)
	return err
}

func (r recorder) Delete(ctx context.Context, object client.Object, options ...client.DeleteOption) error {
	r.change("delete", object)
	return r.Client.Delete(ctx, object, options...)
}

// Writes down requests that tests send by themselves.
type requests struct{}

var errRecorded = errors.New("recorded")

func (requests) CaptureRoundTrip(request roundtripper.Request) (*roundtripper.CapturedRequest, *roundtripper.CapturedResponse, error) {
	hook.Record("CaptureRoundTrip", map[string]any{
		"url": request.URL.String(), "host": request.Host, "method": request.Method, "headers": request.Headers, "serverName": request.ServerName,
	})
	return &roundtripper.CapturedRequest{}, &roundtripper.CapturedResponse{StatusCode: 200}, nil
}

func (requests) SendRPC(_ *testing.T, address string, expected grpc.ExpectedResponse, _ time.Duration) (*grpc.Response, error) {
	hook.Record("SendRPC", map[string]any{"gwAddr": address, "expected": expected})
	return nil, errRecorded
}

func (requests) Close() {}

func scheme() *runtime.Scheme {
	all := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		clientgoscheme.AddToScheme, apiextensionsv1.AddToScheme, v1.Install, v1alpha2.Install, v1alpha3.Install, v1beta1.Install,
	} {
		if err := add(all); err != nil {
			panic(err)
		}
	}
	return all
}

func record(t *testing.T) {
	all := scheme()
	kept := recorder{fake.NewClientBuilder().WithScheme(all).WithStatusSubresource(&v1.Gateway{}).Build(), all, new(int)}
	usable, short := v1.HostnameAddressType, 20*time.Millisecond
	run, err := suite.NewConformanceTestSuite(suite.ConformanceOptions{
		Client:       kept,
		RoundTripper: requests{},
		GRPCClient:   requests{},
		ConfigurableOptions: suite.ConfigurableOptions{
			GatewayClassName:     "istio",
			CleanupTestResources: true,
			AllowCRDsMismatch:    true,
			SupportedFeatures:    features.SetsToNamesSet(features.AllFeatures).UnsortedList(),
			TimeoutConfig: config.TimeoutConfig{
				DefaultPollInterval: short, MaxTimeToConsistency: short, DefaultTestTimeout: short, RouteMustHaveParents: short, GatewayMustHaveCondition: short,
				HTTPRouteMustHaveCondition: short, GatewayStatusMustHaveListeners: short, RequiredConsecutiveSuccesses: 1,
			},
			UsableNetworkAddresses: []v1.GatewaySpecAddress{
				{Value: "infra-backend-v1.gateway-conformance-infra.svc.cluster.local", Type: &usable},
			},
			UnusableNetworkAddresses: []v1.GatewaySpecAddress{{Value: "foo", Type: &usable}},
		},
		ManifestFS: []fs.FS{&conformance.Manifests},
	})
	if err != nil {
		t.Fatal(err)
	}
	hook.Begin("base", nil)
	run.Setup(t, tests.ConformanceTests)
	hook.End(true)
	for _, each := range tests.ConformanceTests {
		names := []string{}
		for _, feature := range each.Features {
			names = append(names, string(feature))
		}
		hook.Begin(each.ShortName, names)
		each.Parallel = false
		hook.End(t.Run(each.ShortName, func(t *testing.T) {
			defer func() {
				if fault := recover(); fault != nil {
					t.Error("needs a cluster: ", fault)
				}
			}()
			each.Run(t, run)
		}))
	}
}

func main() {
	target := os.Args[1]
	os.Args = []string{os.Args[0], "-test.parallel=1", "-test.timeout=300s"}
	testing.Main(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "suite", F: func(t *testing.T) {
		t.Run("record", record)
		text, err := json.Marshal(hook.Tests())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}}}, nil, nil)
}
