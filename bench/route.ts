import type { KubernetesObject } from '../lib/istio/objects';
import { Mesh } from '../lib/mesh/mesh';
import { GatewayRouter } from '../lib/route/gateway/gateway-router';
import { type Request, request } from '../lib/route/request/request';
import { retail } from '../main';

/** `npm run bench:route`: how fast requests are answered, and how fast a mesh is indexed. In processor time; best of several rounds. */
const targets = { warm: 1_000_000, policies: 300_000, index: 1000, first: 500 };

function article(): Measured {
  const mesh = Mesh.fromApp(retail());
  const part1 = 'http://microservice.retailvoice.xyz';
  const part2 = 'http://traffic-management.retailvoice.xyz';
  const urls = [
    `${part1}/user`,
    `${part1}/user/about`,
    `${part1}/product/latest?page=2`,
    `${part2}/user/about`,
    'http://other.example.com/',
  ];
  return measure(
    mesh,
    urls.map((url) => request(url, { headers: { mode: 'dev' } })),
  );
}

/** As many services, VirtualServices with a host of their own, and DestinationRules. */
function large(hosts: number): Measured & { readonly index: number } {
  const objects = largeMesh(hosts);
  const index = Math.min(...Array.from({ length: 3 }, () => timeOf(() => Mesh.of(objects))));
  const mesh = Mesh.of(objects);
  const requests = Array.from({ length: 100 }, (_, i) =>
    request(`http://host-${(i * 97) % hosts}.example.com/user/about`, { headers: { mode: 'dev' } }),
  );
  return { ...measure(mesh, requests), index };
}

/** The article's mesh with ten policies on the way: five at the gateway, five at the called pods, which have sidecars. */
function guarded(): Measured {
  const objects = Mesh.fromApp(retail()).manifests.map(({ object }) => object);
  const injected = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels: { 'istio-injection': 'enabled' } } };
  const rules = [
    { to: [{ operation: { paths: ['/admin*', '/internal/{**}'] } }] },
    { from: [{ source: { notNamespaces: ['default', 'istio-system'] } }], to: [{ operation: { methods: ['DELETE'] } }] },
    { when: [{ key: 'request.headers[x-debug]', values: ['*'] }] },
    { to: [{ operation: { hosts: ['*.internal'], ports: ['9090'] } }] },
  ];
  const policies = ['istio-system', 'default'].flatMap((namespace) => [
    ...rules.map((rule, index) => policyOf(namespace, `deny-${index}`, { action: 'DENY', rules: [rule] })),
    policyOf(namespace, 'allow', { rules: [{ to: [{ operation: { methods: ['GET', 'POST'] } }] }] }),
  ]);
  const gatewayOnly = policies.map((policy) =>
    policy.metadata.namespace === 'default'
      ? policy
      : { ...policy, spec: { ...policy.spec, selector: { matchLabels: { istio: 'ingressgateway' } } } },
  );
  const mesh = Mesh.of([...objects, injected, ...gatewayOnly]);
  const hosts = ['http://microservice.retailvoice.xyz', 'http://traffic-management.retailvoice.xyz'];
  const urls = hosts.flatMap((host) => ['/user', '/user/about', '/product/latest?page=2'].map((path) => `${host}${path}`));
  return measure(
    mesh,
    urls.map((url) => request(url, { headers: { mode: 'dev' } })),
  );
}

function policyOf(namespace: string, name: string, spec: Record<string, unknown>) {
  return { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name, namespace }, spec };
}

interface Measured {
  /** Answers a second. */
  readonly warm: number;
  /** Until each request is answered once, which makes what they need of the route tables; ms. */
  readonly first: number;
}

function measure(mesh: Mesh, requests: readonly Request[]): Measured {
  const start = processorTime();
  const router = new GatewayRouter(mesh, mesh.gatewayPods.first);
  for (const each of requests) router.route(each);
  const first = processorTime() - start;
  return { warm: Math.max(...Array.from({ length: 7 }, () => rate(router, requests))), first };
}

/** Answers between two looks at the clock, which takes as long as several answers. */
const betweenLooks = 500;

function rate(router: GatewayRouter, requests: readonly Request[]): number {
  const start = processorTime();
  let answers = 0;
  while (processorTime() - start < 300) {
    for (let answered = 0; answered < betweenLooks; answered += requests.length) {
      for (const each of requests) router.route(each);
      answers += requests.length;
    }
  }
  return (answers * 1000) / (processorTime() - start);
}

/** Milliseconds of processor time this program took so far, its garbage collector included: other programs run too. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function timeOf(work: () => void): number {
  const start = processorTime();
  work();
  return processorTime() - start;
}

function largeMesh(hosts: number): KubernetesObject[] {
  const networking = 'networking.istio.io/v1';
  const gateway = {
    apiVersion: networking,
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
    },
  };
  const each = Array.from({ length: hosts }, (_, index) => {
    const metadata = { name: `service-${index}`, namespace: `ns-${index % 100}` };
    const host = `service-${index}.ns-${index % 100}.svc.cluster.local`;
    const http = [
      {
        match: [{ uri: { exact: '/user' } }, { uri: { prefix: '/user/' } }],
        rewrite: { uri: '/' },
        route: [{ destination: { host, subset: 'v1' } }],
      },
      { route: [{ destination: { host } }] },
    ];
    return [
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: metadata.name }, ports: [{ name: 'http', port: 8000 }] } },
      {
        apiVersion: networking,
        kind: 'VirtualService',
        metadata,
        spec: { hosts: [`host-${index}.example.com`], gateways: ['istio-system/g'], http },
      },
      { apiVersion: networking, kind: 'DestinationRule', metadata, spec: { host, subsets: [{ name: 'v1', labels: { version: 'v1' } }] } },
    ];
  });
  return [gateway, ...each.flat()];
}

function line(what: string, value: string, target: string, met: boolean): boolean {
  console.log(`${met ? 'ok  ' : 'MISS'} ${what.padEnd(46)} ${value.padStart(14)}   ${target}`);
  return met;
}

const count = (value: number) => Math.round(value).toLocaleString('en');
const small = article();
const withPolicies = guarded();
const big = large(10_000);

const results = [
  line("answers a second, the article's mesh", count(small.warm), `at least ${count(targets.warm)}`, small.warm >= targets.warm),
  line(
    'answers a second, ten policies on the way',
    count(withPolicies.warm),
    `at least ${count(targets.policies)}`,
    withPolicies.warm >= targets.policies,
  ),
  line('answers a second, 10,000 hosts', count(big.warm), `at least ${count(targets.warm)}`, big.warm >= targets.warm),
  line('index of 30,000 objects, 10,000 services, ms', count(big.index), `at most ${count(targets.index)}`, big.index <= targets.index),
  line('first 100 answers, 10,000 hosts, ms', count(big.first), `at most ${count(targets.first)}`, big.first <= targets.first),
];
console.log(`     first answers in the article's mesh: ${count(small.first)} ms`);
process.exitCode = results.every(Boolean) ? 0 : 1;
