import { clusterDomain } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Objects } from '../objects';
import { istiodsOf } from './control-plane';
import { installerValues } from './declared-config';
import { injectorValues } from './injector-config';

/**
 * The DNS suffix of the cluster's names, as the installation among the manifests says: istiod's argument `--domain`, the
 * injector's values, or `global.proxy.clusterDomain` as an installer is given it. Undefined where nothing says so.
 * Source: Istio `pilot-discovery --domain`, its chart `istio-discovery`.
 */
export function declaredClusterDomain(objects: Objects): string | undefined {
  const [istiod] = istiodsOf(objects);
  if (istiod) return domainArgument(new FieldReader(istiod.object)) ?? clusterDomain;
  const values = [...injectorValues(objects), ...installerValues(objects).map((each) => each.values)];
  return values.map((each) => each.at('global', 'proxy', 'clusterDomain').text).find((domain) => domain !== '');
}

/** `--domain corp.internal` or `--domain=corp.internal`; the last one counts. */
function domainArgument(istiod: FieldReader): string | undefined {
  const args = istiod.at('spec', 'template', 'spec', 'containers').items.flatMap((container) => container.at('args').texts);
  const given = args.flatMap((arg, index) => (arg === '--domain' ? (args[index + 1] ?? []) : (/^--domain=(.+)$/.exec(arg)?.[1] ?? [])));
  return given.at(-1);
}
