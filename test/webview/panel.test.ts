import { describe, expect, it } from "vitest";
import type { FromView } from "../../simulator/protocol.ts";
import { messageOf } from "../../webview/actions.ts";
import { editsOf } from "../../webview/inspector/changes.ts";
import { actionOf, ownsKey } from "../../webview/keyboard.ts";
import { tracks } from "../../webview/lanes/tracks.ts";
import { loop } from "../../webview/loop.ts";
import { motionOf } from "../../webview/motion.ts";
import { summary } from "../../webview/notices/announcer.ts";
import { nodeViews } from "../../webview/stage/view.ts";
import { initial, next, type State } from "../../webview/store/state.ts";
import { t, useStrings } from "../../webview/strings.ts";
import { themeKind } from "../../webview/theme.ts";
import { nextSpeed, speedName } from "../../webview/toolbar/speeds.ts";
import { conversation } from "../../webview/transport/conversation.ts";
import { sentence } from "../../words/sentence.ts";
import { network } from "./fixture/network.ts";

const opened = next(initial, { type: "opened", network });
const at = (time: number, status: State["run"]["status"] = "paused"): State => ({
  ...opened,
  run: { status, time, speed: 1, goesOn: status === "playing" },
});

describe("an action", () => {
  it("plays what is paused and pauses what plays", () => {
    expect(messageOf({ type: "playPause" }, at(1))).toEqual({ type: "session", command: { type: "play" } });
    expect(messageOf({ type: "playPause" }, at(1, "playing"))).toEqual({
      type: "session",
      command: { type: "pause" },
    });
  });

  it("goes back or on from where the run is going, which the session knows", () => {
    expect(messageOf({ type: "seekBy", seconds: -10 }, at(3))).toEqual({
      type: "session",
      command: { type: "seekBy", seconds: -10 },
    });
  });

  it("never goes before the start or past the end", () => {
    const time = (seconds: number) => messageOf({ type: "seek", time: seconds }, at(20));
    const seek = (time: number) => ({ type: "session", command: { type: "seek", time } });
    expect([time(-1), time(21), time(100)]).toEqual([seek(0), seek(21), seek(60)]);
  });

  it("runs a variant, or the document as it stands", () => {
    expect(messageOf({ type: "variant", variant: "small" }, at(1))).toEqual({
      type: "variant",
      variant: "small",
    });
    expect(messageOf({ type: "variant", variant: undefined }, at(1))).toEqual({ type: "variant" });
  });

  it("goes back to before the last step, and nowhere without one", () => {
    expect(messageOf({ type: "stepBack" }, at(2))).toBeUndefined();
    expect(messageOf({ type: "stepBack" }, { ...at(2), stops: [0.5, 1.25] })).toEqual({
      type: "session",
      command: { type: "seek", time: 1.25 },
    });
  });
});

describe("a fault that was added", () => {
  const fault = { target: "postgres", fault: "down", at: "32.000s", until: "42.000s" };
  const edit = { at: 32, path: "events", value: fault };
  const disturbed = next(at(32), {
    type: "edits",
    edits: [edit],
    parameters: opened.parameters.map((each) => [...each]),
    events: [
      ...network.events,
      { at: 32, until: 42, target: "postgres", label: sentence("postgres down"), fault: sentence("down") },
    ],
  });
  const faultsOf = (state: State) =>
    nodeViews(state).find(({ component }) => component.id === "postgres")?.faults;

  it("is seen on its node from the moment on at which it was added until it is over", () => {
    expect(faultsOf(disturbed)).toEqual(["latency ×4", "down"]);
    expect(faultsOf({ ...disturbed, run: { ...disturbed.run, time: 42 } })).toEqual([]);
  });

  it("is an edit of its component, and so can be taken back there", () => {
    expect(editsOf(disturbed.edits, "postgres")).toEqual([edit]);
    expect(editsOf(disturbed.edits, "clients")).toEqual([]);
  });

  it("stands in the lanes of faults and of edits", () => {
    const lane = (name: string) =>
      tracks(disturbed)
        .find((track) => track.name === name)
        ?.spans.at(-1);
    expect(lane("faults")).toMatchObject({
      label: "postgres down",
      kind: "fault",
      from: 32 / 60,
      to: 42 / 60,
    });
    expect(lane("edits")?.label).toBe("32.00 s: postgres down");
  });
});

