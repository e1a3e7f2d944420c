import { type CelFunc, CelScalar, celFunc, celMethod, isCelMap, mapType } from '@bufbuild/cel';
import { isIpAddress } from '../values/ip-address';
import { parseRequestUri, parseUrl, type Url } from '../values/url';

/** A URL in CEL: the standard environment has no such type, so its parts stand in a map. */
const urlType = mapType(CelScalar.STRING, CelScalar.STRING);

/**
 * The functions that Kubernetes adds to CEL and the rules of Istio's definitions use.
 * Source: `apiserver/pkg/cel/library/urls.go`.
 */
export const kubernetesFunctions: readonly CelFunc[] = [
  celFunc('isURL', [CelScalar.STRING], CelScalar.BOOL, (text) => absoluteUrl(text) !== undefined),
  celFunc('url', [CelScalar.STRING], urlType, (text) => {
    const url = absoluteUrl(text);
    if (url === undefined) throw new Error(`\`${text}\` is not a URL`);
    return { scheme: url.scheme, host: url.host };
  }),
  celFunc('isIP', [CelScalar.STRING], CelScalar.BOOL, (text) => isIpAddress(text)),
  celMethod('getScheme', urlType, [], CelScalar.STRING, function () {
    return partOf(this, 'scheme');
  }),
  celMethod('getHost', urlType, [], CelScalar.STRING, function () {
    return partOf(this, 'host');
  }),
];

function absoluteUrl(text: string): Url | undefined {
  return parseRequestUri(text) && parseUrl(text);
}

function partOf(url: unknown, part: keyof Url): string {
  const value = isCelMap(url) ? url.get(part) : undefined;
  return typeof value === 'string' ? value : '';
}
