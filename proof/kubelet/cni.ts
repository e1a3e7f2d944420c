import { run } from '../run';
import type { PodSandbox } from './pod-sandbox';
import type { Pod } from './pod-spec';

/** What an injected pod's init container checks in CNI mode, instead of changing iptables itself. */
const validator = 'istio-validation';
const checkOnly = ['--run-validation', '--skip-rule-apply'];

/** The arguments that set up what the validator will look for; undefined for a pod that was not injected. */
export function redirection({ spec }: Pick<Pod, 'spec'>): string[] | undefined {
  return spec.initContainers?.find(({ name }) => name === validator)?.args?.filter((arg) => !checkOnly.includes(arg));
}

/** Plays Istio's CNI plugin: redirects a new pod's traffic to its sidecar, before any container starts. */
export async function redirectToSidecar(pod: Pod, sandbox: PodSandbox, pilotAgent: string): Promise<void> {
  const args = redirection(pod);
  if (!args) return;
  const [command = '', ...rest] = [...sandbox.enter, pilotAgent, ...args];
  await run(command, rest);
}
