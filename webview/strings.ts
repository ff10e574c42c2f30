import { type Filling, type Sentence, type Strings, sentence, told as toldIn } from "../words/sentence.ts";

let translated: Strings = {};

/** Takes the person's language: messages by their English text. */
export function useStrings(strings: Strings): void {
  translated = strings;
}

/** A message in the person's language with `{0}`, `{1}` … filled in; the English text where there is no translation. */
export const t = (message: string, ...values: Filling[]): string => told(sentence(message, ...values));

/** A sentence of the simulator in the person's language, and so is what fills it in. */
export const told = (said: Sentence): string => toldIn(said, translated);
