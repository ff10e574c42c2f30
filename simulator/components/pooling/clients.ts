const CONNECTIONS = 2 ** 24;

/** Which of a pooler's own connections each connection of the pools in front of it is tied to. */
export class Clients {
  /** Connections of pools in front that are open. */
  open = 0;
  private readonly ownOf = new Map<number, number>();
  private readonly clientOf = new Map<number, number>();

  /** The connection that a connection of a pool in front is tied to. */
  connectionOf(pool: number, connection: number): number | undefined {
    return this.ownOf.size === 0 ? undefined : this.ownOf.get(pool * CONNECTIONS + connection);
  }

  isTied(own: number): boolean {
    return this.clientOf.has(own);
  }

  tie(pool: number, connection: number, own: number): void {
    this.ownOf.set(pool * CONNECTIONS + connection, own);
    this.clientOf.set(own, pool * CONNECTIONS + connection);
  }

  /** Unties one of the pooler's own. */
  release(own: number): void {
    this.ownOf.delete(this.clientOf.get(own) as number);
    this.clientOf.delete(own);
  }
}
