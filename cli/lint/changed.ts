import { execFileSync } from "node:child_process";
import { posix } from "node:path";
import { Refusal } from "../exit.ts";

/** Absolute paths of what differs from a revision, with new files that git does not know yet. */
export function changedSince(root: string, revision: string): Set<string> {
  if (revision.startsWith("-"))
    throw new Refusal(`--changed-since is ${revision}; it is a revision such as main`);
  const git = (...words: string[]) =>
    execFileSync("git", ["-C", root, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  try {
    // The way up, and not the top's own name: a link may lead to the root.
    const top = posix.join(root, git("rev-parse", "--show-cdup").trim()).replace(/\/$/, "");
    const changed = git("diff", "--no-relative", "--name-only", "-z", "--diff-filter=d", revision, "--");
    const fresh = git("ls-files", "--others", "--exclude-standard", "-z", "--full-name", ":/");
    const names = `${changed}${fresh}`.split("\0").filter((name) => name !== "");
    return new Set(names.map((name) => `${top}/${name}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new Refusal("--changed-since asks git, which is not installed here, or not in the PATH");
    }
    const [said = ""] = (error instanceof Error ? error.message : String(error)).split("\n").slice(1);
    const reason = said.replace(/^fatal: /, "");
    throw new Refusal(`git does not know what changed since "${revision}" in ${root}: ${reason}`);
  }
}
