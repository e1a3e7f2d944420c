import { join } from 'node:path';
import { readManifests } from '../../lib/manifest/read-manifests';
import { conditionsOf } from '../gateway/gateway-api';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { enforceRestricted } from './admission';
import { rows as discoveringServices } from './discovering-services';
import { type Scenario, tryTable } from './scenario';
import { releases } from './traffic-management';

/** The article's tables once more, on objects of the Gateway API, through the pods that istiod deploys for its Gateways. */
export const gatewayApi: Scenario = {
  name: 'gateway-api',
  title: 'The Gateway API: the same tables, by Gateways that istiod deploys',
  needsSidecars: true,
  async run({ plane, dist }, results) {
    const folder = join(dist, 'gateway-api');
    const namespaces = namespacesOf(folder);
    await enforceRestricted(plane, namespaces);
    const warnings = await plane.applyPath(folder);
    results.add('kubectl apply -f dist/gateway-api: accepted with no warning', warnings.trim() || undefined);
    const [site, releasing] = ['default', 'traffic-management'].map((namespace) => plane.deployedGateway(namespace, 'ingressgateway')) as [
      ReturnType<Plane['deployedGateway']>,
      ReturnType<Plane['deployedGateway']>,
    ];
    await plane.settle(site);
    await plane.settle(releasing);
    await tryStatus(plane, results);
    await tryTable(discoveringServices, { gateway: site }, results);
    for (const release of releases.filter(({ sticky }) => !sticky)) {
      await plane.applyPath(join(folder, release.folder));
      await plane.settle(releasing);
      await tryTable(release.rows, { gateway: releasing }, results);
    }
    await site.stop();
    await releasing.stop();
  },
};

function namespacesOf(folder: string): string[] {
  const { manifests } = readManifests([folder]);
  return [...new Set(manifests.flatMap(({ object }) => object.metadata.namespace ?? []))];
}

/** What istiod wrote: every Gateway and every route is in force. */
async function tryStatus({ api }: Plane, results: Results): Promise<void> {
  for (const kind of ['Gateway', 'HTTPRoute']) {
    const objects = await api.list({ apiVersion: 'gateway.networking.k8s.io/v1', kind });
    const denied = objects.flatMap((object) => {
      const { metadata } = object;
      const all = conditionsOf(object);
      const accepted = all.some(({ type, status: value }) => type === 'Accepted' && value === 'True');
      // no load balancer gives the Service an address here
      const wrong = all.filter(({ type, status: value }) => value === 'False' && type !== 'Programmed');
      return accepted && wrong.length === 0
        ? []
        : [`${metadata.namespace}/${metadata.name}: ${wrong.map(({ message }) => message).join()}`];
    });
    results.add(
      `istiod accepts every ${kind}`,
      objects.length === 0 ? 'there are none' : denied.join('\n') || undefined,
      `${objects.length} objects`,
    );
  }
}
