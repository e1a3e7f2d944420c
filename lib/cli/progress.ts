import type { Io } from './verb';

/** Tells on stderr how far the work is: nothing in the first second, then once a second. */
export class Progress {
  private last = Date.now();
  private shown = false;

  constructor(private readonly io: Io) {}

  /** Call it as often as convenient. */
  at(what: string): void {
    const now = Date.now();
    if (now - this.last < 1000) return;
    this.last = now;
    this.shown = true;
    this.io.err(this.io.isTerminal ? `\r\x1b[2K${what}` : `${what}\n`);
  }

  /** Call it before anything else is written. */
  done(): void {
    if (this.shown && this.io.isTerminal) this.io.err('\r\x1b[2K');
    this.shown = false;
  }
}
