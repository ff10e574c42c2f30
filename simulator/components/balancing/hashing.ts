import { HAPROXY } from "./haproxy-ring.ts";
import { NGINX } from "./nginx-ring.ts";
import { type Choice, NO_TARGET, type Targets } from "./targets.ts";

/** The 32-bit MurmurHash3 (Appleby) of a text's UTF-16 units, as bytes where they are ASCII. */
export function murmur3(text: string, seed = 0): number {
  let h = seed;
  const blocks = text.length & ~3;
  for (let i = 0; i < blocks; i += 4) {
    const k =
      (text.charCodeAt(i) & 0xff) |
      ((text.charCodeAt(i + 1) & 0xff) << 8) |
      ((text.charCodeAt(i + 2) & 0xff) << 16) |
      ((text.charCodeAt(i + 3) & 0xff) << 24);
    h ^= scrambled(k);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = text.length - 1; i >= blocks; i--) rest = (rest << 8) | (text.charCodeAt(i) & 0xff);
  if (text.length > blocks) h ^= scrambled(rest);
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function scrambled(k: number): number {
  const mixed = Math.imul(k, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

const hashOfKey = (key: number): number => murmur3(String(key));

/** The key's hash modulo the number of targets that take calls: when one leaves, almost every key moves. */
export function keyHash(targets: Targets): Choice {
  return (key) => {
    let open = 0;
    for (let i = 0; i < targets.size; i++) if (targets.takes(i)) open++;
    if (open === 0) return NO_TARGET;
    let n = hashOfKey(key) % open;
    for (let i = 0; i < targets.size; i++) if (targets.takes(i) && n-- === 0) return i;
    return NO_TARGET;
  };
}

/** How the places on a ring and the keys are hashed, and whether a key belongs to the nearest place, not to the next. */
type Ring = {
  nearest: boolean;
  hash(key: number): number;
  places(name: string, target: number, count: number): number[];
};

const MURMUR: Ring = {
  nearest: false,
  hash: hashOfKey,
  places: (name, _target, count) => Array.from({ length: count }, (_, i) => murmur3(`${name}#${i}`)),
};

const RINGS = { murmur3: MURMUR, nginx: NGINX, haproxy: HAPROXY } as const;

/**
 * A ring on which every target has `virtualNodes` places (times its weight); a key belongs to the next place (Karger et al., 1997). When a target
 * leaves, only its own keys move.
 */
export function consistentHash(
  targets: Targets,
  virtualNodes: number,
  kind: keyof typeof RINGS = "murmur3",
): Choice {
  const ring = RINGS[kind];
  const places: { at: number; target: number }[] = [];
  targets.names.forEach((name, target) => {
    const count = Math.max(1, Math.round(virtualNodes * (targets.weights[target] as number)));
    for (const at of ring.places(name, target, count)) places.push({ at, target });
  });
  places.sort((a, b) => a.at - b.at || a.target - b.target);
  const ats = Float64Array.from(places, ({ at }) => at);
  const { length } = places;
  /** The first place of a target that takes calls, from one on, up or down; -1 where there is none. */
  const open = (from: number, step: 1 | -1): number => {
    for (
      let i = 0, place = (from + length) % length;
      i < length;
      i++, place = (place + step + length) % length
    )
      if (targets.takes((places[place] as { target: number }).target)) return place;
    return -1;
  };
  return (key) => {
    const hash = ring.hash(key);
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ats[middle] as number) < hash) low = middle + 1;
      else high = middle;
    }
    const next = open(low, 1);
    if (next < 0) return NO_TARGET;
    let chosen = next;
    if (ring.nearest) {
      const before = open(low - 1, -1);
      const back = (hash - (ats[before] as number)) >>> 0;
      const on = ((ats[next] as number) - hash) >>> 0;
      if (back <= on) chosen = before;
    }
    return (places[chosen] as { target: number }).target;
  };
}
