import type { Construct } from 'constructs';
import { Microservice, type MicroserviceProps } from '../../lib';

/** Answers with the home and the latest page of products. */
export function product(scope: Construct, { replicas }: Pick<MicroserviceProps, 'replicas'>): Microservice {
  return new Microservice(scope, 'product', {
    image: 'gcr.io/nomadic-mesh/microservice/product:v1',
    port: 8000,
    serviceName: 'product-service',
    env: { APP_NAME: 'Product' },
    replicas,
  });
}
