/** The form of the JSON output; it changes only with what would break a reader. */
export const FORMAT_VERSION = 1;
