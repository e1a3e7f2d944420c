import { isIP } from 'node:net';
import { isMapping } from '../../../../manifest/mapping';
import { readYaml } from '../../../../manifest/yaml/read-yaml';

type Fault = (value: string) => string | undefined;

const sidecar = 'sidecar.istio.io/';
const traffic = 'traffic.sidecar.istio.io/';
const status = 'status.sidecar.istio.io/';
const readiness = 'readiness.status.sidecar.istio.io/';

/** What the values of annotations must be. Source: Istio `pkg/kube/inject/validate.go`. */
const faults: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  [`${sidecar}interceptionMode`, (value) => (['REDIRECT', 'TPROXY', 'NONE'].includes(value) ? undefined : 'REDIRECT, TPROXY or NONE')],
  [`${status}port`, port],
  [`${readiness}initialDelaySeconds`, wholeNumber],
  [`${readiness}periodSeconds`, wholeNumber],
  [`${readiness}failureThreshold`, wholeNumber],
  [`${traffic}includeOutboundIPRanges`, (value) => (value === '*' ? undefined : ranges(value))],
  [`${traffic}excludeOutboundIPRanges`, ranges],
  [`${traffic}includeInboundPorts`, (value) => (value === '*' ? undefined : ports(value))],
  [`${traffic}excludeInboundPorts`, ports],
  [`${traffic}excludeOutboundPorts`, ports],
  [`${traffic}excludeInterfaces`, interfaces],
  [`${traffic}kubevirtInterfaces`, interfaces],
  ['istio.io/reroute-virtual-interfaces', interfaces],
  ['prometheus.istio.io/merge-metrics', boolean],
  ['proxy.istio.io/config', proxyConfig],
  [`${sidecar}proxyCPU`, quantity],
  [`${sidecar}proxyMemory`, quantity],
  [`${sidecar}proxyCPULimit`, quantity],
  [`${sidecar}proxyMemoryLimit`, quantity],
]);

/** What is wrong with the value of an annotation; undefined when nothing is. */
export function annotationFault(name: string, value: string): string | undefined {
  return faults.get(name)?.(value);
}

function port(value: string): string | undefined {
  return /^\d+$/.test(value.trim()) && Number(value) <= 65535 ? undefined : `\`${value}\` is no port`;
}

function ports(value: string): string | undefined {
  if (value.trim() === '') return undefined;
  return value
    .split(',')
    .map(port)
    .find((fault) => fault !== undefined);
}

function wholeNumber(value: string): string | undefined {
  return /^\d+$/.test(value) && Number(value) < 2 ** 32 ? undefined : 'a whole number is needed';
}

function boolean(value: string): string | undefined {
  return /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value) ? undefined : 'true or false is needed';
}

function ranges(value: string): string | undefined {
  if (value === '') return undefined;
  const wrong = value.split(',').find((range) => !isRange(range));
  return wrong === undefined ? undefined : `\`${wrong}\` is no address range such as 10.0.0.0/8`;
}

function isRange(range: string): boolean {
  const [address = '', bits = '', ...rest] = range.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || !/^(0|[1-9]\d*)$/.test(bits)) return false;
  return Number(bits) <= (version === 4 ? 32 : 128);
}

function interfaces(value: string): string | undefined {
  if (value === '') return undefined;
  const wrong = value.split(',').find((name) => !/^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/.test(name.trim()));
  return wrong === undefined ? undefined : `\`${wrong.trim()}\` is no name of a network interface`;
}

/** Kubernetes `resource.Quantity`: digits with an optional exponent or suffix. */
function quantity(value: string): string | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/.test(value)
    ? undefined
    : 'a quantity such as 100m or 128Mi is needed';
}

function proxyConfig(value: string): string | undefined {
  try {
    const config = value === '' ? {} : readYaml(value).value;
    return isMapping(config) ? undefined : 'YAML of a ProxyConfig is needed';
  } catch {
    return 'it is not YAML';
  }
}
