import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { check } from '../lib/check/run';
import { readManifests } from '../lib/manifest/read-manifests';

/**
 * `npm run bench:check [istioctl]`: all rules over three objects a service, reading included. With a path to `istioctl`, its own
 * analysis of the same file in the same run; it runs 15 of its analyzers, as it does from files.
 */
const services = 10_000;
const rounds = 5;

const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
try {
  const small = measure(services / 4);
  const large = measure(services);
  console.log(`${services * 3} objects of ${services} services: ${large.toFixed(0)} ms, best of ${rounds}`);
  console.log(`a quarter of them: ${small.toFixed(0)} ms, so four times as much takes ${(large / small).toFixed(1)} times as long`);
  compare(process.argv[2], large);
} finally {
  rmSync(folder, { recursive: true });
}

function measure(count: number): number {
  const file = join(folder, `${count}.yaml`);
  writeFileSync(file, Array.from({ length: count }, (_, index) => serviceYaml(index)).join('---\n'));
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    const findings = check(readManifests([file]));
    if (findings.length > 0) throw new Error(`the file should be right: ${findings[0]?.message}`);
    return performance.now() - start;
  });
  return Math.min(...times);
}

function compare(istioctl: string | undefined, ours: number): void {
  if (istioctl === undefined || !existsSync(istioctl)) {
    console.log('istioctl: not given, not compared');
    return;
  }
  const file = join(folder, `${services}.yaml`);
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(istioctl, ['analyze', '--use-kube=false', '-A', file], { encoding: 'utf8' });
    if (status !== 0 && status !== 79) throw new Error(stderr);
    return performance.now() - start;
  });
  const theirs = Math.min(...times);
  console.log(`istioctl analyze --use-kube=false: ${theirs.toFixed(0)} ms, ${(theirs / ours).toFixed(1)} times as long`);
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
      port: 8000
      protocol: TCP
      targetPort: 8000
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
${metadata}spec:
  host: ${name}
  trafficPolicy:
    loadBalancer:
      consistentHash:
        httpHeaderName: my-header
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 10s
---
apiVersion: networking.istio.io/v1
kind: VirtualService
${metadata}spec:
  hosts:
    - ${name}
  http:
    - match:
        - uri:
            prefix: /api/
      rewrite:
        uri: /
      route:
        - destination:
            host: ${name}
            port:
              number: 8000
    - route:
        - destination:
            host: ${name}
`;
}
