import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planeAddress } from '../sandbox';

export const apiPort = 6443;

/** Files that the control plane's programs know each other by. Made anew for every plane, gone with it. */
export class Credentials {
  /** Bearer token of a cluster administrator. */
  readonly token = randomBytes(16).toString('hex');
  readonly tokens: string;
  readonly serviceAccountKey: string;
  readonly kubeconfig: string;
  /** The folder that the API server writes its own certificate to. */
  readonly certificates: string;

  constructor(folder: string) {
    this.certificates = join(folder, 'certificates');
    this.tokens = join(folder, 'tokens.csv');
    this.serviceAccountKey = join(folder, 'service-account.pem');
    this.kubeconfig = join(folder, 'kubeconfig');
    mkdirSync(this.certificates, { recursive: true });
    writeFileSync(this.tokens, `${this.token},admin,admin,"system:masters"\n`);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(this.serviceAccountKey, privateKey.export({ type: 'pkcs1', format: 'pem' }));
    writeFileSync(this.kubeconfig, JSON.stringify(this.config()));
  }

  /** The API server's certificate, which is its own authority. It stands once the server answers. */
  get certificate(): string {
    return join(this.certificates, 'apiserver.crt');
  }

  /** Its key, which is written after it: once it stands, the certificate is whole. */
  get certificateKey(): string {
    return join(this.certificates, 'apiserver.key');
  }

  private config(): object {
    const cluster = { server: `https://${planeAddress}:${apiPort}`, 'certificate-authority': this.certificate };
    return {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'plane', cluster }],
      users: [{ name: 'admin', user: { token: this.token } }],
      contexts: [{ name: 'plane', context: { cluster: 'plane', user: 'admin' } }],
      'current-context': 'plane',
    };
  }
}
