/** One step from a value to a value inside it: a key of an object or an index of a list. */
export type Segment = string | number;
