import { Agent, request } from 'node:https';
import type { KubernetesObject } from '../lib/istio/objects';

/** What a validating webhook said of an object. */
export interface Verdict {
  readonly allowed: boolean;
  /** Why not. @default - it is allowed */
  readonly message?: string;
  readonly warnings: readonly string[];
}

interface AdmissionReview {
  readonly response?: { readonly allowed: boolean; readonly status?: { readonly message?: string }; readonly warnings?: readonly string[] };
}

/** Istio's validating webhook, asked directly as the API server would ask it: schema and CEL are not tried, nothing is stored. */
export class ValidatingWebhook {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8, rejectUnauthorized: false });

  constructor(private readonly url: string) {}

  /** @throws Error when it gives no verdict */
  async judge(object: KubernetesObject): Promise<Verdict> {
    const { response } = JSON.parse(await this.post(JSON.stringify(review(object)))) as AdmissionReview;
    if (!response) throw new Error('the webhook gave no verdict');
    return { allowed: response.allowed, message: response.status?.message, warnings: response.warnings ?? [] };
  }

  close(): void {
    this.agent.destroy();
  }

  private post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const call = request(this.url, { method: 'POST', agent: this.agent, headers: { 'content-type': 'application/json' } }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode === 200 ? resolve(text) : reject(new Error(`the webhook answered ${response.statusCode}: ${text}`)),
        );
        response.on('error', reject);
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}

function review(object: KubernetesObject): object {
  const { apiVersion, kind, metadata } = object;
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const request = {
    uid: '1',
    kind: { group, version, kind },
    operation: 'CREATE',
    name: metadata.name,
    namespace: metadata.namespace,
    object,
  };
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request };
}
