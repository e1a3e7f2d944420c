/**
 * The article's system, fact by fact: what its manifests say of names, hosts, ports, replicas, weights and headers is stated
 * here, and holds of `dist`. Where the author's own manifests are at hand, the statements are compared with them, too.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { applied, containersOf, type Facts, factsOf, nameOf, of, type RouteFacts, readThings, type Thing } from './main.facts.test.helper';
import { testWhere } from './scripts/test-where';

const registry = 'gcr.io/nomadic-mesh/microservice';
const user = { app: 'user', image: `${registry}/user`, port: 8000, pull: 'Always' };
const product = { app: 'product', image: `${registry}/product`, port: 8000, pull: 'Always' };
const service = (app: string) => ({ selector: { app }, ports: [{ name: `http-${app}-service`, port: 8000, targetPort: 8000 }] });
const gateway = (site: string) => [
  { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [site, `user.${site}`, `product.${site}`] },
];

const part1 = 'microservice.retailvoice.xyz';
const discoveringServices: Facts = {
  namespaces: { default: 'enabled' },
  deployments: {
    'default/user-deployment': { ...user, replicas: 2, env: { APP_NAME: 'User' } },
    'default/product-deployment': { ...product, replicas: 2, env: { APP_NAME: 'Product' } },
  },
  services: { 'default/user-service': service('user'), 'default/product-service': service('product') },
  gateways: { 'default/ingressgateway': gateway(part1) },
  virtualServices: {
    'default/user-virtual-service': routes(`user.${part1}`, 'default', [{ to: ['user-service.default.svc.cluster.local:8000 all'] }]),
    'default/product-virtual-service': routes(`product.${part1}`, 'default', [
      { to: ['product-service.default.svc.cluster.local:8000 all'] },
    ]),
    'default/microservice-virtual-service': routes(part1, 'default', [
      { path: '/user', rewrite: '/', to: ['user-service.default.svc.cluster.local:8000 all'] },
      { path: '/product', rewrite: '/', to: ['product-service.default.svc.cluster.local:8000 all'] },
    ]),
  },
  hashes: {},
};

const part2 = 'traffic-management.retailvoice.xyz';
const users = 'user-service.traffic-management.svc.cluster.local:8000';
const products = 'product-service.traffic-management.svc.cluster.local:8000';

/** Part 2 with one of its ways to release: the same routes by host name and by path. */
function trafficManagement(
  release: RouteFacts[],
  hashes: Facts['hashes'] = { 'traffic-management/user-destination-rule': undefined },
): Facts {
  const byPath = release.map((route) => ({ ...route, path: '/user', rewrite: '/' }));
  return {
    namespaces: { 'traffic-management': 'enabled' },
    deployments: {
      'traffic-management/user-deployment': { ...user, replicas: 1, env: { APP_NAME: 'User V1', VERSION: 'v1' } },
      'traffic-management/user-deployment-v2': { ...user, replicas: 1, env: { APP_NAME: 'User V2', VERSION: 'v2' } },
      'traffic-management/product-deployment': { ...product, replicas: 1, env: { APP_NAME: 'Product' } },
    },
    services: { 'traffic-management/user-service': service('user'), 'traffic-management/product-service': service('product') },
    gateways: { 'traffic-management/ingressgateway': gateway(part2) },
    virtualServices: {
      'traffic-management/user-virtual-service': routes(`user.${part2}`, 'traffic-management', release),
      'traffic-management/product-virtual-service': routes(`product.${part2}`, 'traffic-management', [{ to: [`${products} all`] }]),
      'traffic-management/microservice-virtual-service': routes(part2, 'traffic-management', [
        ...byPath,
        { path: '/product', rewrite: '/', to: [`${products} all`] },
      ]),
    },
    hashes,
  };
}

