import { test } from "vitest";
import { caches } from "./cases/caches.ts";
import { compare } from "./experiment.ts";

test.each(caches)("$name", compare);
