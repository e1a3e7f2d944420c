import type { FieldPath } from '../manifest/manifest';

interface Step {
  /** Whether a path of the set ends here. */
  isEnd: boolean;
  readonly below: Map<string | number, Step>;
}

/** A set of field paths: one object may have thousands of diagnostics, and each is compared with the others only along its own path. */
export class PathSet {
  private readonly root = newStep();

  constructor(paths: Iterable<FieldPath>) {
    for (const path of paths) this.add(path);
  }

  /** Is this very path in the set? */
  has(path: FieldPath): boolean {
    return this.find(path)?.isEnd ?? false;
  }

  /** Is this path, or one that leads to it, in the set? */
  hasAtOrAbove(path: FieldPath): boolean {
    let step: Step | undefined = this.root;
    for (const name of path) {
      if (step.isEnd) return true;
      step = step.below.get(name);
      if (!step) return false;
    }
    return step.isEnd;
  }

  /** Is this path, or one that it leads to, in the set? */
  hasAtOrBelow(path: FieldPath): boolean {
    const step = this.find(path);
    return step !== undefined && (step.isEnd || step.below.size > 0);
  }

  private add(path: FieldPath): void {
    let step = this.root;
    for (const name of path) {
      const next: Step = step.below.get(name) ?? newStep();
      step.below.set(name, next);
      step = next;
    }
    step.isEnd = true;
  }

  private find(path: FieldPath): Step | undefined {
    let step: Step | undefined = this.root;
    for (const name of path) step = step?.below.get(name);
    return step;
  }
}

function newStep(): Step {
  return { isEnd: false, below: new Map() };
}
