import type { Construct } from 'constructs';
import { Microservice, type MicroserviceProps } from '../../lib';

const image = 'gcr.io/nomadic-mesh/microservice/user';

type UserProps<V extends string> = Pick<MicroserviceProps<V>, 'versions' | 'replicas'>;

/** Answers with the home and the about page of users. */
export function user<V extends string = never>(scope: Construct, { versions, replicas }: UserProps<V>): Microservice<V> {
  return new Microservice(scope, 'user', {
    image: versions ? image : `${image}:v1`,
    port: 8000,
    serviceName: 'user-service',
    env: { APP_NAME: 'User' },
    replicas,
    versions,
  });
}
