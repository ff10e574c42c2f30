import type { State } from "./store/state.ts";

/** A part of the panel. */
export type Part = {
  /** Least time between two drawings, ms. */
  every(): number;
  /** What it is drawn from; it is drawn again only when one of these is another. */
  uses(state: State): readonly unknown[];
  draw(state: State): void;
};

/** The browser's frames: `request` calls back once, with the time in ms. */
export type Frames = { request(callback: (now: number) => void): void };

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
  const tick = (now: number) => {
    asked = false;
    const state = current();
    let waiting = false;
    for (const [index, part] of parts.entries()) {
      const last = drawn[index];
      if (last === undefined) continue;
      const uses = part.uses(state);
      if (same(uses, last.used)) continue;
      if (now - last.at < part.every()) {
        waiting = true;
        continue;
      }
      last.at = now;
      last.used = uses;
      part.draw(state);
    }
    if (animate(now) || waiting) ask();
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
