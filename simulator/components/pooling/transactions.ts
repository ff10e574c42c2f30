import { NO_CALL } from "../../engine/calls.ts";
import * as Field from "../../engine/field.ts";
import * as Flag from "../../engine/flag.ts";
import { ints } from "../../engine/memory.ts";

/**
 * Transactions under way at a pool: calls that hold a connection while a server does their steps. The queries of these steps that
 * go to the same pool use that connection, one after another.
 *
 * Registers of a transaction: `b` 1 where its connection broke, `d` the query under way, `next` and `previous` the first and the
 * last one that waits for that, `event` the outcome once its steps are done, or NOT_DONE. Of such a query: `b` the transaction.
 */
export class Transactions {
  size = 0;
  private readonly pool: number;

  constructor(pool: number) {
    this.pool = pool;
  }

  begin(call: number): void {
    this.size++;
    ints[call + Field.b] = 0;
    ints[call + Field.d] = NO_CALL;
    ints[call + Field.next] = NO_CALL;
    ints[call + Field.previous] = NO_CALL;
    ints[call + Field.event] = NOT_DONE;
  }

  /**
   * The transaction that a query is one of, or NO_CALL: the steps that it stands in are its own, not those of another service. It is
   * here, or came over the link `fallback` to where it is.
   */
  of(query: number, fallback: number): number {
    let at = ints[query + Field.parent] as number;
    while (at !== NO_CALL) {
      const flags = ints[at + Field.flags] as number;
      const isTransaction = (flags & Flag.transaction) !== 0;
      if (isTransaction && (ints[at + Field.node] === this.pool || ints[at + Field.link] === fallback))
        return at;
      if ((flags & (Flag.frame | Flag.transaction)) === 0) return NO_CALL;
      at = ints[at + Field.parent] as number;
    }
    return NO_CALL;
  }

  /** Whether a query may run now; otherwise it waits for the one before it. */
  join(query: number, transaction: number): boolean {
    ints[query + Field.flags] = (ints[query + Field.flags] as number) | Flag.within;
    ints[query + Field.b] = transaction;
    ints[query + Field.c] = ints[transaction + Field.c] as number;
    ints[query + Field.next] = NO_CALL;
    if (ints[transaction + Field.d] === NO_CALL) {
      ints[transaction + Field.d] = query;
      return true;
    }
    const last = ints[transaction + Field.previous] as number;
    if (last === NO_CALL) ints[transaction + Field.next] = query;
    else ints[last + Field.next] = query;
    ints[transaction + Field.previous] = query;
    return false;
  }

  /** What goes on of a query after its caller was told takes its place. */
  replace(query: number, rest: number): void {
    const transaction = ints[query + Field.b] as number;
    ints[rest + Field.flags] = (ints[rest + Field.flags] as number) | Flag.within;
    ints[rest + Field.b] = transaction;
    ints[transaction + Field.d] = rest;
  }

  /** A query is done; returns the next one, which may run now, or NO_CALL. */
  next(query: number): number {
    const transaction = ints[query + Field.b] as number;
    const next = ints[transaction + Field.next] as number;
    ints[transaction + Field.d] = next;
    if (next === NO_CALL) return NO_CALL;
    const after = ints[next + Field.next] as number;
    ints[transaction + Field.next] = after;
    if (after === NO_CALL) ints[transaction + Field.previous] = NO_CALL;
    return next;
  }

  /** The steps of a transaction are done: whether it is over, and does not have to wait for a query that it left behind. */
  done(transaction: number, outcome: number): boolean {
    ints[transaction + Field.event] = outcome;
    return ints[transaction + Field.d] === NO_CALL;
  }

  /** Whether a transaction only waits for the queries that it left behind. */
  isDone(transaction: number): boolean {
    return ints[transaction + Field.event] !== NOT_DONE && ints[transaction + Field.d] === NO_CALL;
  }
}

const NOT_DONE = -1;
