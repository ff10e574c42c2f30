// Where the fields of a call stand in its record. The first are whole numbers: `ints[call + Field.parent]`.

/** The call that waits for this one's answer. */
export const parent = 0;
/** Index of the component that it is at. */
export const node = 1;
export const flags = 2;
export const ledger = 3;
/** Number of the request, the same for all calls of its tree; wraps after 2^31. */
export const request = 4;
/** Index of the endpoint that is called. */
export const endpoint = 5;
export const key = 6;
export const priority = 7;
/** Index of the source that a request's first call came from. */
export const source = 8;
/** Which of the source's calls the request makes; of the first call only. */
export const route = 9;
/** Index of the link that the call came over. */
export const link = 10;
export const event = 11;
export const timer = 12;
export const timerRing = 13;
export const next = 14;
export const previous = 15;
/** Registers of the component that the call is at. */
export const a = 16;
export const b = 17;
export const c = 18;
export const d = 19;

/** How many rows a query is about; a call hands it on to what it calls. */
export const rows = 20;

// The others are doubles, from byte 88 on: `doubles[(call >> 1) + Field.born]`.

/** When the call reached the component that it is at, seconds. */
export const start = 11;
/** When the request arrived at its source, seconds. */
export const born = 12;
/** When the request's client gives up, seconds; Infinity where it never does. */
export const deadline = 13;
/** Work that it brings along, seconds; NaN where the component draws it. */
export const work = 14;
/** A number of the component's own; Infinity in a new call. */
export const x = 15;

/** A record is 32 whole numbers, or 16 doubles, long: two lines of a processor's cache. */
export const INTS = 32;
