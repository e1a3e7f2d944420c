import type { FieldReader } from '../../../../manifest/field';
import { memoLast } from '../../../../memo';
import type { Subject } from '../../../subject';

/** A `destination` of a VirtualService as it is written. */
export interface Destination {
  /** The whole `destination`, or `mirror`. */
  readonly field: FieldReader;
  readonly host: string;
  readonly subset: string;
  readonly port: number | undefined;
  readonly use: 'route' | 'mirror';
}

/** Every destination of a VirtualService, in the order of the text. */
export const destinationsOf = memoLast((subject: Subject): Destination[] => {
  const { spec } = subject;
  const routes = (['tcp', 'tls', 'http'] as const).flatMap((protocol) =>
    spec.at(protocol).items.flatMap((rule) => rule.at('route').items.map((route) => destination(route.at('destination'), 'route'))),
  );
  const mirrors = spec
    .at('http')
    .items.flatMap((rule) => [
      ...(rule.at('mirror').exists ? [rule.at('mirror')] : []),
      ...rule.at('mirrors').items.map((mirror) => mirror.at('destination')),
    ]);
  return [...routes, ...mirrors.map((field) => destination(field, 'mirror'))];
});

function destination(field: FieldReader, use: 'route' | 'mirror'): Destination {
  return {
    field,
    host: field.at('host').text,
    subset: field.at('subset').text,
    port: field.at('port').exists ? (field.at('port', 'number').number ?? 0) : undefined,
    use,
  };
}
