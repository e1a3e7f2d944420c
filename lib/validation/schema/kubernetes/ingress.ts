import { quote } from '../../values/describe';
import { legacyAddress } from '../../values/legacy-address';
import {
  dns1035LabelProblem,
  dnsSubdomainProblem,
  type NameProblem,
  pathSegmentProblem,
  wildcardSubdomainProblem,
} from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkName, checkOneOfAlways, type Maybe } from './field-checks';
import { checkPortNumber, portNameProblem } from './ports';

/** The part of an Ingress that its rules look at. */
interface Ingress {
  readonly metadata?: Maybe<{ readonly annotations?: Maybe<Readonly<Record<string, string>>> }>;
  readonly spec?: Maybe<{
    readonly ingressClassName?: Maybe<string>;
    readonly defaultBackend?: Maybe<Backend>;
    readonly tls?: Maybe<readonly { readonly hosts?: Maybe<readonly string[]>; readonly secretName?: Maybe<string> }[]>;
    readonly rules?: Maybe<readonly IngressRule[]>;
  }>;
}

interface IngressRule {
  readonly host?: Maybe<string>;
  readonly http?: Maybe<{ readonly paths?: Maybe<readonly IngressPath[]> }>;
}

interface IngressPath {
  readonly path?: Maybe<string>;
  readonly pathType?: Maybe<string>;
  readonly backend?: Maybe<Backend>;
}

interface Backend {
  readonly service?: Maybe<{
    readonly name?: Maybe<string>;
    readonly port?: Maybe<{ readonly name?: Maybe<string>; readonly number?: Maybe<number> }>;
  }>;
  readonly resource?: Maybe<{ readonly apiGroup?: Maybe<string>; readonly kind?: Maybe<string>; readonly name?: Maybe<string> }>;
}

const classAnnotation = 'kubernetes.io/ingress.class';

/** Source: `pkg/apis/networking/validation`, `ValidateIngressCreate`. */
export function checkIngress({ metadata, spec }: Ingress, root: Field): void {
  const at = root.at('spec');
  const { ingressClassName, defaultBackend, tls, rules } = spec ?? {};
  if ((rules ?? []).length === 0 && !defaultBackend) at.error('the Ingress has neither `rules` nor a `defaultBackend`');
  if (defaultBackend) checkBackend(defaultBackend, at.at('defaultBackend'));
  for (const [index, rule] of (rules ?? []).entries()) checkRule(rule, at.at('rules', index));
  for (const [index, { hosts, secretName }] of (tls ?? []).entries()) {
    for (const [place, host] of (hosts ?? []).entries()) complain(host, hostProblem, at.at('tls', index, 'hosts', place));
    if (secretName) complain(secretName, dnsSubdomainProblem, at.at('tls', index, 'secretName'));
  }
  if (typeof ingressClassName !== 'string') return;
  complain(ingressClassName, dnsSubdomainProblem, at.at('ingressClassName'));
  const annotated = metadata?.annotations?.[classAnnotation];
  if (annotated !== undefined && annotated !== ingressClassName)
    root
      .at('metadata', 'annotations', classAnnotation)
      .error(`${quote(annotated)} is not \`ingressClassName\`, which is ${quote(ingressClassName)}`, {
        fix: `leave the annotation out: \`ingressClassName\` has taken its place`,
      });
}

function hostProblem(host: string): NameProblem {
  return host.includes('*') ? wildcardSubdomainProblem(host) : dnsSubdomainProblem(host);
}

function checkRule({ host, http }: IngressRule, at: Field): void {
  if (host && legacyAddress(host)) at.at('host').error(`${quote(host)} is an IP address, and a host is a DNS name`);
  else if (host) complain(host, hostProblem, at.at('host'));
  if (!http) return;
  if ((http.paths ?? []).length === 0) at.at('http', 'paths').error('the rule has no path');
  for (const [index, path] of (http.paths ?? []).entries()) checkPath(path, at.at('http', 'paths', index));
}

function checkPath({ path, pathType, backend }: IngressPath, at: Field): void {
  checkOneOfAlways(pathType, ['Exact', 'Prefix', 'ImplementationSpecific'], at.at('pathType'));
  const isNeeded = pathType === 'Exact' || pathType === 'Prefix';
  if ((isNeeded || path) && !path?.startsWith('/'))
    at.at('path').error(`${quote(path ?? '')} does not start with \`/\``, { fix: `write \`/${path ?? ''}\`` });
  const bad = isNeeded ? unsafePart(path ?? '') : undefined;
  if (bad !== undefined) at.at('path').error(`${quote(path ?? '')} must not hold ${quote(bad)}`);
  checkBackend(backend ?? {}, at.at('backend'));
}

/** What makes proxies read a path in different ways. */
function unsafePart(path: string): string | undefined {
  return ['//', '/./', '/../', '%2f', '%2F'].find((part) => path.includes(part)) ?? ['/..', '/.'].find((ending) => path.endsWith(ending));
}

function checkBackend({ service, resource }: Backend, at: Field): void {
  if (service && resource) at.error('a backend is either a `service` or a `resource`, not both');
  else if (resource) {
    if (typeof resource.apiGroup === 'string') complain(resource.apiGroup, dnsSubdomainProblem, at.at('resource', 'apiGroup'));
    checkName(resource.kind, pathSegmentProblem, at.at('resource', 'kind'));
    checkName(resource.name, pathSegmentProblem, at.at('resource', 'name'));
  } else if (service) {
    checkName(service.name, dns1035LabelProblem, at.at('service', 'name'));
    checkBackendPort(service.port ?? {}, at.at('service', 'port'));
  } else at.error('the backend has neither a `service` nor a `resource`');
}

function checkBackendPort({ name, number }: { readonly name?: Maybe<string>; readonly number?: Maybe<number> }, at: Field): void {
  const problem = name ? portNameProblem(name) : undefined;
  if (name && number) at.error('a port is given by `name` or by `number`, not both');
  else if (problem !== undefined) at.at('name').error(problem);
  else if (number) checkPortNumber(number, at.at('number'));
  else if (!name) at.error('the backend names no port', { fix: 'write `number` or `name`' });
}
