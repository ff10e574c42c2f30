import { Bucket } from "../../simulator/frame.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { editText } from "../text/edits.ts";
import { formatTime } from "../text/numbers.ts";

/** A stretch of a lane, as shares 0..1 of the run. */
export type Span = {
  from: number;
  to: number;
  label: string;
  kind: "fault" | "moment" | "open" | "half" | "closed" | "edit";
};
export type Track = { name: string; spans: Span[] };

/** What happened over the run: faults, the state of each breaker, and changes of values. */
export function tracks({ network, history, edits, events, run }: State): Track[] {
  if (network === undefined) return [];
  const share = (seconds: number) => Math.min(1, Math.max(0, seconds / span(network.duration, run.time)));
  const breakers = network.components.flatMap((component, index) =>
    component.type === "breaker" ? [{ component, index }] : [],
  );
  return [
    {
      name: t("faults"),
      spans: events.map(({ at, until, label }) => ({
        from: share(at),
        to: share(until),
        label,
        kind: until > at ? "fault" : "moment",
      })),
    },
    ...breakers.map(
      ({ component, index }): Track => ({
        name: component.label,
        spans: joined(
          (history.rows[index] ?? []).map((row) => {
            const open = row[Bucket.detail] ?? 0;
            const start = row[Bucket.start] ?? 0;
            const kind = open > 0.95 ? "open" : open > 0.05 ? "half" : "closed";
            return {
              from: share(start),
              to: share(start + (row[Bucket.width] ?? 1)),
              label: kind === "open" ? t("open") : kind === "half" ? t("partly open") : "",
              kind,
            };
          }),
        ),
      }),
    ),
    {
      name: t("edits"),
      spans: edits.map(({ at, path, value }) => ({
        from: share(at),
        to: share(at),
        label: `${formatTime(at)}: ${editText({ path, value })}`,
        kind: "edit",
      })),
    },
  ];
}

/** The seconds that the lanes cover. */
export function span(duration: number, time: number): number {
  let covered = Math.max(duration, 1e-9);
  // A run that goes on past its end gets more room at once, so that the lanes do not creep.
  while (covered < time) covered *= 1.5;
  return covered;
}

/** Neighbours of one kind become one span. */
function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const last = out[out.length - 1];
    if (last !== undefined && last.kind === span.kind && Math.abs(last.to - span.from) < 1e-6)
      last.to = span.to;
    else out.push({ ...span });
  }
  return out;
}
