import { select } from "d3";
import { type Frame, Header } from "../../simulator/frame.ts";
import { element, mark, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import { edgeReadingOf } from "../store/reading.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import type { Palette } from "../theme.ts";
import { dots } from "./dots.ts";
import { drawEdges, drawRates, edgeViews } from "./edges.ts";
import { foldBar } from "./fold-bar.ts";
import { honestyLine } from "./honesty.ts";
import { type Arrow, neighbour } from "./neighbours.ts";
import { drawNodes } from "./nodes.ts";
import { addPatterns } from "./patterns.ts";
import { type Place, place } from "./place.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { stageNodes } from "./stage-nodes.ts";

/** What the stage asks of its surroundings. */
export type Surroundings = {
  state(): State;
  select(component: string): void;
  /** Folds what is unfolded, and the other way round. */
  fold(key: string): void;
  /** Enter or a double click on a node. */
  inspect(): void;
  /** The other button of the mouse on a node: something is to be done to it. */
  disturb(): void;
  /** No dots. */
  still(): boolean;
  palette(): Palette;
};

export type Stage = {
  element: HTMLElement;
  part: Part;
  take(frame: Frame, now: number): void;
  animate(now: number): boolean;
  forget(): void;
  /** Puts the focus on the selected node. */
  focus(): void;
};

/** At most ten drawings a second; the dots alone move with every frame of the screen. */
const EVERY = 100;

export function stage(around: Surroundings, resized: () => void): Stage {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const content = element("div", { class: "stage-content" });
  const scroll = element("div", { class: "stage-scroll" }, content);
  const honesty = element("p", { class: "honesty", "data-testid": "honesty" });
  const root = element("section", {
    class: "stage",
    "data-testid": "stage",
    role: "group",
    "aria-label": t("The system; arrow keys follow the edges"),
  });
  const edgeLayer = select(content).append("svg").attr("class", "edges").attr("aria-hidden", "true");
  content.append(canvas);
  const nodeLayer = select(content).append("svg").attr("class", "nodes").attr("role", "presentation");
  const folds = foldBar(around.fold);
  root.append(folds.element, scroll, honesty);
  addPatterns(edgeLayer);
  const edges = edgeLayer.append("g");
  const rates = nodeLayer.append("g").attr("class", "rates").attr("aria-hidden", "true");
  const nodes = nodeLayer.append("g");
  const moving = dots(canvas, around.still);

  /** Kept, since asking the document for it with every frame would make it lay itself out each time. */
  let size = { width: 0, height: 0 };
  const seen = { left: 0, top: 0 };
  let scene: Scene | undefined;
  let sceneFor: unknown[] = [];
  const sceneNow = ({ network, folded }: State): Scene | undefined => {
    if (network === undefined) return undefined;
    const now = [network, folded];
    if (scene === undefined || now.some((value, i) => value !== sceneFor[i])) {
      scene = sceneOf(network, folded);
      sceneFor = now;
    }
    return scene;
  };
  let placed: Place | undefined;
  let placedFor: unknown[] = [];
  /** The scene is placed again only when it or the size of the stage is another. */
  const placeOf = (state: State): Place | undefined => {
    const shown = sceneNow(state);
    if (shown === undefined || size.width === 0) return undefined;
    const { width, height } = size;
    const now = [shown, width, height];
    if (placed === undefined || now.some((value, i) => value !== placedFor[i])) {
      placed = place(shown, Math.max(240, width), Math.max(200, height));
      placedFor = now;
      scroll.style.setProperty("--text-scale", String(placed.textScale));
      for (const layer of [edgeLayer, nodeLayer]) {
        layer
          .attr("width", Math.floor(placed.width * placed.scale))
          .attr("height", Math.floor(placed.height * placed.scale))
          .attr("viewBox", `0 0 ${placed.width} ${placed.height}`);
      }
      content.style.width = `${Math.floor(placed.width * placed.scale)}px`;
      content.style.height = `${Math.floor(placed.height * placed.scale)}px`;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    return placed;
  };

  new ResizeObserver(() => {
    size = { width: scroll.clientWidth, height: scroll.clientHeight };
    resized();
  }).observe(scroll);
  scroll.addEventListener("scroll", () => {
    seen.left = scroll.scrollLeft;
    seen.top = scroll.scrollTop;
    resized();
  });
  const nodeAt = ({ target }: Event) => (target instanceof Element ? target.closest("g.node") : null);
  const byEvent = (event: Event) => nodeAt(event)?.getAttribute("data-component") ?? undefined;
  const foldAt = (event: Event) => nodeAt(event)?.getAttribute("data-fold") ?? undefined;
  /** Shows the members one by one; the focus goes to the first of them. */
  const unfold = (key: string) => {
    const node = scene?.nodes.find((one) => one.key === key);
    const first = scene?.components[node?.members[0] ?? -1];
    around.fold(key);
    if (first === undefined) return;
    around.select(first.id);
    // It is drawn with the next frame.
    next = first.id;
  };
  let next: string | undefined;
  root.addEventListener("click", (event) => {
    const [id, fold] = [byEvent(event), foldAt(event)];
    if (id !== undefined) around.select(id);
    else if (fold !== undefined) unfold(fold);
  });
  root.addEventListener("dblclick", (event) => {
    if (byEvent(event) !== undefined) around.inspect();
  });
  root.addEventListener("contextmenu", (event) => {
    const id = byEvent(event);
    if (id === undefined) return;
    event.preventDefault();
    around.select(id);
    around.disturb();
  });
  // Focus and selection go together, so that arrows alone are enough to read every node's values.
  root.addEventListener("focusin", (event) => {
    const id = byEvent(event);
    if (id !== undefined && id !== around.state().selected) around.select(id);
  });
  root.addEventListener("keydown", (event) => {
    const key = nodeAt(event)?.getAttribute("data-key");
    const from = scene?.nodes.findIndex((node) => node.key === key) ?? -1;
    if (scene === undefined || placed === undefined || from < 0) return;
    const fold = foldAt(event);
    if (fold !== undefined && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      event.stopPropagation();
      unfold(fold);
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      around.inspect();
      return;
    }
    if (!isArrow(event.key) || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const to = neighbour(scene, placed.nodes, from, event.key, placed.direction);
    const target = to === undefined ? undefined : scene.nodes[to]?.key;
    if (target !== undefined) focusNode(target);
  });
  const focusNode = (key: string) =>
    root.querySelector<SVGRectElement>(`[data-testid="node-${CSS.escape(key)}"]`)?.focus();

  return {
    element: root,
    part: {
      every: () => EVERY,
      uses: ({ network, frame, selected, folded, parameters, events, run }) => [
        network,
        frame,
        events,
        selected,
        folded,
        parameters,
        run.status,
        run.speed,
      ],
      draw(state) {
        const where = placeOf(state);
        const { network, frame, run } = state;
        folds.update(state);
        if (where === undefined || network === undefined || scene === undefined) return;
        const readings = network.edges.map((_, edge) =>
          frame === undefined ? { rate: 0, failureRate: 0 } : edgeReadingOf(frame, edge),
        );
        const views = edgeViews(scene, readings, where);
        drawEdges(edges, views);
        drawRates(rates, views);
        drawNodes(nodes, stageNodes(state, scene), where);
        if (next !== undefined) focusNode(next);
        next = undefined;
        mark(root, "data-status", run.status);
        const achieved = frame?.header[Header.achievedSpeed] ?? 0;
        write(honesty, honestyLine(moving.mode(state, where), { wanted: run.speed, achieved }));
      },
    },
    take: moving.take,
    animate(now) {
      const state = around.state();
      const where = placeOf(state);
      return where !== undefined && moving.draw(state, where, { ...size, ...seen }, around.palette(), now);
    },
    forget: moving.forget,
    focus() {
      const { selected } = around.state();
      const index = around.state().network?.components.findIndex(({ id }) => id === selected) ?? -1;
      const node = scene?.nodes.find(({ members }) => members.includes(index));
      if (node !== undefined) focusNode(node.key);
    },
  };
}

const isArrow = (key: string): key is Arrow => /^Arrow(Right|Left|Up|Down)$/.test(key);
