/** What happens to a request on the way, one fact in a few words; nothing where it does not happen. */
export function wayFactText(name: string, value: unknown): string {
  if (value === undefined) return `${labels[name] ?? name} ${name === 'passedThrough' ? 'to a known service' : 'none'}`;
  const text = texts[name]?.(value as never);
  if (text !== undefined) return `${labels[name] ?? name} ${text}`;
  return `${labels[name] ?? name} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

const labels: Readonly<Record<string, string>> = {
  hash: 'pod by hash of',
  mirrors: 'copies',
  requestHeaders: 'request headers',
  responseHeaders: 'response headers',
  passedThrough: 'passed on',
  serverTls: 'TLS of the gateway',
};

/** Two texts of one fact, the second without what it is called: `timeout 5s`, `1s`. */
export function withoutLabel(text: string, other: string): string {
  const label = Object.values(labels).find((each) => text.startsWith(`${each} `)) ?? text.split(' ')[0] ?? '';
  return other.startsWith(`${label} `) ? other.slice(label.length + 1) : other;
}

interface Retries {
  readonly attempts: number;
  readonly perTryTimeout?: string;
  readonly retryOn: string;
}

interface Copy {
  readonly host: string;
  readonly port: number;
  readonly subset: string | null;
  readonly percent: number;
}

interface SentHeaders {
  readonly set: Readonly<Record<string, readonly string[]>>;
  readonly removed: readonly string[];
}

interface Operations {
  readonly set: readonly (readonly [string, string])[];
  readonly add: readonly (readonly [string, string])[];
  readonly remove: readonly string[];
}

const texts: Readonly<Record<string, (value: never) => string>> = {
  retries: ({ attempts, perTryTimeout, retryOn }: Retries) =>
    attempts === 0 ? 'none at all' : `${attempts}${perTryTimeout ? ` of ${perTryTimeout} each` : ''} on ${retryOn}`,
  delay: ({ fixedDelay, percent }: { fixedDelay: string; percent: number }) => `${fixedDelay} for ${percent} %`,
  mirrors: (all: readonly Copy[]) =>
    all
      .map(({ host, port, subset, percent }) => `${percent} % to ${host.replace(/\.svc\..*$/, '')}:${port}${subset ? ` ${subset}` : ''}`)
      .join(', '),
  hash: (all: readonly { on: string; name: string }[]) => all.map(({ on, name }) => `${on} ${name}`.trim()).join(', '),
  connection: (all: readonly string[]) => all.join(', '),
  serverTls: (all: readonly unknown[]) => distinct(all.map((each) => JSON.stringify(each).replace(/[{}"]/g, '').replaceAll(',', ', '))),
  passedThrough: () => 'to wherever it was going',
  requestHeaders: (all: readonly SentHeaders[]) => distinct(all.map(sentText)),
  responseHeaders: (all: readonly Operations[]) => distinct(all.map(operationsText)),
};

function sentText({ set, removed }: SentHeaders): string {
  return [
    ...Object.entries(set).map(([name, values]) => `${name}: ${values.join(', ')}`),
    ...removed.map((name) => `without ${name}`),
  ].join('; ');
}

function operationsText({ set, add, remove }: Operations): string {
  return [...[...set, ...add].map(([name, value]) => `${name}: ${value}`), ...remove.map((name) => `without ${name}`)].join('; ');
}

function distinct(all: readonly string[]): string {
  return [...new Set(all)].join(' or ');
}
