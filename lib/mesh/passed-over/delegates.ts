import { qualifiedName } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { closest } from '../../text';
import type { VirtualService } from '../routing/virtual-service';
import type { VirtualServiceIndex } from '../routing/virtual-services';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';

/** Rules that delegate in vain, and delegates that no rule names. */
export function delegatesInVain({ object }: Manifest, { virtualServices }: Facts): Reason[] {
  const name = qualifiedName(object);
  const own = virtualServices.get(name);
  const rules = new FieldReader(object).at('spec', 'http');
  if (!own) return [];
  const dropped = own.droppedDelegates.map(({ index, message }) => {
    const reference = rules.at(index, 'delegate');
    const near = closest(
      `${reference.at('namespace').text || own.namespace}/${reference.at('name').text}`,
      virtualServices.delegates.map((each) => each.name),
    );
    return reasonAt(reference, {
      cause: 'dropped delegate',
      message,
      why: 'istiod leaves rules out that delegate in vain, and requests for them answer 404 or follow the next rule',
      fix: message.startsWith('no VirtualService') && near !== undefined ? `did you mean \`${near}\`?` : undefined,
    });
  });
  return [...dropped, ...(own.hosts.length > 0 || !rules.exists ? [] : unnamed(own, rules, virtualServices))];
}

/** A delegate whose rules hold nowhere. */
function unnamed({ name }: VirtualService, rules: FieldReader, virtualServices: VirtualServiceIndex): Reason[] {
  const naming = virtualServices.delegatingTo(name);
  const refusals = naming.map((root) => root.droppedDelegates.find(({ isWhole, message }) => isWhole && message.includes(`\`${name}\``)));
  if (naming.length > 0 && refusals.includes(undefined)) return [];
  const [first] = refusals;
  return [
    reasonAt(rules, {
      cause: 'dropped delegate',
      message: first
        ? `VirtualService \`${naming[0]?.name}\` delegates to it in vain: ${first.message}`
        : 'no rule of a VirtualService delegates to it',
      why: 'without hosts it is a delegate, and its rules hold only in place of one that names it',
      fix: first ? undefined : 'add `hosts`, or a rule with `delegate` to a VirtualService with hosts',
    }),
  ];
}
