// Runs the checkers of Kiali's server over small meshes, without a cluster: one mesh per line of standard input, one answer per
// line of standard output. What Kiali reads from the API server and from istiod's registry is part of the mesh.
//
// input:  {"id", "namespaces", "workloads", "services", "deployments", "pods", "registry", "accounts", "objects",
//
//	"autoMtls", "allowAny"}
//
// output: {"id", "checks": [{"kind", "namespace", "name", "code", "severity", "path", "inBoth"}]} or {"id", "error"}
//
// Kiali looks at a mesh twice: for the page of a namespace, where it reads the policies of that namespace alone, and for the overview
// of all namespaces. What it finds in one of them only is not "inBoth".
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"

	"github.com/kiali/kiali/business/checkers"
	"github.com/kiali/kiali/config"
	"github.com/kiali/kiali/kubernetes"
	"github.com/kiali/kiali/log"
	"github.com/kiali/kiali/models"
)

const cluster = "Kubernetes"

type mesh struct {
	ID          string                        `json:"id"`
	Namespaces  models.Namespaces             `json:"namespaces"`
	Workloads   []models.WorkloadListItem     `json:"workloads"`
	Services    []core.Service                `json:"services"`
	Deployments []apps.Deployment             `json:"deployments"`
	Pods        []core.Pod                    `json:"pods"`
	Registry    []*kubernetes.RegistryService `json:"registry"`
	Accounts    []string                      `json:"accounts"`
	Objects     []json.RawMessage             `json:"objects"`
	AutoMtls    bool                          `json:"autoMtls"`
	AllowAny    bool                          `json:"allowAny"`
}

type check struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Code      string `json:"code"`
	Severity  string `json:"severity"`
	Path      string `json:"path"`
	InBoth    bool   `json:"inBoth"`
}

type answer struct {
	ID     string  `json:"id"`
	Checks []check `json:"checks"`
	Error  string  `json:"error,omitempty"`
}

func main() {
	// as JSON its log goes to standard error
	os.Setenv("LOG_FORMAT", "json")
	os.Setenv("LOG_LEVEL", "fatal")
	log.InitializeLogger()
	config.Set(config.NewConfig())
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for {
		var line json.RawMessage
		if err := decoder.Decode(&line); err != nil {
			return
		}
		if err := encoder.Encode(answerTo(line)); err != nil {
			panic(err)
		}
		if err := out.Flush(); err != nil {
			return
		}
	}
}

// Kiali has faults of its own: a mesh that makes it panic must not end the run.
func answerTo(line json.RawMessage) (result answer) {
	result.Checks = []check{}
	defer func() {
		if fault := recover(); fault != nil {
			result = answer{ID: result.ID, Checks: []check{}, Error: fmt.Sprint("panic: ", fault)}
		}
	}()
	var asked mesh
	if err := json.Unmarshal(line, &asked); err != nil {
		result.Error = err.Error()
		return result
	}
	result.ID = asked.ID
	for index := range asked.Namespaces {
		asked.Namespaces[index].Cluster = cluster
	}
	lists, err := decoded(asked.Objects)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	found := checksOf(validationsOf("", asked, lists))
	for _, namespace := range asked.Namespaces {
		for each := range checksOf(validationsOf(namespace.Name, asked, lists)) {
			if each.Namespace == namespace.Name {
				_, inBoth := found[each]
				found[each] = inBoth
			}
		}
	}
	for each, inBoth := range found {
		each.InBoth = inBoth
		result.Checks = append(result.Checks, each)
	}
	return result
}

func checksOf(validations models.IstioValidations) map[check]bool {
	found := map[check]bool{}
	for key, validation := range validations {
		for _, each := range validation.Checks {
			found[check{
				Kind: key.ObjectType, Namespace: key.Namespace, Name: key.Name,
				Code: each.Code, Severity: string(each.Severity), Path: each.Path,
			}] = false
		}
	}
	return found
}

func decoded(objects []json.RawMessage) (lists models.IstioConfigList, err error) {
	for _, raw := range objects {
		if err = add(&lists, raw); err != nil {
			return lists, err
		}
	}
	return lists, nil
}

