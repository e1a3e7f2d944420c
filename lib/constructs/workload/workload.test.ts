import { ApiObject, type Chart, JsonPatch } from 'cdk8s';
import { declared, refusal, specOf } from '../declared.test.helper';
import { Duration } from '../duration';
import { Microservice } from '../microservice';
import type { MicroserviceProps } from '../microservice-props';
import { VirtualService } from '../virtual-service';

const usual = { image: 'cart:v1', port: 8080 };
const cart = (more: Partial<MicroserviceProps> = {}) => declared((chart) => new Microservice(chart, 'cart', { ...usual, ...more }));
const podOf = (more: Partial<MicroserviceProps>, kind = 'Deployment') =>
  (specOf(cart(more), kind).template as { metadata: object; spec: { containers: object[] } & Record<string, unknown> }).spec;
const names = (objects: ReturnType<typeof declared>) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('ports', () => {
  const ports = [
    { name: 'grpc', port: 9000, protocol: 'grpc' as const },
    { name: 'metrics', port: 9090, targetPort: 8080 },
  ];

  test('of the Service lead to those of the pod', () => {
    const objects = cart({ port: 80, targetPort: 8080, ports });
    expect(specOf(objects, 'Service').ports).toEqual([
      { name: 'http-cart', port: 80, targetPort: 8080, appProtocol: 'http', protocol: 'TCP' },
      { name: 'grpc', port: 9000, targetPort: 9000, appProtocol: 'grpc', protocol: 'TCP' },
      { name: 'http-metrics', port: 9090, targetPort: 8080, appProtocol: 'http', protocol: 'TCP' },
    ]);
    expect(specOf(objects, 'Deployment')).toMatchObject({
      template: {
        spec: {
          containers: [
            {
              ports: [
                { name: 'http', containerPort: 8080 },
                { name: 'grpc', containerPort: 9000 },
              ],
              readinessProbe: { httpGet: { port: 8080 } },
            },
          ],
        },
      },
    });
  });

  test('are destinations', () => {
    const objects = declared((chart) => {
      const service = new Microservice(chart, 'cart', { ...usual, ports });
      new VirtualService(chart, 'site', { hosts: [service], routes: [{ to: service.onPort('grpc') }] });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({ http: [{ route: [{ destination: { port: { number: 9000 } } }] }] });
  });

  test.each<[string, Partial<MicroserviceProps>]>([
    ['PortNameTwice', { ports: [ports[0], { ...ports[0], port: 9001 }] as MicroserviceProps['ports'] }],
    ['PortNameTwice', { ports: [{ name: 'http', port: 9001 }] }],
    ['PortTwice', { ports: [{ name: 'admin', port: 8080 }] }],
    ['PortRange', { ports: [{ name: 'admin', port: 0 }] }],
    ['NameForm', { ports: [{ name: 'Admin', port: 81 }] }],
    ['NameForm', { ports: [{ name: '1st', port: 81 }] }],
  ])('%s', (errorName, more) => {
    expect(refusal((chart) => new Microservice(chart, 'cart', { ...usual, ...more }))).toMatchObject({
      errorName,
      details: { construct: 'shop/cart' },
    });
  });

  test('a port that is none is told with the nearest one', () => {
    const error = refusal((chart) => new Microservice(chart, 'cart', { ...usual, ports }).onPort('grcp'));
    expect(error).toMatchObject({ errorName: 'UnknownPort', details: { construct: 'shop/cart', fix: 'grpc' } });
  });

  test.each([
    ['before', false],
    ['after', true],
  ])('routes say what a JSON patch made of the port, when it is patched %s them', (_, isAfter) => {
    const objects = declared((chart) => {
      const service = new Microservice(chart, 'cart', { ...usual, versions: undefined });
      const patch = () => ApiObject.of(service.node.findChild('Service')).addJsonPatch(JsonPatch.replace('/spec/ports/0/port', 80));
      if (!isAfter) patch();
      new VirtualService(chart, 'site', { hosts: [service], routes: [{ to: service, mirror: [{ to: service }] }] });
      if (isAfter) patch();
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [{ route: [{ destination: { port: { number: 80 } } }], mirrors: [{ destination: { port: { number: 80 } } }] }],
    });
  });
});

test('environment comes from values, Secrets, ConfigMaps and fields', () => {
  const key = { secretKeyRef: { name: 'cart', key: 'password' } };
  const pod = podOf({ env: { LOG: 'info', PASSWORD: key }, envFrom: [{ configMapRef: { name: 'settings' } }] });
  expect(pod.containers[0]).toMatchObject({
    env: [
      { name: 'LOG', value: 'info' },
      { name: 'PASSWORD', valueFrom: key },
    ],
    envFrom: [{ configMapRef: { name: 'settings' } }],
  });
});

test('volumes are seen where they are mounted, beside a writable `/tmp`', () => {
  const pod = podOf({
    volumes: { cache: { emptyDir: {} }, settings: { configMap: { name: 'settings' } } },
    volumeMounts: { '/data': 'cache', '/etc/cart': { name: 'settings', readOnly: true } },
  });
  expect(pod.volumes).toEqual([
    { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
    { name: 'cache', emptyDir: {} },
    { name: 'settings', configMap: { name: 'settings' } },
  ]);
  expect(pod.containers[0]).toMatchObject({
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'cache', mountPath: '/data' },
      { name: 'settings', mountPath: '/etc/cart', readOnly: true },
    ],
  });
  expect(podOf({ volumes: { scratch: { emptyDir: {} } }, volumeMounts: { '/tmp': 'scratch' } }).volumes).toEqual([
    { name: 'scratch', emptyDir: {} },
  ]);
});

test('the rest of a pod is said in the words of Kubernetes', () => {
  const said = {
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'spot', operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
    priorityClassName: 'high',
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['old'] }],
    terminationGracePeriodSeconds: 60,
    initContainers: [{ name: 'migrate', image: 'cart:v1', args: ['migrate'] }],
  };
  const pod = podOf({ ...said, imagePullSecrets: ['registry'], command: ['/cart'], args: ['--fast'] });
  expect(pod).toMatchObject({ ...said, imagePullSecrets: [{ name: 'registry' }] });
  expect(pod.containers[0]).toMatchObject({ command: ['/cart'], args: ['--fast'] });
});

