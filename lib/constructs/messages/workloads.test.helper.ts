import { ApiObject, Chart } from 'cdk8s';
import type { CallOptions } from '../call';
import { ClientTls } from '../client-tls';
import { ConsistentHash } from '../consistent-hash';
import { DestinationRule } from '../destination-rule';
import { Duration } from '../duration';
import { ExternalService } from '../external-service';
import { LoadBalancing } from '../load-balancing';
import type { Locality } from '../locality';
import { Microservice } from '../microservice';
import type { MicroserviceProps } from '../microservice-props';
import { Namespace, type NamespaceProps } from '../namespace';
import { Path } from '../path';
import type { TrafficPolicy } from '../traffic-policy';
import { VirtualMachine } from '../virtual-machine';
import { Workload } from '../workload/existing-workload';
import { CronJob, type CronJobProps } from '../workload/job';
import { elsewhere, type Mistakes, microservice, versioned } from './mistakes.test.helper';

const orders =
  (props: Partial<MicroserviceProps>): Mistakes[string] =>
  (chart) =>
    microservice(chart, props, 'orders');

const policy =
  (props: TrafficPolicy): Mistakes[string] =>
  (chart) =>
    new DestinationRule(chart, 'rule', { service: elsewhere, ...props });

const locality = (given: Locality, outlierDetection: TrafficPolicy['outlierDetection'] = {}): Mistakes[string] =>
  policy({ locality: given, outlierDetection });

const shares = (to: Record<string, number>, from = 'eu'): Mistakes[string] => locality({ distribute: [{ from, to }] });

const calls =
  (options: CallOptions, protocol?: MicroserviceProps['protocol']): Mistakes[string] =>
  (chart) =>
    microservice(chart).calls(microservice(chart, { protocol }, 'orders'), options);

const namespace =
  (props: NamespaceProps): Mistakes[string] =>
  (chart) =>
    new Namespace(chart, 'team', props);

const nightly =
  (props: Partial<CronJobProps>, id = 'report'): Mistakes[string] =>
  (chart) =>
    new CronJob(chart, id, { image: 'report:v1', schedule: '0 3 * * *', ...props });

const service =
  (spec: object): Mistakes[string] =>
  (chart) => {
    new ApiObject(chart, 'orders', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders' }, spec });
    new ApiObject(chart, 'carts', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'carts' }, spec });
  };

