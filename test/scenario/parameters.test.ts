import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parametersOf } from "../../simulator/scenario/parameters.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { documentOf, withComponent } from "./document-of.ts";

function parametersIn(document: Json, id: string) {
  const parsed = parseRaw(document);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const index = parsed.scenario.components.findIndex((component) => component.id === id);
  const { components } = document as { components: Json[] };
  return new Map(
    parametersOf(components[index]!, parsed.scenario.components[index]!).map((each) => [each.path, each]),
  );
}

describe("the parameters of a component", () => {
  it("are all its single values, with what holds where the document is silent", () => {
    const found = parametersIn(documentOf(), "orders-db");
    const paths = ["max", "min", "acquireTimeout", "waitQueueLimit", "connectTime", "maxLifetime", "maxUses"];
    expect([...found.keys()]).toEqual(expect.arrayContaining(paths));
    expect([...found.keys()]).not.toContain("target");
    expect([...found.keys()]).not.toContain("id");
    expect(found.get("max")).toMatchObject({
      value: 10,
      standard: 10,
      control: { kind: "count", min: 1, max: 200 },
    });
    expect(found.get("order")).toMatchObject({
      value: "fifo",
      control: { kind: "choice", choices: ["fifo", "lifo"] },
    });
    expect(found.get("idleTimeout")).toMatchObject({
      value: "none",
      standard: "none",
      control: { kind: "duration", word: "none" },
    });
  });

  it("warn of a pool that waits for ever, and of no other", () => {
    expect(parametersIn(documentOf(), "orders-db").get("acquireTimeout")?.warning).toBe(
      "pool-acquire-timeout",
    );
    const set = withComponent({ id: "orders-db", acquireTimeout: "1s" });
    expect(parametersIn(set, "orders-db").get("acquireTimeout")?.warning).toBeUndefined();
  });

  it("reach into groups, lists, short calls and distributions", () => {
    const clients = parametersIn(documentOf(), "clients");
    expect(clients.get("arrival.rate")).toMatchObject({ value: "120/s", control: { kind: "rate" } });
    expect(clients.get("calls.0.timeout")).toMatchObject({ value: "none", title: "api: call timeout" });
    expect(clients.get("calls.1.weight")).toMatchObject({ value: 2, standard: 1 });
    const api = parametersIn(documentOf(), "api");
    expect(api.get("queue.limit")).toMatchObject({ value: 5, standard: "unlimited" });
    expect(api.get("steps.0.query.work.mean")).toMatchObject({
      value: "50ms",
      control: { kind: "duration" },
    });
    expect(parametersIn(documentOf(), "postgres").get("serviceTime")).toMatchObject({
      value: "1ms",
      control: { kind: "duration" },
    });
  });

  it("offer retries to a call that has none, as 0 retries", () => {
    expect(parametersIn(documentOf(), "clients").get("calls.0.retry.maxRetries")).toMatchObject({
      value: 0,
      standard: 0,
    });
  });

  it("tell a group's standard where the whole group is left out", () => {
    const document = withComponent({ id: "clients", calls: [{ target: "api", retry: { maxRetries: 2 } }] });
    const found = parametersIn(document, "clients");
    expect(found.get("calls.0.retry.maxRetries")).toMatchObject({ value: 2 });
    expect(found.get("calls.0.retry.backoff.initial")).toMatchObject({ value: "0ms", standard: "0ms" });
    expect(found.get("calls.0.retry.backoff.factor")).toMatchObject({ value: 2, standard: 2 });
  });

  it("have values that the document can hold: each can be set to what it is", () => {
    for (const id of ["clients", "api", "orders-db", "postgres"]) {
      for (const parameter of parametersIn(documentOf(), id).values()) {
        expect(parameter.title).not.toBe("");
        expect(parameter.description).not.toBe("");
        expect(parameter.value).toBeDefined();
      }
    }
  });
});
