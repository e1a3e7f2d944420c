import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

const bundleVersion = 'gateway.networking.k8s.io/bundle-version';

/** Oldest Gateway API of which istiod takes these kinds. Source: Istio `pkg/config/schema/gatewayapi/minimumversions.go`. */
const minimum: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  'grpcroutes.gateway.networking.k8s.io': [1, 1],
  'backendtlspolicies.gateway.networking.k8s.io': [1, 4],
  'tlsroutes.gateway.networking.k8s.io': [1, 5],
  'tcproutes.gateway.networking.k8s.io': [1, 6],
};

export const gatewayApiTooOld = rule({
  code: 'IST0176',
  name: 'gateway-api-too-old',
  level: 'warning',
  kinds: [kinds.CustomResourceDefinition],
  check({ root, name }) {
    const needed = Object.hasOwn(minimum, name) ? minimum[name] : undefined;
    const version = root.at('metadata', 'annotations', bundleVersion);
    const installed = /^v?(\d+)\.(\d+)\.\d+/.exec(version.text);
    if (!needed || !installed) return [];
    const [major, minor] = [Number(installed[1]), Number(installed[2])];
    if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return [];
    return [
      version.finding({
        message: `\`${name}\` is of Gateway API \`${version.text}\`; istiod needs v${needed.join('.')}.0 or newer`,
        why: 'istiod ignores the kind silently: its routes do nothing',
        fix: `install the CRDs of Gateway API v${needed.join('.')}.0 or newer`,
      }),
    ];
  },
});