test('the proxy is tuned by annotations of the pod', () => {
  const template = specOf(
    cart({
      podMetadata: { labels: { team: 'shop' }, annotations: { 'prometheus.io/scrape': 'true' } },
      proxy: {
        inject: true,
        cpu: '200m',
        memoryLimit: '512Mi',
        concurrency: 2,
        holdApplicationUntilProxyStarts: true,
        terminationDrainDuration: Duration.seconds(20),
        excludeOutboundPorts: [5432, 6379],
        native: true,
      },
    }),
    'Deployment',
  ).template;
  expect(template).toMatchObject({
    metadata: {
      labels: { app: 'cart', version: 'v1', team: 'shop', 'sidecar.istio.io/inject': 'true' },
      annotations: {
        'prometheus.io/scrape': 'true',
        'sidecar.istio.io/proxyCPU': '200m',
        'sidecar.istio.io/proxyMemoryLimit': '512Mi',
        'sidecar.istio.io/nativeSidecar': 'true',
        'traffic.sidecar.istio.io/excludeOutboundPorts': '5432,6379',
        'proxy.istio.io/config': '{"concurrency":2,"holdApplicationUntilProxyStarts":true,"terminationDrainDuration":"20s"}',
      },
    },
  });
});

describe('probes', () => {
  test('are told in full, and what is left out is as usual', () => {
    const exec = { exec: { command: ['/bin/probe'] } };
    expect(podOf({ probes: { liveness: exec, readiness: { periodSeconds: 1 }, startup: false } }).containers[0]).toMatchObject({
      livenessProbe: { ...exec, periodSeconds: 10 },
      readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 1, failureThreshold: 2 },
    });
    expect(podOf({ probes: { startup: false } }).containers[0]).not.toHaveProperty('startupProbe');
  });
});

describe('autoscaling', () => {
  test('takes the place of `replicas`', () => {
    const objects = cart({ autoscaling: { min: 3, max: 9, memory: 70 } });
    expect(specOf(objects, 'Deployment')).not.toHaveProperty('replicas');
    expect(specOf(objects, 'HorizontalPodAutoscaler')).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart-deployment' },
      minReplicas: 3,
      maxReplicas: 9,
      metrics: [{ type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } } }],
    });
    expect(names(objects)).toContain('PodDisruptionBudget cart-deployment');
  });

  test('declared elsewhere leaves `replicas` out', () => {
    expect(specOf(cart({ autoscaling: 'elsewhere' }), 'Deployment')).not.toHaveProperty('replicas');
  });

  test('of one version is its own', () => {
    const objects = declared(
      (chart) =>
        new Microservice(chart, 'cart', {
          image: 'cart',
          port: 80,
          autoscaling: { max: 3 },
          versions: { v1: {}, v2: { replicas: 1 } },
        }),
    );
    expect(names(objects).filter((name) => name.startsWith('Horizontal'))).toEqual(['HorizontalPodAutoscaler cart-deployment']);
  });

  test.each<[string, Partial<MicroserviceProps>]>([
    ['ReplicasAutoscaled', { replicas: 2, autoscaling: { max: 3 } }],
    ['ReplicaRange', { autoscaling: { min: 4, max: 3 } }],
    ['AutoscalingRequests', { autoscaling: { max: 3 }, resources: { requests: { memory: '1Gi' } } }],
  ])('%s', (errorName, more) => {
    const error = refusal((chart) => new Microservice(chart, 'cart', { ...usual, ...more }));
    expect(error).toMatchObject({ errorName, details: { construct: 'shop/cart/v1', fix: expect.any(String) } });
  });
});

