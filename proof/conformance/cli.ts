/**
 * `npm run prove:conformance`: what Gateway API's own conformance suite expects, of the evaluator: every test of a feature that Istio
 * claims, its requests and what it expects of statuses. Exit codes: 0 all as expected, 1 not, 2 could not run.
 */
import { type ConformanceDifference, Judge } from './judge';
import { type RecordedTest, recordedTests } from './recorded';

/** Source: Istio `pilot/pkg/config/kube/gateway/supported_features.go`, `tests/integration/pilot/gateway_conformance_test.go`. */
const notClaimed = new Set([
  'GatewayBackendClientCertificate',
  'GatewayHTTPSListenerDetectMisdirectedRequests',
  'UDPRoute',
  'MeshClusterIPMatching',
]);

/** Tests that Istio leaves out of its own run. */
const leftByIstio = new Set(['MeshHTTPRoute307Redirect', 'GatewayListenerUnsupportedProtocol', 'TCPRouteWeightedRouting']);

function main(): void {
  const [base, ...tests] = recordedTests();
  const judge = new Judge();
  if (base) judge.keep(base);
  const wrong: ConformanceDifference[] = [];
  const left: string[] = [];
  const partial: string[] = [];
  const statusOnly: string[] = [];
  let asked = 0;
  for (const test of tests) {
    if (!isAsked(test)) {
      judge.keep(test);
      left.push(test.name);
      continue;
    }
    const before = compared(judge);
    const found = judge.differences(test);
    if (compared(judge) === before) {
      statusOnly.push(test.name);
      continue;
    }
    asked += 1;
    if (!test.whole) partial.push(test.name);
    if (found.length > 0) console.log(report(found));
    wrong.push(...found);
  }
  const failed = new Set(wrong.map(({ test }) => test)).size;
  const count = compared(judge);
  console.log(`${asked - failed} of ${asked} tests hold, with ${count - wrong.length} of ${count} expectations`);
  console.log(
    [...judge.compared]
      .sort()
      .map(([call, times]) => `${call} ${times}`)
      .join(' · '),
  );
  console.log(`held as far as they go without a cluster: ${partial.join(', ')}`);
  console.log(`nothing compared: ${statusOnly.join(', ')}`);
  console.log(`not asked: ${left.join(', ')}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function compared({ compared: counts }: Judge): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
}

function isAsked({ name, features }: RecordedTest): boolean {
  return !leftByIstio.has(name) && ![...notClaimed].some((feature) => features?.includes(feature));
}

function report([first, ...others]: readonly ConformanceDifference[]): string {
  if (!first) return '';
  const more = others.length > 0 ? `\n  and ${others.length} more` : '';
  return `${first.test}\n  ${first.differences.join('\n  ')}\n  ${first.asked.slice(0, 800)}${more}`;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
