/** What a component's own calls did besides being sent. */
export class CallTally {
  /** Calls that were answered by their fallback, or failed there. */
  fallbacks = 0;
  /** Connections that were opened for calls. */
  connects = 0;
  /** Batches that were sent, and calls that they stood for. */
  batches = 0;
  batched = 0;
}
