import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { type Reason, reasonAt } from './cause';

/** Faults that never fire, and what does not hold for faults. Source: Istio `TranslateFault`, Envoy's fault filter. */
export function faults({ object }: Manifest): Reason[] {
  return new FieldReader(object).at('spec', 'http').items.flatMap((http) => [...neverFires(http), ...notCovered(http)]);
}

function neverFires(http: FieldReader): Reason[] {
  const abort = http.at('fault', 'abort');
  if (!abort.exists || (abort.at('percentage', 'value').number ?? 0) !== 0) return [];
  return [
    reasonAt(abort, {
      cause: 'fault never fires',
      message: 'this `abort` answers no request: it has no `percentage`',
      why: 'without one the share of requests is 0',
      fix: 'percentage: { value: 100 }',
    }),
  ];
}

/** The filter that injects faults stands before the one that retries and counts the time. */
function notCovered(http: FieldReader): Reason[] {
  const fault = http.at('fault');
  const [abort, delay] = [fault.at('abort'), fault.at('delay')].map((each) => each.exists && each.at('percentage', 'value').number !== 0);
  const retries = http.at('retries');
  const timeout = http.at('timeout');
  const covers = [
    ...(abort && retries.exists && retries.at('attempts').number !== 0 ? [retries] : []),
    ...(delay && timeout.exists ? [timeout] : []),
  ];
  return covers.map((field) =>
    reasonAt(field, {
      cause: 'fault not covered',
      message: `\`${field.path.at(-1)}\` does not hold for the \`${field === retries ? 'abort' : 'delay'}\` that this rule injects`,
      why: "the caller's proxy injects the fault before it forwards, where retries and timeouts begin",
      fix: 'inject the fault at another hop, such as a VirtualService of the service behind',
    }),
  );
}
