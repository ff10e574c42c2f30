import { describe, test } from "vitest";
import { calls, closedCases, open, transients } from "./cases/networks.ts";
import { compare } from "./experiment.ts";

describe("open networks and balancing", () => test.each(open)("$name", compare));
describe("closed networks", () => test.each(closedCases)("$name", compare));
describe("what has not settled", () => test.each(transients)("$name", compare));
describe("calls and their policies", () => test.each(calls)("$name", compare));
