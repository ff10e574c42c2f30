import { describe, expect, it } from "vitest";
import { readTrace } from "../../simulator/scenario/trace.ts";

describe("a trace", () => {
  it("is read from CSV, in the order of its times", () => {
    expect(readTrace("time_ms,work_ms,key\n20,3.5,b\n10,1,a\n30,2,b\n")).toEqual({
      model: "trace",
      times: ["10000us", "20000us", "30000us"],
      works: ["1000us", "3500us", "2000us"],
      keys: [1, 0, 0],
    });
  });

  it("is read from a list of objects", () => {
    expect(readTrace('[{"time":"1s","path":"/a"},{"time":"1500ms"}]')).toEqual({
      model: "trace",
      times: ["1000000us", "1500000us"],
    });
  });

  it("starts at its first timestamp", () => {
    expect(readTrace("timestamp_s\n1700000000\n1700000001.25").times).toEqual(["0us", "1250000us"]);
  });

  it.each([
    ["time\n12", 'line 2: "12" in column "time" has no unit'],
    ["time_ms\n1\nx", 'line 3: "x" in column "time_ms" is not a number of at least 0'],
    ["time_ms\n-1", 'line 2: "-1" in column "time_ms" is not a number of at least 0'],
    ["time_ms,work_ms\n1,", 'line 2: "" in column "work_ms" is not a number of at least 0'],
    [
      "tme_ms\n1",
      'line 1: there is no column "time_ms", "time_s" or "timestamp_ms" (did you mean "time_ms"?)',
    ],
    ["time_ms\n", "line 1: there are no requests after the header"],
    ["", "line 1: there is no column"],
    ["[{", "line 1: not JSON"],
    ["[null]", "request 1: there is no column"],
    ['[{ "time_ms": 1 },\n\n{ "time_ms": "x" }]', 'request 2: "x" in column "time_ms" is not a number'],
    ["time_ms;work_ms\n1;2", "(commas stand between columns)"],
  ])("%j is refused with its line", (text, message) => {
    expect(() => readTrace(text)).toThrow(message);
  });
});
