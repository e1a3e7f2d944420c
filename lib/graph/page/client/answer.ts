import type { TraceStep } from '../../../route/answer/trace';
import { placeText } from '../../../route/answer/trace';
import type { PageAnswer } from '../evaluator';
import { element } from './dom';
import type { Picture } from './picture';

/** Time from one step to the next, in milliseconds. */
const pace = 220;

/** Shows an answer: its way lights up step by step, with the trace beside it. */
export class AnswerPlayer {
  private timer = 0;

  constructor(private readonly picture: Picture) {}

  /** @param shown the box that stands for a node @returns the panel */
  play(answer: PageAnswer, shown: (id: string) => string): HTMLElement {
    this.stop();
    const items = answer.steps.map(({ step }) => stepElement(step));
    const panel = panelOf(answer, items);
    const nodes = answer.steps.map((each) => each.nodes.map(shown));
    const ids = answer.steps.map((each, index) => [
      ...(nodes[index] ?? []),
      ...each.edges,
      ...this.edgesBetween(nodes.slice(0, index + 1).flat(), nodes[index] ?? []),
    ]);
    const until = (count: number) => {
      this.picture.mark('lit', ids.slice(0, count).flat());
      for (const [index, item] of items.entries()) item.classList.toggle('now', index < count);
    };
    this.picture.dim(true);
    requestAnimationFrame(() => requestAnimationFrame(() => this.picture.fitTo(nodes.flat())));
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      until(items.length);
      return panel;
    }
    let count = 0;
    const next = () => {
      count += 1;
      until(count);
      if (count < items.length) this.timer = window.setTimeout(next, pace);
    };
    next();
    return panel;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.picture.mark('lit', []);
    this.picture.dim(false);
  }

  /** Edges of a collapsed picture, which no step names. */
  private edgesBetween(lit: readonly string[], now: readonly string[]): string[] {
    return this.picture.edgesOfGroups.filter(({ from, to }) => lit.includes(from) && now.includes(to)).map(({ id }) => id);
  }
}

function panelOf({ decision }: PageAnswer, items: readonly HTMLElement[]): HTMLElement {
  const { status, path, host, location, reason, destinations, undecided = [], assumed = [] } = decision;
  const facts = [path && `path ${path}`, host && `host ${host}`, location && `location ${location}`, reason].filter(Boolean);
  return element(
    'div',
    { id: 'answer', 'data-status': String(status) },
    element('h2', {}, `Answer: ${status}`),
    element('p', {}, facts.join(' · ')),
    element(
      'ul',
      { class: 'destinations' },
      ...destinations.map(({ host: to, port, subset, share }) =>
        element(
          'li',
          {},
          `${to}:${port}${subset ? ` subset ${subset}` : ''}${share === 1 ? '' : `, ${Number((share * 100).toFixed(2))} %`}`,
        ),
      ),
    ),
    undecided.length > 0 ? element('p', { class: 'unsure' }, `undecided: ${undecided.join('; ')}`) : undefined,
    assumed.length > 0 ? element('p', {}, `assumed: ${assumed.join('; ')}`) : undefined,
    element('h3', {}, 'Trace'),
    element('ol', { class: 'trace' }, ...items),
  );
}

function stepElement({ step, what, verdict, why, place, virtualService, rule }: TraceStep): HTMLElement {
  const name = step === 'rule' ? `rule ${virtualService} ${rule}` : step;
  const said = verdict === 'taken' ? why : verdict === 'no' ? `no: ${why}` : verdict;
  return element(
    'li',
    { class: verdict.replace(' ', '-'), 'data-step': step, 'data-what': what, 'data-verdict': verdict, 'data-why': why },
    element('strong', {}, name),
    ` ${what}`,
    said ? element('span', { class: 'why' }, ` — ${said}`) : undefined,
    place && verdict !== 'not reached' ? element('span', { class: 'place' }, ` ${placeText(place)}`) : undefined,
  );
}
