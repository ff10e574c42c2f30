import * as z from "zod";
import { METRICS } from "./metrics.ts";
import { scenario } from "./schema/scenario.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Words that stand for "no limit"; an editor offers them beside what is typed. */
const LIMIT = /^(.*)\|\^(none)\$$/;

/**
 * The scenario schema for editors (draft-07, as VS Code reads it), with titles and descriptions for completion. It knows the
 * shape of a document; parseScenario knows more, such as which component an id may name.
 */
export function jsonSchema(): JsonSchema {
  const made: JsonSchema = z.toJSONSchema(scenario, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // What only the inspector needs.
      delete jsonSchema.control;
      delete jsonSchema.offer;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.type === "string") wordsApart(jsonSchema);
      if (jsonSchema.title === "metric" && jsonSchema.enum === undefined) listMetrics(jsonSchema);
    },
  });
  // VS Code's own words: the document may have comments.
  return Object.assign(made, { title: "Spillway scenario", allowComments: true, allowTrailingCommas: true });
}

/** A pattern that also takes a word becomes a choice of the two: an editor completes words, and no patterns. */
function wordsApart(schema: JsonSchema): void {
  const [, pattern, word] = LIMIT.exec(schema.pattern ?? "") ?? [];
  if (pattern === undefined || word === undefined) return;
  delete schema.pattern;
  delete schema.type;
  schema.anyOf = [{ const: word }, { type: "string", pattern }];
}

function listMetrics(schema: JsonSchema): void {
  schema.enum = METRICS.map(({ name }) => name);
  schema.enumDescriptions = METRICS.map(({ description }) => description);
}
