import { Environments, type TrafficApi } from './lib';

/** What sets one environment apart from another. */
export interface Environment {
  /** What all hosts end with. */
  readonly domain: string;
  /** Pods of each service of part 1. */
  readonly replicas: number;
  /** Pods of each version of the service that is released in part 2, and of its neighbour. */
  readonly replicasOfVersion: number;
  /** Share of requests, in percent, that part 2 gives to the new version. */
  readonly canary: number;
  /** Who applies the manifests: Argo CD brings them up in waves. */
  readonly appliedBy: 'kubectl' | 'argo-cd';
  /** The kinds that gateways and routes are written as: Istio's own, or the Gateway API's. */
  readonly trafficApi: TrafficApi;
}

const article: Environment = {
  domain: 'retailvoice.xyz',
  replicas: 2,
  replicasOfVersion: 1,
  canary: 10,
  appliedBy: 'kubectl',
  trafficApi: 'istio',
};

/** The first is the article's own, in `dist`; `npm run synth -- --env prod` writes `dist/prod`. */
export const environments = new Environments<Environment>({
  default: article,
  prod: { ...article, domain: 'prod.retailvoice.xyz', replicas: 3, replicasOfVersion: 2, canary: 5, appliedBy: 'argo-cd' },
  'gateway-api': { ...article, trafficApi: 'gateway-api' },
});
