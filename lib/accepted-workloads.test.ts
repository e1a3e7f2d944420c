/** What a whole workload says, the API server and Istio's webhook take, and the rules find nothing in. */
import { Chart } from 'cdk8s';
import { MeshApp } from './app';
import { checkManifests } from './check/run';
import { CronJob, Job, Microservice, Namespace, ZeroTrust } from './index';
import { validateAdmission } from './validation/admission/validate';
import { validateSchema } from './validation/schema/validate';

function manifests() {
  const app = new MeshApp({ outdir: 'never-written' });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Namespace(chart, 'shop');
  const whole = new Microservice(chart, 'whole', {
    image: 'cart',
    port: 80,
    targetPort: 8080,
    ports: [{ name: 'grpc', port: 9000, protocol: 'grpc' }],
    env: { A: 'b', P: { secretKeyRef: { name: 's', key: 'k' } }, F: { fieldRef: { fieldPath: 'metadata.name' } } },
    envFrom: [{ configMapRef: { name: 'c' } }],
    volumes: { cache: { emptyDir: {} }, conf: { configMap: { name: 'c' } } },
    volumeMounts: { '/data': 'cache', '/etc/x': { name: 'conf', readOnly: true } },
    initContainers: [{ name: 'migrate', image: 'cart:v1' }],
    imagePullSecrets: ['r'],
    nodeSelector: { a: 'b' },
    tolerations: [{ key: 'a', operator: 'Exists' }],
    priorityClassName: 'high',
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['x'] }],
    podMetadata: { annotations: { a: 'b' } },
    proxy: {
      cpu: '100m',
      memoryLimit: '1Gi',
      concurrency: 2,
      holdApplicationUntilProxyStarts: true,
      excludeInboundPorts: [9999],
      native: true,
      logLevel: 'info',
    },
    autoscaling: { max: 4, cpu: 70, memory: 80 },
    serviceAccount: { annotations: { role: 'x' } },
    service: { spec: { type: 'NodePort', sessionAffinity: 'ClientIP', ports: [{ port: 80, nodePort: 30080 }] } },
    versions: { v1: {}, v2: { replicas: 1 } },
  });
  const store = new Microservice(chart, 'store', {
    image: 'redis:7.4.1',
    port: 6379,
    protocol: 'tcp',
    kind: 'StatefulSet',
    volumeClaims: { data: { size: '1Gi' } },
    volumeMounts: { '/data': 'data' },
  });
  new Microservice(chart, 'agent', { image: 'agent:v1', port: 8080, kind: 'DaemonSet' });
  new Job(chart, 'migrate', { image: 'm:v1' }).calls(store);
  new CronJob(chart, 'report', { image: 'm:v1', schedule: '0 3 * * *', timeZone: 'Etc/UTC' }).calls(whole);
  whole.calls(store);
  new ZeroTrust(chart, 'zt');
  return app.manifests();
}

test('each object is valid', () => {
  const diagnostics = manifests().flatMap(({ object }) =>
    [...validateSchema(object), ...validateAdmission(object)].map(({ path, message }) => `${object.kind} ${path.join('.')}: ${message}`),
  );
  expect(diagnostics).toEqual([]);
});

test('all of them together are what they should be', () => {
  expect(checkManifests(manifests()).map(({ code, object, message }) => `${code} ${object?.kind} ${object?.name}: ${message}`)).toEqual([]);
});
