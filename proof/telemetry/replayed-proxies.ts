import { join } from 'node:path';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { ImageProgram } from '../kubelet/images';
import { imageOf } from '../program';

const image = 'proof/istio-exposition';

/** The program behind the image that `replayedProxies` names. */
export function expositionImage(): Promise<ImageProgram> {
  return imageOf(image, { name: 'istio-exposition', program: join(__dirname, 'istio-exposition.ts') });
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
