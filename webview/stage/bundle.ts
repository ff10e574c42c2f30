import type { Fold } from "../store/folds.ts";
import type { Reading } from "../store/reading.ts";
import { t } from "../strings.ts";
import { formatCount, formatShare } from "../text/numbers.ts";
import { CONDITIONS, type Condition } from "./condition.ts";
import { conditionName } from "./describe.ts";
import type { NodeView } from "./view.ts";

/** Several components as the stage shows them together: their sum, and the worst of them. */
export type Bundle = { fold: Fold; members: readonly NodeView[]; worst: NodeView; condition: Condition };

/** Undefined where there is no member. */
export function bundleOf(fold: Fold, members: readonly NodeView[]): Bundle | undefined {
  const [worst] = [...members].sort(
    (a, b) =>
      CONDITIONS.indexOf(a.condition) - CONDITIONS.indexOf(b.condition) ||
      b.reading.waiting - a.reading.waiting ||
      busy(b) - busy(a),
  );
  return worst === undefined ? undefined : { fold, members, worst, condition: worst.condition };
}

const busy = ({ reading: { utilisation } }: NodeView): number =>
  Number.isFinite(utilisation) ? utilisation : 0;

/** What is added up; of everything else the worst is told, or the mean. */
const SUMMED = [
  "active",
  "idle",
  "connecting",
  "waiting",
  "capacity",
  "rate",
  "failureRate",
  "dead",
] as const;

/** Replicas as one component of their kind: what is counted is added up, shares are means. */
export function stackView({ members, worst, condition, fold }: Bundle, index: number): NodeView {
  const total = (name: keyof Reading) => members.reduce((sum, { reading }) => sum + reading[name], 0);
  const summed = Object.fromEntries(SUMMED.map((name) => [name, total(name)]));
  const { type } = worst.component;
  const reading: Reading = {
    ...worst.reading,
    ...summed,
    utilisation: total("utilisation") / members.length,
    // The change of a queue, and replicas that are up, are counts; how old or how slow something is, is told of the worst.
    ...(type === "pool" ? { detail: total("detail") } : {}),
    ...(type === "server" ? { extra: total("extra") } : {}),
    fault: members.some(({ reading }) => reading.fault === 1) ? 1 : 0,
  };
  const length = Math.min(...members.map(({ recent }) => recent.length));
  return {
    index,
    component: { ...worst.component, id: fold.key, label: t("{0} ×{1}", fold.label, members.length) },
    parameters: worst.parameters,
    reading,
    condition,
    faults: faultsOf(members),
    recent: Array.from({ length }, (_, i) =>
      members.reduce((sum, { recent }) => sum + (recent.at(i - length) ?? 0), 0),
    ),
    selected: members.some(({ selected }) => selected),
  };
}

/** What happens to some of them just now, each once. */
export const faultsOf = (members: readonly NodeView[]): string[] => [
  ...new Set(members.flatMap(({ faults }) => faults)),
];

/** The member that is worst off, and how it is: two lines, since a stage is narrow. Nothing where none stands out. */
export function worstTexts({ worst: { component, condition, reading } }: Bundle): string[] {
  const how = [
    ...(condition === "normal" ? [] : [conditionName(condition)]),
    ...(reading.waiting >= 1 && component.type !== "cache"
      ? [t("{0} waiting", formatCount(reading.waiting))]
      : []),
    ...(condition === "normal" && reading.waiting < 1 && Number.isFinite(reading.utilisation)
      ? [t("{0} busy", formatShare(reading.utilisation))]
      : []),
  ];
  return how.length === 0 ? [] : [t("worst: {0}", component.label), how.join(", ")];
}
