/** Names whose larger values are worse: waits, losses, failures. */
const LOWER =
  /^(latency|slo\.burn|error|late|unfinished|deadWork|attempts)\b|\.(wait|waiting|timeouts|time|shortCircuited|opened|evictions|stale|dropped|lost|expired|redelivered|deadLettered)\.|^outcome\.(?!inTime)/;
const HIGHER = /^(inTime|goodput|outcome\.inTime)\b|\.hit\.ratio$/;

/** Whether less or more of a metric is better; undefined where that depends, as of connections in use. */
export function preference(metric: string): "lower" | "higher" | undefined {
  return HIGHER.test(metric) ? "higher" : LOWER.test(metric) ? "lower" : undefined;
}
