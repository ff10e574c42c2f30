import fc from "fast-check";
import { expect, test } from "vitest";
import { EventList } from "../../simulator/engine/event-list.ts";
import { ReadyQueue } from "../../simulator/engine/ready-queue.ts";
import { TimerRing } from "../../simulator/engine/timer-ring.ts";

const time = fc.oneof(fc.nat({ max: 6 }), fc.double({ min: 0, max: 10, noNaN: true }));

test("events come by time, and those of one time in the order in which they were scheduled", () => {
  const action = fc.oneof(
    { weight: 3, arbitrary: time.map((at) => ({ kind: "schedule" as const, at })) },
    { weight: 1, arbitrary: fc.constant({ kind: "pop" as const }) },
    { weight: 1, arbitrary: fc.nat().map((which) => ({ kind: "cancel" as const, which })) },
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 800, size: "max" }), (actions) => {
      const list = new EventList();
      const reference: { time: number; order: number; slot: number }[] = [];
      let order = 0;
      const first = () => {
        let best = 0;
        reference.forEach((event, i) => {
          const other = reference[best]!;
          if (event.time < other.time || (event.time === other.time && event.order < other.order)) best = i;
        });
        return reference.splice(best, 1)[0]!;
      };
      const pop = () => {
        const expected = first();
        expect(list.nextTime()).toBe(expected.time);
        list.pop();
        expect(list.argument).toBe(expected.order);
      };
      for (const action of actions) {
        if (action.kind === "schedule") {
          reference.push({ time: action.at, order, slot: list.schedule(action.at, 1, order) });
          order++;
        } else if (reference.length > 0) {
          if (action.kind === "pop") pop();
          else list.cancel(reference.splice(action.which % reference.length, 1)[0]!.slot);
        }
        expect(list.size).toBe(reference.length);
      }
      while (reference.length > 0) pop();
      expect(list.nextTime()).toBe(Number.POSITIVE_INFINITY);
    }),
    { numRuns: 60 },
  );
});

test("timers of one duration end in order, and cancelled ones never", () => {
  const action = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(0, 0, 0.1, 0.5).map((after) => ({ kind: "start" as const, after })),
    },
    { weight: 2, arbitrary: fc.nat().map((which) => ({ kind: "cancel" as const, which })) },
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 600, size: "max" }), (actions) => {
      const list = new EventList();
      const ring = new TimerRing(list, -1, 0, 2);
      // Places are 32-bit and wrap: begin just below the edge.
      Object.assign(ring, { head: 0x7fff_ffe0, tail: 0x7fff_ffe0 });
      let now = 0;
      let owner = 0;
      const pending: { owner: number; ends: number; place: number }[] = [];
      const ended: number[] = [];
      const expected: number[] = [];
      const until = (to: number) => {
        while (list.nextTime() <= to) {
          now = list.nextTime();
          list.pop();
          const who = ring.expire(now);
          if (who >= 0) ended.push(who);
        }
        while (pending.length > 0 && pending[0]!.ends <= to) expected.push(pending.shift()!.owner);
        now = to;
      };
      for (const action of actions) {
        if (action.kind === "start") {
          until(now + action.after);
          pending.push({ owner, ends: now + 2, place: ring.start(now, owner) });
          owner++;
        } else if (pending.length > 0) {
          ring.cancel(pending.splice(action.which % pending.length, 1)[0]!.place);
        }
      }
      until(now + 10);
      expect(ended).toEqual(expected);
      expect(list.size).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("what has ended is told in the order in which it ended, also while the queue grows", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 3000, size: "max" }), (pushes) => {
      const queue = new ReadyQueue();
      const reference: number[] = [];
      pushes.forEach((push, i) => {
        if (push || i % 3 === 0) {
          queue.push(i, i % 11);
          reference.push(i);
        } else if (reference.length > 0) {
          const call = reference.shift()!;
          expect([queue.call, queue.outcome]).toEqual([call, call % 11]);
          queue.shift();
        }
      });
      expect(queue.size).toBe(reference.length);
      for (const call of reference) {
        expect(queue.call).toBe(call);
        queue.shift();
      }
    }),
    { numRuns: 40 },
  );
});
