import { describe, test } from "vitest";
import { anyService, classical, impatience, shared, variations } from "./cases/stations.ts";
import { compare } from "./experiment.ts";

describe("the classical queues", () => test.each(classical)("$name", compare));
describe("one server and any service time", () => test.each(anyService)("$name", compare));
describe("orders and other arrivals", () => test.each(variations)("$name", compare));
describe("priorities and patience", () => test.each(impatience)("$name", compare));
describe("shared processors", () => test.each(shared)("$name", compare));
