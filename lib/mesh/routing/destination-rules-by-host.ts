import type { DestinationRuleIndex } from './destination-rule-index';
import type { DestinationRule } from './destination-rules';

/** DestinationRules by namespace and host, oldest first: those that istiod may merge. */
export class DestinationRulesByHost {
  private readonly byKey = new Map<string, DestinationRule[]>();

  constructor(rules: DestinationRuleIndex) {
    for (const rule of rules.all) {
      const key = keyOf(rule);
      const bucket = this.byKey.get(key);
      if (bucket) bucket.push(rule);
      else this.byKey.set(key, [rule]);
    }
  }

  /** The rules of a namespace for a host. */
  of(place: Place): readonly DestinationRule[] {
    return this.byKey.get(keyOf(place)) ?? [];
  }

  /** The rules without a workload selector beside the named one, with those older than it. @param name `namespace/name` */
  siblingsOf(name: string, place: Place): { readonly older: readonly DestinationRule[]; readonly all: readonly DestinationRule[] } {
    const all = this.of(place).filter((rule) => !rule.workloadSelector);
    const own = all.findIndex((rule) => rule.name === name);
    return { older: own < 0 ? [] : all.slice(0, own), all: own < 0 ? [] : all };
  }
}

type Place = Pick<DestinationRule, 'namespace' | 'host'>;

function keyOf({ namespace, host }: Place): string {
  return `${namespace} ${host}`;
}