/** What runs, what calls it, and how. */
export const workloads: Mistakes = {
  'a property that is written otherwise': orders({ replica: 2 } as never),
  'a property that there is not': namespace({ colour: 'blue' } as never),
  'a property of a part': orders({ autoscaling: { maximum: 3, max: 3 } as never }),
  'a property of an item': orders({ ports: [{ name: 'admin', port: 9000 }, { name: 'metrics', prt: 9090 } as never] }),
  'a property that is missing': (chart) => new Microservice(chart, 'orders', { port: 8000 } as never),
  'a property of a part that is missing': orders({ ports: [{ name: 'admin' } as never] }),

  'a name in capitals': (chart) => microservice(chart, {}, 'OrderService_2'),
  'a name that cannot be mended': (chart) => microservice(chart, {}, '---'),
  'a name of 64 characters': (chart) => microservice(chart, {}, `${'orders-'.repeat(9)}-`),
  'a Service that begins with a digit': (chart) => microservice(chart, {}, '2orders'),
  'a label app in capitals': orders({ app: 'Orders' }),
  'a label that is none': orders({ metadata: { labels: { 'a b': 'c' } } }),
  'an image without a tag': orders({ image: 'example.com:5000/orders' }),
  'an image whose tag moves': orders({ image: 'example.com/orders:latest' }),
  'an image that is none': orders({ image: 'Orders:v1' }),
  'an image after a space': orders({ image: ' orders:v1' }),
  'an image with two tags': orders({ image: 'orders:v1:v2' }),
  'an image with a short digest': orders({ image: 'orders@sha256:abc' }),
  'a digest beside versions': (chart) =>
    new Microservice(chart, 'orders', { image: `orders@sha256:${'0'.repeat(64)}`, port: 80, versions: { v1: {} } }),
  'a tag beside versions': (chart) => new Microservice(chart, 'orders', { image: 'orders:1.0', port: 80, versions: { v1: {} } }),
  'no versions': (chart) => new Microservice(chart, 'orders', { image: 'orders', port: 80, versions: {} }),
  'a port of zero': orders({ port: 0 }),
  'a port in fractions': orders({ port: 80.5 }),
  'two ports of one name': orders({
    ports: [
      { name: 'admin', port: 9000 },
      { name: 'admin', port: 9001 },
    ],
  }),
  'two ports of one number': orders({ ports: [{ name: 'admin', port: 8000 }] }),
  'a port that is not declared': (chart) => microservice(chart, { ports: [{ name: 'metrics', port: 9090 }] }).onPort('metric'),
  'a probe without a slash': orders({ probes: { liveness: 'healthz' } }),
  'a root user': orders({ user: 0 }),
  'a negative number of pods': orders({ replicas: -1 }),
  'more pods than can be counted': orders({ replicas: 2 ** 31 }),
  'replicas beside autoscaling': orders({ replicas: 3, autoscaling: { max: 5 } }),
  'replicas of a DaemonSet': orders({ kind: 'DaemonSet', replicas: 3 }),
  'autoscaling of a DaemonSet': orders({ kind: 'DaemonSet', autoscaling: { max: 5 } }),
  'autoscaling to fewer than the fewest': orders({ autoscaling: { min: 3, max: 2 } }),
  'autoscaling from none': orders({ autoscaling: { min: 0, max: 2 } }),
  'autoscaling by CPU that is not requested': orders({ autoscaling: { max: 5 }, resources: { limits: {} } }),
  'autoscaling by memory that is not requested': orders({ autoscaling: { max: 5, memory: 80 }, resources: { requests: {} } }),
  'a selector of other pods': orders({ selector: { app: 'carts' } }),
  'a selector of all pods': orders({ selector: {} }),
  'another label app of pods': orders({ podMetadata: { labels: { app: 'carts' } } }),
  'another label version of pods': orders({ podMetadata: { labels: { version: 'v2' } } }),
  'a proxy that is tuned and not injected': orders({ proxy: { inject: false, cpu: '1' } }),
  'a claim of a Deployment': orders({ volumeClaims: { data: { size: '1Gi' } } }),
  'a mount at a relative path': orders({ volumes: { data: {} }, volumeMounts: { data: 'data' } }),
  'a mount of no volume': orders({ volumeMounts: { '/data': 'data' } }),
  'a mount of no claim': orders({ kind: 'StatefulSet', volumeMounts: { '/data': 'data' } }),
  'a mount of another volume': orders({ volumes: { data: {} }, volumeMounts: { '/data': 'date' } }),
  'a volume in capitals': orders({ volumes: { Data: {} } }),
  'the image in the pod': orders({ pod: { containers: [{ name: 'orders', image: 'orders:v2' }] } }),
  'the account in the pod': orders({ pod: { serviceAccountName: 'carts' } }),
  'the replicas in the controller': orders({ controller: { replicas: 3 } as never }),
  'the selector in the Service': orders({ service: { spec: { selector: {} } as never } }),
  'the name of a port in the Service': orders({ service: { spec: { ports: [{ port: 8000, targetPort: 80 as never }] } } }),
  'a container without a name': orders({ pod: { containers: [{ image: 'proxy:v1' } as never] } }),

  'a schedule of four fields': nightly({ schedule: '0 3 * *' }),
  'a schedule of six fields': nightly({ schedule: '0 3 * * * *' }),
  'a schedule by another name': nightly({ schedule: '@hourly2' }),
  'a schedule by a name within': nightly({ schedule: 'at@hourly' }),
  'a cron job of 53 characters': nightly({}, 'r'.repeat(53)),
  'the schedule in the cron job': nightly({ cronJob: { schedule: '@daily' } as never }),
  'the jobs in the cron job': nightly({ cronJob: { jobTemplate: {} } as never }),
  'the pods in the job': nightly({ job: { template: {} } as never }),

  'a call to itself': (chart) => {
    const user = microservice(chart);
    user.calls(user);
  },
  'a call to a host outside': (chart) => microservice(chart).calls(Microservice.fromHost('bank.example')),
  'a call by no method': calls({ methods: [] }),
  'a call to no path': calls({ paths: [] }),
  'a call by method to bytes': calls({ methods: ['GET'] }, 'tcp'),
  'a call by method to elsewhere': (chart) => microservice(chart).calls(elsewhere, { methods: ['GET'] }),
  'a call by an expression': calls({ paths: [Path.matches('/v[0-9]')] }),
  'a call to a path with a wildcard': calls({ paths: [Path.exactly('/{id}')] }),
  'a call to a host that is not exported': (chart) => {
    const bank = new ExternalService(new Chart(chart.node.root, 'bank', { namespace: 'bank' }), 'bank', {
      host: 'bank.example',
      ports: [{ number: 443, protocol: 'tls' }],
      exportTo: ['.'],
    });
    microservice(chart).calls(bank);
  },

  'a keepalive of nothing': policy({ connectionPool: { keepalive: {} } }),
  'a negative number of connections': policy({ connectionPool: { maxConnections: -1 } }),
  'a warm-up of a hash': policy({ warmup: { duration: Duration.seconds(1) }, loadBalancing: ConsistentHash.onSourceIp() }),
  'a warm-up at random': policy({ warmup: { duration: Duration.seconds(1) }, loadBalancing: LoadBalancing.random() }),
  'a warm-up that is fast at first': policy({ warmup: { duration: Duration.seconds(1), aggression: 0.5 } }),
  'an empty policy of a port': policy({ portPolicies: { 80: {} } }),
  'a failover that nothing notices': (chart) =>
    new DestinationRule(chart, 'rule', { service: elsewhere, locality: { failover: [{ from: 'eu', to: 'us' }] } }),
  'a failover between zones': locality({ failover: [{ from: 'eu/a', to: 'us' }] }),
  'a failover from nowhere': locality({ failover: [{ from: '', to: 'us' }] }),
  'a failover to the same region': locality({ failover: [{ from: 'eu', to: 'eu' }] }),
  'shares of localities that are less than the whole': shares({ eu: 80, us: 10 }),
  'no shares of localities': shares({}),
  'a share of nothing': shares({ eu: 100, us: 0 }),
  'a locality of four parts': shares({ 'a/b/c/d': 100 }),
  'a locality with a wildcard inside': shares({ 'eu/*/a': 100 }),
  'a locality without a region': shares({ '/a': 100 }),
  'a locality that a part of is given first': shares({ 'eu/a': 50, eu: 50 }),
  'a locality twice': shares({ 'eu/*': 50, 'eu*': 50 }),
  'every locality and one': shares({ '*': 50, eu: 50 }),
  'a share in fractions': shares({ eu: 99.5, us: 0.5 }),
  'callers of overlapping localities': locality({ distribute: ['eu', 'eu/a'].map((from) => ({ from, to: { eu: 100 } })) }),
  'a failover to any region': locality({ failover: [{ from: 'eu', to: '*' }] }),
  'localities that overlap': shares({ 'eu/*': 50, 'eu/a': 50 }),
  'a policy of a version that there is not': policy({ versionPolicies: { v3: { tls: ClientTls.off() } } } as TrafficPolicy),
  'a rule for callers elsewhere': (chart) =>
    new DestinationRule(chart, 'rule', { service: elsewhere, callers: { app: 'user' }, exportTo: ['*'] }),

  'a namespace with injection and revision': namespace({ injection: true, revision: 'canary' }),
  'an ambient namespace with injection': namespace({ dataPlane: 'ambient', injection: true }),
  'an ambient namespace with a revision': namespace({ dataPlane: 'ambient', revision: 'canary' }),
  'a waypoint of a namespace with sidecars': namespace({ waypoint: 'waypoint' }),
  'a waypoint in capitals': namespace({ dataPlane: 'ambient', waypoint: 'Waypoint' }),
  'a revision in capitals': namespace({ revision: 'Canary' }),
  'a network with a space': namespace({ network: 'eu west' }),

  'pods of no labels': (chart) => Workload.existing(chart, 'orders', { labels: {} }),
  'a call to pods without a Service': (chart) =>
    microservice(chart).calls(Workload.existing(chart, 'orders', { labels: { app: 'orders' } }) as never),
  'a version of pods that is not declared': (chart) =>
    Workload.existing(chart, 'orders', { labels: { app: 'orders' }, serviceName: 'orders', versions: ['v1'] }).version('v2' as 'v1'),
  'a chart without a Service': (chart) => Microservice.fromService(new Chart(chart.node.root, 'empty')),
  'a chart with two Services': (chart) => {
    service({ selector: { app: 'orders' } })(chart);
    Microservice.fromService(chart);
  },
  'a Service of another name': (chart) => {
    service({ selector: { app: 'orders' } })(chart);
    Microservice.fromService(chart, { name: 'order' });
  },
  'a Service without a selector': (chart) => {
    service({ ports: [{ port: 80 }] })(chart);
    Microservice.fromService(chart, { name: 'orders' });
  },
  'a Service without ports': (chart) => {
    service({ selector: { app: 'orders' } })(chart);
    Microservice.fromService(chart, { name: 'orders' });
  },
  'a Service without this port': (chart) => {
    service({ selector: { app: 'orders' }, ports: [{ port: 80 }, { port: 81 }] })(chart);
    Microservice.fromService(chart, { name: 'orders', port: 82 });
  },
  'a machine without an address': (chart) => new VirtualMachine(chart, 'vm', { service: microservice(chart), address: 'https://vm' }),
  'a machine with a wildcard': (chart) => new VirtualMachine(chart, 'vm', { service: microservice(chart), address: '*.example' }),
  'a machine of no version': (chart) => new VirtualMachine(chart, 'vm', { service: versioned(chart), address: '10.0.0.1' }),
  'a machine of another version': (chart) =>
    new VirtualMachine(chart, 'vm', { service: versioned(chart), address: '10.0.0.1', version: 'v3' as 'v1' }),
};
