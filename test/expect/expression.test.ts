import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, parseExpression } from "../../simulator/scenario/expression.ts";

/** Evaluates with every metric equal to 2, or what is given by "metric(variant,component,window)". */
function run(text: string, values: Record<string, number> = {}, variants = true) {
  const parsed = parseExpression(text, { variants });
  if (!parsed.ok) throw new Error(`${parsed.fault.offset}: ${parsed.fault.message}`);
  return evaluate(parsed.expression, (metric, variant, component, window) => {
    const name = `${metric}(${[variant, component, window].filter((each) => each !== undefined).join(",")})`;
    return values[name] ?? 2;
  });
}

describe("an expectation", () => {
  it.each([
    ["1 + 2 * 3 < 8", 7, 8, true],
    ["(1 + 2) * 3 < 8", 9, 8, false],
    ["10 - 4 - 3 >= 3", 3, 3, true],
    ["12 / 3 / 2 <= 2", 2, 2, true],
    ["-2 * -3 > 5", 6, 5, true],
    ["|2 - 5| > 2", 3, 2, true],
    ["abs(2 - 5) > 2", 3, 2, true],
    ["max(1, 4, 2) > min(3, 9)", 4, 3, true],
    ["500ms < 1.5s", 0.5, 1.5, true],
    ["2m > 100s", 120, 100, true],
    ["1e3 > 999", 1000, 999, true],
  ])("%s compares %d with %d", (text, left, right, holds) => {
    expect(run(text)).toEqual({ left, right, holds });
  });

  it("asks for metrics by variant, component and window", () => {
    const values = {
      "inTime.ratio(B,clients)": 0.9,
      "inTime.ratio(A,clients)": 0.7,
      "latency.p99(A,web/home,late)": 3,
      "deadWork.ratio(A,system)": 0.25,
    };
    expect(run("inTime.ratio(B, clients) - inTime.ratio(A, clients) > 0.12", values).holds).toBe(true);
    expect(run("latency.p99(A, web/home, late) > 2s", values)).toMatchObject({ left: 3, right: 2 });
    expect(run('latency.p99(A, "web/home", late) > 2s', values)).toMatchObject({ left: 3 });
    expect(run("deadWork.ratio(A, system) < 1", values)).toMatchObject({ left: 0.25 });
  });

  it("leaves the variant out where there are none", () => {
    expect(run("latency.p99(orders-db, late) > 1", { "latency.p99(orders-db,late)": 5 }, false).left).toBe(5);
  });

  it("does not hold where a metric was not measured", () => {
    const unmeasured = { "latency.p99(A,clients)": Number.NaN };
    expect(run("latency.p99(A, clients) > 1", unmeasured).holds).toBe(false);
    expect(run("latency.p99(A, clients) <= 1", unmeasured).holds).toBe(false);
  });

  it.each([
    ["", 0, /a number or a metric is expected/],
    ["1 +", 3, /expected here, found the end/],
    ["1 + 2", 5, /one of < <= > >= is expected/],
    ["1 < 2 < 3", 6, /nothing more is expected here/],
    ["(1 < 2", 3, /"\)" is expected/],
    ["latency.p99 > 1", 12, /"\(" is expected/],
    ["latency.p99(A) > 1", 0, /write latency.p99\(variant, component\[, window\]\)/],
    ["latency.p99(A, b, c, d) > 1", 0, /write latency.p99/],
    ["latency.p99(A, 5) > 1", 15, /a name is expected/],
    ["5parsecs < 1", 0, /5parsecs is neither a number nor a duration/],
    ["1 < $2", 4, /"\$" is not expected/],
    ["abs(1, 2) > 0", 0, /abs takes one value/],
  ])("%s is refused at character %d", (text, offset, says) => {
    const parsed = parseExpression(text, { variants: true });
    expect(parsed).toMatchObject({ ok: false, fault: { offset } });
    if (!parsed.ok) expect(parsed.fault.message).toMatch(says);
  });

  it("of any text is read or refused at a place inside it", () => {
    const piece = fc.constantFrom(
      "(",
      ")",
      "|",
      "+",
      "-",
      "*",
      "/",
      ",",
      "<",
      ">=",
      "a.b",
      "A",
      "5",
      "5ms",
      '"',
      " ",
      "abs",
      "ä",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        const parsed = parseExpression(text, { variants: true });
        if (parsed.ok) return;
        expect(parsed.fault.offset).toBeGreaterThanOrEqual(0);
        expect(parsed.fault.offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
