import fc from 'fast-check';
import { sourceOfObject } from '../manifest/manifest';
import { parseManifests } from '../manifest/parse-manifests';
import { diffOf } from './diff';
import { diffMarkdown, mostLines } from './markdown';
import { meshPairs } from './pairs.test.helper';

const site = (paths: readonly string[], host = 'shop.example.com') => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: ["${host}"]
  gateways: [edge]
  http:
${paths.map((path) => `    - { match: [{ uri: { exact: ${JSON.stringify(path)} } }], redirect: { uri: /moved${path.length} } }`).join('\n')}
`;

function comment(old: string, next: string): string {
  return diffMarkdown(diffOf(parseManifests(old, 'old.yaml'), parseManifests(next, 'new.yaml')));
}

test('a comment: what the change does, a table, the picture, what to paste, the fields', () => {
  expect(comment(site(['/a']), site(['/a', '/b']))).toMatchInlineSnapshot(`
"### newly answered: shop.example.com/b: 404 → 301 to http://shop.example.com/moved2

| | what | from | before | after |
|---|---|---|---|---|
| Traffic that moves | \`shop.example.com/b\` | clients outside the mesh | 404 | 301 to http://shop.example.com/moved2 |

\`\`\`mermaid
flowchart LR
  r0["shop.example.com/b"] -. 100 % .-> d5knl["404"]
  r0 == 100 % ==> d2rgl3d["301 to http://shop.example.com/moved2"]
\`\`\`

<details><summary>Requests to paste</summary>

\`\`\`sh
curl 'http://shop.example.com/b'
\`\`\`

</details>

<details><summary>1 object</summary>

\`\`\`diff
! VirtualService shop/web
!   spec.http[1]: none → {"match":[{"uri":{"exact":"/b"}}],"redirect":{"uri":"/moved2"}}
\`\`\`

</details>

<sub>4 classes of requests compared, those that the changed objects concern; 1 of 3 objects differ</sub>
"
`);
});

test('nothing that differs is one line and how much was compared', () => {
  expect(comment(site(['/a']), site(['/a']))).toMatchInlineSnapshot(`
"### no request is answered otherwise: the 3 objects are the same on both sides

<sub>0 classes of requests compared; 0 of 3 objects differ</sub>
"
`);
});

test('a comment is short, however much changes', () => {
  const many = Array.from({ length: 40 }, (_, index) => `/${'x'.repeat(index + 1)}`);
  const lines = comment(site(['/a']), `${site(many)}---${site(many, 'b.example.com').replaceAll('name: web', 'name: more')}`).split('\n');
  expect(lines.length - 1).toBeLessThanOrEqual(mostLines);
  expect(lines.join('\n')).toContain('… and ');
  fc.assert(
    fc.property(meshPairs, ({ old, next }) => {
      const [one, other] = [old, next].map((objects) => ({
        manifests: objects.map((object) => ({ object, source: sourceOfObject() })),
        problems: [],
      }));
      const text = diffMarkdown(diffOf(one as never, other as never));
      expect(text.split('\n').length - 1).toBeLessThanOrEqual(mostLines);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    }),
    { numRuns: 2 },
  );
});

test('values of manifests are text in a comment, not markup and no mentions', () => {
  const text = comment(site(['/a']), site(['/a', '/`|</details>@team\n# x']));
  expect(text.split('\n').filter((line) => line.startsWith('# '))).toEqual([]);
  expect(text.match(/^<\/details>/gm)?.length).toBe(text.match(/^<details>/gm)?.length);
  expect(text.split('\n')[0]).not.toMatch(/@team/);
});
