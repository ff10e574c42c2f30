/** One call in the place of many. */
export interface Bulk {
  text: string;
  /** No row at all would be an error. */
  needsRows?: true;
  /** How many rows the driver takes. */
  most?: number;
  /** A name that has to be imported, and from where. */
  needs?: { name: string; module: string };
}
