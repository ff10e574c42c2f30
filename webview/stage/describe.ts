import { t } from "../strings.ts";
import { formatCount, formatRate, formatSeconds, formatShare, formatTimes } from "../text/numbers.ts";
import type { Condition } from "./condition.ts";
import { lag } from "./glyphs/database.ts";
import { fleet } from "./glyphs/server.ts";
import { type NodeView, valueAt } from "./view.ts";

/** The kind of a component in words. */
export function typeName(type: NodeView["component"]["type"]): string {
  switch (type) {
    case "source":
      return t("source");
    case "balancer":
      return t("balancer");
    case "server":
      return t("server");
    case "pool":
      return t("pool");
    case "database":
      return t("database");
    case "cache":
      return t("cache");
    case "breaker":
      return t("breaker");
    case "bulkhead":
      return t("bulkhead");
    case "limiter":
      return t("limiter");
    case "queue":
      return t("queue");
    default:
      return type satisfies never;
  }
}

export function conditionName(condition: Condition): string {
  switch (condition) {
    case "down":
      return t("down");
    case "failing":
      return t("failing");
    case "saturated":
      return t("saturated");
    case "normal":
      return t("normal");
    default:
      return condition satisfies never;
  }
}

/** The same as a sign. */
export function conditionIcon(condition: Condition): string {
  switch (condition) {
    case "down":
      return "✕";
    case "failing":
      return "⚠";
    case "saturated":
      return "▮";
    case "normal":
      return "";
    default:
      return condition satisfies never;
  }
}

/** A component's kind and name: "pool orders-db"; once where they are the same word. */
export function fullName({ type, label }: NodeView["component"]): string {
  const kind = typeName(type);
  return kind === label ? label : `${kind} ${label}`;
}

/** A node in one sentence, for those who do not see it: "pool orders-db, 10 of 10 active, 875 waiting, saturated". */
export function describe(view: NodeView): string {
  const { component, condition, faults } = view;
  return [
    fullName(component),
    ...stateOf(view),
    ...faults,
    ...(condition === "normal" ? [] : [conditionName(condition)]),
  ].join(", ");
}

function stateOf({ component, parameters, reading }: NodeView): string[] {
  const { active, idle, waiting, capacity, rate, detail, extra } = reading;
  const waits = t("{0} waiting", formatCount(waiting));
  switch (component.type) {
    case "source":
      return [
        formatRate(rate),
        t("{0} under way", formatCount(active)),
        ...(detail > 1.05 ? [t("{0} attempts per request", formatTimes(detail))] : []),
      ];
    case "balancer":
      return [formatRate(rate), t("{0} under way", formatCount(active))];
    case "server":
      return [
        Number.isFinite(capacity)
          ? t("{0} of {1} slots busy", formatCount(active), formatCount(capacity))
          : t("{0} working", formatCount(active)),
        ...fleet({ parameters, reading }),
        waits,
        ...(reading.dead > 0 ? [t("{0} for clients that have gone", formatCount(reading.dead))] : []),
      ];
    case "pool":
      return [
        t("{0} of {1} active", formatCount(active), formatCount(capacity)),
        ...(idle > 0 ? [t("{0} idle", formatCount(idle))] : []),
        waits,
      ];
    case "database":
      return [
        t("{0} queries running", formatCount(active)),
        ...(detail > 1.05 ? [t("{0} slower", formatTimes(detail))] : []),
        ...lag({ parameters, reading }),
      ];
    case "cache":
      return [t("hit ratio {0}", formatShare(detail)), t("{0} entries", formatCount(active))];
    case "queue":
      return [waits, t("{0} at consumers", formatCount(active))];
    case "limiter":
      return [formatRate(rate), t("{0} refused", formatShare(Number.isNaN(detail) ? 0 : detail)), waits];
    case "bulkhead":
      return [t("{0} of {1} places taken", formatCount(active), formatCount(capacity)), waits];
    case "breaker":
      return [breakerState(active, extra), t("{0} of calls failed", formatShare(detail))];
    default:
      return component.type satisfies never;
  }
}

/** 0 closed, 1 open, 2 half open, as Gauge.active says it. */
export function breakerState(state: number, halfOpenIn: number): string {
  if (state === 1) return t("open, half open in {0}", formatSeconds(halfOpenIn));
  return state === 2 ? t("half open") : t("closed");
}

/** What bounds a pool's queue, as the row of its waiting requests says it. */
export function poolLimit(view: Pick<NodeView, "parameters">): string {
  const [limit, timeout] = [valueAt(view, "waitQueueLimit"), valueAt(view, "acquireTimeout")];
  const parts = [
    ...(typeof limit === "number" ? [t("at most {0}", formatCount(limit))] : []),
    ...(typeof timeout === "string" && timeout !== "none" ? [t("each at most {0}", timeout)] : []),
  ];
  return parts.length === 0 ? t("no limit") : parts.join(", ");
}

/** How a queue changes: "↑ 70/s", "↓ 12/s", or nothing while it stays. */
export function trend(perSecond: number): string {
  if (!(Math.abs(perSecond) >= 0.5)) return "";
  return `${perSecond > 0 ? "↑" : "↓"} ${formatRate(Math.abs(perSecond))}`;
}
