import type { Value } from "../facts.ts";

/** What the language and its engines bring: every file asks for them. */
const standard = new Set(
  (
    "undefined NaN Infinity Object Array String Number Boolean Symbol BigInt Date Math JSON RegExp Promise Proxy Reflect Intl Map Set " +
    "WeakMap WeakSet Error TypeError RangeError Buffer URL URLSearchParams AbortController AbortSignal TextDecoder TextEncoder console process " +
    "setTimeout clearTimeout setInterval clearInterval setImmediate queueMicrotask fetch parseInt parseFloat isNaN isFinite encodeURIComponent " +
    "decodeURIComponent structuredClone require module exports arguments super window document __dirname __filename global globalThis " +
    "describe it test expect beforeEach afterEach beforeAll afterAll jest"
  ).split(" "),
);

/** What a value that the program itself makes global is handed out by: `global.database = connect()`. */
export const GLOBAL = (name: string) => `global ${name}`;

/** The same of a text. */
export const GLOBAL_TEXT = (name: string) => `global text ${name}`;

/** The object that has all globals. */
export function isGlobalObject(value: Value): boolean {
  return value.kind === "name" && value.binding < 0 && /^global(This)?$/.test(value.name);
}

/** Whether nobody but the language and its engines brings what has this name. */
export function isStandard(name: string): boolean {
  return standard.has(name);
}
