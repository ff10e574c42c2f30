import { sentence } from "../../words/sentence.ts";
import type { Library } from "./library.ts";
import { gives, reads } from "./members.ts";

/** BullMQ and Bull: what is asked of a job is asked of Redis. */
export const bullmq: Library = {
  name: "bullmq",
  title: "BullMQ",
  modules: ["bullmq", "bull"],
  exports: {
    Queue: { class: "Queue" },
    Job: { class: "Job" },
    default: { class: "Queue" },
  },
  types: {
    Queue: {
      place: true,
      members: gives(
        "getJobs getWaiting getActive getDelayed getCompleted getFailed getPrioritized getWaitingChildren",
        "Jobs",
      ),
    },
    Jobs: { element: "Job", members: {} },
    Job: {
      members: reads(
        "getState isCompleted isFailed isDelayed isActive isWaiting isWaitingChildren",
        sentence("{0} for each state", "getJobs([state])"),
      ),
    },
  },
};
