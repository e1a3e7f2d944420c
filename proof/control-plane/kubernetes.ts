import { planeAddress } from '../sandbox';
import { apiPort, type Credentials } from './credentials';

/** How a program of the control plane is started: everything but where it lies and where its log goes. */
export interface Program {
  readonly name: string;
  /** The recipe that made it, and its file. */
  readonly from: readonly [recipe: string, file: string];
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const etcdUrl = 'http://127.0.0.1:2379';

/** The controllers that move what the project deploys. An unknown name would stop the program. */
const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'endpointslice-controller',
  'serviceaccount-controller',
  'serviceaccount-token-controller',
  'namespace-controller',
  'garbage-collector-controller',
  'disruption-controller',
  'horizontal-pod-autoscaler-controller',
  'root-ca-certificate-publisher-controller',
];

export function etcd(folder: string): Program {
  const peer = 'http://127.0.0.1:2380';
  return {
    name: 'etcd',
    from: ['etcd', 'etcd'],
    args: [
      `--data-dir=${folder}/etcd`,
      '--unsafe-no-fsync',
      '--log-level=warn',
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
    ],
  };
}

/** No kube-proxy runs, so webhooks are called at their endpoints directly (`--enable-aggregator-routing`). */
export function apiServer({ tokens, serviceAccountKey, certificates }: Credentials): Program {
  return {
    name: 'kube-apiserver',
    from: ['kubernetes', 'kube-apiserver'],
    args: [
      `--etcd-servers=${etcdUrl}`,
      `--bind-address=${planeAddress}`,
      `--advertise-address=${planeAddress}`,
      `--secure-port=${apiPort}`,
      `--cert-dir=${certificates}`,
      `--token-auth-file=${tokens}`,
      '--authorization-mode=RBAC',
      `--service-account-key-file=${serviceAccountKey}`,
      `--service-account-signing-key-file=${serviceAccountKey}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--enable-aggregator-routing=true',
      '--enable-priority-and-fairness=false',
      '--profiling=false',
    ],
  };
}

export function controllerManager({ kubeconfig, serviceAccountKey, certificate }: Credentials): Program {
  return {
    name: 'kube-controller-manager',
    from: ['kubernetes', 'kube-controller-manager'],
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--controllers=${controllers.join(',')}`,
      `--service-account-private-key-file=${serviceAccountKey}`,
      `--root-ca-file=${certificate}`,
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      '--kube-api-qps=200',
      '--kube-api-burst=400',
    ],
  };
}
