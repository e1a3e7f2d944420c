import type { Decision } from '../../lib/route/answer/decision';
import type { PeerCertificate } from '../../lib/route/policy/attributes';
import { SuiteCluster } from './cluster';
import { callDifferences, callOf, type ExpectedCall, weightDifferences } from './grpc-expectation';
import { type Address, httpDifferences, requestOf } from './http-expectation';
import type { ExpectedResponse, RecordedEvent, RecordedTest } from './recorded';
import { statusDifferences } from './statuses';

/** What the suite expects and the evaluator does not say. */
export interface ConformanceDifference {
  readonly test: string;
  readonly asked: string;
  readonly differences: readonly string[];
}

type Arguments = Readonly<Record<string, unknown>>;

/** Compares what the suite's tests expect with the evaluator, on the objects as the tests change them. */
export class Judge {
  /** How many expectations of each helper were compared. */
  readonly compared = new Map<string, number>();
  private readonly cluster = new SuiteCluster();
  /** What became of the last request that a test sent by itself. */
  private last?: Decision;

  /** Takes over the objects of a test, and compares nothing. */
  keep(test: RecordedTest): void {
    for (const event of test.events) if (event.object) this.cluster.apply(event);
  }

  differences(test: RecordedTest): ConformanceDifference[] {
    return test.events.flatMap((event) => {
      if (event.object) {
        this.cluster.apply(event);
        return [];
      }
      const found = this.compare(event);
      if (found) this.compared.set(event.call, (this.compared.get(event.call) ?? 0) + 1);
      return found?.length ? [{ test: test.name, asked: `${event.call} ${JSON.stringify(event.args)}`, differences: found }] : [];
    });
  }

  /** Undefined where the helper expects nothing that manifests say. */
  private compare({ call, args = {} }: RecordedEvent): string[] | undefined {
    const [pkg = '', helper = ''] = call.split('.');
    if (pkg === 'weight') return this.last && weightDifferences(args.expectedWeights as Record<string, number>, this.last);
    if (pkg === 'grpc') return this.grpc(args);
    if (pkg === 'echo') return helper === 'ConnectToAppInNamespace' ? undefined : this.inMesh(args);
    switch (call) {
      case 'http.MakeRequestAndExpectEventuallyConsistentResponse':
        return this.http(args.expected as ExpectedResponse, this.address(args.gwAddr as string, 'http'));
      case 'tls.MakeTLSRequestAndExpectEventuallyConsistentResponse':
        return this.http(args.expected as ExpectedResponse, this.secured(args));
      case 'http.MakeRequestAndExpectFailure':
        return this.failure(args, this.address(args.gwAddr as string, 'http'));
      case 'tls.MakeTLSRequestAndExpectFailureResponse':
        return args.clientCertificate ? undefined : this.failure(args, this.secured(args)); // who signed it is no part of a request
      case 'tls.MakeTLSConnectionAndExpectEventuallyConnectionRejection':
        return this.rejection(this.secured(args));
      case 'tcp.MakeTCPRequestAndExpectEventuallyValidResponse':
        return this.connection(
          args.expected as ExpectedBackend,
          args.useTLS ? this.secured(args) : this.address(args.gwAddr as string, 'http'),
        );
      case 'http.CompareRoundTrip':
        return this.http(args.expected as ExpectedResponse, this.address(addressIn(args.req as Arguments), 'http'));
      case 'CaptureRoundTrip':
        return void this.own({ expected: args, gwAddr: addressIn(args) });
      case 'SendRPC':
        return void this.grpc(args);
      default:
        return statusDifferences(this.cluster.mesh, call, args);
    }
  }

  private address(address: string, scheme: 'http' | 'https'): Located {
    const { port } = this.cluster.gateway(address);
    const standard = scheme === 'https' ? 443 : 80;
    return { address, port, scheme, host: port === standard ? address.replace(/:\d+$/, '') : address };
  }

  private secured({ gwAddr, serverName, clientCertificate }: Arguments): Located {
    const certificate = clientCertificate ? { clientCertificate: anyone } : {};
    return { ...this.address(gwAddr as string, 'https'), sni: serverName as string, ...certificate };
  }

