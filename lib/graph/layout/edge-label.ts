import type { GraphEdge } from '../graph';
import { textWidth } from './measure';

export type Sign = 'lock' | 'open lock' | 'shield';

/** Signs in words, for those who do not see them. */
export const signWords: Readonly<Record<Sign, string>> = { lock: 'mutual TLS', 'open lock': 'plain text', shield: 'a policy decides' };

/** What stands on an edge: a text, and signs of what decides it. */
export interface EdgeLabel {
  readonly text: string;
  readonly signs: readonly Sign[];
  readonly width: number;
  readonly height: number;
}

export const labelFont = 11;
export const signSize = 14;

/** The label of an edge; undefined where there is nothing to say. */
export function edgeLabel(edge: GraphEdge): EdgeLabel | undefined {
  const text = [countText(edge), shareText(edge), outcomeText(edge)].filter(Boolean).join(' · ');
  const signs: EdgeLabel['signs'] = [...lockOf(edge), ...guardOf(edge)];
  if (text === '' && signs.length === 0) return undefined;
  const width = (text ? textWidth(text, labelFont) + 4 : 0) + signs.length * (signSize + 2) + 6;
  return { text, signs, width, height: 18 };
}

/** An edge between groups that are all answered, by mutual TLS and without a policy. */
export function isUsual({ kind, status, reason, transport, policies, undecided }: GraphEdge): boolean {
  if (kind !== 'many' || status === 'error' || status >= 400 || reason !== undefined) return false;
  return (transport === undefined || transport === 'mutual') && policies.length === 0 && undecided.length === 0;
}

function countText({ count }: GraphEdge): string {
  return count === undefined || count === 1 ? '' : `× ${count}`;
}

function shareText({ share, kind }: GraphEdge): string {
  if (kind === 'mirror') return `copies ${percent(share ?? 1)}`;
  return share === undefined ? '' : percent(share);
}

function outcomeText({ kind, status, access, request }: GraphEdge): string {
  if (kind === 'redirect') return `redirects, ${status}`;
  if (kind === 'exposed') return 'no gateway';
  if (status === 'error') return 'refused';
  if (status >= 400) return String(status);
  if (kind === 'pods') return '';
  if (access?.requiresToken && request !== undefined) return 'with a token';
  return access?.permission === 'conditional' ? 'some requests' : '';
}

/** Pods without a lock are reached in plain text. Only edges that leave a proxy carry one. */
function lockOf({ kind, transport }: GraphEdge): EdgeLabel['signs'] {
  if (kind !== 'forward' && kind !== 'call' && kind !== 'many') return [];
  if (transport === undefined || transport === 'own TLS') return [];
  return transport === 'mutual' ? ['lock'] : ['open lock'];
}

function guardOf({ kind, policies }: GraphEdge): EdgeLabel['signs'] {
  return policies.length > 0 && kind !== 'pods' ? ['shield'] : [];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
