import { Bucket } from "../../simulator/frame.ts";
import { OUTCOMES } from "../../simulator/outcome.ts";
import type { State } from "../store/state.ts";

/** What a second of a component is told by, in the words of the frame; times are in seconds. */
const COLUMNS = [
  "start",
  "width",
  "arrived",
  "ended",
  "p50",
  "p95",
  "p99",
  "max",
  "answered",
  "active",
  "idle",
  "connecting",
  "waiting",
  "waitingMax",
] as const;

/** The run second by second as CSV: a line for each component and second. What was not measured is left empty. */
export function seriesCsv({ network, history }: Pick<State, "network" | "history">): string {
  const lines = [["component", ...COLUMNS, ...OUTCOMES]];
  for (const [i, { id }] of (network?.components ?? []).entries()) {
    for (const row of history.rows[i] ?? []) {
      const numbers = [
        ...COLUMNS.map((column) => row[Bucket[column]]),
        ...OUTCOMES.map((_, outcome) => row[Bucket.outcomes + outcome]),
      ];
      lines.push([id, ...numbers.map((value) => (Number.isFinite(value) ? String(value) : ""))]);
    }
  }
  return `${lines.map((line) => line.map(cell).join(",")).join("\n")}\n`;
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
