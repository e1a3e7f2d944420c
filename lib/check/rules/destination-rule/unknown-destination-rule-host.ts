import type { RuleDiagnostic } from '../../../diagnostic';
import { kinds } from '../../../istio/kinds';
import { isOfInstallation } from '../../../mesh/installation/own-services';
import { rule } from '../../rule';
import { closestHost, fullHost } from '../../suggest';

export const unknownDestinationRuleHost = rule({
  code: 'IST0174',
  name: 'unknown-destination-rule-host',
  level: 'warning',
  fixable: true,
  kinds: [kinds.DestinationRule],
  closedWorld: true,
  check({ manifest, spec }, { mesh }) {
    return mesh.passedOver.of(manifest, 'no such host').map((found) => {
      const host = spec.at('host').text;
      if (isOfInstallation(host, mesh)) return { ...found, ...ofInstallation(host) };
      const full = fullHost(host, mesh);
      return {
        ...found,
        fix: full ?? closestHost(host, mesh),
        repair: full ? { kind: 'value', path: found.path, value: full } : undefined,
      };
    });
  },
});

const ofInstallation = (host: string): Pick<RuleDiagnostic, 'level' | 'message' | 'why'> => ({
  level: 'info',
  message: `undecided: \`${host}\` is a Service of an installation of Istio that the input does not hold`,
  why: 'where it is not installed, the rule is never used',
});
