import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { type Reason, reasonAt } from './cause';

/** Faults that never fire, and what does not hold for faults. Source: Istio `TranslateFault`, Envoy's fault filter. */
export function faults({ object }: Manifest): Reason[] {
  return new FieldReader(object).at('spec', 'http').items.flatMap((http) => [...neverFires(http), ...notCovered(http)]);
}

function neverFires(http: FieldReader): Reason[] {
  const kinds = [
    { fault: http.at('fault', 'abort'), does: 'answers no request' },
    { fault: http.at('fault', 'delay'), does: 'delays no request' },
  ];
  return kinds
    .filter(({ fault }) => fault.exists && shareOf(fault) === 0)
    .map(({ fault, does }) => {
      const isWritten = percentageOf(fault) !== undefined;
      return reasonAt(fault, {
        cause: 'fault never fires',
        message: `this \`${fault.path.at(-1)}\` ${does}: ${isWritten ? 'its percentage is 0' : 'it has no `percentage`'}`,
        why: isWritten ? 'a share of 0 turns the fault off' : 'without one the share of requests is 0',
        fix: 'percentage: { value: 100 }',
      });
    });
}

/** The field that says the share of requests; a delay has an older one, too. */
function percentageOf(fault: FieldReader): FieldReader | undefined {
  const fields = fault.path.at(-1) === 'delay' ? ['percentage', 'percent'] : ['percentage'];
  return fields.map((name) => fault.at(name)).find(({ exists }) => exists);
}

/** In percent. */
function shareOf(fault: FieldReader): number {
  const written = percentageOf(fault);
  return written?.at('value').number ?? written?.number ?? 0;
}

/** The filter that injects faults stands before the one that retries and counts the time. */
function notCovered(http: FieldReader): Reason[] {
  const fault = http.at('fault');
  const [abort, delay] = [fault.at('abort'), fault.at('delay')].map((each) => each.exists && shareOf(each) !== 0);
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
