import { type Action, messageOf } from "./actions.ts";
import { budgets } from "./budgets/budgets.ts";
import { chart } from "./charts/chart.ts";
import { latencyChart, poolChart, responsesChart } from "./charts/charts.ts";
import { element, mark, write } from "./dom.ts";
import { exports } from "./export/export.ts";
import { help } from "./help/help.ts";
import { inspector } from "./inspector/inspector.ts";
import { keeper } from "./keep.ts";
import { listenToKeys } from "./keyboard.ts";
import { lanes } from "./lanes/lanes.ts";
import { lesson } from "./lesson/lesson.ts";
import { loop } from "./loop.ts";
import { currentMotion, watchMotion } from "./motion.ts";
import { announcer } from "./notices/announcer.ts";
import { doors } from "./notices/doors.ts";
import { notices } from "./notices/notices.ts";
import { stage } from "./stage/stage.ts";
import type { Store } from "./store/store.ts";
import { t } from "./strings.ts";
import { explain } from "./studies/explain.ts";
import { studies } from "./studies/studies.ts";
import type { Study } from "./studies/study.ts";
import { tabs } from "./tabs.ts";
import { readPalette, watchTheme } from "./theme.ts";
import { toolbar } from "./toolbar/toolbar.ts";
import { type Outgoing, sessionCommand, type Transport } from "./transport.ts";

/** Charts are drawn four times a second at most; once where somebody asked for less motion. ms. */
const CHARTS = { moving: 250, still: 1000 };

