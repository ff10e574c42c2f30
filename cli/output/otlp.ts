import type { Scenario } from "../../simulator/scenario/schema/scenario.ts";
import type { Span } from "../../simulator/studies.ts";

/** Simulated time 0: a round day long ago, so that nobody takes it for a measurement and the same run gives the same bytes. */
const EPOCH = BigInt(Date.UTC(2020, 0, 1)) * 1_000_000n;

/** SpanKind and StatusCode of the OpenTelemetry protocol; its JSON has them as numbers. */
const KIND = { internal: 1, server: 2, client: 3, producer: 4 } as const;
const STATUS = { ok: 1, error: 2 } as const;

/**
 * Spans in the JSON of the OpenTelemetry protocol: a resource for each component, ids in hexadecimal, 64-bit numbers as text. Trace ids are
 * made of the seed and the number of the request.
 */
export function otlpJson(spans: readonly Span[], { components }: Scenario, seed: number): string {
  const byComponent = new Map<number, Span[]>();
  for (const span of spans)
    byComponent.set(span.component, [...(byComponent.get(span.component) ?? []), span]);
  return `${JSON.stringify(
    {
      resourceSpans: [...byComponent].map(([index, own]) => {
        const component = components[index];
        return {
          resource: {
            attributes: [
              text("service.name", component?.id ?? String(index)),
              text("spillway.component.type", component?.type ?? ""),
            ],
          },
          scopeSpans: [
            { scope: { name: "spillway" }, spans: own.map((span) => spanJson(span, component, seed)) },
          ],
        };
      }),
    },
    undefined,
    1,
  )}\n`;
}

function spanJson(span: Span, component: Scenario["components"][number] | undefined, seed: number): object {
  const { request, number, parent, start, end, outcome, retry } = span;
  const failed = outcome !== "inTime" && outcome !== "late";
  return {
    traceId: hex(seed, 16) + hex(request + 1, 16),
    spanId: hex(number + 1, 16),
    ...(parent === undefined ? {} : { parentSpanId: hex(parent + 1, 16) }),
    name: parent === undefined ? `request of ${component?.id}` : (component?.id ?? ""),
    kind: kindOf(component?.type),
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: [
      text("spillway.outcome", outcome),
      ...(retry ? [{ key: "spillway.retry", value: { boolValue: true } }] : []),
    ],
    status: failed ? { code: STATUS.error, message: outcome } : { code: STATUS.ok },
  };
}

function kindOf(type: string | undefined): number {
  switch (type) {
    case "source":
    case "database":
      return KIND.client;
    case "server":
      return KIND.server;
    case "queue":
      return KIND.producer;
    default:
      return KIND.internal;
  }
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0");
const nanoseconds = (seconds: number): string => String(EPOCH + BigInt(Math.round(seconds * 1e9)));