describe('kinds of workload', () => {
  test('a StatefulSet has a headless Service and storage for each pod', () => {
    const objects = cart({ kind: 'StatefulSet', volumeClaims: { data: { size: '1Gi' } }, volumeMounts: { '/data': 'data' } });
    expect(names(objects)).toEqual([
      'ServiceAccount cart',
      'Service cart-headless',
      'Service cart',
      'StatefulSet cart-deployment',
      'PodDisruptionBudget cart-deployment',
    ]);
    expect(specOf(objects, 'StatefulSet')).toMatchObject({
      serviceName: 'cart-headless',
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      ],
    });
  });

  test('a DaemonSet has no number of pods', () => {
    const spec = specOf(cart({ kind: 'DaemonSet' }), 'DaemonSet');
    expect(spec).not.toHaveProperty('replicas');
    expect(spec).toMatchObject({ updateStrategy: { type: 'RollingUpdate' } });
  });

  test.each<[string, Partial<MicroserviceProps>, string]>([
    ['DaemonSetReplicas', { kind: 'DaemonSet', replicas: 2 }, 'leave `replicas` out'],
    ['ClaimWithoutStatefulSet', { volumeClaims: { data: { size: '1Gi' } } }, "kind: 'StatefulSet'"],
    ['UnknownVolume', { kind: 'StatefulSet', volumeMounts: { '/data': 'data' } }, "volumeClaims: { 'data': { size: '1Gi' } }"],
    ['UnknownVolume', { volumeMounts: { '/data': 'data' } }, "volumes: { 'data': { emptyDir: {} } }"],
    ['UnknownVolume', { volumes: { data: {} }, volumeMounts: { '/data': 'dta' } }, 'data'],
    ['MountPath', { volumes: { data: {} }, volumeMounts: { data: 'data' } }, "'/data'"],
  ])('%s', (errorName, more, fix) => {
    const error = refusal((chart) => new Microservice(chart, 'cart', { ...usual, ...more }));
    expect(error).toMatchObject({ errorName, details: { construct: 'shop/cart/v1', fix } });
  });
});

describe('a live workload is taken over in place', () => {
  const objects = () =>
    declared(
      (chart: Chart) =>
        new Microservice(chart, 'reviews', {
          image: 'reviews',
          port: 9080,
          metadata: { labels: { team: 'books' } },
          serviceAccount: { name: 'bookinfo-reviews', annotations: { 'iam.example.com/role': 'reader' } },
          destinationRule: { metadata: { name: 'reviews' } },
          portName: 'http',
          versions: {
            v1: { deploymentName: 'reviews-v1', selector: { app: 'reviews', version: 'v1' } },
            v2: { deploymentName: 'reviews-v2' },
          },
        }),
    );

  test('under the names that it has', () => {
    expect(names(objects()).filter((name) => !name.startsWith('PodDis'))).toEqual([
      'ServiceAccount bookinfo-reviews',
      'Service reviews',
      'Deployment reviews-v1',
      'Deployment reviews-v2',
      'DestinationRule reviews',
    ]);
    for (const object of objects().filter(({ kind }) => kind !== 'DestinationRule')) {
      expect(object.metadata.labels).toMatchObject({ team: 'books', app: 'reviews' });
    }
    expect(objects()[0]?.metadata.annotations).toEqual({ 'iam.example.com/role': 'reader' });
  });

  test('with the selector that it has', () => {
    expect(specOf(cart({ selector: { app: 'cart' } }), 'Deployment').selector).toEqual({ matchLabels: { app: 'cart' } });
    const error = refusal((chart) => new Microservice(chart, 'cart', { ...usual, selector: { name: 'cart' } }));
    expect(error).toMatchObject({ errorName: 'SelectorLabel', details: { fix: "podMetadata: { labels: { 'name': 'cart' } }" } });
  });

  test('with an account that exists', () => {
    expect(names(cart({ serviceAccount: { name: 'default', existing: true } }))).not.toContain('ServiceAccount default');
    expect(podOf({ serviceAccount: { name: 'default', existing: true } }).serviceAccountName).toBe('default');
  });

  test('with another label `app`', () => {
    const all = cart({ app: 'shop-cart' });
    expect(specOf(all, 'Service').selector).toEqual({ app: 'shop-cart' });
  });
});

