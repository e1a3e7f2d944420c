import { join } from 'node:path';
import { build } from 'esbuild';
import type { KubernetesObject } from '../../lib/manifest/manifest';
import type { ImageProgram } from '../kubelet/images';
import { sandboxFolder } from '../sandbox';

const image = 'proof/istio-exposition';

/** The program behind the image that `replayedProxies` names. */
export async function expositionImage(): Promise<ImageProgram> {
  const bundle = join(sandboxFolder, 'telemetry', 'istio-exposition.js');
  await build({
    entryPoints: [join(__dirname, 'istio-exposition.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return { image, entrypoint: [join(sandboxFolder, 'bin', 'node'), bundle] };
}

/** A pod that a PodMonitor takes for one with a proxy: its port has the name that injection gives the proxy's. */
export const replayedProxies: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'replayed-proxies', namespace: 'istio-system' },
  spec: {
    containers: [{ name: 'replay', image: `${image}:v1`, ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }] }],
  },
};
