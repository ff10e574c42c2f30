import { expect, test } from "vitest";
import { callersOf, faultOf, fieldsOf } from "../../../webview/inspector/fault-fields.ts";
import { network } from "../fixture/network.ts";

const kind = (fault: string) => network.faults.find((one) => one.fault === fault)!;
const paths = (fault: string, callers: string[]) => fieldsOf(kind(fault), callers).map(({ path }) => path);

test("a partition may be between a component and one of its callers", () => {
  const [, , , , , , shared] = network.components;
  const callers = callersOf(network, shared!.id);
  expect(callers.length).toBeGreaterThan(1);
  expect(paths("partition", callers)).toEqual(["from", "seconds"]);
  const from = fieldsOf(kind("partition"), callers)[0]!;
  expect(from.control.choices).toEqual(["any caller", ...callers]);

  const answers = new Map(fieldsOf(kind("partition"), callers).map(({ path, value }) => [path, value]));
  expect(faultOf(answers)).toEqual({ fault: {}, seconds: 10 });
  answers.set("from", callers[1]!);
  answers.set("seconds", "2s");
  expect(faultOf(answers)).toEqual({ fault: { from: callers[1] }, seconds: 2 });
});

test("where one component calls there is nothing to choose, and other faults do not ask", () => {
  expect(paths("partition", ["api"])).toEqual(["seconds"]);
  expect(paths("errors", ["api", "jobs"])).toEqual(["ratio", "seconds"]);
  expect(paths("flush", ["api", "jobs"])).toEqual([]);
});
