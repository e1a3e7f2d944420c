import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ServiceAccountProps } from '../microservice-props';
import { dnsLabel } from '../name';

interface ServiceAccountInput extends ServiceAccountProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations of every object of the construct. */
  readonly common?: Readonly<Record<string, string>>;
}

/** The ServiceAccount of pods, unless it exists: its token is nothing that the pods have. @throws ConstructError `NameForm`, `NameTooLong` */
export function makeServiceAccount(scope: Construct, { name, labels, common, annotations, existing }: ServiceAccountInput): void {
  dnsLabel(name, 'the name of a service account');
  if (existing) return;
  new ApiObject(scope, 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, labels: { ...labels }, annotations: common || annotations ? { ...common, ...annotations } : undefined },
    automountServiceAccountToken: false,
  });
}
