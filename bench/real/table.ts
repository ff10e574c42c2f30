import { NUMBERS, type Numbers } from "./numbers.ts";
import type { Expected } from "./prediction.ts";

/** Waits below this are the event loop's, not the pool's: no share of them is told. Seconds. */
const NOTHING = 0.0005;

/** What was measured beside both predictions, as a Markdown table. */
export function table(measured: Numbers, replayed: Numbers, expected: Expected): string {
  const lines = NUMBERS.map(({ name, label, unit }) => {
    const shown = (value: number) =>
      unit === "ms" ? (value * 1000).toFixed(2) : `${(value * 100).toFixed(2)} %`;
    const was = measured[name];
    const { mean, low, high } = expected[name];
    const error =
      unit === "%"
        ? `${signed((replayed[name] - was) * 100)} points`
        : was < NOTHING
          ? `${signed((replayed[name] - was) * 1000)} ms`
          : `${signed((replayed[name] / was - 1) * 100)} %`;
    const within = was >= low && was <= high ? "yes" : "no";
    const cells = [label, shown(was), shown(replayed[name]), error, shown(mean)];
    return `| ${[...cells, `${shown(low)} .. ${shown(high)}`, within].join(" | ")} |`;
  });
  return [
    "| ms | measured | from the trace | error | blind | 95 % of blind runs | measured within |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...lines,
  ].join("\n");
}

const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;