describe("keys", () => {
  const key = (name: string, shift = false, control = false) => actionOf({ key: name, shift, control });

  it.each([
    [" ", { type: "playPause" }],
    [".", { type: "step" }],
    ["]", { type: "stepInteresting" }],
    [",", { type: "stepBack" }],
    ["ArrowLeft", { type: "seekBy", seconds: -1 }],
    ["Home", { type: "restart" }],
    ["=", { type: "speedBy", direction: 1 }],
    ["p", { type: "focusParameters" }],
    ["e", { type: "explain" }],
    ["x", undefined],
  ])("%j does what the specification says", (name, action) => {
    expect(key(name)).toEqual(action);
  });

  it("jump further with Shift, and leave the editor's own keys alone", () => {
    expect(key("ArrowRight", true)).toEqual({ type: "seekBy", seconds: 10 });
    expect(key("p", false, true)).toBeUndefined();
  });

  it.each([
    ["INPUT", "text", ".", true],
    ["INPUT", "text", "Escape", false],
    ["INPUT", "range", "ArrowLeft", true],
    ["INPUT", "range", ".", false],
    ["SELECT", "", " ", true],
    ["BUTTON", "", " ", true],
    ["BUTTON", "", ".", false],
    ["g", "", " ", false],
  ])("belong to a %s of type %j first: %j %s", (tag, type, name, own) => {
    expect(ownsKey({ tag, type, role: null }, name)).toBe(own);
  });
});

describe("the speeds", () => {
  it("go from one choice to the next, also from between two", () => {
    expect(nextSpeed(1, 1)).toBe(2);
    expect(nextSpeed(1, -1)).toBe(0.5);
    expect(nextSpeed(3, 1)).toBe(4);
    expect(nextSpeed(3, -1)).toBe(2);
    expect(nextSpeed(0.01, -1)).toBe(0.01);
    expect(nextSpeed(1e6, 1)).toBe(1e6);
  });

  it("say what a simulated second takes", () => {
    expect(speedName(0.25)).toBe("4 s on screen");
    expect(speedName(1e6)).toBe("as fast as it goes");
  });
});

describe("the drawing loop", () => {
  function scene({ moving = () => false, parts = 1 }) {
    let state = at(0);
    let now = 0;
    let clock = 0;
    const drawn: number[] = [];
    const asked: ((now: number) => void)[] = [];
    const alarms: { at: number; ring: () => void }[] = [];
    const made = loop(
      Array.from({ length: parts }, (_, index) => ({
        every: () => 100,
        uses: ({ run }: State) => [run.time],
        draw: () => {
          clock += 4;
          drawn.push(parts === 1 ? now : index);
        },
      })),
      () => state,
      moving,
      {
        clock: () => clock,
        request: (callback) => asked.push(callback),
        after: (delay, ring) => alarms.push({ at: now + delay, ring }),
      },
    );
    return {
      drawn,
      asked,
      loop: made,
      set: (time: number) => {
        state = at(time);
        made.changed();
      },
      run: (until: number) => {
        for (; now <= until; now += 10) {
          for (const { ring } of alarms.filter((alarm) => alarm.at <= now)) ring();
          alarms.splice(0, alarms.length, ...alarms.filter((alarm) => alarm.at > now));
          for (const callback of asked.splice(0)) callback(now);
        }
      },
    };
  }

  it("draws a part no more often than it may, and the last change always", () => {
    const { drawn, set, run } = scene({});
    for (let i = 0; i < 30; i++) {
      set(i);
      run(i * 10);
    }
    run(1000);
    expect(drawn).toEqual([0, 100, 200, 300]);
  });

  it("asks for no frames while nothing changes and nothing moves", () => {
    const { asked, set, run, drawn, loop: made } = scene({});
    set(1);
    run(500);
    made.changed();
    run(1000);
    expect(asked).toEqual([]);
    expect(drawn).toHaveLength(1);
  });

  it("goes on for as long as something moves", () => {
    let frames = 5;
    const { asked, loop: made, run } = scene({ moving: () => --frames > 0 });
    made.changed();
    run(500);
    expect(frames).toBe(0);
    expect(asked).toEqual([]);
  });

  it("leaves what takes long to the next frame, and forgets no part", () => {
    const { drawn, asked, loop: made, run } = scene({ parts: 4 });
    made.changed();
    run(0);
    expect(drawn).toEqual([0, 1]);
    expect(asked).toHaveLength(1);
    run(20);
    expect(drawn).toEqual([0, 1, 2, 3]);
    expect(asked).toEqual([]);
  });

  it("draws all again when it is told to", () => {
    const { drawn, loop: made, set, run } = scene({});
    set(1);
    run(10);
    made.redraw();
    run(20);
    expect(drawn).toHaveLength(2);
  });
});

