/**
 * `npm run bench:check-objects -- [objects]`: how much processor time the judging of single objects takes (schema, CEL, istiod's rules), for
 * the objects of many services: a Deployment, a Service, and in turn a VirtualService and a DestinationRule each.
 */

import type { KubernetesObject } from '../lib/istio/objects';
import { validateAdmission } from '../lib/validation/admission/validate';
import { validateSchema } from '../lib/validation/schema/validate';

function objectsOf(index: number): KubernetesObject[] {
  const name = `service-${index}`;
  const metadata = { name, namespace: 'demo', labels: { app: name } };
  const labels = { app: name, version: 'v1' };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8000, appProtocol: 'http' }] },
    },
    index % 2 === 0
      ? { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec: { hosts: [name], http: routes(name) } }
      : { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata, spec: { host: name, trafficPolicy, subsets } },
  ];
}

const podSpec = {
  serviceAccountName: 'app',
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'app',
      image: 'registry.example/app:1',
      ports: [{ name: 'http', containerPort: 8000 }],
      env: [{ name: 'VERSION', value: 'v1' }],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      readinessProbe: { httpGet: { path: '/', port: 'http' } },
      livenessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 10 },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
  ],
  volumes: [{ name: 'tmp', emptyDir: {} }],
};

const trafficPolicy = {
  loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } },
  outlierDetection: { interval: '10s', baseEjectionTime: '30s', consecutive5xxErrors: 5 },
  connectionPool: { tcp: { connectTimeout: '1s' } },
};

const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }));

function routes(host: string): object[] {
  const match = [{ uri: { prefix: '/a/' }, headers: { mode: { exact: 'dev' } } }, { uri: { exact: '/a' } }];
  const route = [
    { destination: { host, subset: 'v1', port: { number: 80 } }, weight: 90 },
    { destination: { host, subset: 'v2', port: { number: 80 } }, weight: 10 },
  ];
  return [{ match, rewrite: { uri: '/' }, route, timeout: '5s', retries: { attempts: 2, perTryTimeout: '2s', retryOn: '5xx' } }, { route }];
}

function measure(objects: readonly KubernetesObject[]): number {
  const start = process.cpuUsage();
  let found = 0;
  for (const object of objects) found += validateSchema(object).length + validateAdmission(object).length;
  if (found > 0) throw new Error(`the objects should be right, and ${found} complaints came`);
  return process.cpuUsage(start).user / 1000;
}

const services = Math.round(Number(process.argv[2] ?? 30_000) / 3);
const objects = Array.from({ length: services }, (_, index) => objectsOf(index)).flat();
console.log(
  `${objects.length} objects, schemas read and rules compiled on the way: ${measure(objects).toFixed(0)} ms; again: ${measure(objects).toFixed(0)} ms`,
);
