import { z } from "zod";
import { distribution } from "../distribution.ts";
import { componentId, countLimit, ratio } from "../quantities.ts";

/** A database: queries share its cores. */
export const database = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("database"),
  cores: countLimit({
    title: "cores",
    description: "Queries beyond this many share them (processor sharing), so each gets slower.",
  }).prefault("unlimited"),
  maxConnections: countLimit({
    title: "max connections",
    description: "How many connections the pools in front of it may hold in all; a further one is refused.",
  }).prefault("unlimited"),
  contentionPerExtra: ratio({
    title: "contention per extra query",
    description: "Each runnable query beyond the cores makes all of them slower by this share.",
    control: { max: 0.2 },
  }).default(0),
  serviceTime: distribution({
    title: "service time",
    description: "How long a query runs on an idle database, where the query does not say it.",
  }).prefault("1ms"),
});

export type Database = z.output<typeof database>;