/** Builds the panel into an element and keeps it in line with the store from then on. */
export function panel(app: HTMLElement, store: Store, way: Transport): void {
  const state = () => store.state;
  const send = (message: Outgoing) => {
    way.send(message).catch((error: Error) => store.tell({ type: "notice", message: error.message }));
  };
  const study: Study = {
    ask(request) {
      store.tell({ type: "asked", request });
      way.send({ type: "study", request }).catch((error: Error) => {
        const { kind } = request;
        store.tell({ type: "study", progress: { kind, finished: 0, of: 0, running: false } });
        store.tell({ type: "notice", message: error.message });
      });
    },
    stop: () => send({ type: "stopStudy" }),
    seek: (time) => act({ type: "seek", time }),
    set: (path, value) => send(sessionCommand({ type: "set", path, value })),
  };
  let motion = currentMotion(state().opening?.reducedMotion === true);
  let palette = readPalette();

  const act = (action: Action) => {
    const message = messageOf(action, state());
    if (action.type === "step" || action.type === "stepInteresting") store.tell({ type: "stepped" });
    if (action.type === "stepBack") store.tell({ type: "steppedBack" });
    if (action.type === "focusParameters") showParameters();
    if (action.type === "toggleParameters") toggleParameters();
    if (action.type === "addFault") addFault();
    if (action.type === "explain") explainIt();
    if (action.type === "budgets") showBudgets();
    if (action.type === "compare" || action.type === "sweep") showStudies(action.type);
    if (action.type === "variant" && state().opening?.origin.kind === "document") sayTried(action.variant);
    if (action.type === "toggleGhost") store.tell({ type: "toggleGhost" });
    if (action.type === "help") dialog.showModal();
    if (action.type === "export") files.showModal();
    if (action.type === "close") close();
    if (message !== undefined) send(message);
  };

  const root = element("div", { class: "panel", "data-parameters": "open", "data-loading": true });
  const bar = toolbar(act);
  const said = notices(store, send);
  const ways = doors(send);
  said.element.append(ways.element);
  const time = lanes(state, act);
  const values = inspector(state, send, study);
  const goals = budgets(send);
  values.element.append(goals.element);
  const card = lesson(store);
  const why = explain(store, study);
  const many = studies(study);
  const spoken = announcer();
  const dialog = help();
  const views = tabs(root);
  const side = element(
    "div",
    { class: "side" },
    card.element,
    views.beside,
    values.element,
    why.element,
    many.element,
  );
  const scene = stage(
    {
      state,
      select: (component) => store.tell({ type: "select", component }),
      fold: (key) => store.tell({ type: "fold", key }),
      inspect: () => showParameters(),
      disturb: () => addFault(),
      still: () => motion.still,
      palette: () => palette,
    },
    () => drawing.redraw(),
  );
  const files = exports(state, scene.element, way.save, (message) => store.tell({ type: "notice", message }));
  const pace = () => (motion.still ? CHARTS.still : CHARTS.moving);
  const charts = [latencyChart, responsesChart, poolChart].map((spec) =>
    chart(spec, pace, () => drawing.redraw()),
  );

  const showParameters = () => {
    mark(root, "data-parameters", "open");
    views.show("parameters");
    values.focus();
  };
  const addFault = () => {
    mark(root, "data-parameters", "open");
    views.show("parameters");
    values.focusFaults();
  };
  const toggleParameters = () => {
    const open = root.getAttribute("data-parameters") === "open";
    mark(root, "data-parameters", open ? "closed" : "open");
    if (!open) showParameters();
  };
  const sayTried = (variant: string | undefined) => {
    const message = t("What is changed now is tried, and not written into the document.");
    store.tell({ type: "notice", message: variant === undefined ? undefined : message });
  };
  const explainIt = () => {
    mark(root, "data-parameters", "open");
    views.show("explain");
    why.focus();
  };
  const showBudgets = () => {
    mark(root, "data-parameters", "open");
    views.show("parameters");
    goals.focus();
  };
  const showStudies = (which: "compare" | "sweep") => {
    mark(root, "data-parameters", "open");
    views.show("studies");
    many.focus(which);
  };
  const close = () => {
    if (side.contains(document.activeElement)) scene.focus();
    else if (state().notice !== undefined) store.tell({ type: "notice", message: undefined });
  };

  const heading = element("h1", { class: "unseen" });
  root.append(
    heading,
    bar.element,
    said.element,
    scene.element,
    time.element,
    views.below,
    element(
      "section",
      { class: "charts", id: "charts", role: "tabpanel", "aria-label": t("Charts") },
      ...charts.map((each) => each.element),
    ),
    side,
    spoken.element,
    dialog,
    files,
  );
  app.replaceChildren(root);
  mark(app, "aria-busy", false);
  // Who comes from a line of code wants its values first.
  if (state().opening?.origin.kind === "code") views.show("parameters");

  const drawing = loop(
    [
      ...bar.parts,
      said.part,
      ways.part,
      scene.part,
      ...time.parts,
      values.part,
      goals.part,
      card.part,
      why.part,
      ...many.parts,
      ...charts.map((each) => each.part),
      spoken.part,
      {
        every: () => 0,
        uses: ({ network, problems }) => [network, problems],
        draw({ network, problems }) {
          write(heading, network?.name ?? t("Simulation"));
          mark(root, "data-loading", network === undefined && problems.length === 0);
          mark(root, "data-nothing", network === undefined && problems.length > 0);
        },
      },
    ],
    state,
    (now) => scene.animate(now / 1000),
    {
      clock: () => performance.now(),
      request: (callback) => void requestAnimationFrame(callback),
      after: (delay, callback) => void setTimeout(callback, delay),
    },
  );
  const keep = keeper(state, (kept) => way.keep(kept));
  store.watch((now, previous, happened) => {
    if (happened.type === "frame") scene.take(happened.frame, performance.now() / 1000);
    if (happened.type === "opened") {
      scene.forget();
      if (motion.pausedAtStart) send(sessionCommand({ type: "pause" }));
    }
    const { selected } = now;
    const isNew = now.network !== previous.network || selected !== previous.selected;
    if (isNew && selected !== undefined && now.network !== undefined && now.failure === undefined)
      send(sessionCommand({ type: "options", component: selected }));
    if (now.run !== previous.run || now.edits !== previous.edits || now.selected !== previous.selected)
      keep();
    drawing.changed();
  });

  const look = () => {
    motion = currentMotion(state().opening?.reducedMotion === true);
    palette = readPalette();
    mark(root, "data-still", motion.still);
    drawing.redraw();
  };
  watchMotion(look);
  watchTheme(look);
  look();
  listenToKeys(act);
  document.addEventListener("visibilitychange", () => {
    send(sessionCommand({ type: "visible", visible: !document.hidden }));
    if (!document.hidden) drawing.redraw();
  });
}