describe("the lanes", () => {
  it("show faults and edits as shares of the run", () => {
    const [faults, breaker, edits] = tracks({
      ...at(0),
      edits: [{ at: 30, path: "orders-db.max", value: 14 }],
    });
    expect(faults!.spans[0]).toMatchObject({ from: 1 / 3, to: 2 / 3, kind: "fault" });
    expect(breaker!.name).toBe("payments-breaker");
    expect(edits!.spans[0]).toMatchObject({ from: 0.5, label: "30.00 s: orders-db.max = 14" });
  });
});

describe("what is told to those who listen", () => {
  it("is the time and the selected node where all is well", () => {
    expect(summary({ ...at(12), selected: "clients" })).toBe(
      "Paused. 12 s simulated. source clients, 0/s, 0 under way",
    );
  });
});

describe("motion", () => {
  it.each([
    [{ system: false, bodyClasses: [], opening: false }, false],
    [{ system: true, bodyClasses: [], opening: false }, true],
    [{ system: false, bodyClasses: ["vscode-reduce-motion"], opening: false }, true],
    [{ system: false, bodyClasses: [], opening: true }, true],
  ])("is off where any one wish says so: %j", (wishes, still) => {
    expect(motionOf(wishes).still).toBe(still);
  });

  it("starts paused for a screen reader", () => {
    expect(
      motionOf({ system: false, bodyClasses: ["vscode-using-screen-reader"], opening: false }).pausedAtStart,
    ).toBe(true);
  });
});

describe("the theme", () => {
  it.each([
    ["vscode-dark", "dark"],
    ["vscode-light", "light"],
    ["vscode-high-contrast", "highContrast"],
    ["vscode-high-contrast vscode-high-contrast-light", "highContrastLight"],
    ["", "dark"],
  ])("of a body with %j is %s", (classes, kind) => {
    expect(themeKind({ contains: (name) => classes.split(" ").includes(name) })).toBe(kind);
  });
});

describe("strings", () => {
  it("fill in their values, in the person's language where there is one", () => {
    expect(t("{0} of {1} active", 3, 10)).toBe("3 of 10 active");
    useStrings({ "{0} of {1} active": "{1}: {0} aktiv" });
    expect(t("{0} of {1} active", 3, 10)).toBe("10: 3 aktiv");
    expect(t("toString")).toBe("toString");
    useStrings({});
  });
});

describe("a conversation with the host", () => {
  it("settles each message with its own answer", async () => {
    const sent: FromView[] = [];
    const { send, settle } = conversation((message) => sent.push(message));
    const [first, second] = [send({ type: "openAsText" }), send({ type: "revealSource", component: "a" })];
    expect(sent.map(({ id }) => id)).toEqual([1, 2]);
    expect(settle({ type: "answer", id: 2, error: "no such file" })).toBe(true);
    expect(settle({ type: "answer", id: 1 })).toBe(true);
    await expect(first).resolves.toBeUndefined();
    await expect(second).rejects.toThrow("no such file");
    expect(settle({ type: "codeChanged", message: "" })).toBe(false);
  });

  it("leaves nobody waiting when the host is gone", async () => {
    const { send, fail } = conversation(() => undefined);
    const open = send({ type: "openAsText" });
    fail("gone");
    await expect(open).rejects.toThrow("gone");
  });
});
