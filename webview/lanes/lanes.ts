import { select } from "d3";
import type { Action } from "../actions.ts";
import { element, mark } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { formatTime } from "../text/numbers.ts";
import { type Span, span, type Track, tracks } from "./tracks.ts";

/** Between two jumps while the playhead is dragged, ms: each is a run from the start. */
const PAUSE = 120;

/** The run from left to right: what happened when, and where it is now. Click or drag to go somewhere else. */
export function lanes(
  state: () => State,
  act: (action: Action) => void,
): { element: HTMLElement; parts: Part[] } {
  const playhead = element("div", { class: "playhead" });
  const names = element("div", { class: "lane-names", "aria-hidden": "true" });
  const bars = element("div", { class: "lane-bars" });
  const ruler = element(
    "div",
    { class: "ruler", role: "slider", tabindex: "0", "aria-label": t("Time"), "data-testid": "playhead" },
    bars,
    playhead,
  );
  const root = element("section", { class: "lanes", "aria-label": t("Timeline") }, names, ruler);

  let last = Number.NEGATIVE_INFINITY;
  const seek = (event: PointerEvent, final: boolean) => {
    const { network, run } = state();
    if (network === undefined) return;
    const { left, width } = ruler.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    playhead.style.setProperty("--at", String(share));
    if (!final && event.timeStamp - last < PAUSE) return;
    last = event.timeStamp;
    act({ type: "seek", time: share * span(network.duration, run.time) });
  };
  ruler.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    ruler.setPointerCapture(event.pointerId);
    mark(ruler, "data-dragging", true);
    seek(event, false);
  });
  ruler.addEventListener("pointermove", (event) => {
    if (ruler.hasPointerCapture(event.pointerId)) seek(event, false);
  });
  ruler.addEventListener("pointerup", (event) => {
    mark(ruler, "data-dragging", false);
    if (ruler.hasPointerCapture(event.pointerId)) seek(event, true);
  });
  ruler.addEventListener("pointercancel", () => mark(ruler, "data-dragging", false));
  ruler.addEventListener("keydown", (event) => {
    const action = rulerKey(event.key, event.shiftKey, state().network?.duration ?? 0);
    if (action === undefined) return;
    event.preventDefault();
    act(action);
  });

  return {
    element: root,
    parts: [
      {
        every: () => 250,
        uses: ({ network, history, edits, events }) => [network, history, edits, events],
        draw(now) {
          const shown = tracks(now);
          drawNames(names, shown);
          drawTracks(bars, shown);
        },
      },
      {
        every: () => 66,
        uses: ({ network, run }) => [network, run.time],
        draw({ network, run }) {
          const length = span(network?.duration ?? 1, run.time);
          if (!ruler.hasAttribute("data-dragging")) {
            playhead.style.setProperty("--at", String(run.time / length));
          }
          mark(ruler, "aria-valuemin", "0");
          mark(ruler, "aria-valuemax", String(length));
          mark(ruler, "aria-valuenow", run.time.toFixed(2));
          mark(ruler, "aria-valuetext", t("{0} of {1}", formatTime(run.time), formatTime(length)));
        },
      },
    ],
  };
}

function rulerKey(key: string, shift: boolean, duration: number): Action | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return { type: "seekBy", seconds: shift ? 10 : 1 };
    case "ArrowLeft":
    case "ArrowDown":
      return { type: "seekBy", seconds: shift ? -10 : -1 };
    case "Home":
      return { type: "seek", time: 0 };
    case "End":
      return { type: "seek", time: duration };
    default:
      return undefined;
  }
}

function drawNames(into: HTMLElement, shown: readonly Track[]): void {
  select(into)
    .selectAll("span")
    .data(shown)
    .join("span")
    .text(({ name }) => name)
    .attr("title", ({ name }) => name);
}

function drawTracks(into: HTMLElement, shown: readonly Track[]): void {
  select(into)
    .selectAll<HTMLDivElement, Track>("div.lane")
    .data(shown)
    .join("div")
    .attr("class", "lane")
    .selectAll<HTMLSpanElement, Span>("span")
    .data(({ spans }) => spans)
    .join("span")
    .attr("class", ({ kind }) => `span ${kind}`)
    .attr("title", ({ label }) => label)
    .style("--from", ({ from }) => from)
    .style("--to", ({ to }) => to)
    .text(({ label, kind }) => (kind === "edit" ? "" : label));
}
