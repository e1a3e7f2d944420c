import { field, type HeaderValues, list, type Message, text } from './envoy-matchers';

/** What the JWT filter does: the status of its refusal, or the payload it puts into metadata. */
export interface Authentication {
  readonly status?: string;
  readonly payload?: Message;
}

const missing = 'Jwt is missing';
const unknownIssuer = 'Jwt issuer is not configured';

/** The `jwt_authn` filter for tokens whose signature holds. Source: Envoy's verifiers. */
export function authenticates(config: Message, headers: HeaderValues, now: number): Authentication {
  const [rule] = list(config, 'rules');
  if (!rule) return {};
  const state: { payload?: Message } = {};
  const providers = field(config, 'providers') as Readonly<Record<string, Message>>;
  const status = requirement(field(rule, 'requires'), { providers, headers, now, state });
  return status === 'OK' ? { payload: state.payload } : { status };
}

interface Context {
  readonly providers: Readonly<Record<string, Message>>;
  readonly headers: HeaderValues;
  readonly now: number;
  readonly state: { payload?: Message };
}

function requirement(required: Message, context: Context): string {
  if ('providerName' in required) return provider(context.providers[text(required, 'providerName')] ?? {}, context);
  if ('requiresAll' in required) {
    for (const each of list(field(required, 'requiresAll'), 'requirements')) {
      const status = requirement(each, context);
      if (status !== 'OK') return status;
    }
    return 'OK';
  }
  return any(list(field(required, 'requiresAny'), 'requirements'), context);
}

function any(requirements: readonly Message[], context: Context): string {
  let final = missing;
  const verified = requirements.filter((each) => !('allowMissing' in each));
  for (const each of verified) {
    const status = requirement(each, context);
    if (status === 'OK') return status;
    if ((status !== missing && status !== unknownIssuer) || final === missing) final = status;
  }
  return final === missing && verified.length < requirements.length ? 'OK' : final;
}

function provider(config: Message, { headers, now, state }: Context): string {
  const locations = 'fromHeaders' in config ? list(config, 'fromHeaders') : [{ name: 'authorization', valuePrefix: 'Bearer ' }];
  const tokens = locations.flatMap((location) =>
    headers(text(location, 'name').toLowerCase()).flatMap((value) => {
      const prefix = text(location, 'valuePrefix');
      return value.includes(prefix) ? [value.slice(value.indexOf(prefix) + prefix.length)] : [];
    }),
  );
  if (tokens.length === 0) return missing;
  let payload: Message = {};
  for (const token of tokens.reverse()) {
    payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Message;
    const fault = faultOf(payload, config, now);
    if (fault) return fault;
  }
  const words = field(config, 'normalizePayloadInMetadata').spaceDelimitedClaims as readonly string[];
  const lists = words.flatMap((name) => (typeof payload[name] === 'string' ? [[name, (payload[name] as string).split(' ')] as const] : []));
  state.payload = { ...payload, ...Object.fromEntries(lists) };
  return 'OK';
}

function faultOf(payload: Message, config: Message, now: number): string | undefined {
  if (text(payload, 'iss') !== text(config, 'issuer')) return unknownIssuer;
  if (typeof payload.exp === 'number' && now > payload.exp + 60) return 'Jwt is expired';
  const allowed = (config.audiences ?? []) as readonly string[];
  const audiences = [payload.aud ?? []].flat() as unknown as readonly string[];
  return allowed.length > 0 && !audiences.some((each) => allowed.includes(each)) ? 'Audiences in Jwt are not allowed' : undefined;
}
