import type { RuleDiagnostic } from '../../../diagnostic';
import { kinds } from '../../../istio/kinds';
import { serviceHost } from '../../../istio/names';
import { isOfInstallation } from '../../../mesh/installation/own-services';
import { findService } from '../../../mesh/services/find-service';
import type { Service } from '../../../mesh/services/service';
import { rule } from '../../rule';
import { closestHost, fullHost } from '../../suggest';
import { destinationsOf } from './shared/destinations';

export const unknownDestination = rule({
  code: 'IST0101',
  name: 'unknown-destination',
  level: 'error',
  fixable: true,
  kinds: [kinds.VirtualService],
  closedWorld: true,
  check(subject, { mesh }) {
    const exportTo = subject.spec.at('exportTo').texts;
    return destinationsOf(subject)
      .filter(({ host }) => !findService(mesh, host, { namespace: subject.namespace, exportTo }))
      .map(({ field, host, use }) => ({ field: field.at('host'), host, use, full: fullHost(host, mesh) }))
      .map(({ field, host, use, full }) => {
        const namesake = mesh.knowsClusterDomain ? undefined : mesh.services.ofAnotherDomain(host);
        if (namesake) return field.finding(ofAnotherDomain(host, namesake, mesh.clusterDomain));
        if (isOfInstallation(host, mesh)) return field.finding(ofInstallation(host));
        return field.finding({
          message: `no service that this ${use === 'mirror' ? 'mirror' : 'route'} can see is called \`${host}\``,
          why:
            use === 'mirror' ? 'the copies of the requests go nowhere' : 'Envoy knows no cluster of this name, so its requests answer 503',
          fix: full ?? closestHost(host, mesh),
          repair: full ? { kind: 'value', path: field.path, value: full } : undefined,
        });
      });
  },
});

/** What was installed with Istio is rarely among the manifests of applications. */
function ofInstallation(host: string): Omit<RuleDiagnostic, 'path'> {
  return {
    level: 'info',
    message: `undecided: \`${host}\` is a Service of an installation of Istio that the input does not hold`,
    why: 'where it is not installed, requests answer 503',
  };
}

/** Manifests do not say the cluster's domain: whether this is a fault is not known. */
function ofAnotherDomain(host: string, { namespace, name }: Service, domain: string): Omit<RuleDiagnostic, 'path'> {
  return {
    level: 'info',
    message: `\`${host}\` is Service \`${namespace}/${name}\` only in a cluster whose domain it names`,
    why: `in a cluster of the domain \`${domain}\`, as most are, requests answer 503`,
    fix: serviceHost(name, namespace, domain),
  };
}
