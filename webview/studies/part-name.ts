import { t } from "../strings.ts";

/** What a part of a test is called. */
export function partName(window: string | undefined): string {
  switch (window) {
    case undefined:
      return t("in all");
    case "usual":
      return t("usual");
    case "more":
      return t("half more");
    case "twice":
      return t("twice");
    case "before":
      return t("before");
    case "spike":
      return t("spike");
    case "after":
      return t("after");
    case "first":
      return t("first tenth");
    case "last":
      return t("last tenth");
    default:
      return window;
  }
}
