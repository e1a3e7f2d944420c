import { dump } from 'js-yaml';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { Request } from '../../lib/route/request/request';
import type { Disagreement } from './configured-plane';

/** A disagreement as something to repeat by hand: the manifests, the request as curl sends it, and both answers. */
export function counterexampleText(objects: readonly KubernetesObject[], disagreements: readonly Disagreement[]): string {
  const manifests = objects.map((object) => dump(object, { noRefs: true, lineWidth: 160 })).join('---\n');
  const asked = disagreements.map(({ request, fields, predicted, seen }) =>
    [
      `# ${fields.join(', ')} differ`,
      curl(request),
      `# evaluator: ${JSON.stringify(predicted)}`,
      `# Envoy:     ${JSON.stringify(seen)}`,
    ].join('\n'),
  );
  return `${manifests}---\n${asked.join('\n\n')}\n`;
}

function curl({ method, port, host, path, headers = {} }: Request): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each) => `-H ${quoted(each === '' ? `${name};` : `${name}: ${each}`)}`),
  );
  return [
    'curl -i --path-as-is',
    `-X ${method}`,
    `-H ${quoted(`Host: ${host ?? ''}`)}`,
    ...lines,
    quoted(`http://$GATEWAY:${port}${path}`),
  ].join(' ');
}

function quoted(text: string): string {
  return text.includes('$GATEWAY') ? `"${text.replace(/["\\`]/g, '\\$&')}"` : `'${text.replaceAll("'", "'\\''")}'`;
}
