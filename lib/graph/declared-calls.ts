import { fits } from '../istio/labels';
import { meshGateway } from '../istio/names';
import type { Manifest } from '../manifest/manifest';
import type { Mesh } from '../mesh/mesh';
import type { AuthorizationPolicy } from '../mesh/security/authorization-policy';
import type { Service } from '../mesh/services/service';
import { podOf } from '../mesh/workloads/pods';
import type { Workload } from '../mesh/workloads/workloads';
import { writtenWorkloads } from '../requests/answers';

/** One workload that manifests name as a caller of a host. */
export interface DeclaredCall {
  readonly workload: Workload;
  readonly host: string;
  /** @default - every port */
  readonly port?: number;
  /** What says so. */
  readonly by: Manifest;
}

/**
 * Calls that the manifests themselves speak of. Nothing says for certain what a program calls; these are the places where its
 * owner wrote it down: a Sidecar of the workload that imports a host by its name, an ALLOW policy that names the caller, a rule
 * for the pods that call, and a container that is told the address.
 */
export function declaredCalls(mesh: Mesh): readonly DeclaredCall[] {
  const workloads = writtenWorkloads(mesh);
  return [
    ...workloads.flatMap((workload) => importedBy(mesh, workload)),
    ...mesh.policies.all.flatMap((policy) => allowedBy(mesh, policy, workloads)),
    ...matchedBy(mesh, workloads),
    ...workloads.flatMap((workload) => toldTo(mesh, workload)),
  ];
}

/** Hosts that the Sidecar of just these pods names. */
function importedBy(mesh: Mesh, workload: Workload): DeclaredCall[] {
  const sidecar = mesh.sidecars.of(workload.namespace, workload.labels);
  if (!sidecar?.selector) return [];
  const hosts = sidecar.egress.flatMap((listener) => listener.hosts ?? []).map((entry) => entry.slice(entry.indexOf('/') + 1));
  return hosts.filter((host) => !host.includes('*')).map((host) => ({ workload, host, by: sidecar.manifest }));
}

/** Callers that an ALLOW policy names one by one, and the services of the pods that it is for. */
function allowedBy(mesh: Mesh, policy: AuthorizationPolicy, workloads: readonly Workload[]): DeclaredCall[] {
  if (policy.action !== 'ALLOW' || policy.dryRun) return [];
  const callers = policy.rules.flatMap(({ from = [] }) =>
    from.flatMap(({ source = {} }) => workloads.filter((workload) => isNamed(mesh, workload, source))),
  );
  if (callers.length === 0) return [];
  const called = mesh.services.all.filter(({ selector, namespace }) => {
    return selector && mesh.workloads.select(namespace, selector).some((workload) => policy.target.includes(workload));
  });
  return [...new Set(callers)].flatMap((workload) => called.map(({ host }) => ({ workload, host, by: policy.manifest })));
}

function isNamed(
  mesh: Mesh,
  workload: Workload,
  { principals = [], serviceAccounts = [] }: { readonly principals?: readonly string[]; readonly serviceAccounts?: readonly string[] },
): boolean {
  const { namespace, serviceAccount } = workload;
  return (
    mesh.identities.trustDomains.some((domain) => principals.includes(`${domain}/ns/${namespace}/sa/${serviceAccount}`)) ||
    serviceAccounts.includes(`${namespace}/${serviceAccount}`)
  );
}

/** Pods that a rule of the mesh names as its callers. */
function matchedBy(mesh: Mesh, workloads: readonly Workload[]): DeclaredCall[] {
  return mesh.virtualServices.roots
    .filter(({ gateways }) => gateways.includes(meshGateway))
    .flatMap(({ hosts, http, manifest }) =>
      http
        .flatMap(({ spec }) => spec.match ?? [])
        .filter(({ sourceLabels = {}, sourceNamespace }) => Object.keys(sourceLabels).length > 0 || sourceNamespace)
        .flatMap(({ sourceLabels = {}, sourceNamespace }) =>
          workloads
            .filter(({ labels, namespace }) => fits(sourceLabels, labels) && (!sourceNamespace || sourceNamespace === namespace))
            .flatMap((workload) => hosts.map((host) => ({ workload, host, by: manifest }))),
        ),
    );
}

/** Addresses in the environment and the arguments of a container: `http://reviews:9080`, `reviews.books:9080`. */
function toldTo(mesh: Mesh, workload: Workload): DeclaredCall[] {
  const containers = podOf(workload).at('spec', 'containers').items;
  const texts = containers.flatMap((container) => [
    ...container.at('env').items.map((entry) => entry.at('value').text),
    ...container.at('args').items.map(({ text }) => text),
    ...container.at('command').items.map(({ text }) => text),
  ]);
  return texts
    .flatMap((text) => addressesIn(text))
    .flatMap(({ host, port }) => {
      const service = serviceOf(mesh, workload, host);
      const isServed = service?.ports.some(({ number }) => number === port);
      return service && isServed && !fits(service.selector ?? { '': '' }, workload.labels)
        ? [{ workload, host: service.host, port, by: workload.manifest }]
        : [];
    });
}

const address =
  /(?:^|[^\w.-])(?:(https?|grpc|tcp|redis|mongodb|postgres(?:ql)?|mysql|amqp):\/\/(?:[^@/\s]*@)?)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?(?=$|[/,;\s?#"'])/gi;

function addressesIn(text: string): { readonly host: string; readonly port: number }[] {
  return [...text.matchAll(address)].flatMap(([, scheme, host = '', port]) => {
    if (port !== undefined) return [{ host, port: Number(port) }];
    return scheme === 'http' ? [{ host, port: 80 }] : scheme === 'https' ? [{ host, port: 443 }] : [];
  });
}

/** The service that a name means to the DNS of a pod. */
function serviceOf(mesh: Mesh, { namespace }: Workload, host: string): Service | undefined {
  return mesh.clusterNames.service(host, namespace) ?? mesh.services.withHost(host)[0];
}
