import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Sentence, sentence } from "../../words/sentence.ts";

/** The path of a link that opens a scenario. */
export const OPEN = "/open";

/** Browsers and systems cut off what is much longer, characters. */
const LONGEST = 30_000;
/** What a scenario of a link may take when it is unpacked, bytes. */
const LARGEST = 1_000_000;

/** A link that opens the text of a scenario, which is all that is in it; undefined where the text is too long for one. */
export function linkOf(scheme: string, extension: string, text: string): string | undefined {
  const packed = deflateRawSync(text, { level: 9 }).toString("base64url");
  const link = `${scheme}://${extension}${OPEN}?scenario=${packed}`;
  return link.length > LONGEST ? undefined : link;
}

/** The text in a link, or why there is none. */
export function textOfLink(path: string, query: string): { text: string } | { refused: Sentence } {
  if (path !== OPEN)
    return { refused: sentence('A link to Spillway begins with "{0}", not with "{1}".', OPEN, path) };
  const packed = new URLSearchParams(query).get("scenario");
  if (packed === null || packed === "") return { refused: sentence("The link has no scenario.") };
  try {
    const bytes = inflateRawSync(Buffer.from(packed, "base64url"), { maxOutputLength: LARGEST });
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { refused: sentence("The scenario in the link is damaged, or was cut off on its way.") };
  }
}
