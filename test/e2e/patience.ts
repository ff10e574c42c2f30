/**
 * How long a test waits for anything, seconds. Generous, because a machine may be many times slower than the one a test was written
 * on, and waiting costs nothing where it is not needed.
 */
export const PATIENCE = 120;

/** Between two looks, milliseconds. */
const EVERY = 100;
/** So many looks in a row see the same where something has come to rest. */
const AT_REST = 8;

/** Asks `read` ten times a second until `wanted`; where that never comes, fails with the last value. */
export async function until<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  what: string,
): Promise<T> {
  const end = performance.now() + PATIENCE * 1000;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > end) throw new Error(`Not within ${PATIENCE} s: ${what}. Last seen:\n${value}`);
    await pause();
  }
}

/** Asks until the value is `wanted` and has been the same for most of a second. */
export async function atRest<T extends string | number>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  what: string,
): Promise<T> {
  let last: T | undefined;
  let same = 0;
  return until(
    read,
    (value) => {
      same = value === last ? same + 1 : 1;
      last = value;
      return same >= AT_REST && wanted(value);
    },
    `${what}, and rests`,
  );
}

/** Calls `act` until it does not throw; fails with its last error when patience is over. Each call should give up after seconds. */
export async function retry<T>(act: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE * 1000;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause();
    }
  }
}

const pause = () => new Promise((next) => setTimeout(next, EVERY));