func add(lists *models.IstioConfigList, raw json.RawMessage) error {
	var object struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	if err := json.Unmarshal(raw, &object); err != nil {
		return err
	}
	switch group, _, _ := strings.Cut(object.APIVersion, "/"); group + " " + object.Kind {
	case "gateway.networking.k8s.io Gateway":
		return appended(&lists.K8sGateways, raw)
	case "gateway.networking.k8s.io HTTPRoute":
		return appended(&lists.K8sHTTPRoutes, raw)
	case "gateway.networking.k8s.io GRPCRoute":
		return appended(&lists.K8sGRPCRoutes, raw)
	case "gateway.networking.k8s.io ReferenceGrant":
		return appended(&lists.K8sReferenceGrants, raw)
	case "networking.istio.io Gateway":
		return appended(&lists.Gateways, raw)
	case "networking.istio.io VirtualService":
		return appended(&lists.VirtualServices, raw)
	case "networking.istio.io DestinationRule":
		return appended(&lists.DestinationRules, raw)
	case "networking.istio.io ServiceEntry":
		return appended(&lists.ServiceEntries, raw)
	case "networking.istio.io WorkloadEntry":
		return appended(&lists.WorkloadEntries, raw)
	case "networking.istio.io Sidecar":
		return appended(&lists.Sidecars, raw)
	case "security.istio.io AuthorizationPolicy":
		return appended(&lists.AuthorizationPolicies, raw)
	case "security.istio.io PeerAuthentication":
		return appended(&lists.PeerAuthentications, raw)
	case "security.istio.io RequestAuthentication":
		return appended(&lists.RequestAuthentications, raw)
	}
	return nil
}

func appended[T any](list *[]*T, raw json.RawMessage) error {
	object := new(T)
	if err := json.Unmarshal(raw, object); err != nil {
		return err
	}
	*list = append(*list, object)
	return nil
}

// What Kiali shows on the page of a namespace, or of all where it is empty. Source: Kiali's IstioValidationsService.
func validationsOf(namespace string, asked mesh, all models.IstioConfigList) models.IstioValidations {
	lists := visibleTo(namespace, asked.Namespaces, all)
	workloads := map[string]models.WorkloadList{}
	for _, each := range asked.Namespaces {
		workloads[each.Name] = models.WorkloadList{Namespace: each.Name}
	}
	for _, each := range asked.Workloads {
		list := workloads[each.Namespace]
		list.Workloads = append(list.Workloads, each)
		workloads[each.Namespace] = list
	}
	mtls := kubernetes.MTLSDetails{DestinationRules: lists.DestinationRules, PeerAuthentications: lists.PeerAuthentications, EnabledAutoMtls: asked.AutoMtls}
	for _, each := range all.PeerAuthentications {
		if config.IsRootNamespace(each.Namespace) {
			mtls.MeshPeerAuthentications = append(mtls.MeshPeerAuthentications, each)
		}
	}
	found := models.IstioValidations{}
	for _, each := range checkersOf(asked, &lists, workloads, mtls) {
		found.MergeValidations(each.Check())
	}
	return found
}

func visibleTo(namespace string, namespaces models.Namespaces, all models.IstioConfigList) models.IstioConfigList {
	lists := all
	if namespace == "" {
		return lists
	}
	lists.VirtualServices, lists.DestinationRules, lists.ServiceEntries = nil, nil, nil
	lists.PeerAuthentications, lists.AuthorizationPolicies = nil, nil
	isVisible := func(exportTo []string, own string) bool {
		return len(exportTo) == 0 || slices.ContainsFunc(exportTo, func(to string) bool {
			return to == "*" || to == namespace || (to == "." && own == namespace) || (to != "." && !namespaces.Includes(to))
		})
	}
	for _, each := range all.VirtualServices {
		if isVisible(each.Spec.ExportTo, each.Namespace) {
			lists.VirtualServices = append(lists.VirtualServices, each)
		}
	}
	for _, each := range all.DestinationRules {
		if isVisible(each.Spec.ExportTo, each.Namespace) {
			lists.DestinationRules = append(lists.DestinationRules, each)
		}
	}
	for _, each := range all.ServiceEntries {
		if isVisible(each.Spec.ExportTo, each.Namespace) {
			lists.ServiceEntries = append(lists.ServiceEntries, each)
		}
	}
	for _, each := range all.PeerAuthentications {
		if each.Namespace == namespace {
			lists.PeerAuthentications = append(lists.PeerAuthentications, each)
		}
	}
	for _, each := range all.AuthorizationPolicies {
		if each.Namespace == namespace {
			lists.AuthorizationPolicies = append(lists.AuthorizationPolicies, each)
		}
	}
	return lists
}