const canary = trafficManagement([{ to: [`${users} v1 90`, `${users} v2 10`] }]);
const sticky = trafficManagement([{ to: [`${users} all`] }], { 'traffic-management/user-destination-rule': 'my-header' });
const darkRelease = trafficManagement([{ headers: { mode: { exact: 'dev' } }, to: [`${users} v2`] }, { to: [`${users} v1`] }]);

function routes(host: string, namespace: string, list: RouteFacts[]): object {
  const names = list.flatMap(({ path }) => (path ? `${path.slice(1)}-http-route` : []));
  return { hosts: [host], gateways: [`${namespace}/ingressgateway`], names: [...new Set(names)], routes: list };
}

const dist = join(__dirname, 'dist');
const seed = join(__dirname, '..', 'shared', 'seed');
const whereSeed = testWhere(seed);

/** The article's own objects and routes: what is declared beside them, as by whoever makes this project theirs, is not asked. */
const isTheArticles = ({ kind, metadata: { name, namespace = '' } }: Thing) =>
  kind === 'Namespace'
    ? ['default', 'traffic-management'].includes(name)
    : ['default', 'traffic-management'].includes(namespace) && /^(user|product|ingressgateway|microservice)(-|$)/.test(name);
const leadsToTheArticles = ({ route = [] }: { readonly route?: readonly { readonly destination: { readonly host: string } }[] }) =>
  route.every(({ destination: { host } }) => /^(user|product)-service\b/.test(host));

const ours = (...files: string[]) =>
  files
    .flatMap((file) => readThings(join(dist, `${file}.k8s.yaml`)))
    .filter(isTheArticles)
    .map((thing) => {
      const http = (thing.spec as { http?: Parameters<typeof leadsToTheArticles>[0][] } | undefined)?.http;
      return http ? ({ ...thing, spec: { ...(thing.spec as object), http: http.filter(leadsToTheArticles) } } as Thing) : thing;
    });
const theirs = (part: string, ...numbers: number[]) => {
  const files = readdirSync(join(seed, part));
  return numbers.flatMap((number) => readThings(join(seed, part, files.find((file) => file.startsWith(`${number}-`)) ?? '')));
};

/** Each scenario: our files, the author's in the order of his README, and the facts. */
const base = [1, 2, 3, 4, 6];
const system = ['0-namespaces', 'traffic-management', 'user-release'];
const scenarios: [string, string[], [string, ...number[]], Facts][] = [
  ['part 1', ['0-namespaces', 'discovering-services'], ['1-discovering-services', 1, 2, 3, 4, 5, 6, 7], discoveringServices],
  ['canary', system, ['2-traffic-management', ...base, 5, 7], canary],
  ['sticky', [...system, 'sticky/user-release'], ['2-traffic-management', ...base, 8, 9], sticky],
  ['dark release', [...system, 'dark-release/user-release'], ['2-traffic-management', ...base, 10, 11], darkRelease],
  [
    'the canary after the others',
    [...system, 'sticky/user-release', 'dark-release/user-release', ...system],
    ['2-traffic-management', ...base, 5, 7],
    canary,
  ],
];

test.each(scenarios)('%s is as the article says', (_, files, __, facts) => {
  const { namespaces, ...said } = factsOf(ours(...files));
  expect(namespaces).toMatchObject(facts.namespaces);
  expect({ ...said, namespaces: facts.namespaces }).toEqual(facts);
});

whereSeed.each(scenarios)('%s: the author’s manifests say the same (needs ../shared/seed)', (_, __, files, facts) => {
  expect(factsOf(theirs(...files))).toEqual(facts);
});

/** Every object of a system, and the objects of each folder that is applied by itself. */
interface System {
  readonly all: Thing[];
  readonly folders: Thing[][];
}

