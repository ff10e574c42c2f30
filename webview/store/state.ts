import { type Frame, Header } from "../../simulator/frame.ts";
import type {
  CheckProgress,
  ComponentOptions,
  Edit,
  Network,
  Opening,
  Parameter,
  Problem,
  SessionReport,
  SessionStatus,
  ViewState,
} from "../../simulator/protocol.ts";
import type { StudyProgress, StudyRequest, Values } from "../../simulator/studies.ts";
import type { Incoming } from "../transport.ts";
import { foldedAtFirst, foldsOf } from "./folds.ts";
import { type Ghost, ghostAfter } from "./ghost.ts";
import { before, emptyHistory, type History, withBuckets } from "./history.ts";
import { type Event, translated, translatedEvents, translatedNetwork } from "./translated.ts";

/** Speeds from here on are "as fast as it goes". A number, since JSON has no infinity. */
export const FASTEST = 1e6;

export type Run = {
  status: SessionStatus;
  time: number;
  speed: number;
  because?: string;
  /** It plays, or will when it has reached the time that it seeks. */
  goesOn: boolean;
};

/**
 * The last study that was asked for: how far it is, and what it has found so far; `whole` when that is all, `stale` where something was changed since it
 * began.
 */
export type StudyState = {
  request: StudyRequest;
  progress: StudyProgress | undefined;
  whole: boolean;
  stale: boolean;
};

/** All that is drawn. The panel is a function of this. */
export type State = {
  opening: Opening | undefined;
  network: Network | undefined;
  /** By component, in the order of the network; as they are now. */
  parameters: readonly (readonly Parameter[])[];
  edits: readonly Edit[];
  /** Faults and scheduled changes, those that were added while it ran too. */
  events: readonly Event[];
  run: Run;
  frame: Frame | undefined;
  history: History;
  /** The run before this one, where there was one of the same scenario. */
  ghost: Ghost | undefined;
  showsGhost: boolean;
  /** What opens next is another scenario. */
  isAnother: boolean;
  /** The variants of the document by name, and the one that is run, if one is. */
  variants: Readonly<Record<string, Values>>;
  variant: string | undefined;
  /** What was thought would happen: the place of a prediction. */
  prediction: number | undefined;
  /** The lesson's outcome may be read: the run has ended, or somebody asked. */
  toldOutcome: boolean;
  /** What the component that was asked about could have besides what it has. */
  options: ({ component: string } & ComponentOptions) | undefined;
  /** The last check of the budgets; `stale` where something was changed since it began. */
  check: (CheckProgress & { stale: boolean }) | undefined;
  study: StudyState | undefined;
  /** What is wrong with the scenario's text; the stage keeps the last good one meanwhile. */
  problems: readonly Problem[];
  refusal: { path: string; message: string } | undefined;
  failure: Extract<SessionReport, { type: "failed" }> | undefined;
  /** A sentence from the host that stays until it is dismissed. */
  notice: string | undefined;
  /** The id of a component. */
  selected: string | undefined;
  /** What the stage shows as one: keys of folds. */
  folded: ReadonlySet<string>;
  /** The same before the window was reloaded, until what is shown is there again. */
  foldedBefore: readonly string[] | undefined;
  /** Where the run stood before each step, newest last: the way back. */
  stops: readonly number[];
};

export const initial: State = {
  opening: undefined,
  network: undefined,
  parameters: [],
  edits: [],
  events: [],
  run: { status: "paused", time: 0, speed: 1, goesOn: false },
  frame: undefined,
  history: emptyHistory(0),
  ghost: undefined,
  showsGhost: true,
  isAnother: true,
  variants: {},
  variant: undefined,
  prediction: undefined,
  toldOutcome: false,
  options: undefined,
  check: undefined,
  study: undefined,
  problems: [],
  refusal: undefined,
  failure: undefined,
  notice: undefined,
  selected: undefined,
  folded: new Set(),
  foldedBefore: undefined,
  stops: [],
};

/** What a person does here that no session needs to know. */
export type Act =
  | { type: "select"; component: string }
  /** Shows as one what was shown one by one, or the other way round. */
  | { type: "fold"; key: string }
  | { type: "notice"; message: string | undefined }
  | { type: "toggleGhost" }
  | { type: "stepped" }
  | { type: "steppedBack" }
  | { type: "refusalSeen" }
  | { type: "predict"; prediction: number }
  | { type: "tellOutcome" }
  | { type: "asked"; request: StudyRequest };

