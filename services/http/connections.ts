import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

const quietTurns = 3;

/**
 * The open connections of a server. Node's own `close` drops every connection that is between two requests, even one that was accepted
 * a moment ago and whose request is still on its way; and it waits for one whose head never ends. This does neither.
 */
export class Connections {
  /** How many requests of each have been read but not yet answered. */
  private readonly open = new Map<Socket, number>();
  private leaving: ReadonlySet<Socket> = new Set();
  private isClosing = false;
  private accepted = 0;
  private onClosed: () => void = () => {};

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.accepted++;
      this.open.set(socket, 0);
      socket.once('close', () => {
        this.open.delete(socket);
        if (this.open.size === 0) this.onClosed();
      });
    });
    server.on('request', ({ socket }, response) => {
      this.count(socket, 1);
      response.once('close', () => this.count(socket, -1));
    });
  }

  /** How many requests have been read but not yet answered. */
  get underWay(): number {
    return [...this.open.values()].reduce((sum, requests) => sum + requests, 0);
  }

  /** From now on the clients of all connections there are learn with their next answer that they should open another, elsewhere. */
  drain(): void {
    this.leaving = new Set(this.open.keys());
  }

  /**
   * Whether an answer on this connection is the last. While the server drains, one that was opened since is not: whoever comes back then
   * knows no other place, and would come back again.
   */
  isLeaving(socket: Socket): boolean {
    return this.isClosing || this.leaving.has(socket);
  }

  /**
   * Accepts no further connection. Answers what arrives within `patience` seconds on those there are, and all that is under way.
   * Resolves when no connection is left.
   */
  async close(patience: number): Promise<void> {
    await this.allAccepted(patience);
    this.isClosing = true;
    const closed = new Promise<void>((resolve) => {
      this.onClosed = resolve;
    });
    // Not the method of the HTTP server, which would drop connections as well.
    NetServer.prototype.close.call(this.server);
    if (this.open.size === 0) return;
    await Promise.race([closed, sleep(patience * 1000)]);
    for (const [socket, requests] of this.open) if (requests === 0) socket.destroy();
    await closed;
  }

  /**
   * Resolves when the event loop has found nobody waiting to be accepted for some turns: whoever still waits when the socket closes is
   * reset by the kernel. If clients come faster than that, gives up after `patience` seconds.
   */
  private async allAccepted(patience: number): Promise<void> {
    const end = performance.now() + patience * 1000;
    for (let quiet = 0; quiet < quietTurns && performance.now() < end; ) {
      const before = this.accepted;
      await nextTurn();
      quiet = this.accepted === before ? quiet + 1 : 0;
    }
  }

  private count(socket: Socket, change: 1 | -1): void {
    const requests = this.open.get(socket);
    if (requests !== undefined) this.open.set(socket, requests + change);
  }
}