func checkersOf(asked mesh, lists *models.IstioConfigList, workloads map[string]models.WorkloadList, mtls kubernetes.MTLSDetails) []checkers.GroupChecker {
	namespaces, registry := asked.Namespaces, asked.Registry
	accounts := map[string][]string{cluster: asked.Accounts}
	rbac := kubernetes.RBACDetails{AuthorizationPolicies: lists.AuthorizationPolicies}
	classes := kubernetes.GatewayAPIClasses(true)
	return []checkers.GroupChecker{
		checkers.NoServiceChecker{Namespaces: namespaces, IstioConfigList: lists, WorkloadsPerNamespace: workloads, AuthorizationDetails: &rbac, RegistryServices: registry, PolicyAllowAny: asked.AllowAny, Cluster: cluster},
		checkers.VirtualServiceChecker{Namespaces: namespaces, VirtualServices: lists.VirtualServices, DestinationRules: lists.DestinationRules, Cluster: cluster},
		checkers.DestinationRulesChecker{Namespaces: namespaces, DestinationRules: lists.DestinationRules, MTLSDetails: mtls, ServiceEntries: lists.ServiceEntries, Cluster: cluster},
		checkers.GatewayChecker{Gateways: lists.Gateways, WorkloadsPerNamespace: workloads, Cluster: cluster},
		checkers.PeerAuthenticationChecker{PeerAuthentications: mtls.PeerAuthentications, MTLSDetails: mtls, WorkloadsPerNamespace: workloads, Cluster: cluster},
		checkers.ServiceEntryChecker{ServiceEntries: lists.ServiceEntries, Namespaces: namespaces, WorkloadEntries: lists.WorkloadEntries, Cluster: cluster},
		checkers.AuthorizationPolicyChecker{AuthorizationPolicies: lists.AuthorizationPolicies, Namespaces: namespaces, ServiceEntries: lists.ServiceEntries, WorkloadsPerNamespace: workloads, MtlsDetails: mtls, VirtualServices: lists.VirtualServices, RegistryServices: registry, PolicyAllowAny: asked.AllowAny, Cluster: cluster, ServiceAccounts: accounts},
		checkers.SidecarChecker{Sidecars: lists.Sidecars, Namespaces: namespaces, WorkloadsPerNamespace: workloads, ServiceEntries: lists.ServiceEntries, RegistryServices: registry, Cluster: cluster},
		checkers.RequestAuthenticationChecker{RequestAuthentications: lists.RequestAuthentications, WorkloadsPerNamespace: workloads, Cluster: cluster},
		checkers.WorkloadChecker{AuthorizationPolicies: lists.AuthorizationPolicies, WorkloadsPerNamespace: workloads, Cluster: cluster},
		checkers.K8sGatewayChecker{K8sGateways: lists.K8sGateways, Cluster: cluster, GatewayClasses: classes},
		checkers.K8sGRPCRouteChecker{K8sGRPCRoutes: lists.K8sGRPCRoutes, K8sGateways: lists.K8sGateways, K8sReferenceGrants: lists.K8sReferenceGrants, Namespaces: namespaces, RegistryServices: registry, Cluster: cluster},
		checkers.K8sHTTPRouteChecker{K8sHTTPRoutes: lists.K8sHTTPRoutes, K8sGateways: lists.K8sGateways, K8sReferenceGrants: lists.K8sReferenceGrants, Namespaces: namespaces, RegistryServices: registry, Cluster: cluster},
		checkers.K8sReferenceGrantChecker{K8sReferenceGrants: lists.K8sReferenceGrants, Namespaces: namespaces, Cluster: cluster},
		checkers.ServiceChecker{Services: asked.Services, Deployments: asked.Deployments, Pods: asked.Pods, Cluster: cluster},
	}
}