  private http(expected: ExpectedResponse, at: Located): string[] {
    const request = requestOf(expected, at);
    this.last = this.cluster.gateway(at.address).router.route(request);
    return httpDifferences(expected, this.last, request);
  }

  /** Bytes that go to a backend of this name. */
  private connection({ Backend: backend, Namespace: namespace }: ExpectedBackend, at: Located): string[] {
    const { status, reason, destinations } = this.cluster.gateway(at.address).router.route({ ...anything, ...at });
    if (status !== 200) return [`status ${status} (${reason}), expected \`${backend}\``];
    const pods = destinations.flatMap(({ cluster }) => cluster.endpoints.flatMap(({ workload }) => workload ?? []));
    const others = pods.filter((pod) => !pod.name.startsWith(backend) || pod.namespace !== namespace);
    return others.map((pod) => `backend \`${pod.namespace}/${pod.name}\`, expected \`${namespace}/${backend}\``);
  }

  private rejection(at: Located): string[] {
    const { status } = this.cluster.gateway(at.address).router.route({ ...anything, ...at });
    return status === 'error' ? [] : [`status ${status}, expected that the connection is rejected`];
  }

  /** Whether the certificate of a backend is the one that is expected, no manifest says. */
  private failure({ expected }: Arguments, at: Located): string[] | undefined {
    const { status, undecided, destinations } = this.cluster.gateway(at.address).router.route(requestOf(expected as ExpectedResponse, at));
    const verified = new Set(
      this.cluster.mesh.gatewayApi.destinationRules.map(({ object }) => (object.spec as { readonly host?: string }).host),
    );
    if (status === 200 && destinations.every(({ cluster }) => verified.has(cluster.host))) return undefined;
    return status === 200 ? [`status 200, expected a failure`, ...undecided] : [];
  }

  /** A request that the test sends and compares by itself. */
  private own({ expected, gwAddr }: { readonly expected: Arguments; readonly gwAddr: string }): void {
    const url = new URL(expected.url as string);
    const Headers = Object.fromEntries(
      Object.entries(expected.headers as Record<string, string[]>).map(([name, [value]]) => [name, value ?? '']),
    );
    const asked = { Host: expected.host as string, Method: expected.method as string, Path: url.pathname + url.search, Headers };
    const at = this.address(gwAddr, 'http');
    this.last = this.cluster.gateway(gwAddr).router.route(requestOf({ Request: asked }, at));
  }

  private inMesh({ exp, from, namespace }: Arguments): string[] | undefined {
    const expected = exp as ExpectedResponse;
    const { Request: asked } = expected;
    if (asked.Host.startsWith(':')) return undefined; // the address of a pod
    const [, host = '', port = '80'] = /^(.*?)(?::(\d+))?$/.exec(asked.Host || 'echo') ?? [];
    const request = {
      ...requestOf(expected, { host: 'echo', port: Number(port), scheme: 'http' }),
      host: port === '80' ? host : `${host}:${port}`,
    };
    this.last = this.cluster.caller(from as string, namespace as string).route(request);
    // Source: Gateway API `conformance/utils/echo.compareRequest`, which looks at no path
    return httpDifferences(expected, this.last, request, { path: false });
  }

  private grpc({ expected, gwAddr }: Arguments): string[] {
    const at = this.address(gwAddr as string, 'http');
    this.last = this.cluster.gateway(at.address).router.route(callOf(expected as ExpectedCall, at));
    return callDifferences(expected as ExpectedCall, this.last);
  }
}

/** The suite's certificates name nobody. */
const anyone: PeerCertificate = { uris: [] };

/** A connection whose bytes no proxy reads. */
const anything = { method: 'GET', path: '/', headers: {} } as const;

/** Source: Gateway API `conformance/utils/tcp.ExpectedResponse`. */
interface ExpectedBackend {
  readonly Backend: string;
  readonly Namespace: string;
}

interface Located extends Address {
  readonly address: string;
}

/** The gateway in the URL of a request. */
function addressIn({ url }: Arguments): string {
  const { host, protocol } = new URL(url as string);
  return /:\d+$/.test(host) ? host : `${host}:${protocol === 'https:' ? 443 : 80}`;
}