export type Happening =
  | Exclude<Incoming, { type: "session" }>
  | Exclude<SessionReport, { type: "frame" }>
  | { type: "frame"; frame: Frame }
  | Act;

/** The state after something happened. A frame comes in taken apart, as `frame`. */
export function next(state: State, happened: Happening): State {
  switch (happened.type) {
    case "open":
      // What is on the stage stays there until the new scenario turns out to be one that can run.
      return {
        ...state,
        opening: happened.opening,
        selected: happened.state?.selected ?? componentOfCode(happened.opening) ?? state.selected,
        foldedBefore: happened.state?.folded,
        isAnother: true,
        edits: [],
        variants: {},
        variant: undefined,
        prediction: undefined,
        toldOutcome: false,
        check: undefined,
        study: undefined,
        problems: [],
        refusal: undefined,
        failure: undefined,
        notice: undefined,
        stops: [],
      };
    case "opened": {
      const network = translatedNetwork(happened.network);
      return {
        ...state,
        network,
        parameters: network.components.map(({ parameters }) => parameters),
        edits: [],
        events: translatedEvents(network.events),
        frame: undefined,
        options: undefined,
        ghost: state.isAnother
          ? undefined
          : ghostAfter(state.ghost, state.history, state.network?.components ?? []),
        folded: state.isAnother ? foldedAnew(state.foldedBefore, network) : state.folded,
        foldedBefore: undefined,
        isAnother: false,
        history: emptyHistory(network.components.length),
        // From the start it goes to where it was, or begins.
        run: { ...state.run, status: "seeking", time: 0 },
        check: state.check && { ...state.check, stale: true },
        study: state.study && { ...state.study, stale: state.study.stale || !isOnAxes(state, network) },
        problems: [],
        refusal: undefined,
        failure: undefined,
        selected: stillThere(network, state.selected) ?? firstOfInterest(network),
        stops: [],
      };
    }
    case "invalid":
      return { ...state, problems: happened.problems };
    case "status": {
      const { type: _, ...run } = happened;
      const goesOn = run.status === "playing" || (run.status === "seeking" && state.run.goesOn);
      return {
        ...state,
        run: { ...run, speed: finiteSpeed(run.speed), goesOn },
        toldOutcome: state.toldOutcome || run.status === "finished",
      };
    }
    case "edits":
      return {
        ...state,
        edits: happened.edits,
        parameters: happened.parameters.map((each) => each.map(translated)),
        events: translatedEvents(happened.events),
        check: afterEdits(state.check, state.edits, happened.edits),
        study: afterEdits(state.study, beside(state.study, state.edits), beside(state.study, happened.edits)),
        refusal: undefined,
      };
    case "check": {
      const { type: _, ...progress } = happened;
      // The first one tells that it begins.
      return { ...state, check: { ...progress, stale: progress.done > 0 && state.check?.stale === true } };
    }
    case "study":
      // The last word of one that was ended by another is not about that one.
      return happened.progress.kind === state.study?.request.kind
        ? { ...state, study: further(state.study, happened.progress) }
        : state;
    case "asked":
      return {
        ...state,
        study: { request: happened.request, progress: undefined, whole: false, stale: false },
      };
    case "variants":
      return { ...state, variants: happened.variants, variant: happened.chosen };
    case "predict":
      return { ...state, prediction: happened.prediction };
    case "tellOutcome":
      return { ...state, toldOutcome: true };
    case "refused":
      return { ...state, refusal: { path: happened.path, message: happened.message } };
    case "failed":
      return { ...state, failure: happened, run: { ...state.run, status: "stopped", goesOn: false } };
    case "frame":
      return withFrame(state, happened.frame);
    case "options": {
      const { type: _, absent, forms, ...of } = happened;
      return { ...state, options: { ...of, absent: absent.map(translated), forms: forms.map(translated) } };
    }
    case "breakdown":
      return state;
    case "codeChanged":
      return { ...state, notice: happened.message };
    case "notice":
      return { ...state, notice: happened.message };
    case "select":
      return { ...state, selected: happened.component, folded: unfolded(state, happened.component) };
    case "fold": {
      const folded = new Set(state.folded);
      if (!folded.delete(happened.key)) folded.add(happened.key);
      return { ...state, folded };
    }
    case "toggleGhost":
      return { ...state, showsGhost: !state.showsGhost };
    case "stepped":
      return { ...state, stops: [...state.stops.slice(-99), state.run.time] };
    case "steppedBack":
      return { ...state, stops: state.stops.slice(0, -1) };
    case "refusalSeen":
      return { ...state, refusal: undefined };
    default:
      return happened satisfies never;
  }
}

