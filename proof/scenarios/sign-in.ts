import { Chart } from 'cdk8s';
import { EndUserAuthentication, Jwks, MeshApp, Path } from '../../lib';
import type { RequestRow } from '../requests/row';
import { tryRow } from '../requests/row';
import { until } from '../until';
import type { Scenario } from './scenario';
import { TokenIssuer } from './tokens';

export const url = 'http://product.microservice.retailvoice.xyz/latest';
const issuer = new TokenIssuer('https://accounts.example.com', 'one');
const foreign = new TokenIssuer('https://accounts.example.com', 'one');
const other = new TokenIssuer('https://elsewhere.example.com', 'two');
const good = { aud: 'product', group: 'staff' };
const expired = { ...good, exp: Math.floor(Date.now() / 1000) - 3600 };

/** What comes with a request, and the status that it must get. */
export const tokens: readonly { readonly what: string; readonly token?: string; readonly status: number }[] = [
  { what: 'no token', status: 403 },
  { what: 'a valid token', token: issuer.token(good), status: 200 },
  { what: 'an expired token', token: issuer.token(expired), status: 401 },
  { what: 'an unsigned token', token: issuer.unsigned(), status: 401 },
  { what: "a token signed by a foreign key in the issuer's name", token: foreign.token(good), status: 401 },
  { what: 'a token of another issuer', token: other.token(good), status: 401 },
  { what: 'a token for another audience', token: issuer.token({ ...good, aud: 'user' }), status: 403 },
  { what: 'a token without the claim', token: issuer.token({ aud: 'product' }), status: 403 },
  { what: 'a token with another value of the claim', token: issuer.token({ ...good, group: 'guest' }), status: 403 },
];

/** End users before the article's product service, by keys that this run has made up. */
export const signIn: Scenario = {
  name: 'sign-in',
  title: 'EndUserAuthentication: 401 for a wrong token, 403 for none, 200 for a valid one',
  needsSidecars: true,
  async run({ plane, gateway }, results) {
    const objects = declared();
    await plane.apply(objects);
    await plane.settle(gateway);
    for (const { what, token, status } of tokens) {
      const row: RequestRow = { url, headers: token ? { authorization: `Bearer ${token}` } : {}, expect: { status } };
      let problem: string | undefined;
      const holds = async () => {
        problem = await tryRow(row, (port) => gateway.client(port)).catch((error: Error) => error.message);
        return problem === undefined;
      };
      await until(`${what} gets ${status}`, holds, { within: 10, every: 0.2 }).catch(() => undefined);
      results.add(`${what}: ${status}`, problem);
    }
    const open = await tryRow({ url: url.replace('/latest', '/'), expect: { status: 200 } }, (port) => gateway.client(port));
    results.add('an open path needs no token', open);
    for (const { apiVersion, kind, metadata } of objects) await plane.api.delete({ apiVersion, kind, ...metadata });
    await plane.settle(gateway);
  },
};

export function declared() {
  const app = new MeshApp({ outdir: 'never-written' });
  new EndUserAuthentication(new Chart(app, 'sign-in'), 'product-sign-in', {
    of: { namespace: 'default', labels: { app: 'product' }, httpPorts: [8000] },
    issuer: issuer.name,
    jwks: Jwks.inline({ keys: [issuer.publicKey] }),
    audiences: ['product'],
    claims: { group: ['customer', 'staff'] },
    openPaths: [Path.exactly('/')],
  });
  return app.manifests().map(({ object }) => object);
}
