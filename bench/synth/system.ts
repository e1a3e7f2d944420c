import { type App, Chart } from 'cdk8s';
import { IntOrString, KubeDeployment, KubeService } from 'cdk8s-plus-27/lib/imports/k8s';
import { VirtualService } from '../../imports/networking.istio.io';

/** As many microservices as asked for: a chart each, holding a Deployment, a Service and a VirtualService of ordinary size. */
export function declare(app: App, services: number): void {
  for (let index = 0; index < services; index++) {
    const chart = new Chart(app, `service-${index}`, { namespace: 'bench' });
    deployment(chart, chart.node.id);
    service(chart, chart.node.id);
    virtualService(chart, chart.node.id);
  }
}

function deployment(chart: Chart, name: string): void {
  const labels = { app: name, version: 'v1' };
  const container = {
    name,
    image: `registry.example.com/${name}:1.0.0`,
    ports: [{ name: 'http', containerPort: 8000 }],
    env: [{ name: 'APP_NAME', value: name }],
    readinessProbe: { httpGet: { path: '/ready', port: IntOrString.fromString('http') } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  };
  const pod = { serviceAccountName: name, automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 65532 } };
  new KubeDeployment(chart, 'deployment', {
    metadata: { name, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...pod, containers: [container] } },
    },
  });
}

function service(chart: Chart, name: string): void {
  const port = { name: 'http', port: 8000, appProtocol: 'http', targetPort: IntOrString.fromString('http') };
  new KubeService(chart, 'service', { metadata: { name }, spec: { selector: { app: name }, ports: [port] } });
}

function virtualService(chart: Chart, name: string): void {
  const route = {
    match: [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }],
    rewrite: { uri: '/' },
    timeout: '10s',
    retries: { attempts: 2, perTryTimeout: '2s' },
    route: [{ destination: { host: `${name}.bench.svc.cluster.local`, port: { number: 8000 } } }],
  };
  new VirtualService(chart, 'virtual-service', {
    metadata: { name },
    spec: { hosts: [`${name}.example.com`], gateways: ['istio-system/ingressgateway'], http: [route] },
  });
}
