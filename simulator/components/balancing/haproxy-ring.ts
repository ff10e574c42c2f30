/** One of Jenkins' avalanche functions for whole numbers, and a multiplication by a prime at three quarters of the range: `full_hash` of HAProxy. */
function avalanche(value: number): number {
  let a = value | 0;
  a = (a + 0x7ed55d16 + (a << 12)) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = (a + 0x165667b1 + (a << 5)) | 0;
  a = (a + 0xd3a2646c) ^ (a << 9);
  a = (a + 0xfd7046c5 + (a << 3)) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 3_221_225_473) >>> 0;
}

/** The hash of the sdbm database library. */
function sdbm(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (text.charCodeAt(i) + (hash << 6) + (hash << 16) - hash) | 0;
  return hash;
}

/** How far apart the numbers of servers are, so that their places have different ones. */
const PLACES = 4096;

/** The ring of HAProxy's `hash-type consistent`: places by the number of a server, from 1, and the nearest place on either side. */
export const HAPROXY = {
  nearest: true,
  hash: (key: number): number => avalanche(sdbm(String(key))),
  places: (_name: string, target: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => avalanche((target + 1) * PLACES + i)),
};