function withFrame(state: State, frame: Frame): State {
  const time = frame.header[Header.time] ?? 0;
  // A frame for another network is one that was under way when the scenario changed.
  if (frame.header[Header.components] !== state.network?.components.length) return state;
  const goesBack = time < state.run.time;
  const history = goesBack ? before(state.history, time) : state.history;
  const ghost = goesBack
    ? ghostAfter(state.ghost, state.history, state.network?.components ?? [])
    : state.ghost;
  return {
    ...state,
    frame,
    ghost,
    history: withBuckets(history, frame.buckets),
    run: { ...state.run, time },
  };
}

/** What was found out is about the values before the last change. */
function afterEdits<Found extends { stale: boolean }>(
  found: Found | undefined,
  edits: readonly Edit[],
  now: readonly Edit[],
): Found | undefined {
  if (found === undefined || JSON.stringify(edits) === JSON.stringify(now)) return found;
  return { ...found, stale: true };
}

/** What a network shows as one when it comes: as before the reload, or as at first. */
const foldedAnew = (before: readonly string[] | undefined, network: Network): ReadonlySet<string> =>
  before === undefined ? foldedAtFirst(network) : new Set(before);

/** What is selected is seen. */
function unfolded({ network, folded }: State, id: string): ReadonlySet<string> {
  if (network === undefined || folded.size === 0) return folded;
  const index = network.components.findIndex((component) => component.id === id);
  const around = foldsOf(network).find(({ key, members }) => folded.has(key) && members.includes(index));
  return around === undefined ? folded : new Set([...folded].filter((key) => key !== around.key));
}

/** What was found so far is kept until more is found, also where the study is stopped. */
function further(study: StudyState, progress: StudyProgress): StudyState {
  const result = progress.result ?? study.progress?.result;
  return {
    ...study,
    progress: result === undefined ? progress : { ...progress, result },
    whole: progress.result !== undefined && !progress.running,
  };
}

/** A sweep goes through the values of its parameters: choosing one of them makes it no older. */
const isAxis = (study: StudyState | undefined, path: string): boolean =>
  study?.request.kind === "sweep" && study.request.axes.some((axis) => axis.path === path);

const beside = (study: StudyState | undefined, edits: readonly Edit[]): readonly Edit[] =>
  edits.filter(({ path }) => !isAxis(study, path));

/** Whether a document that was opened anew differs from the one before in values that a sweep goes through, and in them alone. */
function isOnAxes({ study, network, parameters }: State, now: Network): boolean {
  const values = (of: readonly (readonly Parameter[])[], chosen: boolean) =>
    JSON.stringify(
      now.components.map(({ id }, i) =>
        (of[i] ?? []).filter(({ path }) => isAxis(study, `${id}.${path}`) === chosen),
      ),
    );
  const opened = now.components.map((component) => component.parameters);
  const names = ({ components }: Network) => components.map(({ id }) => id).join();
  return (
    network !== undefined &&
    names(network) === names(now) &&
    values(parameters, true) !== values(opened, true) &&
    values(parameters, false) === values(opened, false)
  );
}

/** An infinite speed comes as null: VS Code sends messages as JSON. */
const finiteSpeed = (speed: number | null): number => (speed === null || speed > FASTEST ? FASTEST : speed);

const componentOfCode = ({ origin }: Opening): string | undefined =>
  origin.kind === "code" ? origin.component : undefined;

const stillThere = (network: Network, id: string | undefined): string | undefined =>
  network.components.find((component) => component.id === id)?.id;

/** What is selected at first: what has a line of code, else a pool, which most of the questions are about, else the first. */
function firstOfInterest({ components }: Network): string | undefined {
  const found =
    components.find(({ source }) => source !== undefined) ??
    components.find(({ type }) => type === "pool") ??
    components[0];
  return found?.id;
}

/**
 * What a reload of the window keeps: enough to make everything again. Undefined while it seeks: neither the time nor the edits are
 * those that it goes to, and what was kept before is.
 */
export function viewState({
  opening,
  network,
  run,
  edits,
  selected,
  folded,
  variant,
}: State): ViewState | undefined {
  if (opening === undefined || network === undefined || run.status === "seeking") return undefined;
  return {
    origin: opening.origin,
    text: opening.text,
    session: {
      edits: [...edits],
      time: run.time,
      speed: run.speed,
      playing: run.goesOn,
      seed: network.seed,
    },
    ...(selected === undefined ? {} : { selected }),
    folded: [...folded],
    ...(variant === undefined ? {} : { variant }),
  };
}
