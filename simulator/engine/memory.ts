import * as Field from "./field.ts";

const CALLS = 1 << 21;
const LEDGER_BYTES = 1 << 29;

/**
 * The memory of this thread, in which calls and ledgers have their records. The arrays are constants of the module, so that where they lie and how long
 * they are is part of the compiled code: an access takes half as many instructions as through a field of an object, and no record ever moves.
 * They are as long as the largest run may need; a computer gives what is touched of them.
 *
 * One simulation at a time has it: see `hold`.
 */
export const doubles = reserve(CALLS * Field.INTS * Int32Array.BYTES_PER_ELEMENT);
/** The same memory of calls as whole numbers. */
export const ints = new Int32Array(doubles.buffer);
export const ledgerDoubles = reserve(LEDGER_BYTES);
export const ledgerInts = new Int32Array(ledgerDoubles.buffer);

/** So many bytes of zeros, or as many as there are to be had. */
function reserve(bytes: number): Float64Array {
  for (let size = bytes; ; size /= 2) {
    try {
      return new Float64Array(size / Float64Array.BYTES_PER_ELEMENT);
    } catch (error) {
      if (!(error instanceof RangeError) || size <= 1 << 20) throw error;
    }
  }
}

/** There is no room for another call or ledger: the run has to stop. */
export class Exhausted extends Error {
  constructor() {
    super("there is no memory for another call");
  }
}

/** What has records in the memory, and may be asked to keep them elsewhere. */
export interface Tenant {
  /** Copies its records out. */
  putAway(): void;
  /** Copies them back to where they were. */
  bringBack(): void;
}

let holder: Tenant | undefined;

/** Gives the memory to a tenant. Whoever had it before gets its records back when it holds the memory again. */
export function hold(tenant: Tenant): void {
  if (holder === tenant) return;
  holder?.putAway();
  holder = undefined;
  tenant.bringBack();
  holder = tenant;
}