const here = (): System => {
  const folders = [
    ours('0-namespaces', 'discovering-services', 'traffic-management', 'user-release'),
    ours('sticky/user-release'),
    ours('dark-release/user-release'),
  ];
  return { folders, all: folders.flat() };
};
const there = (): System => {
  const folders = [
    theirs('1-discovering-services', 1, 2, 3, 4, 5, 6, 7),
    theirs('2-traffic-management', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
  ];
  return { folders, all: folders.flat() };
};

/** What this project does otherwise on purpose, and why: each holds here, and not of the author's manifests. */
const differences: [string, string, (system: System) => boolean][] = [
  [
    'paths are matched by whole segments',
    'the prefix `/user` also takes `/userfoo`, and hands `/user/about` on as `//about`',
    ({ all }) =>
      of(all, 'VirtualService').every(({ spec }) =>
        spec.http.every(({ match = [] }) => match.every(({ uri }) => uri?.prefix?.endsWith('/') ?? true)),
      ),
  ],
  [
    'the Gateway selects `istio: ingressgateway`',
    'without a selector it binds to every gateway proxy of the mesh',
    ({ all }) => of(all, 'Gateway').every(({ spec }) => spec.selector?.istio === 'ingressgateway'),
  ],
  [
    'selectors hold `app` and `version`',
    'two Deployments with the selector `app: user` claim the same pods',
    ({ all }) =>
      of(all, 'Deployment').every(({ spec: { selector } }) => 'app' in selector.matchLabels && 'version' in selector.matchLabels),
  ],
  [
    'every image has a tag',
    'of an untagged image nobody knows what runs',
    ({ all }) => containersOf(all).every(({ image }) => /:v\d+$/.test(image)),
  ],
  [
    'no folder holds an object twice',
    'applying the folder lets the last file win',
    ({ folders }) => folders.every((things) => applied(things).length === things.length),
  ],
  [
    'every program is asked whether it lives and is ready',
    'a pod would be sent requests before it can answer',
    ({ all }) => containersOf(all).every(({ livenessProbe, readinessProbe }) => livenessProbe && readinessProbe),
  ],
  [
    'every program says what it needs and may take',
    'one pod could take the whole node',
    ({ all }) => containersOf(all).every(({ resources }) => resources?.requests && resources.limits),
  ],
  [
    'no program can write to its root',
    'whoever breaks in could change it',
    ({ all }) => containersOf(all).every(({ securityContext }) => securityContext?.readOnlyRootFilesystem),
  ],
  [
    'where there are two pods, one stays',
    'draining a node could take both at once',
    ({ all }) => {
      const kept = of(all, 'PodDisruptionBudget').map(nameOf);
      return of(all, 'Deployment').every((deployment) => deployment.spec.replicas < 2 || kept.includes(nameOf(deployment)));
    },
  ],
  [
    'every program has an account of its own',
    'mutual TLS could not tell who calls',
    ({ all }) => of(all, 'Deployment').every(({ spec }) => spec.template.spec.serviceAccountName !== undefined),
  ],
  [
    'Istio’s kinds are `v1`',
    '`v1alpha3` is an old version',
    ({ all }) => all.every(({ apiVersion }) => !apiVersion.includes('istio.io/') || apiVersion.endsWith('/v1')),
  ],
  [
    'gateways are named with their namespace',
    'a bare name means another gateway in another namespace',
    ({ all }) => of(all, 'VirtualService').every(({ spec }) => spec.gateways.every((gateway) => gateway.includes('/'))),
  ],
  [
    'a subset has the name of its version',
    '`version1` for `v1` is one name too many, and `all` is the host itself',
    ({ all }) => of(all, 'DestinationRule').every(({ spec }) => spec.subsets.every(({ name, labels }) => name === labels.version)),
  ],
  [
    'nothing is set for Python',
    'the programs are written in TypeScript',
    ({ all }) => containersOf(all).every(({ env }) => env.every(({ name }) => !name.startsWith('PYTHON'))),
  ],
];

test.each(differences)('otherwise than the article’s manifests, %s: %s', (_, __, holds) => expect(holds(here())).toBe(true));

whereSeed.each(differences)('not so in the author’s manifests: %s (needs ../shared/seed)', (_, __, holds) => {
  expect(holds(there())).toBe(false);
});
