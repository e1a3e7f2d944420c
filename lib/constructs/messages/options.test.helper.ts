import { ClientTls } from '../client-tls';
import { ConsistentHash } from '../consistent-hash';
import { Split } from '../destination';
import { EgressGateway } from '../egress/egress-gateway';
import { Gateway } from '../gateway';
import { Microservice } from '../microservice';
import { Canary } from '../release/canary';
import { StickyCookie } from '../release/sticky-cookie';
import { ExternalAuthorizer } from '../security/external-authorizer';
import { Server } from '../server';
import { Requests } from '../telemetry/requests';
import { hosts, type Makers, microservice, elsewhere as to, versioned } from './mistakes.test.helper';

const reviews = 'reviews.prod.svc.cluster.local';

/** What is told more by options of its own. */
export const options: Makers = {
  'ClientTls.istio': (_chart, _id, more) => ClientTls.istio({ ...more }),
  'ClientTls.simple': (_chart, _id, more) => ClientTls.simple({ ...more }),
  'ClientTls.mutual': (_chart, _id, more) => ClientTls.mutual({ credential: 'tls', ...more }),
  'ConsistentHash.onCookie': (_chart, _id, more) => ConsistentHash.onCookie('user', { ...more }),
  'Split.between': (_chart, _id, more) => Split.between({ to, weight: 100, ...more }),
  'EgressGateway.reaches': (chart, _id, more) => new EgressGateway(chart, 'egress').reaches('bank', { host: 'a.example', ...more }),
  'Gateway.fromName': (_chart, _id, more) => Gateway.fromName('a/b', { ...more }),
  'Microservice.fromHost': (_chart, _id, more) => Microservice.fromHost(reviews, { ...more }),
  'Microservice.fromService of a name': (_chart, _id, more) => Microservice.fromService('user', { namespace: 'shop', ...more }),
  'Microservice.fromService of a construct': (chart, _id, more) => Microservice.fromService(chart, { ...more }),
  'Microservice.calls': (chart, _id, more) => microservice(chart).calls(to, { ...more }),
  Canary: (chart, _id, more) => new Canary(versioned(chart), { from: 'v1', to: 'v2', steps: [100], ...more }),
  'StickyCookie.named': (_chart, _id, more) => StickyCookie.named('version', { ...more }),
  'ExternalAuthorizer.grpc': (_chart, _id, more) => ExternalAuthorizer.grpc('opa', { service: to, ...more }),
  'ExternalAuthorizer.http': (_chart, _id, more) => ExternalAuthorizer.http('opa', { service: to, ...more }),
  'Server.http': (_chart, _id, more) => Server.http({ hosts, ...more }),
  'Server.https': (_chart, _id, more) => Server.https({ hosts, credential: 'tls', ...more }),
  'Server.tls': (_chart, _id, more) => Server.tls({ hosts, credential: 'tls', port: 443, ...more }),
  'Server.grpc': (_chart, _id, more) => Server.grpc({ hosts, ...more }),
  'Server.istioMutual': (_chart, _id, more) => Server.istioMutual({ hosts, ...more }),
  'Server.autoPassthrough': (_chart, _id, more) => Server.autoPassthrough({ hosts: ['*.local'], ...more }),
  'Server.passthrough': (_chart, _id, more) => Server.passthrough({ hosts, ...more }),
  'Server.tcp': (_chart, _id, more) => Server.tcp({ port: 5432, ...more }),
  'Requests.to': (chart, _id, more) => Requests.to(microservice(chart), { ...more }),
  'Requests.servedBy': (chart, _id, more) => Requests.servedBy(microservice(chart), { ...more }),
};
