const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** Goes on with a CRC-32 (of zlib, PNG, nginx) over further bytes; begins with 0xffffffff and ends inverted. */
function crc(value: number, bytes: Iterable<number>): number {
  let now = value;
  for (const byte of bytes) now = ((TABLE[(now ^ byte) & 0xff] as number) ^ (now >>> 8)) >>> 0;
  return now;
}

const inverted = (value: number): number => ~value >>> 0;
const START = 0xffffffff;
const bytesOf = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

/**
 * The ring of nginx's `hash ... consistent`: a place is the CRC-32 of the server's host, a zero, its port, and the place before, beginning with 0.
 */
export const NGINX = {
  nearest: false,
  hash: (key: number): number => inverted(crc(START, bytesOf(String(key)))),
  places(name: string, _target: number, count: number): number[] {
    const [, host = name, port = ""] = /^(.*):(\d*)$/.exec(name) ?? [];
    const base = crc(START, [...bytesOf(host), 0, ...bytesOf(port)]);
    const places: number[] = [];
    let before = 0;
    for (let i = 0; i < count; i++) {
      const word = [before, before >>> 8, before >>> 16, before >>> 24].map((part) => part & 0xff);
      before = inverted(crc(base, word));
      places.push(before);
    }
    return places;
  },
};
