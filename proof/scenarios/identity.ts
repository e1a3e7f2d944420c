import type { KubernetesObject } from '../../lib/istio/objects';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { HttpClient } from '../requests/client';
import { until } from '../until';
import type { Scenario } from './scenario';

const namespace = 'identity';
const istio = 'security.istio.io/v1';
const labels = { 'istio-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'restricted' };

/** Who may call whom: certificates from istiod, checked by real sidecars. */
export const identity: Scenario = {
  name: 'identity',
  title: 'Mutual TLS between sidecars, and an AuthorizationPolicy',
  needsSidecars: true,
  async run({ plane }, results) {
    await plane.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } }]);
    await plane.apply(['server', 'friend', 'stranger'].flatMap(workload));
    await plane.rolledOut(namespace);
    await tryCalls('before any policy', { friend: '200', stranger: '200', outside: '200' }, plane, results);
    await plane.apply([strict]);
    await tryCalls('PeerAuthentication STRICT', { friend: '200', stranger: '200', outside: 'cut off' }, plane, results);
    await plane.apply([onlyFriends]);
    await tryCalls('AuthorizationPolicy for friend alone', { friend: '200', stranger: '403', outside: 'cut off' }, plane, results);
    await plane.api.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
  },
};

const strict: KubernetesObject = {
  apiVersion: istio,
  kind: 'PeerAuthentication',
  metadata: { name: 'default', namespace },
  spec: { mtls: { mode: 'STRICT' } },
};

const onlyFriends: KubernetesObject = {
  apiVersion: istio,
  kind: 'AuthorizationPolicy',
  metadata: { name: 'only-friends', namespace },
  spec: {
    selector: { matchLabels: { app: 'server' } },
    action: 'ALLOW',
    rules: [{ from: [{ source: { principals: [`cluster.local/ns/${namespace}/sa/friend`] } }] }],
  },
};

/** A caller and what it must get: a status, or nothing at all. */
type Calls = Readonly<{ [caller: string]: string }>;

async function tryCalls(when: string, expected: Calls, plane: Plane, results: Results): Promise<void> {
  for (const [caller, answer] of Object.entries(expected)) {
    let last = '';
    const gets = async (): Promise<boolean> => {
      last = await call(caller, plane);
      return last === answer;
    };
    const arrived = until(`${caller} gets ${answer}`, gets, { within: 20, every: 0.2 });
    const problem = await arrived.then(
      () => undefined,
      () => `expected ${answer}, got ${last}`,
    );
    results.add(`${when}: a call from ${caller} ${answer === 'cut off' ? 'is cut off' : `gets ${answer}`}`, problem);
  }
}

async function call(caller: string, plane: Plane): Promise<string> {
  if (caller === 'outside') return callFromOutside(plane);
  const client = podOf(caller, plane)?.container('app');
  const script = `fetch('http://server:8000/').then((answer) => console.log(answer.status), (error) => console.log(String(error.cause)))`;
  return (await client?.exec(['node', '-e', script]))?.trim() ?? 'no pod';
}

/** Straight to the pod's address, from where there is no sidecar. */
async function callFromOutside(plane: Plane): Promise<string> {
  const client = new HttpClient(podOf('server', plane)?.ip ?? '', 8000, 1);
  try {
    return String((await client.send({ host: 'server:8000', path: '/' }, 2)).status);
  } catch {
    return 'cut off';
  } finally {
    client.close();
  }
}

function podOf(app: string, { kubelet }: Plane) {
  return kubelet.list(namespace).find(({ pod }) => pod.metadata.labels?.app === app);
}

function workload(name: string): KubernetesObject[] {
  const metadata = { name, namespace, labels: { app: name } };
  const container = {
    name: 'app',
    image: 'microservice/user:v1',
    ports: [{ containerPort: 8000 }],
    readinessProbe: { httpGet: { path: '/readyz', port: 8000 } },
    env: [{ name: 'DRAIN_SECONDS', value: '0' }],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const securityContext = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: { type: 'RuntimeDefault' } };
  const pod = {
    metadata: { labels: metadata.labels },
    spec: { serviceAccountName: name, terminationGracePeriodSeconds: 2, securityContext, containers: [container] },
  };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 1, selector: { matchLabels: metadata.labels }, template: pod },
    },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: metadata.labels, ports: [{ name: 'http', port: 8000 }] } },
  ];
}
