import { inflateRawSync } from "node:zlib";

/** One file of a zip archive. */
export interface Entry {
  name: string;
  /** Bytes after unpacking. */
  size: number;
  read(): Buffer;
}

const endRecord = 0x06054b50;
const centralRecord = 0x02014b50;

/** Lists a zip archive by its central directory. Enough for what vsce writes: no encryption, no 64-bit sizes. */
export function readZip(zip: Buffer): Entry[] {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== endRecord) end--;
  if (end < 0) throw new Error("This is no zip archive: it has no end record.");
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== centralRecord) throw new Error(`No directory entry at byte ${at}.`);
    const nameLength = zip.readUInt16LE(at + 28);
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    entries.push({
      name: zip.toString("utf8", at + 46, at + 46 + nameLength),
      size: zip.readUInt32LE(at + 24),
      read: () => {
        const bytes = zip.subarray(start, start + packed);
        return method === 0 ? bytes : inflateRawSync(bytes);
      },
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
