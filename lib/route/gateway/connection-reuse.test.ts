import type { KubernetesObject } from '../../istio/objects';
import { Mesh } from '../../mesh/mesh';
import { factsOf } from '../answer/on-the-way';
import { request } from '../request/request';
import { IngressRouter } from './ingress-router';

const networking = 'networking.istio.io/v1';
const at = (kind: string, name: string, spec: object): KubernetesObject => ({
  apiVersion: networking,
  kind,
  metadata: { name, namespace: 'istio-system' },
  spec,
});
const server = (name: string, hosts: string[], credentialName: string) =>
  at('Gateway', name, {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 443, name: `https-${name}`, protocol: 'HTTPS' }, hosts, tls: { mode: 'SIMPLE', credentialName } }],
  });
const rules = (name: string, hosts: string[], gateways: string[], status = 204) =>
  at('VirtualService', name, { hosts, gateways, http: [{ directResponse: { status } }] });

function ask(objects: readonly KubernetesObject[], url: string) {
  const asked = request(url);
  return { asked, decision: new IngressRouter(Mesh.of(objects)).route(asked) };
}

const two = [server('a', ['a.com'], 'shared'), server('b', ['b.com'], 'shared')];

test('servers with one certificate: a browser asks the first for the hosts of the second', () => {
  const { decision, asked } = ask([...two, rules('a', ['a.com'], ['a']), rules('b', ['b.com'], ['b'])], 'https://b.com/');
  const reused = [{ over: ['a.com'], certificate: 'shared', status: 404, reason: 'no virtual host of that server takes `b.com`' }];
  expect(decision).toMatchObject({ status: 204, reused });
  expect(factsOf(decision, asked).map(({ text }) => text)).toEqual([
    'a browser with an HTTP/2 connection to `a.com` (certificate `shared` too) sends the request over it and gets 404: no virtual host of that server takes `b.com`',
  ]);
});

test.each([
  ['certificates of their own', [server('a', ['a.com'], 'one'), server('b', ['b.com'], 'two')]],
  ['one server for both', [server('a', ['a.com', 'b.com'], 'shared')]],
])('%s: a browser gets what anybody gets', (_, gateways) => {
  const bound = gateways.map(({ metadata }) => metadata.name);
  expect(ask([...gateways, rules('b', ['b.com'], bound)], 'https://b.com/').decision.reused).toBeUndefined();
});

test('a wider server with the same rules answers the same, with others it does not', () => {
  const servers = [server('wide', ['*.com'], 'shared'), server('b', ['b.com'], 'shared')];
  const same = ask([...servers, rules('b', ['b.com'], ['b', 'wide'])], 'https://b.com/').decision;
  expect([same.status, same.reused]).toEqual([204, undefined]);
  const other = ask([...servers, rules('b', ['b.com'], ['b']), rules('w', ['*.com'], ['wide'], 418)], 'https://b.com/').decision;
  expect(other.reused).toEqual([{ over: ['*.com'], certificate: 'shared', status: 418, reason: 'the rule answers itself' }]);
});

test('servers that answer alike are told as one', () => {
  const many = ['a', 'c', 'd', 'e', 'f'].map((name) => server(name, [`${name}.com`], 'shared'));
  const all = [...many, server('b', ['b.com'], 'shared')];
  const routed = [...many.map(({ metadata: { name } }) => rules(name, [`${name}.com`], [name])), rules('b', ['b.com'], ['b'])];
  const { decision, asked } = ask([...all, ...routed], 'https://b.com/');
  expect(decision.reused?.map(({ over }) => over)).toEqual([['a.com', 'c.com', 'd.com', 'e.com', 'f.com']]);
  expect(factsOf(decision, asked)[0]?.text).toContain('`a.com`, `c.com`, `d.com` and 2 more');
});
