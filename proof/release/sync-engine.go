// Brings a cluster to what the YAML files of a folder say, once, by Argo CD's own sync engine, in the way Argo CD's controller drives it:
// live state is read again before every round, until all waves are through. The engine's own `agent` reads it once and so
// waits for ever for the first wave of objects that were not there.
//
// usage: sync-engine KUBECONFIG FOLDER
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/argoproj/gitops-engine/pkg/cache"
	"github.com/argoproj/gitops-engine/pkg/diff"
	"github.com/argoproj/gitops-engine/pkg/sync"
	"github.com/argoproj/gitops-engine/pkg/sync/common"
	"github.com/argoproj/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/gitops-engine/pkg/utils/tracing"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2/textlogger"
)

const trackedBy = "argocd.argoproj.io/tracking-id"

var log = textlogger.NewLogger(textlogger.NewConfig())

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Args[1])
	must(err)
	config.QPS, config.Burst = 100, 200
	live := cache.NewClusterCache(config, cache.SetLogr(log), cache.SetPopulateResourceInfoHandler(tracked))
	must(live.EnsureSynced())
	state := operation{}
	for !state.phase.Completed() {
		must(state.round(config, live, os.Args[2]))
		time.Sleep(300 * time.Millisecond)
	}
	for _, result := range state.results {
		fmt.Printf("%s\t%s\t%s\n", result.ResourceKey.String(), result.Status, result.Message)
	}
	if !state.phase.Successful() {
		fmt.Fprintln(os.Stderr, state.phase, state.message)
		os.Exit(1)
	}
}

// What one round leaves for the next.
type operation struct {
	phase   common.OperationPhase
	message string
	results []common.ResourceSyncResult
	started metav1.Time
}

func (o *operation) round(config *rest.Config, live cache.ClusterCache, folder string) error {
	target, err := manifests(folder)
	if err != nil {
		return err
	}
	managed, err := live.GetManagedLiveObjs(target, func(r *cache.Resource) bool { return r.Info.(bool) })
	if err != nil {
		return err
	}
	reconciled := sync.Reconcile(target, managed, "default", live)
	changes, err := diff.DiffArray(reconciled.Target, reconciled.Live, diff.WithLogr(log))
	if err != nil {
		return err
	}
	kubectl := &kube.KubectlCmd{Log: log, Tracer: tracing.NopTracer{}}
	context, cleanup, err := sync.NewSyncContext("HEAD", reconciled, config, config, kubectl, "default", live.GetOpenAPISchema(),
		sync.WithInitialState(o.phase, o.message, o.results, o.started), sync.WithSkipHooks(!changes.Modified),
		sync.WithPrune(true), sync.WithPruneLast(true), sync.WithServerSideApply(true),
		sync.WithServerSideApplyManager("argocd-controller"), sync.WithLogr(log))
	if err != nil {
		return err
	}
	defer cleanup()
	if o.started.IsZero() {
		o.started = metav1.Now()
	}
	context.Sync()
	o.phase, o.message, o.results = context.GetState()
	return nil
}

// Every file of the folder, and of no folder in it, each object marked as Argo CD marks what it manages.
func manifests(folder string) ([]*unstructured.Unstructured, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var all []*unstructured.Unstructured
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		objects, err := kube.SplitYAML(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, objects...)
	}
	for _, object := range all {
		annotations := object.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		key := kube.GetResourceKey(object)
		annotations[trackedBy] = fmt.Sprintf("retail:%s/%s:%s/%s", key.Group, key.Kind, key.Namespace, key.Name)
		object.SetAnnotations(annotations)
	}
	return all, nil
}

// Objects made by a controller from a managed one carry no mark of their own: only what names itself is managed.
func tracked(object *unstructured.Unstructured, _ bool) (any, bool) {
	_, managed := object.GetAnnotations()[trackedBy]
	return managed, managed
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
