import type { Diagnostic } from '../../diagnostic';
import { isMapping } from '../../manifest/mapping';
import { closest } from '../../text';
import { quote } from '../values/describe';
import { Field } from '../violation';
import { decodeMessage } from './decode';
import { messageFields } from './messages';

/** The message of Envoy that each `applyTo` patches. */
const messages: Readonly<Record<string, string>> = {
  CLUSTER: 'envoy.config.cluster.v3.Cluster',
  LISTENER: 'envoy.config.listener.v3.Listener',
  ROUTE_CONFIGURATION: 'envoy.config.route.v3.RouteConfiguration',
  FILTER_CHAIN: 'envoy.config.listener.v3.FilterChain',
  HTTP_FILTER: 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter',
  NETWORK_FILTER: 'envoy.config.listener.v3.Filter',
  VIRTUAL_HOST: 'envoy.config.route.v3.VirtualHost',
  HTTP_ROUTE: 'envoy.config.route.v3.Route',
  EXTENSION_CONFIG: 'envoy.config.core.v3.TypedExtensionConfig',
  BOOTSTRAP: 'envoy.config.bootstrap.v3.Bootstrap',
  LISTENER_FILTER: 'envoy.config.listener.v3.ListenerFilter',
};

/**
 * What is patched into Envoy's configuration: istiod refuses what it cannot decode, and warns of fields that its version of
 * Envoy's API lacks. Source: `pkg/config/xds` and `validateEnvoyFilter` of istio/istio.
 */
export function checkEnvoyObject(applyTo: string, value: unknown, at: Field): void {
  const type = messages[applyTo];
  if (type === undefined) {
    at.error(`\`applyTo: ${applyTo}\` names nothing that can be patched`);
    return;
  }
  const errors: Diagnostic[] = [];
  const unknown: (() => void)[] = [];
  const note = (name: string, field: readonly (string | number)[], known: readonly string[]) =>
    unknown.push(() => warnOfUnknown(name, at.at(...atLeastOne(field)), known));
  decodeMessage(type, value, Field.root(errors), (name, field, known) => note(name, field.path, known));
  for (const { path, message, fix } of errors)
    (path.length === 0 ? at : at.at(...atLeastOne(path))).error(message, fix === undefined ? {} : { fix });
  if (errors.length > 0) return;
  for (const warn of unknown) warn();
  warnOfMissingType(type, value, at);
}

function atLeastOne(path: readonly (string | number)[]): [string | number, ...(string | number)[]] {
  const [first = '', ...rest] = path;
  return [first, ...rest];
}

function warnOfUnknown(name: string, at: Field, known: readonly string[]): void {
  const near = closest(name, known);
  at.warning(`unknown field ${quote(name)}`, {
    why: 'istiod drops fields that its version of the API of Envoy lacks',
    ...(near === undefined ? {} : { fix: `did you mean \`${near}\`?` }),
  });
}

/** Envoy no longer finds an extension by its name alone. */
function warnOfMissingType(type: string, value: unknown, at: Field): void {
  if (!isMapping(value)) return;
  const fields = messageFields(type) ?? [];
  const given = (json: string) => fields.some((field) => field.json === json && (value[json] ?? value[field.name]) !== undefined);
  const takesType = fields.some(({ json }) => json === 'typedConfig');
  if (takesType && !given('typedConfig') && !given('configDiscovery'))
    at.warning(`${quote(String(value.name ?? ''))} has no \`typed_config\``, {
      why: 'Envoy no longer finds an extension by its name alone',
    });
  for (const field of fields.filter(
    ({ repeated, mapKey, type: nested }) => !repeated && mapKey === undefined && messageFields(nested) !== undefined,
  )) {
    const key = Object.hasOwn(value, field.json) ? field.json : field.name;
    if (Object.hasOwn(value, key)) warnOfMissingType(field.type, value[key], at.at(key));
  }
}
