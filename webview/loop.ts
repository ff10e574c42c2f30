import type { State } from "./store/state.ts";

/** A part of the panel. */
export type Part = {
  /** Least time between two drawings, ms. */
  every(): number;
  /** What it is drawn from; it is drawn again only when one of these is another. */
  uses(state: State): readonly unknown[];
  draw(state: State): void;
};

/** The browser's clock. Times are in ms. */
export type Frames = {
  clock(): number;
  /** Calls back with the next frame of the screen, and with its time. */
  request(callback: (now: number) => void): void;
  /** Calls back after a delay. */
  after(delay: number, callback: () => void): void;
};

/** When drawing has taken this long, ms, what is left waits for the next frame, so that the dots go on. */
const SLICE = 5;

export type Loop = {
  /** Something may have changed. */
  changed(): void;
  /** Draws every part again, whatever has changed: the size or the theme did. */
  redraw(): void;
};

/**
 * Draws each part when what it shows has changed, and not more often than it may. `animate` moves what moves, with every frame,
 * and says whether there is more to come. While nothing changes and nothing moves, no frames are asked for.
 */
export function loop(
  parts: readonly Part[],
  current: () => State,
  animate: (now: number) => boolean,
  frames: Frames,
): Loop {
  const drawn = parts.map(() => ({
    at: Number.NEGATIVE_INFINITY,
    used: undefined as readonly unknown[] | undefined,
  }));
  let asked = false;
  let alarm = false;
  const tick = (now: number) => {
    asked = false;
    const state = current();
    const began = frames.clock();
    let left = false;
    /** Until the first part that has something to show may be drawn again. */
    let wait = Number.POSITIVE_INFINITY;
    for (const [index, part] of parts.entries()) {
      const last = drawn[index];
      const uses = part.uses(state);
      if (last === undefined || same(uses, last.used)) continue;
      const early = last.at + part.every() - now;
      if (early > 0) {
        wait = Math.min(wait, early);
        continue;
      }
      if (frames.clock() - began > SLICE) {
        left = true;
        continue;
      }
      last.at = now;
      last.used = uses;
      part.draw(state);
    }
    if (animate(now) || left) ask();
    else if (Number.isFinite(wait) && !alarm) {
      alarm = true;
      frames.after(wait, () => {
        alarm = false;
        ask();
      });
    }
  };
  const ask = () => {
    if (asked) return;
    asked = true;
    frames.request(tick);
  };
  return {
    changed: ask,
    redraw() {
      for (const last of drawn) {
        last.used = undefined;
        last.at = Number.NEGATIVE_INFINITY;
      }
      ask();
    },
  };
}

const same = (a: readonly unknown[], b: readonly unknown[] | undefined) =>
  b !== undefined && a.length === b.length && a.every((value, i) => value === b[i]);
