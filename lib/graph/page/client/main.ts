import type { Grouping } from '../../collapse';
import { SignatureNotChecked } from '../browser/jwks';
import { Evaluator } from '../evaluator';
import type { PageData } from '../page-data';
import { RequestLineError } from '../request-line';
import { AnswerPlayer } from './answer';
import { Details } from './details';
import { byId, element } from './dom';
import { listenForSaves, movedBetween, movedElement } from './live';
import { namespaceBoxes } from './namespaces';
import { Picture } from './picture';
import { listenForSearch } from './search';
import { factTable } from './table';
import { changeTheme } from './theme';
import { View } from './view';

/** The page: what was drawn when it was made comes alive. */
class Page {
  private readonly view: View;
  private readonly picture: Picture;
  private readonly player: AnswerPlayer;
  private evaluator: Evaluator | undefined;

  constructor(private data: PageData) {
    this.view = new View(data.graph);
    this.view.grouping = (byId<HTMLSelectElement>('grouping').value || undefined) as Grouping | undefined;
    this.picture = new Picture(this.view.drawn, (id) => this.select(id));
    this.player = new AnswerPlayer(this.picture);
    this.listen();
    this.fillNamespaces();
    if (data.isLive)
      listenForSaves(
        (next) => this.replace(next),
        (message) => this.show(element('p', { class: 'unsure' }, message)),
      );
    void this.start();
  }

  /** The page was drawn without knowing how wide its frame is. */
  private async start(): Promise<void> {
    if (this.picture.frame.isNarrow) await this.picture.draw(this.view.drawn);
    document.documentElement.dataset.ready = 'true';
  }

  private listen(): void {
    byId('ask').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.ask(byId<HTMLInputElement>('request').value);
    });
    byId('clear').addEventListener('click', () => this.clear());
    byId('fit').addEventListener('click', () => this.picture.frame.fit());
    byId('closer').addEventListener('click', () => this.picture.frame.zoom(1.25));
    byId('farther').addEventListener('click', () => this.picture.frame.zoom(0.8));
    byId('theme').addEventListener('click', changeTheme);
    byId<HTMLSelectElement>('grouping').addEventListener('change', ({ target }) => {
      this.view.grouping = ((target as HTMLSelectElement).value || undefined) as Grouping | undefined;
      this.view.expanded.clear();
      void this.redraw();
    });
    const facts = byId<HTMLDetailsElement>('facts');
    facts.addEventListener('toggle', () => this.fillTable());
    window.addEventListener('beforeprint', () => {
      facts.open = true;
      this.fillTable();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        byId('search').focus();
      }
    });
    listenForSearch(() => this.view.filtered, {
      found: (ids) => {
        this.player.stop();
        this.picture.dim(ids !== undefined);
        this.picture.mark('found', ids?.map((id) => this.view.shownId(id)) ?? []);
      },
      chosen: (id) => void this.reveal(id),
    });
  }

  private fillNamespaces(): void {
    byId('namespaces').replaceChildren(...namespaceBoxes(this.view, () => void this.redraw()));
  }

  private fillTable(): void {
    const facts = byId<HTMLDetailsElement>('facts');
    if (facts.open) byId('table').replaceChildren(factTable(this.view.filtered));
  }

  private async redraw(): Promise<void> {
    this.player.stop();
    await this.picture.draw(this.view.drawn);
    this.fillTable();
    document.documentElement.dataset.drawn = String(Number(document.documentElement.dataset.drawn ?? 0) + 1);
  }

  /** Shows a node although it is in a group that is drawn as one box. */
  private async reveal(id: string): Promise<void> {
    const isOther = this.showOnly(undefined);
    if (this.view.expand([id]) || isOther) await this.redraw();
    this.picture.center(this.view.shownId(id));
    this.picture.focus(this.view.shownId(id));
    this.select(this.view.shownId(id));
  }

  private select(id: string): void {
    const details = new Details(this.data.graph, this.data.manifests, {
      select: (other) => this.select(other),
      ask: (line) => {
        byId<HTMLInputElement>('request').value = line;
        void this.ask(line);
      },
      expand: (group) => {
        this.view.expanded.add(group);
        void this.redraw();
      },
      collapse: (node) => {
        const group = this.view.groupOf(node);
        if (group !== undefined) this.view.expanded.delete(group);
        void this.redraw();
      },
      canCollapse: this.view.grouping !== undefined,
    });
    const shown = details.of(this.view.drawn, id) ?? details.of(this.data.graph, id);
    if (!shown) return;
    this.picture.mark('chosen', [id]);
    this.show(shown);
  }

  private async ask(line: string): Promise<void> {
    try {
      this.evaluator ??= new Evaluator(this.data.manifests, this.data.graph);
      const answer = this.evaluator.ask(line);
      const way = answer.steps.flatMap(({ nodes }) => nodes);
      const isOther = this.showOnly(undefined);
      if (this.view.expand(way) || isOther || this.picture.frame.isNarrow) {
        if (this.picture.frame.isNarrow) this.showOnly(way);
        await this.redraw();
      }
      this.show(this.player.play(answer, (id) => this.view.shownId(id)));
    } catch (error) {
      if (!(error instanceof RequestLineError) && !(error instanceof SignatureNotChecked)) throw error;
      const fix = error instanceof SignatureNotChecked ? ': ask `mesh route`, or say what the token holds by --claims' : '';
      this.show(
        element(
          'p',
          { class: 'unsure', role: 'alert' },
          `${error instanceof SignatureNotChecked ? 'undecided: ' : ''}${error.message}${fix}`,
        ),
      );
    }
  }

  /** @returns did that change anything? */
  private showOnly(ids: readonly string[] | undefined): boolean {
    const before = this.view.only;
    this.view.only = ids && new Set(ids.map((id) => this.view.shownId(id)));
    return before !== this.view.only;
  }

  private show(content: HTMLElement): void {
    const side = byId('side');
    side.hidden = false;
    side.replaceChildren(content);
    side.scrollTop = 0;
  }

  private clear(): void {
    this.player.stop();
    this.picture.mark('chosen', []);
    byId('side').hidden = true;
    if (this.showOnly(undefined)) void this.redraw();
  }

  private replace(data: PageData): void {
    const moved = movedBetween(this.data.graph, data.graph);
    this.data = data;
    this.view.graph = data.graph;
    this.evaluator = undefined;
    this.fillNamespaces();
    void this.redraw().then(() => {
      this.picture.mark(
        'moved',
        [...moved.added, ...moved.changed].map((id) => this.view.shownId(id)),
      );
      this.show(movedElement(moved));
    });
  }
}

/** Behind the first paint: what is to be seen is in the page already. */
function start(): void {
  const text = byId('data').textContent ?? '';
  new Page(JSON.parse(text) as PageData);
}

requestAnimationFrame(() => setTimeout(start));
