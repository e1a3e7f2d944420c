import { toYaml } from '../../../synth/yaml';
import type { GraphEdge, GraphFinding, GraphNode, MeshGraph } from '../../graph';
import { objectId } from '../../ids';
import { kindWords } from '../../layout/box';
import { commandLine } from '../command-line';
import type { PageManifest } from '../page-data';
import { button, element } from './dom';

/** What the panel beside the picture can do. */
export interface Actions {
  select(id: string): void;
  ask(line: string): void;
  expand(id: string): void;
  collapse(node: GraphNode): void;
  readonly canCollapse: boolean;
}

/** What there is to know about a box or an edge: objects, findings, and the requests that pass. */
export class Details {
  private readonly manifests: ReadonlyMap<string, PageManifest>;

  constructor(
    private readonly graph: MeshGraph,
    manifests: readonly PageManifest[],
    private readonly actions: Actions,
  ) {
    this.manifests = new Map(manifests.map((manifest) => [objectId(manifest.object), manifest]));
  }

  /** @param drawn the graph as it is drawn, whose groups are nodes too */
  of(drawn: MeshGraph, id: string): HTMLElement | undefined {
    const node = drawn.nodes.find((each) => each.id === id);
    if (node) return this.ofNode(drawn, node);
    const edge = drawn.edges.find((each) => each.id === id);
    return edge && this.ofEdge(drawn, edge);
  }

  private ofNode(drawn: MeshGraph, node: GraphNode): HTMLElement {
    const { kind, name, namespace, details, marks, undecided, unreached, fromWorld, objects } = node;
    const isGroup = kind === 'namespace' || kind === 'app';
    return element(
      'div',
      {},
      element('h2', {}, `${kindWords[kind]} ${name}`),
      element('p', {}, [namespace && !isGroup ? `namespace ${namespace}` : '', ...details].filter(Boolean).join(' · ')),
      element(
        'p',
        { class: fromWorld ? 'open' : '' },
        fromWorld ? 'A request from outside comes here.' : 'No request from outside that was tried comes here.',
      ),
      isGroup
        ? button('Show its boxes', () => this.actions.expand(node.id), { class: 'main' })
        : this.actions.canCollapse
          ? button('Draw as one box', () => this.actions.collapse(node))
          : undefined,
      list('Note', marks),
      list('Undecided', undecided),
      list('Rules that no request reached', unreached),
      this.findings(objects),
      this.edges(
        'Comes from',
        drawn.edges.filter(({ to }) => to === node.id),
        ({ from }) => from,
      ),
      this.edges(
        'Goes to',
        drawn.edges.filter(({ from }) => from === node.id),
        ({ to }) => to,
      ),
      isGroup ? undefined : this.objects(objects),
    );
  }

  private ofEdge(drawn: MeshGraph, edge: GraphEdge): HTMLElement {
    const { from, to, status, reason, share, transport, access, policies, undecided, count } = edge;
    const link = (id: string) => button(nameOf(drawn, id), () => this.actions.select(id), { class: 'link' });
    return element(
      'div',
      {},
      element('h2', {}, `${edge.kind === 'many' ? `${count} edges` : edge.kind}`),
      element('p', {}, link(from), ' → ', link(to)),
      list('Answer', [
        `${status}${reason ? `: ${reason}` : ''}`,
        ...(share === undefined ? [] : [`${Number((share * 100).toFixed(1))} % of the requests`]),
        ...(transport === undefined ? [] : [transport === 'mutual' ? 'mutual TLS' : transport === 'plain' ? 'plain text' : transport]),
      ]),
      access ? list(`Access: ${access.permission}`, [access.reason, ...access.conditions]) : undefined,
      list('Undecided', undecided),
      this.command(edge),
      this.findings(policies),
      this.objects(policies),
    );
  }

  private command({ request }: GraphEdge): HTMLElement | undefined {
    if (!request || request.gateway !== undefined) return undefined;
    const line = commandLine(request);
    return element(
      'div',
      {},
      element('h3', {}, 'A request that passes'),
      element('code', { class: 'command' }, line),
      button('Ask it here', () => this.actions.ask(line)),
    );
  }

  private edges(title: string, edges: readonly GraphEdge[], other: (edge: GraphEdge) => string): HTMLElement | undefined {
    if (edges.length === 0) return undefined;
    const items = edges.map((edge) => {
      const word = edge.kind === 'many' ? `${edge.count} edges` : edge.kind;
      const text = `${nameOf(this.graph, other(edge))} (${word}${edge.status === 200 ? '' : `, ${edge.status}`})`;
      return element(
        'li',
        {},
        button(text, () => this.actions.select(edge.id), { class: 'link' }),
      );
    });
    return element('div', {}, element('h3', {}, title), element('ul', {}, ...items));
  }

  private findings(objects: readonly string[]): HTMLElement | undefined {
    const own = this.graph.findings.filter(({ object }) => object !== undefined && objects.includes(object));
    if (own.length === 0) return undefined;
    return element('div', {}, element('h3', {}, `Findings (${own.length})`), ...own.map(findingElement));
  }

  private objects(ids: readonly string[]): HTMLElement | undefined {
    if (ids.length === 0) return undefined;
    const items = ids.map((id) => {
      const { file, line } = this.graph.objects.find((object) => object.id === id) ?? {};
      const manifest = this.manifests.get(id);
      return element(
        'details',
        {},
        element('summary', {}, id, file === undefined ? '' : ` — ${file}:${line}`),
        element('pre', { tabindex: '0' }, manifest ? toYaml([manifest.object]) : 'not among the manifests that are in force'),
      );
    });
    return element('div', {}, element('h3', {}, 'Objects'), ...items);
  }
}

function findingElement({ code, level, message, why, fix, file, line }: GraphFinding): HTMLElement {
  return element(
    'div',
    { class: `found ${level}` },
    element('strong', {}, `${level} ${code}`),
    element('p', {}, message),
    why ? element('p', {}, `why: ${why}`) : undefined,
    fix ? element('p', {}, `fix: ${fix}`) : undefined,
    file === undefined ? undefined : element('p', { class: 'place' }, `${file}:${line}`),
  );
}

function nameOf({ nodes }: MeshGraph, id: string): string {
  const node = nodes.find((each) => each.id === id);
  return node ? `${kindWords[node.kind]} ${node.name}` : id;
}

function list(title: string, texts: readonly string[]): HTMLElement | undefined {
  if (texts.length === 0) return undefined;
  return element('div', {}, element('h3', {}, title), element('ul', {}, ...texts.map((text) => element('li', {}, text))));
}
