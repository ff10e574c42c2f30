import * as z from "zod";
import type { FromView, Json } from "../simulator/protocol.ts";
import { LOADS } from "../simulator/study/load.ts";

/** A message is at most this many characters long, as text; a scenario document is within it. */
const TEXT = 8_000_000;

/** So is a file, which may be a picture of a large screen. */
const FILE = 40_000_000;

/** A load test takes at most a day, simulated seconds. */
const LONGEST = 86_400;

const text = z.string().max(TEXT);
const json: z.ZodType<Json> = z.json();
const time = z.number().min(0);

const sessionState = z.object({
  edits: z
    .array(z.object({ at: time, path: text, value: json, built: z.literal(true).optional() }))
    .max(100_000),
  time,
  speed: z.number().gt(0).or(z.literal(Number.POSITIVE_INFINITY)),
  playing: z.boolean(),
  seed: z.int().min(0).optional(),
});

const origin = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("example"), id: text }),
  z.object({ kind: z.literal("document"), file: text }),
  z.object({
    kind: z.literal("code"),
    file: text,
    line: z.number(),
    library: text,
    component: text,
  }),
]);

const viewState = z.object({
  origin,
  text,
  session: sessionState,
  selected: text.optional(),
  folded: z.array(text).max(10_000).optional(),
  variant: text.optional(),
});

const command = z.discriminatedUnion("type", [
  z.object({ type: z.literal("open"), text, name: text, state: sessionState.optional() }),
  z.object({ type: z.literal("play") }),
  z.object({ type: z.literal("pause") }),
  z.object({ type: z.literal("step") }),
  z.object({ type: z.literal("stepInteresting") }),
  z.object({ type: z.literal("restart"), keepValues: z.boolean() }),
  z.object({ type: z.literal("speed"), factor: sessionState.shape.speed }),
  z.object({ type: z.literal("set"), path: text, value: json, more: z.boolean().optional() }),
  z.object({ type: z.literal("add"), path: text, value: json }),
  z.object({ type: z.literal("disturb"), fault: z.record(text, json), seconds: time.optional() }),
  z.object({ type: z.literal("undo") }),
  z.object({ type: z.literal("seek"), time }),
  z.object({ type: z.literal("seekBy"), seconds: z.number() }),
  z.object({ type: z.literal("seed"), seed: z.int().min(0) }),
  z.object({ type: z.literal("visible"), visible: z.boolean() }),
  z.object({ type: z.literal("options"), component: text }),
  z.object({ type: z.literal("breakdown"), component: text }),
  z.object({ type: z.literal("stop") }),
]);

const values = z.record(text, json);
const side = z.object({ name: text, set: values });
const axis = z.union([
  z.object({ path: text, values: z.array(json).min(1).max(200) }),
  z.object({ path: text, from: json, to: json }),
]);
const runs = z.int().min(1).max(1000).optional();
const study = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("compare"), a: side, b: side, runs, asWritten: z.literal(true).optional() }),
  z.object({ kind: z.literal("sweep"), axes: z.array(axis).min(1).max(2), runs }),
  z.object({ kind: z.literal("recommend"), path: text, among: axis.optional(), runs }),
  z.object({ kind: z.literal("explain"), source: text.optional(), runs }),
  z.object({ kind: z.literal("breakpoint"), sources: z.array(text).max(1000).optional(), runs }),
  z.object({
    kind: z.literal("load"),
    load: z.enum(LOADS),
    duration: z.number().gt(0).max(LONGEST).optional(),
    runs,
  }),
]);

const id = z.number();
const fromView = z.discriminatedUnion("type", [
  // A state that an older version kept is no reason to show nothing.
  z.object({ id, type: z.literal("ready"), state: viewState.optional().catch(undefined) }),
  z.object({ id, type: z.literal("session"), command }),
  z.object({ id, type: z.literal("check") }),
  z.object({ id, type: z.literal("stopCheck") }),
  z.object({ id, type: z.literal("study"), request: study }),
  z.object({ id, type: z.literal("stopStudy") }),
  z.object({ id, type: z.literal("openExample"), example: text }),
  z.object({ id, type: z.literal("door"), door: z.enum(["starter", "pool", "lesson"]) }),
  z.object({ id, type: z.literal("variant"), variant: text.optional() }),
  z.object({ id, type: z.literal("revealSource"), component: text }),
  z.object({
    id,
    type: z.literal("applyToCode"),
    component: text,
    values: z.array(z.object({ path: text, value: json })).max(1000),
  }),
  z.object({ id, type: z.literal("openAsText") }),
  z.object({ id, type: z.literal("revealText"), line: z.int().min(1), column: z.int().min(1) }),
  z.object({ id, type: z.literal("showRule"), rule: text }),
  z.object({ id, type: z.literal("copy"), text }),
  z.object({
    id,
    type: z.literal("save"),
    name: z
      .string()
      .max(200)
      .regex(/^[^/\\]+$/),
    content: z.base64().max(FILE),
  }),
]);

/** The message of a view, or what is wrong with it and the number under which it wants its answer. */
export function readFromView(message: unknown): FromView | { wrong: string; id: number | undefined } {
  const read = fromView.safeParse(message);
  // Optional fields that are left out stay left out: a message comes through JSON or a structured clone.
  if (read.success) return read.data as FromView;
  const given = z.object({ id }).safeParse(message);
  const [issue] = read.error.issues;
  return {
    wrong: `not a message of a view: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim(),
    id: given.data?.id,
  };
}
