import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Diff, diffOf } from '../lib/diff/diff';
import { headlineOf } from '../lib/diff/headline';
import { readManifests } from '../lib/manifest/read-manifests';

/**
 * `npm run bench:diff`: `mesh diff` of two files that differ in one route, and of two that do not differ, reading included. In
 * processor time, best of several rounds.
 */
const targets = [
  { services: 1000, most: 1000 },
  { services: 10_000, most: 5000 },
];
const rounds = 3;
/** What a diff without a difference may take, in times of reading both sides. */
const mostUnchanged = 1.2;

const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
try {
  const results = targets.flatMap(({ services, most }) => measure(services, most));
  process.exitCode = results.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function measure(services: number, most: number): boolean[] {
  const [old, same, next] = ['old', 'same', 'next'].map((name) => join(folder, `${name}.yaml`)) as [string, string, string];
  const text = Array.from({ length: services }, (_, index) => serviceYaml(index)).join('---\n');
  writeFileSync(old, text);
  writeFileSync(same, text);
  writeFileSync(next, text.replace('prefix: /items', 'prefix: /articles'));
  const reading = best(() => void [readManifests([old]), readManifests([same])]);
  const unchanged = best(() => expectChanges(compare(old, same), 0));
  const changed = best(() => expectChanges(compare(old, next), 1));
  const requests = best(() => expectChanges(compare(old, next, ['traffic', 'access', 'way']), 1));
  return [
    line(`${services} services, one route changed`, changed, most),
    line('  without the checks of both sides (--only traffic,access,way)', requests, most),
    line('  nothing changed', unchanged, reading * mostUnchanged),
    line('  reading both sides', reading, Number.POSITIVE_INFINITY),
  ];
}

function compare(old: string, next: string, only?: NonNullable<Parameters<typeof diffOf>[2]>['only']): Diff {
  return diffOf(readManifests([old]), readManifests([next]), { ...(only ? { only } : {}) });
}

function expectChanges(diff: Diff, count: number): void {
  if (diff.changed !== count || diff.requests.length < count) throw new Error(`${count} objects should differ: ${headlineOf(diff)}`);
}

function best(work: () => void): number {
  return Math.min(
    ...Array.from({ length: rounds }, () => {
      const start = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    }),
  );
}

function line(what: string, taken: number, most: number): boolean {
  const met = taken <= most;
  const target = Number.isFinite(most) ? `at most ${Math.round(most)} ms` : '';
  console.log(`${met ? 'ok  ' : 'MISS'} ${what.padEnd(64)} ${Math.round(taken).toLocaleString('en').padStart(8)} ms   ${target}`);
  return met;
}

function serviceYaml(index: number): string {
  const name = `svc-${index}`;
  const metadata = `metadata:\n  name: ${name}\n  namespace: ns-${index % 100}\n`;
  return `apiVersion: v1
kind: Service
${metadata}spec:
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
---
apiVersion: apps/v1
kind: Deployment
${metadata}spec:
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
        sidecar.istio.io/inject: "true"
    spec:
      containers:
        - name: app
          image: registry.example.com/app:1
---
apiVersion: networking.istio.io/v1
kind: VirtualService
${metadata}spec:
  hosts:
    - ${name}
  http:
    - match:
        - uri:
            prefix: /items
      route:
        - destination:
            host: ${name}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
${metadata}spec:
  host: ${name}
  trafficPolicy:
    loadBalancer:
      simple: LEAST_REQUEST
`;
}