describe('every other field goes through a typed door', () => {
  test('pods are merged by the names of Kubernetes', () => {
    const pod = podOf({
      pod: {
        runtimeClassName: 'gvisor',
        automountServiceAccountToken: true,
        securityContext: { fsGroupChangePolicy: 'OnRootMismatch' },
        containers: [
          {
            name: 'cart',
            stdin: true,
            securityContext: { readOnlyRootFilesystem: false },
            volumeMounts: [{ mountPath: '/tmp', name: 'tmp', subPath: 'x' }],
          },
          { name: 'agent', image: 'agent:v1' },
        ],
        volumes: [{ name: 'more', emptyDir: {} }],
      },
    });
    expect(pod).toMatchObject({
      runtimeClassName: 'gvisor',
      automountServiceAccountToken: true,
      securityContext: { runAsNonRoot: true, fsGroupChangePolicy: 'OnRootMismatch' },
    });
    expect(pod.containers).toHaveLength(2);
    expect(pod.containers[0]).toMatchObject({
      image: 'cart:v1',
      stdin: true,
      securityContext: { readOnlyRootFilesystem: false, privileged: false },
      volumeMounts: [{ mountPath: '/tmp', name: 'tmp', subPath: 'x' }],
    });
    expect((pod.volumes as object[]).length).toBe(2);
  });

  test('the Service and the Deployment have one, too', () => {
    const objects = cart({
      service: {
        metadata: { annotations: { a: 'b' } },
        spec: { type: 'LoadBalancer', sessionAffinity: 'ClientIP', trafficDistribution: 'PreferClose' },
      },
      controller: { minReadySeconds: 10, strategy: { rollingUpdate: { maxSurge: '50%' } } },
    });
    expect(specOf(objects, 'Service')).toMatchObject({
      type: 'LoadBalancer',
      sessionAffinity: 'ClientIP',
      trafficDistribution: 'PreferClose',
    });
    expect(specOf(objects, 'Deployment')).toMatchObject({
      minReadySeconds: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } },
    });
  });

  test.each<[Partial<MicroserviceProps>, string, string]>([
    [{ pod: { serviceAccountName: 'x' } }, 'pod.serviceAccountName', 'serviceAccount: { name }'],
    [{ pod: { containers: [{ name: 'cart', image: 'x' }] } }, 'pod.containers[cart].image', 'image'],
    [{ pod: { containers: [{ name: 'cart', livenessProbe: {} }] } }, 'pod.containers[cart].livenessProbe', 'probes: { liveness }'],
    [{ nodeSelector: { a: 'b' }, pod: { nodeSelector: { a: 'c' } } }, 'pod.nodeSelector', 'nodeSelector'],
    [{ args: ['x'], pod: { containers: [{ name: 'cart', args: ['y'] }] } }, 'pod.containers[cart].args', 'args'],
  ])('%# a field that the construct owns is refused there', (more, path, prop) => {
    const error = refusal((chart) => new Microservice(chart, 'cart', { ...usual, ...more }));
    expect(error).toMatchObject({
      errorName: 'OwnedField',
      fact: `\`${path}\` is decided by the construct itself`,
      details: { construct: 'shop/cart/v1', fix: `say it by the prop \`${prop}\`` },
    });
  });

  test.each<[string, object]>([
    ['OwnedField', { controller: { replicas: 3 } }],
    ['OwnedField', { service: { spec: { ports: [{ port: 8080, targetPort: 1 }] } } }],
    ['MergeKey', { pod: { containers: [{ image: 'x' }] } }],
    ['OwnedLabel', { podMetadata: { labels: { app: 'other' } } }],
    ['ProxyOfNone', { proxy: { inject: false, cpu: '1' } }],
    ['SpecConflict', { destinationRule: { spec: { host: 'other' } } }],
  ])('%s', (errorName, more) => {
    expect(refusal((chart) => new Microservice(chart, 'cart', { ...usual, ...more }))).toMatchObject({ errorName });
  });
});
