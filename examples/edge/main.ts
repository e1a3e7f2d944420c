import { Chart } from 'cdk8s';
import {
  Certificate,
  DnsRecords,
  Gateway,
  IngressGateway,
  Issuer,
  MeshApp,
  type MeshAppProps,
  type Microservice,
  runSynth,
  Server,
  VirtualService,
} from '../../lib';
import { retail } from '../../main';

const site = 'shop.retailvoice.xyz';

/** An ingress gateway of its own before the article's product service, with a certificate and DNS records. */
export function edge(props?: MeshAppProps): MeshApp {
  const products = retail().node.findChild('discovering-services').node.findChild('product') as Microservice;
  const app = new MeshApp({ rules: { partial: true }, ...props });
  const chart = new Chart(app, 'edge', { namespace: 'default' });

  const pods = new IngressGateway(chart, 'shop-gateway', { hosts: [site] });
  const issuer = new Issuer(chart, 'lets-encrypt', { acme: { email: 'mesh@retailvoice.xyz' }, namespace: 'default' });
  const certificate = new Certificate(chart, 'shop-certificate', { hosts: [site], issuer, namespace: 'default' });
  const gateway = new Gateway(chart, 'shop', {
    selector: pods.labels,
    servers: [Server.http({ hosts: [site], httpsRedirect: true }), Server.https({ hosts: [site], credential: certificate })],
  });
  new VirtualService(chart, 'shop-routes', { gateways: [gateway], hosts: [site], routes: [{ to: products }] });

  // Where the load balancer's address is reserved beforehand, the records can be declared instead of annotated.
  new DnsRecords(new Chart(app.alternative('reserved-address'), 'dns', { namespace: 'default' }), 'shop-dns', {
    hosts: gateway.hosts,
    targets: ['203.0.113.7'],
  });
  return app;
}

if (require.main === module) runSynth(() => edge({ outdir: `${__dirname}/dist` }));
