import type { Problem } from "../../simulator/protocol.ts";
import { element, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { Store } from "../store/store.ts";
import { t } from "../strings.ts";
import type { Outgoing } from "../transport.ts";
import { waysToBegin } from "./doors.ts";

/** What went wrong, above the stage, which goes on showing the last good state. */
export function notices(
  store: Store,
  send: (message: Outgoing) => void,
): { element: HTMLElement; part: Part } {
  const list = element("ul", {});
  const heading = element("p", { class: "notice-head" });
  const problems = element(
    "div",
    { class: "notice failed", "data-testid": "problems", role: "alert", hidden: true },
    heading,
    list,
  );

  const failed = element("p", {});
  const copy = element("button", { type: "button", "data-testid": "copy-report" }, t("Copy report"));
  const failure = element(
    "div",
    { class: "notice failed", "data-testid": "failure", role: "alert", hidden: true },
    failed,
    copy,
  );
  copy.addEventListener("click", () => {
    const report = store.state.failure?.report;
    if (report === undefined) return;
    send({ type: "copy", text: report });
    write(copy, t("Copied"));
  });

  const said = element("p", {});
  const close = element("button", { type: "button", class: "quiet", "aria-label": t("Close") }, "✕");
  const notice = element(
    "div",
    { class: "notice", "data-testid": "notice", role: "status", hidden: true },
    said,
    close,
  );
  close.addEventListener("click", () => store.tell({ type: "notice", message: undefined }));

  return {
    element: element("div", { class: "notices" }, problems, failure, notice),
    part: {
      every: () => 0,
      uses: (state) => [
        state.problems,
        state.failure,
        state.notice,
        state.network === undefined,
        state.opening,
      ],
      draw(state) {
        // That an empty document lacks all is no news.
        problems.hidden = state.problems.length === 0 || waysToBegin(state).length > 0;
        write(
          heading,
          state.network === undefined
            ? t("This scenario cannot run:")
            : t("This scenario cannot run; the stage shows the last one that could:"),
        );
        const reveal =
          state.opening?.canRevealText === true
            ? ({ line, column }: Problem) => send({ type: "revealText", line, column })
            : undefined;
        list.replaceChildren(...state.problems.map((problem) => problemItem(problem, reveal)));
        failure.hidden = state.failure === undefined;
        if (state.failure !== undefined) {
          write(failed, `${state.failure.message} · ${t("seed {0}", state.failure.seed)}`);
          write(copy, t("Copy report"));
        }
        notice.hidden = state.notice === undefined;
        write(said, state.notice ?? "");
      },
    },
  };
}

/** A problem with its place, which is a link where the text can be shown. */
function problemItem(problem: Problem, reveal: ((problem: Problem) => void) | undefined): HTMLElement {
  const { line, column, path, message, suggestion } = problem;
  const name = t("line {0}:{1}", line, column);
  const where =
    reveal === undefined
      ? element("span", { class: "where" }, name)
      : element("button", { type: "button", class: "link" }, name);
  where.addEventListener("click", () => reveal?.(problem));
  return element(
    "li",
    {},
    where,
    " ",
    element("code", {}, path),
    ` ${message}`,
    ...(suggestion === undefined ? [] : [` (${suggestion})`]),
  );
}
