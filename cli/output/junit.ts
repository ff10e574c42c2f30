import { formatDuration } from "../../simulator/scenario/format.ts";
import type { Verdict } from "../../simulator/studies.ts";
import { budgetText } from "../../simulator/study/goal.ts";
import { estimateText, unitOf } from "../../simulator/study/quantity.ts";
import type { Study } from "../study.ts";

/** Studies as build servers read test results: a suite for each scenario, a case for each budget and expectation. */
export function junit(studies: readonly Study[]): string {
  const suites = studies.map(suite);
  const total = (key: "tests" | "failures" | "skipped") => suites.reduce((sum, one) => sum + one[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spillway" tests="${total("tests")}" failures="${total("failures")}" skipped="${total("skipped")}">`,
    ...suites.map(({ text }) => text),
    "</testsuites>",
    "",
  ].join("\n");
}

type Case = { name: string; verdict: Verdict; message: string };

function suite(study: Study): { text: string; tests: number; failures: number; skipped: number } {
  const { scenario, file, runs } = study;
  const cases: Case[] = [
    ...study.budgets.map(
      ({ budget, interval, verdict }): Case => ({
        name: budgetText(budget),
        verdict,
        message: `is ${estimateText(interval, unitOf(budget.metric))} over ${runs.length} runs`,
      }),
    ),
    ...study.expectations.map(
      ({ statement, verdict, held, of }): Case => ({
        name: statement,
        verdict,
        message: `held for ${held} of ${of} seeds`,
      }),
    ),
    // A scenario without goals can still fail: by being given up.
    ...runs
      .filter(({ overloaded }) => overloaded)
      .slice(0, 1)
      .map(
        ({ seed, time }): Case => ({
          name: "is stable",
          verdict: "fail",
          message: `seed ${seed} was given up at ${formatDuration(time)}: more requests arrived than could be answered`,
        }),
      ),
  ];
  const count = (verdict: Verdict) => cases.filter((one) => one.verdict === verdict).length;
  const [failures, skipped] = [count("fail"), count("undecided")];
  return {
    tests: cases.length,
    failures,
    skipped,
    text: [
      `  <testsuite name="${escaped(scenario.name)}" file="${escaped(file)}" tests="${cases.length}" failures="${failures}" skipped="${skipped}">`,
      ...cases.map((one) => caseText(one, file)),
      "  </testsuite>",
    ].join("\n"),
  };
}

function caseText({ name, verdict, message }: Case, file: string): string {
  const open = `    <testcase name="${escaped(name)}" classname="${escaped(file)}"`;
  switch (verdict) {
    case "pass":
      return `${open}/>`;
    case "fail":
      return `${open}><failure message="${escaped(message)}"/></testcase>`;
    case "undecided":
      return `${open}><skipped message="${escaped(`too close to call: ${message}`)}"/></testcase>`;
  }
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as it may stand in XML and HTML; control characters, which XML cannot hold, are left out. */
export function escaped(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (one) => (one === "\n" || one === "\t" ? one : ""))
    .replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
}
