import { expandGateway, meshGateway } from '../../../../istio/names';
import { FieldReader } from '../../../../manifest/field';
import { memo } from '../../../../memo';
import type { Mesh } from '../../../../mesh/mesh';
import type { Subject } from '../../../subject';
import { matchesMeet } from './route-coverage';

/** Another VirtualService that gives routes to the same host at the same gateway. */
export interface Rival {
  readonly hostField: FieldReader;
  readonly host: string;
  readonly other: string;
  readonly gateway: string;
  /** Requests that rules of both take, for a reader; undefined when none is certain. */
  readonly region: string | undefined;
}

/** The rivals of a VirtualService at gateways, one for each of its hosts. Inside the mesh it is `conflicting-mesh-hosts` that tells. */
export function rivalsOnGateways(mesh: Mesh, { spec, namespace, qualifiedName }: Subject): Rival[] {
  const index = byGatewayAndHost(mesh);
  const gateways = new Set(spec.at('gateways').texts.map((reference) => expandGateway(reference, namespace)));
  return spec.at('hosts').items.flatMap((hostField): Rival[] => {
    for (const gateway of gateways) {
      const others = (index.get(`${gateway} ${hostField.text}`) ?? []).filter(({ name }) => name !== qualifiedName);
      const meeting = others.map((other) => ({ other, region: commonRegion(spec, other.spec) }));
      const told = meeting.find(({ region }) => region !== undefined) ?? meeting[0];
      if (told) return [{ hostField, host: hostField.text, other: told.other.name, gateway, region: told.region }];
    }
    return [];
  });
}

const byGatewayAndHost = memo((mesh: Mesh) => {
  const index = new Map<string, { readonly name: string; readonly spec: FieldReader }[]>();
  for (const service of mesh.virtualServices.roots) {
    const spec = new FieldReader(service.manifest.object).at('spec');
    for (const gateway of new Set(service.gateways.filter((name) => name !== meshGateway))) {
      for (const host of new Set(spec.at('hosts').texts)) {
        const bucket = index.get(`${gateway} ${host}`);
        if (bucket) bucket.push({ name: service.name, spec });
        else index.set(`${gateway} ${host}`, [{ name: service.name, spec }]);
      }
    }
  }
  return index;
});

/** A catch-all goes behind everything else, so it meets only another catch-all. Source: Istio `SortVHostRoutes`. */
function commonRegion(one: FieldReader, other: FieldReader): string | undefined {
  for (const match of matchesIn(one)) {
    for (const rival of matchesIn(other)) {
      if (isCatchAll(match) !== isCatchAll(rival)) continue;
      if (matchesMeet(match, rival)) return describe(match, rival);
    }
  }
  return undefined;
}

/** More rules than this are not compared pair by pair. */
const most = 200;

function matchesIn(spec: FieldReader): readonly (FieldReader | undefined)[] {
  const everything: readonly (FieldReader | undefined)[] = [undefined];
  return spec
    .at('http')
    .items.flatMap((http) => (http.at('match').items.length === 0 ? everything : http.at('match').items))
    .slice(0, most);
}

function isCatchAll(match: FieldReader | undefined): boolean {
  if (!match) return true;
  const uri = match.at('uri');
  const others = match.entries.filter(([name]) => !['uri', 'name', 'ignoreUriCase'].includes(name));
  return others.length === 0 && (!uri.exists || uri.at('prefix').text === '/' || uri.at('regex').text === '.*');
}

function describe(one: FieldReader | undefined, other: FieldReader | undefined): string {
  const [first = '', second = ''] = [one, other].map((match) => match?.at('uri', 'exact').text || match?.at('uri', 'prefix').text || '');
  const narrower = first.length > second.length ? first : second;
  return narrower === '' || narrower === '/' ? '' : `, path \`${narrower}\`,`;
}
