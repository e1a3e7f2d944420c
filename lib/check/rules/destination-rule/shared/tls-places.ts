import type { Labels } from '../../../../istio/labels';
import type { FieldReader } from '../../../../manifest/field';
import type { Service, ServicePort } from '../../../../mesh/services/service';

/** A `tls` of a DestinationRule, and which calls it is for. */
export interface TlsPlace {
  readonly tls: FieldReader;
  /** The labels of its subset; none where it is for every pod. */
  readonly subset: Labels;
  /** Is it for calls of this port? Settings of a single port replace those of the policy they stand in. */
  readonly holdsFor: (port: number) => boolean;
}

/** Every `tls` that a DestinationRule writes: of the rule, of its subsets, and of single ports in either. */
export function tlsPlaces(spec: FieldReader): TlsPlace[] {
  const ofSubsets = spec
    .at('subsets')
    .items.map((subset) => ({ policy: subset.at('trafficPolicy'), labels: subset.at('labels').labels ?? {} }));
  return [{ policy: spec.at('trafficPolicy'), labels: {} }, ...ofSubsets].flatMap(({ policy, labels }) => placesIn(policy, labels));
}

function placesIn(policy: FieldReader, subset: Labels): TlsPlace[] {
  const settings = policy.at('portLevelSettings').items;
  const portOf = (setting: FieldReader) => setting.at('port', 'number').number;
  const own = new Set(settings.map(portOf));
  const wide: TlsPlace = { tls: policy.at('tls'), subset, holdsFor: (port) => !own.has(port) };
  const ofPorts = settings.map((setting): TlsPlace => ({ tls: setting.at('tls'), subset, holdsFor: (port) => port === portOf(setting) }));
  return [wide, ...ofPorts].filter(({ tls }) => tls.exists);
}

/** The ports of a service that a place is for. */
export function portsOf({ holdsFor }: TlsPlace, { ports }: Service): readonly ServicePort[] {
  return ports.filter(({ number }) => holdsFor(number));
}
