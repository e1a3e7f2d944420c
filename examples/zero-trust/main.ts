import { Chart } from 'cdk8s';
import { EndUserAuthentication, Jwks, MeshApp, type MeshAppProps, type Microservice, Path, runSynth, ZeroTrust } from '../../lib';
import { retail } from '../../main';

/** The article's system with one call declared, and what is added so that nothing but the declared works. */
export function zeroTrust(props?: MeshAppProps): MeshApp {
  const system = retail();
  const declared = (chart: string, id: string) => system.node.findChild(chart).node.findChild(id) as Microservice;
  const products = declared('traffic-management', 'product');
  declared('traffic-management', 'user').calls(products, { methods: ['GET'], paths: [Path.under('/latest')] });

  const app = new MeshApp({ rules: { partial: true }, ...props });
  new ZeroTrust(new Chart(app, 'zero-trust'), 'zero-trust', { of: system });

  // A folder of its own: applied, it asks everyone for a token.
  const signIn = new Chart(app.alternative('sign-in'), 'sign-in');
  new EndUserAuthentication(signIn, 'product-sign-in', {
    of: declared('discovering-services', 'product'),
    issuer: 'https://accounts.retailvoice.xyz',
    jwks: Jwks.at('https://accounts.retailvoice.xyz/.well-known/jwks.json'),
    audiences: ['product'],
    claims: { group: ['customer', 'staff'] },
    openPaths: [Path.exactly('/')],
  });
  return app;
}

if (require.main === module) runSynth(() => zeroTrust({ outdir: `${__dirname}/dist` }));
