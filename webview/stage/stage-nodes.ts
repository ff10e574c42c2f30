import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { type Bundle, bundleOf, faultsOf, stackView, worstTexts } from "./bundle.ts";
import type { Condition } from "./condition.ts";
import { conditionIcon, conditionName, describe } from "./describe.ts";
import type { Group, Row } from "./glyph.ts";
import { GLYPHS } from "./glyphs/glyphs.ts";
import { drawGroup, GROUP, groupRows } from "./glyphs/group.ts";
import type { Scene } from "./scene.ts";
import { type NodeView, nodeViews } from "./view.ts";

/** How far the outline behind a folded node looks out at its top and its right, px. */
export const BEHIND = 5;

/** All that is needed to draw a node. */
export type StageNode = {
  key: string;
  /** Its place in the scene. */
  index: number;
  looks: readonly string[];
  label: string;
  badge: string;
  width: number;
  height: number;
  outline: string;
  draw(inside: Group): void;
  rows: readonly Row[];
  /** In a sentence, for those who do not see it. */
  words: string;
  selected: boolean;
  /** What it stands for. */
  component?: string;
  fold?: string;
};

/** Where the texts above a node begin: over its outline, and over the one behind it. */
export const headOf = ({ height, fold }: StageNode): number =>
  -height / 2 - (fold === undefined ? 0 : BEHIND);

export function stageNodes(state: State, { nodes }: Scene): StageNode[] {
  const views = nodeViews(state);
  return nodes.flatMap(({ members, fold }, index): StageNode[] => {
    const own = members.flatMap((member) => views[member] ?? []);
    const [first] = own;
    if (first === undefined) return [];
    const bundle = fold === undefined ? undefined : bundleOf(fold, own);
    if (bundle === undefined) return [{ ...ofComponent(first, index), component: first.component.id }];
    return [bundle.fold.kind === "stack" ? ofStack(bundle, index) : ofGroup(bundle, index)];
  });
}

function ofComponent(view: NodeView, index: number): StageNode {
  const { component, condition, faults, selected } = view;
  const glyph = GLYPHS[component.type];
  return {
    key: component.id,
    index,
    looks: [component.type, condition],
    label: labelOf(component.label, condition),
    badge: badge(condition, faults),
    width: glyph.width,
    height: glyph.height,
    outline: glyph.outline,
    draw: (inside) => glyph.draw(inside, view),
    rows: glyph.rows(view),
    words: describe(view),
    selected,
  };
}

function ofStack(bundle: Bundle, index: number): StageNode {
  const view = stackView(bundle, index);
  const worst = worstTexts(bundle);
  const node = ofComponent(view, index);
  return {
    ...node,
    looks: [...node.looks, "folded"],
    rows: [...node.rows, ...worst.map((text) => ({ text }))],
    words: [describe(view), ...worst, folded(bundle)].join(", "),
    fold: bundle.fold.key,
  };
}

function ofGroup(bundle: Bundle, index: number): StageNode {
  const { fold, members, condition } = bundle;
  const rows = groupRows(bundle);
  return {
    key: fold.key,
    index,
    looks: ["group", condition, "folded"],
    label: labelOf(fold.label, condition),
    badge: badge(condition, faultsOf(members)),
    width: GROUP.width,
    height: GROUP.height,
    outline: GROUP.outline,
    draw: (inside) => drawGroup(inside, bundle),
    rows,
    words: [
      t("group {0}", fold.label),
      ...rows.map(({ text }) => text),
      ...(condition === "normal" ? [] : [conditionName(condition)]),
      folded(bundle),
    ].join(", "),
    selected: members.some(({ selected }) => selected),
    fold: fold.key,
  };
}

const folded = ({ members }: Bundle): string => t("{0} components, folded", members.length);

const labelOf = (label: string, condition: Condition): string =>
  condition === "normal" ? label : `${conditionIcon(condition)} ${label}`;

/** What is wrong, above the name: faults first, then how the node itself is. */
function badge(condition: Condition, faults: readonly string[]): string {
  if (condition === "down") return t("DOWN");
  if (faults.length > 0) return `⚠ ${faults.join(", ")}`;
  return condition === "normal" ? "" : conditionName(condition);
}
