import { request } from 'node:https';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { Gateway, IngressGateway, MeshApp, Microservice, Server, VirtualService } from '../../lib';
import { targetOf } from '../api/target';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { HttpClient } from '../requests/client';
import { run } from '../run';
import { sandboxFolder } from '../sandbox';
import { until } from '../until';
import type { Scenario } from './scenario';

const [namespace, name, host] = ['default', 'shop-gateway', 'shop.retailvoice.xyz'];

/** A gateway workload of the app's own, filled in by injection, before the article's product service. */
export const edge: Scenario = {
  name: 'edge',
  title: 'IngressGateway: injected, serving http and https with a secret that its account may read',
  needsSidecars: true,
  async run({ plane }, results) {
    const objects = [await secret(), ...declared()];
    await plane.apply(objects);
    await plane.rolledOut(namespace);
    await tryAnswer('http: the redirect to https', '301', () => overHttp(plane), results);
    await tryAnswer('https: the page of the product service', '200 CN=shop.retailvoice.xyz', () => overHttps(plane), results);
    for (const object of objects) await plane.api.delete(targetOf(object));
  },
};

function declared() {
  const app = new MeshApp({ outdir: 'never-written' });
  const chart = new Chart(app, 'edge', { namespace });
  const pods = new IngressGateway(chart, name, { replicas: { min: 1, max: 2 } });
  const servers = [Server.http({ hosts: [host], httpsRedirect: true }), Server.https({ hosts: [host], credential: 'shop-certificate' })];
  const gateway = new Gateway(chart, 'shop', { selector: pods.labels, servers });
  const to = Microservice.fromHost('product-service.default.svc.cluster.local', { port: 8000 });
  new VirtualService(chart, 'shop-routes', { gateways: [gateway], hosts: [host], routes: [{ to }] });
  return app.manifests().map(({ object }) => object);
}

/** What cert-manager would write, signed by itself. */
async function secret() {
  const [key, certificate] = ['shop.key', 'shop.crt'].map((file) => join(sandboxFolder, file)) as [string, string];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '1'];
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject]);
  const data = { 'tls.crt': await run('base64', ['-w0', certificate]), 'tls.key': await run('base64', ['-w0', key]) };
  return { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name: 'shop-certificate', namespace }, data };
}

async function tryAnswer(what: string, wanted: string, ask: () => Promise<string>, results: Results): Promise<void> {
  let last = '';
  const holds = async () => {
    last = await ask().catch((error: Error) => error.message);
    return last === wanted;
  };
  const arrived = await until(what, holds, { within: 20, every: 0.2 }).catch(() => undefined);
  results.add(what, arrived ? undefined : `expected ${wanted}, got ${last}`);
}

async function overHttp(plane: Plane): Promise<string> {
  const client = new HttpClient(ipOf(plane), 8080, 1);
  return client
    .send({ host, path: '/' })
    .then(
      ({ status }) => String(status),
      (error: Error) => error.message,
    )
    .finally(() => client.close());
}

function overHttps(plane: Plane): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      host: ipOf(plane),
      port: 8443,
      servername: host,
      headers: { host },
      rejectUnauthorized: false,
      agent: false,
      timeout: 3000,
    };
    const call = request(options, (answer) => {
      const socket = answer.socket as import('node:tls').TLSSocket;
      const { subject } = socket.getPeerCertificate();
      answer.resume();
      resolve(`${answer.statusCode} CN=${subject?.CN}`);
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', reject);
    call.end();
  });
}

function ipOf({ kubelet }: Plane): string {
  return kubelet.list(namespace).find(({ pod }) => pod.metadata.labels?.istio === name)?.ip ?? '';
}
