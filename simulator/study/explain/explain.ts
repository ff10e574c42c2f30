import type { Evidence, Explanation } from "../../studies.ts";
import type { RunInput } from "../../task.ts";
import type { ValidDocument } from "../run.ts";
import { type Setting, Trials } from "../trials.ts";
import { findingsOf } from "./findings.ts";
import { staticVerdicts } from "./verdicts.ts";
import { candidates, whatIfs } from "./what-if.ts";

export type ExplainInput = {
  /** The source whose requests are explained; the first where left out. */
  source?: string;
  /** Runs of each change that is tried. */
  runs: number;
  confidence: number;
};

/** Says why the requests of a source take as long as they do, from one run, and measures what might help. */
export async function explain(
  { source, runs, confidence }: ExplainInput,
  document: ValidDocument,
  setting: Setting,
  observe: (input: RunInput) => Promise<Evidence>,
): Promise<Explanation> {
  const { text, set, seed, duration } = setting;
  const evidence = await observe({ text, set, seed, ...(duration === undefined ? {} : { duration }) });
  const chosen = evidence.sources.find(({ id }) => source === undefined || id === source);
  if (chosen === undefined) throw new Error(`there is no source ${source}`);
  const findings = findingsOf(document.scenario, evidence, chosen);
  return {
    kind: "explain",
    source: chosen.id,
    evidence,
    findings,
    verdicts: staticVerdicts(document.scenario),
    whatIfs: await whatIfs(new Trials(setting), candidates(document, findings), chosen.id, runs, confidence),
    runs,
    confidence,
  };
}
