/** Connections by number: when opened, when last returned, how often used; and those that are idle. */
export class Connections {
  /** Open connections. */
  open = 0;
  /** Idle ones, the one returned first at the front. */
  readonly idle: number[] = [];
  private readonly opened: number[] = [];
  private readonly returned: number[] = [];
  private readonly uses: number[] = [];
  private readonly free: number[] = [];

  add(now: number): number {
    const connection = this.free.pop() ?? this.opened.length;
    this.opened[connection] = now;
    this.returned[connection] = now;
    this.uses[connection] = 0;
    this.open++;
    return connection;
  }

  close(connection: number): void {
    this.open--;
    this.free.push(connection);
  }

  /** It is open no more, but its number is not free yet: somebody may still know it by that. */
  abandon(): void {
    this.open--;
  }

  forget(connection: number): void {
    this.free.push(connection);
  }

  use(connection: number): void {
    this.uses[connection] = (this.uses[connection] as number) + 1;
  }

  rest(connection: number, now: number): void {
    this.returned[connection] = now;
    this.idle.push(connection);
  }

  /** The idle connection that is used next. Only where there is one. */
  takeIdle(order: "lifo" | "fifo"): number {
    return (order === "lifo" ? this.idle.pop() : this.idle.shift()) as number;
  }

  /** Whether a connection was used or has lived as long as it may. */
  isWorn(connection: number, now: number, maxUses: number, maxLifetime: number): boolean {
    return (
      (this.uses[connection] as number) >= maxUses || now - (this.opened[connection] as number) >= maxLifetime
    );
  }

  /** Takes out an idle connection that was opened at a time or before, or returns undefined where there is none. */
  takeOld(opened: number): number | undefined {
    const place = this.idle.findIndex((connection) => (this.opened[connection] as number) <= opened);
    return place < 0 ? undefined : this.idle.splice(place, 1)[0];
  }

  /** When the first of the idle connections was opened. Looks at all of them. */
  get oldestIdle(): number {
    return this.idle.reduce(
      (oldest, connection) => Math.min(oldest, this.opened[connection] as number),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Since when the connection has been idle that has been so longest. Only where there is one. */
  get idleSince(): number {
    return this.returned[this.idle[0] as number] as number;
  }
}
